"""Whoever comes, and however: narrow windows, large text, colours of the system, no motion, no mouse, no sight.

The public pages, the screens of a vault and the page of a recipient, in both languages, in the states of
`navigators/reach.py`. What each page is for is tested elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS
from tests.browser.navigators import reach
from tests.browser.navigators.axe import check
from tests.browser.navigators.journey import Author, Keys
from vault import client_records as records
from vault.client import Api, VaultClient
from vault.client_shares import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Playwright, Route

LOGIN, PASSWORD = "reach-of-all-1", "tisane bocal gravier dauphin semer ouvrir"
NARROW = {"width": 320, "height": 640}
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
FIT: list[list[str]] = [[], [], []]
PUBLIC = ["/", "/repere", "/annuaire", "/guide", "/guide/garder", "/securite", "/limites", "/navigateur", "/lire",
          "/notes", "/hors-ligne", "/accessibilite"]  # fmt: skip
SCREENS = ["journal", "event-new", "evidence", "timelines", "timeline-new", "contacts", "contact-new", "directory",
           "readings", "reading-new", "shares", "share-new", "search", "more", "trash", "discretion", "access", "steps",
           "portability"]  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A vault with something of each kind, and a share of it."""

    site: str
    link: str
    code: str


@pytest.fixture(scope="module")
def kept(site: str) -> Iterator[Kept]:
    client = VaultClient(Api(site))
    client.register(LOGIN, PASSWORD)
    facts = [
        records.event(
            "Premier week-end de stage", "On nous demande nos téléphones.", records.when("2021-07", about=True)
        ),
        records.event(
            "Appel", "Trois appels dans la nuit.", records.when("2023-03-12"), where="Crest", people=["Nadia"]
        ),
    ]
    ids = [client.put_item(one) for one in facts]
    client.put_item(records.timeline("Deux ans", ids))
    client.put_item(records.contact("Maître Durand", "professional", [("phone", "01 00 00 00 00")]))
    made = client.make_share(Wanted(items=ids, label="Maître Durand", purpose="Un premier rendez-vous"))
    yield Kept(site, made.link, made.code)
    client.leave()


def opened(browser: Browser, kept: Kept, language: str) -> Page:
    """The vault, open in a narrow window."""
    page = browser.new_context(viewport=NARROW, locale=LANGUAGES[language]).new_page()
    page.goto(f"{kept.site}/notes")
    page.locator("#main button").first.click()
    page.locator("#login").fill(LOGIN)
    page.locator("#password").fill(PASSWORD)
    page.locator("#main form button[type=submit]").click()
    page.locator("#main [data-id]").first.wait_for()
    assert page.evaluate("document.documentElement.lang").startswith(language)
    return page


@pytest.fixture(scope="module", params=LANGUAGES)
def vault(request: pytest.FixtureRequest, chromium: Browser, kept: Kept) -> Iterator[Page]:
    page = opened(chromium, kept, request.param)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def large(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose text is twice as large."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, reach.TWICE])
    yield browser
    browser.close()


def go(page: Page, place: str) -> None:
    """To a screen of the vault by its name, once all of it is there."""
    entry = page.locator("script[src$='pages/vault.js']").get_attribute("src") or ""
    router = entry.replace("pages/vault.js", "pages/vault/router.js")
    page.evaluate("async ([script, name]) => (await import(script)).go({ name })", [router, place])
    page.locator("#main h1").wait_for()
    expect(page.locator("#main :is(.waiting, .skeleton)")).to_have_count(0)


def sweep(page: Page) -> None:
    """Everything asked of a screen, in a narrow window. In French axe-core is asked by the tests of each screen."""
    assert reach.unfit(page) == FIT
    reach.shows_in_forced_colours(page)
    reach.reads_well(page)
    if page.evaluate("document.documentElement.lang").startswith("en"):
        check(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(person: Callable[..., Page], site: str, language: str) -> None:
    page = person(viewport=NARROW, locale=LANGUAGES[language])
    for path in PUBLIC:
        page.goto(site + path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.lang").startswith(language)
        sweep(page)


@pytest.mark.parametrize("place", SCREENS)
def test_screens_of_the_vault(vault: Page, place: str) -> None:
    go(vault, place)
    sweep(vault)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_the_recipient(person: Callable[..., Page], kept: Kept, language: str) -> None:
    page = person(viewport=NARROW, locale=LANGUAGES[language])
    page.goto(kept.link)
    code = page.locator("#main input").first
    code.wait_for()
    sweep(page)
    code.fill(kept.code)
    page.locator("#main form button[type=submit]").click()
    page.locator(".reading").wait_for()
    sweep(page)


def test_pages_with_text_twice_as_large(large: Browser, site: str) -> None:
    context = large.new_context(viewport=NARROW, locale="fr-FR")
    page = context.new_page()
    for path in PUBLIC:
        page.goto(site + path, wait_until="networkidle")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert reach.unfit(page) == FIT, path
    context.close()


def test_the_vault_with_text_twice_as_large(large: Browser, kept: Kept) -> None:
    page = opened(large, kept, "fr")
    for place in SCREENS:
        go(page, place)
        assert reach.unfit(page) == FIT, place
    page.context.close()


def test_nothing_moves_when_the_script_comes(chromium: Browser, site: str) -> None:
    """What the server draws is what the script draws again: the same controls at the same places."""
    for path, entry in {"/repere": "scale", "/annuaire": "directory", "/notes": "vault"}.items():
        context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
        page = context.new_page()
        page.route(f"**/js/pages/{entry}.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto(site + path, wait_until="networkidle")
        before = reach.asked(page, "places")
        page.unroute_all()
        page.reload(wait_until="networkidle")
        expect(page.locator("#main :is(input, button):disabled")).to_have_count(0)
        assert reach.asked(page, "places") == before, path
        assert len(before) > 3
        context.close()


def test_what_is_done_before_the_script_comes_is_not_lost(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/pages/{scale,directory}.js", hold)
    page.route("**/js/pages/vault/shell.js", hold)
    page.goto(f"{site}/repere", wait_until="commit")
    page.locator("#emp-13").check()
    page.get_by_label("Pour une personne que j’aime").check()
    held.pop().continue_()
    expect(page.get_by_role("button", name="Voir où cela mène")).to_be_enabled()
    assert page.get_by_label("Il ou elle s’éloigne").is_checked()
    page.goto(f"{site}/annuaire", wait_until="commit")
    page.get_by_role("searchbox").press_sequentially("miviludes")
    held.pop().continue_()
    expect(page.locator(".entry")).to_have_count(1)
    assert page.evaluate("document.activeElement.type") == "search"
    page.goto(f"{site}/notes", wait_until="commit")
    page.get_by_role("button", name="Créer un coffre").click()
    expect(page.locator("#announcer")).to_have_text("Un instant…")
    held.pop().continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Avant de commencer")
    context.close()


def test_what_does_not_come_is_said(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
    page = context.new_page()
    page.route("**/js/pages/vault/shell.js", lambda route: route.abort())
    page.goto(f"{site}/notes")
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est perdu")
    check(page)
    page.unroute_all()
    page.get_by_role("link", name="Réessayer").click()
    page.get_by_role("button", name="J’ai déjà un coffre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrir mon coffre")
    context.close()


def test_the_directory_by_keyboard_and_by_ear(person: Callable[..., Page], site: str) -> None:
    page = person()
    page.goto(f"{site}/annuaire", wait_until="networkidle")
    keys = Keys(Author(page, site))
    keys.reach("searchbox", "Chercher une association, une ville, un besoin")
    page.keyboard.type("miviludes")
    found = [one for one in reach.tree(page) if reach.role(one) == "status"]
    assert found
    assert page.locator(".directory-found [role=status]").inner_text() == "Une adresse"
    keys.press("button", "Ajouter Miviludes")
    dialog = page.get_by_role("dialog", name="Ajouter à mes contacts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent").strip() == "Ajouter à mes contacts"


def test_the_landmark_by_ear(person: Callable[..., Page], site: str) -> None:
    page = person()
    page.goto(f"{site}/repere", wait_until="networkidle")
    heard = reach.tree(page)
    assert [reach.role(one) for one in heard].count("checkbox") == 24
    groups = [reach.name(one) for one in heard if reach.role(one) == "region"]
    assert [name.replace("\u00a0", " ") for name in groups[:2]] == ["Relation libre", "Vigilance"]
    page.locator("#emp-24").focus()
    page.keyboard.press("Space")
    expect(page.locator("#announcer")).to_have_text("De l’aide est affichée juste après cette phrase.")
    after = [reach.name(one) for one in reach.tree(page) if reach.role(one) in {"checkbox", "link"}]
    ticked = next(
        index
        for index, one in enumerate(after)
        if one == page.locator("label", has=page.locator("#emp-24")).inner_text()
    )
    assert "3114" in after[ticked + 1 : ticked + 6]
