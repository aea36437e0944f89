"""The landmark and the directory, in Chromium: help comes first, the keyboard is enough, no word leaves the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.navigators.axe import check
from tests.browser.test_public_pages import address, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

__all__ = ["address", "visit"]

PHONE = {"viewport": {"width": 320, "height": 800}}
DESK = {"viewport": {"width": 1280, "height": 900}}
SCREENS: list[dict[str, Any]] = [
    PHONE | {"color_scheme": "light"},
    DESK | {"color_scheme": "dark"},
    DESK | {"forced_colors": "active", "reduced_motion": "reduce"},
]


def heard(page: Page) -> list[str]:
    """Every address that the page asks for from now on, once it is whole."""
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def finish(page: Page) -> None:
    page.get_by_role("button", name="Voir où cela mène").click()


def test_a_critical_sentence_opens_its_help_at_once_and_the_outcome_begins_with_it(visit: Visit) -> None:
    page = visit("/repere", **PHONE)
    page.check("#emp-09")
    assert page.get_by_text("D’abord, de l’aide").count() == 0
    page.check("#emp-24")
    row = page.locator("li", has=page.locator("#emp-24"))
    assert row.get_by_role("link", name="3114").get_attribute("href") == "tel:3114"
    assert row.get_by_role("link", name="SMS au 114").get_attribute("href") == "sms:114"
    assert "De l’aide est affichée" in page.locator("#announcer").inner_text()
    finish(page)
    assert page.evaluate("document.activeElement.id") == "first-help"
    assert page.locator("#scale h2").all_inner_texts()[0] == "D’abord, de l’aide"
    assert page.locator(".scale-first a.number").first.inner_text() == "17"
    check(page)


@pytest.mark.parametrize(
    ("ticked", "level", "police"),
    [
        (["emp-01", "emp-02"], "Relation libre", 0),
        (["emp-01", "emp-09", "emp-10", "emp-11"], "Vigilance", 0),
        (["emp-09", "emp-10", "emp-11", "emp-12"], "Vigilance", 1),
        (["emp-01", "emp-17"], "Danger : protégez-vous, faites-vous aider", 1),
    ],
)
def test_the_gravest_sentence_decides(visit: Visit, ticked: list[str], level: str, police: int) -> None:
    page = visit("/repere", **DESK)
    for one in ticked:
        page.check(f"#{one}")
    finish(page)
    here = page.locator(".scale-gauge [aria-current]")
    assert here.locator("span").inner_text().replace("\u00a0", " ") == level
    assert here.get_by_text("vous êtes ici").is_visible()
    assert page.locator("#scale a[href='tel:17']").count() == police
    check(page)


def test_nothing_ticked_is_not_said_to_be_free(visit: Visit) -> None:
    page = visit("/repere")
    page.locator("li", has=page.locator("#emp-20")).get_by_role("button", name="Je ne sais pas").click()
    finish(page)
    assert page.get_by_role("heading", name="Rien n’est coché").is_visible()
    assert page.locator(".scale-gauge").count() == 0
    assert "vous répondez" in page.locator("#scale").inner_text()
    assert page.locator("#scale a[href='/annuaire']").is_visible()


def test_other_answers_take_the_place_of_a_tick_and_can_be_taken_back(visit: Visit) -> None:
    page = visit("/repere")
    page.check("#emp-20")
    row = page.locator("li", has=page.locator("#emp-20"))
    unsaid = row.get_by_role("button", name="Je préfère ne pas répondre")
    unsaid.click()
    assert not page.is_checked("#emp-20")
    assert unsaid.get_attribute("aria-pressed") == "true"
    assert row.get_by_text("D’abord, de l’aide").count() == 0
    unsaid.click()
    assert unsaid.get_attribute("aria-pressed") == "false"


def test_a_relative_reads_other_words_and_keeps_the_answers(visit: Visit) -> None:
    page = visit("/repere")
    page.check("#emp-13")
    page.get_by_label("Pour une personne que j’aime").check()
    assert page.get_by_label("Il ou elle s’éloigne").is_checked()
    finish(page)
    assert "Gardez le lien, sans chercher à convaincre" in page.locator("#scale").inner_text()


def test_one_goes_back_and_erases(visit: Visit) -> None:
    page = visit("/repere")
    page.check("#emp-13")
    finish(page)
    page.get_by_role("button", name="Revenir aux phrases").click()
    assert page.is_checked("#emp-13")
    page.get_by_role("button", name="Tout effacer").click()
    assert page.locator("#scale :checked:not([name])").count() == 0
    page.check("#emp-13")
    page.reload()
    assert not page.is_checked("#emp-13")


def test_the_landmark_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/repere", **DESK)
    page.locator("input[name=audience]").first.focus()
    for _ in range(1 + 3 * 8):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "emp-09"
    page.keyboard.press("Space")
    assert page.is_checked("#emp-09")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert not page.is_checked("#emp-09")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Voir où cela mène").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "outcome"


def test_no_answer_leaves_the_page_or_stays_on_the_device(visit: Visit) -> None:
    page = visit("/repere")
    page.locator("#emp-01").wait_for()
    asked = heard(page)
    for one in ("emp-01", "emp-12", "emp-23"):
        page.check(f"#{one}")
    finish(page)
    page.get_by_role("button", name="Revenir aux phrases").click()
    assert asked == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.url.endswith("/repere")


@pytest.mark.parametrize("options", SCREENS)
def test_every_state_of_the_landmark_is_accessible(visit: Visit, options: dict[str, Any]) -> None:
    page = visit("/repere", **options)
    page.check("#emp-11")
    page.check("#emp-22")
    check(page)
    finish(page)
    page.get_by_text("Ce que disent les phrases cochées").click()
    check(page)


def test_the_paper_is_neutral(visit: Visit) -> None:
    page = visit("/repere")
    page.check("#emp-20")
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator(".foot").is_hidden()
    assert page.get_by_role("button", name="Voir où cela mène").is_hidden()
    assert page.locator(".print-only a[href='tel:17']").is_visible()
    paper = page.locator("main").inner_text()
    assert "Mémo" not in paper
    assert "localhost" not in paper


@pytest.mark.parametrize("path", ["/repere", "/annuaire"])
def test_without_script_everything_is_read(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False, **PHONE)
    assert page.get_by_role("link", name="116 006").first.is_visible()
    assert page.locator("main li").count() > 50


def test_searching_asks_nobody(visit: Visit) -> None:
    page = visit("/annuaire", **DESK)
    page.locator(".directory-look").wait_for()
    asked = heard(page)
    page.get_by_role("searchbox").fill("DERIVES sectaires")
    assert page.locator(".entry strong").all_inner_texts() == ["Miviludes (ministère de l’Intérieur)"]
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Argent, indemnisation").check()
    page.get_by_label("Quelle sorte d’aide ?").select_option("compensation")
    assert page.locator(".entry").count() == 1
    page.get_by_label("Où ?").select_option("974")
    assert page.get_by_role("heading", name="La Réunion").is_visible()
    assert page.locator(".directory-found .note a[href='tel:+33180523376']").is_visible()
    assert asked == []
    assert page.url.endswith("/annuaire")


def test_nothing_found_still_leads_on(visit: Visit) -> None:
    page = visit("/annuaire", **PHONE)
    page.get_by_role("searchbox").fill("zzzz")
    assert page.locator("[role=status]", has_text="Aucune adresse").is_visible()
    assert "116 006" in page.locator(".empty").inner_text()
    check(page)
    page.get_by_label("Où ?").select_option("15")
    assert page.locator(".directory-found a[href='tel:116006']").is_visible()


def test_the_map_by_keyboard(visit: Visit) -> None:
    page = visit("/annuaire", **DESK)
    assert page.locator(".map button").count() == 107
    assert page.locator(".map button[tabindex='0']").count() == 1
    page.get_by_text("Choisir sur la carte").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "tile-75"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tile = page.get_by_role("button", name="94 Val-de-Marne, 3 adresses")
    assert tile.get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.id") == "tile-94"
    assert page.get_by_label("Où ?").input_value() == "94"
    assert page.locator(".entry").first.get_attribute("data-id") == "fv-idf-abri"
    page.keyboard.press("Space")
    assert page.get_by_label("Où ?").input_value() == ""
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.id").startswith("tile-")


def test_the_emergency_numbers_stay_in_sight(visit: Visit) -> None:
    page = visit("/annuaire", **PHONE)
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    box = page.locator(".directory-urgent").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 120
    page.locator(".directory-urgent a").first.click(trial=True)


def test_adding_to_contacts_is_explained_and_carries_nothing(visit: Visit) -> None:
    page = visit("/annuaire", **PHONE)
    asked = heard(page)
    page.get_by_role("button", name="Ajouter ADFI Lyon à mes contacts").click()
    dialog = page.get_by_role("dialog")
    assert "Dans le coffre" in dialog.inner_text()
    assert dialog.get_by_role("link", name="Ouvrir mon coffre").get_attribute("href") == "/notes"
    check(page)
    assert asked == []


@pytest.mark.parametrize("options", SCREENS)
def test_every_state_of_the_directory_is_accessible(visit: Visit, options: dict[str, Any]) -> None:
    page = visit("/annuaire", **options)
    if options["viewport"]["width"] < 400:
        page.get_by_text("Choisir sur la carte").click()
    page.get_by_label("Où ?").select_option("69")
    check(page)


@pytest.mark.parametrize("path", ["/repere", "/annuaire"])
def test_text_twice_as_large_stays_whole(visit: Visit, path: str) -> None:
    page = visit(path, **PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
