"""« Tout renouveler » on a vault that has lived: twenty facts, two shares; and cut off on either side of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.navigators.access import Warden, elsewhere
from tests.browser.navigators.share import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.navigators.share import Given

ACCESS = "**/api/v1/access"
FACTS = 20
MANY = """save({ facts: "Fait numéro 1" }).then(() =>
    Promise.all(Array.from({ length: given - 1 }, (_, n) => save({ facts: `Fait numéro ${n + 2}` }))))"""


@pytest.fixture
def warden(person: Callable[..., Page], site: str) -> Warden:
    warden = Warden(person(), site)
    warden.make_vault()
    warden.flow("events", MANY, FACTS)
    return warden


def share(warden: Warden, label: str) -> Given:
    warden.begin()
    warden.page.get_by_role("checkbox", name="Fait numéro 7").check()
    warden.next()
    warden.address_to(label, "")
    given = warden.open_share()
    warden.press("C’est noté")
    warden.page.locator(".share-card", has_text=label).wait_for()
    return given


def prepare(warden: Warden, ended: str = "") -> str:
    """As far as the last press; the passphrase of before."""
    old = warden.phrase
    warden.access()
    warden.press("Tout renouveler")
    expect(warden.page.get_by_text("s’y reprend avec la phrase de passe d’aujourd’hui")).to_be_visible()
    if ended:
        warden.page.get_by_role("checkbox", name=ended).check()
    warden.press("Commencer")
    warden.phrase = warden.note_phrase()
    warden.press("Continuer", exact=True)
    listed = warden.page.locator("ol.words li")
    expect(listed).to_have_count(12)
    warden.words = listed.all_inner_texts()
    warden.press("J’ai noté mes mots")
    warden.type_back("rotation-", warden.words)
    warden.present(old)
    return old


def opens(warden: Warden, page: Page, phrase: str) -> None:
    """A fresh browser shows all of it, and can write."""
    other = elsewhere(page, warden)
    other.phrase = phrase
    other.knock(warden.login, phrase)
    other.title("Journal")
    expect(other.page.locator(".thread .fact")).to_have_count(FACTS)
    other.note("Ce qui vient après")
    other.go("Journal")
    expect(other.page.locator(".thread .fact")).to_have_count(FACTS + 1)


def does_not_open(warden: Warden, page: Page, phrase: str) -> None:
    other = elsewhere(page, warden)
    other.knock(warden.login, phrase)
    assert "ne vont pas ensemble" in other.refusal()


def test_what_was_kept_is_there_and_shares_go_on_or_end_as_chosen(warden: Warden, person: Callable[..., Page]) -> None:
    kept, ended = share(warden, "Me Martin"), share(warden, "Association")
    old = prepare(warden, "Association")
    warden.press("Tout renouveler maintenant")
    warden.told("Tout est renouvelé")
    opens(warden, person(), warden.phrase)
    does_not_open(warden, person(), old)
    reader = Reader(person())
    reader.open(kept)
    assert "Fait numéro 7" in reader.reading()
    reader.follow(ended.link)
    reader.type_code(ended.code)
    assert "n’est pas disponible" in reader.refusal()
    warden.go("Partages")
    expect(warden.page.locator(".share-card:not(.ended)")).to_have_count(1)


def test_killed_before_it_was_kept_the_vault_is_as_before(warden: Warden, person: Callable[..., Page]) -> None:
    old = prepare(warden)
    warden.page.route(ACCESS, lambda route: route.abort())
    with warden.page.expect_event("requestfailed"):
        warden.press("Tout renouveler maintenant")
    warden.page.close()
    does_not_open(warden, person(), warden.phrase)
    opens(warden, person(), old)


def test_killed_after_it_was_kept_the_vault_is_the_new_one(warden: Warden, person: Callable[..., Page]) -> None:
    old = prepare(warden)
    kept: list[int] = []

    def keep(route: Route) -> None:
        if route.request.method == "POST":
            kept.append(route.fetch().status)
            warden.page.evaluate("document.body.dataset.kept = ''")
        else:
            route.continue_()

    warden.page.route(ACCESS, keep)
    warden.press("Tout renouveler maintenant")
    warden.page.locator("body[data-kept]").wait_for()
    warden.page.close()
    assert kept == [200]
    does_not_open(warden, person(), old)
    opens(warden, person(), warden.phrase)


def test_an_answer_that_is_lost_is_asked_for_again_in_the_same_page(
    warden: Warden, person: Callable[..., Page]
) -> None:
    old = prepare(warden)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    warden.page.route(ACCESS, lose)
    warden.press("Tout renouveler maintenant")
    warden.told("La réponse n’est pas arrivée")
    warden.check()
    warden.page.unroute(ACCESS)
    warden.press("Réessayer")
    warden.told("Tout est renouvelé")
    does_not_open(warden, person(), old)
    opens(warden, person(), warden.phrase)
