"""Trash, erasure and sleep, by the screens: what is made to disappear under threat waits in sight and comes back, and
what its owner really wants gone is gone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.navigators.leaving import NEUTRAL, Leaver, Place, place_in
from vault.services import vaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

FACT = "Ce que l’on m’a demandé de faire disparaître"
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("place")) as made:
        yield made


@pytest.fixture
def leaver(person: Callable[..., Page], place: Place) -> Iterator[Leaver]:
    page = person()
    page.context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutre</title>"))
    leaver = Leaver(page, place.address)
    leaver.make_vault()
    yield leaver
    assert leaver.faults.said == []


def look_small(leaver: Leaver) -> None:
    """The state is accessible and fits, also on the smallest phone."""
    leaver.page.set_viewport_size(SMALL)
    leaver.check()
    leaver.page.set_viewport_size(PHONE)
    leaver.check()


def test_the_trash_says_how_long_and_gives_back(leaver: Leaver) -> None:
    leaver.take_away(FACT)
    row = leaver.trash()
    expect(row).to_contain_text("encore 30 jours ici au moins")
    look_small(leaver)
    leaver.press(f"Remettre {FACT}")
    expect(row).to_have_count(0)
    expect(leaver.page.get_by_role("heading", name="La corbeille est vide")).to_be_visible()
    assert leaver.page.locator(".under-way").count() == 0


def test_without_words_it_waits_in_sight_and_is_cancelled_by_anybody_inside(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    leaver.take_away(FACT)
    leaver.trash()
    leaver.press(f"Effacer maintenant {FACT}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Aucun partage en cours ne le montre.")
    look_small(leaver)
    dialog.get_by_role("button", name="Demander l’effacement").click()
    expect(leaver.trash()).to_contain_text("effacement demandé pour le")
    expect(leaver.under_way()).to_contain_text("L’effacement de 1 élément est demandé")
    look_small(leaver)
    for tab in ("Pièces", "Partages", "Journal"):
        leaver.go(tab)
        expect(leaver.under_way()).to_be_visible()
    leaver.press("Noter un fait")
    expect(leaver.under_way()).to_be_visible()

    place.advance(hours=60)
    leaver.reopen()
    expect(leaver.under_way()).to_contain_text("D’ici là, rien n’est effacé.")
    assert leaver.under_way().get_by_role("button", name="Finir d’effacer").count() == 0
    leaver.press("Annuler l’effacement")
    expect(leaver.under_way()).to_have_count(0)
    expect(leaver.trash()).to_contain_text("encore 28 jours ici au moins")


def test_when_its_time_has_come_the_vault_proposes_to_finish(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    leaver.take_away(FACT)
    leaver.trash()
    leaver.press(f"Effacer maintenant {FACT}")
    page.get_by_role("button", name="Demander l’effacement").click()
    expect(leaver.under_way()).to_be_visible()

    place.advance(hours=73)
    leaver.reopen()
    expect(leaver.under_way()).to_contain_text("Rien ne s’efface sans votre geste.")
    look_small(leaver)
    leaver.press("Finir d’effacer")
    expect(leaver.under_way()).to_have_count(0)
    expect(leaver.trash()).to_have_count(0)
    assert FACT not in page.content()


def test_with_old_enough_words_it_goes_at_once(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    words = leaver.words
    leaver.take_away(FACT)
    leaver.trash()
    leaver.press(f"Effacer maintenant {FACT}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Tout de suite").check()
    leaver.give_words([*words[:11], words[0]])
    look_small(leaver)
    dialog.get_by_role("button", name="Effacer maintenant").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    leaver.give_words(words)
    dialog.get_by_role("button", name="Effacer maintenant").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#main .list-row")).to_have_count(0)
    assert leaver.under_way().count() == 0


def test_shares_that_show_it_are_named_and_end_if_chosen(leaver: Leaver) -> None:
    page = leaver.page
    leaver.note(FACT, "12/03/2023")
    leaver.begin()
    page.get_by_role("checkbox", name=FACT).check()
    leaver.next()
    leaver.address_to("Me Martin", "")
    leaver.open_share()
    leaver.done()
    leaver.go("Journal")
    page.locator(".thread .fact").get_by_role("button").first.click()
    leaver.press("Supprimer")
    leaver.trash()
    leaver.press(f"Effacer maintenant {FACT}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 partage en cours le montre encore")
    box = dialog.get_by_role("checkbox", name="Arrêter aussi le partage avec Me Martin")
    expect(box).not_to_be_checked()
    look_small(leaver)
    box.check()
    dialog.get_by_role("button", name="Demander l’effacement").click()
    expect(dialog).to_have_count(0)
    leaver.go("Partages")
    expect(page.locator(".share-card.ended")).to_have_count(1)


def test_after_thirty_days_it_goes_without_waiting(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    leaver.take_away(FACT)
    place.advance(days=31)
    leaver.reopen()
    expect(leaver.trash()).to_contain_text("peut être effacé")
    leaver.press(f"Effacer maintenant {FACT}")
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("radio").count() == 0
    dialog.get_by_role("button", name="Effacer maintenant").click()
    expect(page.get_by_role("heading", name="La corbeille est vide")).to_be_visible()


def test_the_whole_vault_waits_and_then_is_gone(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    leaver.note(FACT)
    leaver.settings("Effacer mon coffre")
    expect(page.get_by_role("radio", name="Dans 30 jours")).to_be_checked()
    ask = page.get_by_role("button", name="Demander l’effacement")
    expect(ask).to_be_disabled()
    look_small(leaver)
    page.get_by_role("radio", name="Dans 72 heures").check()
    page.locator("#erase-typed").fill("Effacer")
    ask.click()
    expect(leaver.under_way()).to_contain_text("L’effacement de tout le coffre est demandé")
    expect(page.get_by_text("Jusqu’à la date dite plus haut")).to_be_visible()
    look_small(leaver)
    place.advance(hours=71)
    assert vaults.erase_due(place.parts, place.now()) == 0
    leaver.reopen()
    expect(leaver.under_way()).to_contain_text("L’effacement de tout le coffre est demandé")
    place.advance(hours=2)
    assert vaults.erase_due(place.parts, place.now()) == 1
    leaver.knock()
    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")


def test_the_whole_vault_goes_at_once_with_the_words_and_leaves_nothing_behind(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    leaver.note(FACT)
    leaver.settings("Effacer mon coffre")
    page.get_by_role("button", name="Emporter mon coffre").click()
    leaver.title("Emporter ou rapporter")
    page.go_back()
    leaver.title("Effacer mon coffre")
    page.get_by_role("radio", name="Tout de suite").check()
    leaver.give_words(leaver.words)
    page.locator("#erase-typed").fill("effacer")
    look_small(leaver)
    leaver.press("Effacer mon coffre maintenant")
    page.wait_for_url(NEUTRAL)
    page.go_back()
    page.wait_for_url(NEUTRAL)
    leaver.knock()
    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")


def test_a_vault_sleeps_for_the_years_she_chose_and_says_so_when_she_is_back(leaver: Leaver, place: Place) -> None:
    page = leaver.page
    leaver.settings("Garder mon coffre endormi")
    expect(page.locator("output")).to_have_text("6 ans")
    for _ in range(4):
        leaver.press("Un an de plus")
    expect(page.locator("output")).to_have_text("10 ans")
    expect(page.get_by_text(str(place.now().year + 10))).to_be_visible()
    look_small(leaver)
    leaver.press("Garder cette durée")
    expect(page.get_by_text("Enregistré.")).to_be_visible()

    place.advance(days=100)
    leaver.reopen()
    assert page.get_by_text("Ouvert pour la dernière fois").count() == 0
    place.advance(days=365 * 5)
    leaver.reopen()
    said = page.locator(".standing").filter(has_text="Ouvert pour la dernière fois")
    expect(said).to_contain_text(re.compile(str(place.now().year + 10)))
    look_small(leaver)
    said.get_by_role("button", name="Changer la durée").click()
    expect(page.locator("output")).to_have_text("10 ans")
