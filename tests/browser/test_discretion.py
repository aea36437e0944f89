"""Promise 6 as it is seen from outside: the tab, the history, paper, the list of applications, an icon on the device.

Every test is gone through in a private window and in a normal one: they behave alike.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.navigators.keep import IDLE
from tests.browser.navigators.leaving import NEUTRAL, Leaver, Place, place_in
from tests.parts.chromium import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FACT = "Ce que personne ne doit voir en passant"
OPTIONS: dict[str, Any] = {"viewport": PHONE, "locale": "fr-FR", "timezone_id": "Europe/Paris", "has_touch": True}
# A browser without a window never hides a page: what it would say is said by hand.
HIDDEN = """(hidden) => {
    const get = () => (hidden ? "hidden" : "visible");
    Object.defineProperty(document, "visibilityState", { configurable: true, get });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
REMEMBERED = """[...document.querySelectorAll("input, textarea")]
    .filter(({ type }) => !["checkbox", "radio", "file", "range", "hidden"].includes(type))
    .filter(({ autocomplete }) => !["off", "one-time-code"].includes(autocomplete))
    .map((one) => one.outerHTML)"""
FORMS = {"Journal": "Noter un fait", "Pièces": "Ajouter une pièce", "Contacts": "Ajouter un contact"}
PLAINEST = 3
"""Colours of a page that shows nothing; more are the work of the picture's compression."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("place")) as made:
        yield made


@pytest.fixture(params=["private", "normal"])
def window(
    request: pytest.FixtureRequest, playwright: Playwright, chromium: Browser, tmp_path: Path
) -> Iterator[BrowserContext]:
    """Contexts of Playwright are private windows; a profile on disk makes a normal one."""
    if request.param == "private":
        made = chromium.new_context(**OPTIONS)
    else:
        browser = playwright.chromium
        made = browser.launch_persistent_context(
            tmp_path / "profile", executable_path="/usr/bin/chromium", args=ARGUMENTS, **OPTIONS
        )
    made.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutre</title>"))
    yield made
    made.close()


@pytest.fixture
def her(window: BrowserContext, place: Place) -> Iterator[Leaver]:
    leaver = Leaver(window.new_page(), place.address)
    leaver.make_vault()
    yield leaver
    assert leaver.faults.said == []


@pytest.fixture
def timed(window: BrowserContext, place: Place) -> Leaver:
    """With a clock that is moved by hand, which hides how a page was come to."""
    leaver = Leaver(window.new_page(), place.address)
    leaver.page.clock.install()
    leaver.make_vault()
    return leaver


def dress(leaver: Leaver, icon: str) -> None:
    leaver.settings("Discrétion")
    leaver.page.get_by_role("radio", name=icon, exact=True).check()
    leaver.save()
    expect(leaver.page).to_have_title(icon)


def icon_of(page: Page) -> str:
    return str(page.locator("link[rel=icon]").get_attribute("href")).rpartition("/")[2]


def picture_of(page: Page) -> Image.Image:
    """What a system that takes a picture of the window gets."""
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot")
    return Image.open(BytesIO(base64.b64decode(taken["data"]))).convert("RGB")


def colours(page: Page) -> int:
    return len(picture_of(page).getcolors(1 << 24) or [])


def quit_quickly(page: Page) -> None:
    page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url(NEUTRAL)


def test_the_tab_wears_what_she_chose_while_the_vault_is_open(timed: Leaver) -> None:
    page = timed.page
    assert (page.title(), icon_of(page)) == ("Notes", "icon.svg")
    timed.settings("Discrétion")
    timed.check()
    page.get_by_role("radio", name="Météo", exact=True).check()
    expect(page.locator("#tab-title")).to_have_value("Météo")
    expect(page.get_by_role("img", name="Aperçu de l’onglet : Météo")).to_be_visible()
    assert page.title() == "Notes"
    page.locator("#tab-title").fill("Courses   de samedi")
    timed.check()
    timed.save()
    expect(page).to_have_title("Courses de samedi")
    assert icon_of(page) == "tab-weather.svg"
    assert page.locator("#bar-title").inner_text() == "Courses de samedi"
    assert page.url == f"{timed.address}/notes"

    page.clock.fast_forward(IDLE)
    timed.title("Verrouillé")
    assert (page.title(), icon_of(page)) == ("Notes", "icon.svg")
    timed.unlock()
    expect(page).to_have_title("Courses de samedi")
    page.get_by_role("link", name="Réglages et corbeille").click()
    timed.press("Fermer le coffre")
    expect(page).to_have_title("Notes")
    assert icon_of(page) == "icon.svg"


def test_pictures_are_blurred_until_they_are_asked_for(her: Leaver, samples: Callable[..., Path]) -> None:
    page = her.page
    photo = samples("photo")
    her.keep_pieces(photo)
    her.settings("Discrétion")
    page.get_by_role("checkbox", name="Flouter les photos").check()
    with page.expect_response("**/commits"):
        her.save()
    her.go("Pièces")
    small = page.locator(".tile .blurred img")
    expect(small).to_be_visible()
    assert "blur" in small.evaluate("(image) => getComputedStyle(image).filter")
    her.check()
    page.get_by_role("button", name="Montrer IMG").click()
    expect(page.locator(".tile .blurred")).to_have_count(0)
    assert page.locator(".tile .thumb img").evaluate("(image) => getComputedStyle(image).filter") == "none"
    frame = her.look(photo.name)
    expect(frame.locator(".blurred img")).to_be_visible()
    her.check()
    frame.get_by_role("button", name="Montrer").click()
    expect(frame.locator(".blurred")).to_have_count(0)
    her.check()
    her.go("Pièces")
    expect(page.locator(".tile .blurred img")).to_be_visible()  # asked for again


def test_the_history_holds_one_neutral_address(her: Leaver) -> None:
    page = her.page
    her.note(FACT)
    for tab in ("Pièces", "Frises", "Contacts", "Partages"):
        her.go(tab)
    dress(her, "Recettes")
    devtools = page.context.new_cdp_session(page)
    entries = devtools.send("Page.getNavigationHistory")["entries"]
    inside = [entry for entry in entries if entry["url"] != "about:blank"]
    assert {entry["url"] for entry in inside} == {f"{her.address}/notes"}
    assert {entry["title"] for entry in inside} <= {"Notes", "Recettes"}
    state = page.evaluate("JSON.stringify(history.state)")
    assert "discretion" not in state
    page.go_back()
    her.title("Réglages")  # inside, « back » goes back inside

    quit_quickly(page)
    page.go_back()
    page.wait_for_url(NEUTRAL)
    assert FACT not in page.content()


def test_a_tab_that_is_opened_again_shows_the_door(her: Leaver, window: BrowserContext) -> None:
    her.note(FACT)
    quit_quickly(her.page)
    her.page.close()
    page = window.new_page()
    page.goto(f"{her.address}/notes")
    expect(page.get_by_role("heading", level=1, name="Un endroit à vous")).to_be_visible()
    assert FACT not in page.content()
    her.page = page


def test_going_elsewhere_and_back_shows_the_door(her: Leaver) -> None:
    """Without « Quitter vite »: a page that the browser kept whole is not shown either."""
    page = her.page
    her.note(FACT)
    page.goto(NEUTRAL)
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Un endroit à vous")).to_be_visible()
    assert FACT not in page.content()


def test_the_picture_of_a_window_left_shows_nothing(her: Leaver) -> None:
    page = her.page
    her.note(FACT)
    page.evaluate("document.querySelectorAll('.toast').forEach((one) => one.remove())")
    assert colours(page) > PLAINEST
    page.evaluate(HIDDEN, True)  # noqa: FBT003 - an argument of the script
    assert colours(page) <= PLAINEST
    page.evaluate(HIDDEN, False)  # noqa: FBT003
    assert colours(page) > PLAINEST

    her.settings("Emporter ou rapporter")
    her.press("Emporter mon coffre")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate(HIDDEN, True)  # noqa: FBT003
    assert colours(page) <= PLAINEST, "the dialog is seen"
    page.evaluate(HIDDEN, False)  # noqa: FBT003


def test_on_a_phone_the_cover_comes_with_the_loss_of_the_focus(her: Leaver) -> None:
    page = her.page
    her.note(FACT)
    her.press("Modifier")
    field = page.locator("#event-facts")
    field.focus()
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    assert colours(page) <= PLAINEST
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert colours(page) > PLAINEST
    expect(field).to_be_focused()  # she goes on writing where she was
    field.evaluate("""(one) => {
        const frame = document.body.appendChild(document.createElement("iframe"));
        frame.focus();
        window.dispatchEvent(new Event("blur"));
        frame.remove();
    }""")
    covered = page.evaluate("document.documentElement.className")
    assert "covered" not in covered, "a document in its frame took the focus"


def test_on_a_desk_a_window_beside_another_is_still_read(person: Callable[..., Page], place: Place) -> None:
    page = person(has_touch=False)
    page.goto(f"{place.address}/notes")
    page.get_by_role("button", name="Créer un coffre").wait_for()
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    assert "covered" not in page.evaluate("document.documentElement.className")


def test_paper_does_not_say_where_it_comes_from(her: Leaver) -> None:
    page = her.page
    her.note(FACT)
    dress(her, "Recettes")
    her.go("Journal")
    page.emulate_media(media="print")
    shown = page.evaluate("document.body.innerText")
    assert FACT in shown
    for telling in ("Quitter vite", "Mémo", "Recettes", "116", "Noter un fait", her.login):
        assert telling not in shown, telling
    assert page.title() == "Recettes"  # the head of the sheet, as the browser prints it
    page.emulate_media(media="screen")


def test_no_field_is_remembered(her: Leaver) -> None:
    page = her.page

    def remembered() -> list[str]:
        return list(page.evaluate(REMEMBERED))

    for tab, label in FORMS.items():
        her.go(tab)
        page.locator("#main").get_by_role("button", name=label).first.click()
        her.title(label)
        assert remembered() == []
    for name in ("Discrétion", "Effacer mon coffre"):
        her.settings(name)
        assert page.locator("input").count() > 0
        assert remembered() == []


def test_an_icon_is_offered_only_after_what_it_shows_was_read(her: Leaver) -> None:
    page = her.page
    named = page.locator("link[rel=manifest]")
    assert named.count() == 0
    her.settings("Discrétion")
    page.get_by_text("Une icône sur l’écran d’accueil").click()
    prepare = page.get_by_role("button", name="Préparer l’icône")
    expect(prepare).to_be_disabled()
    assert named.count() == 0
    her.check()
    page.get_by_role("checkbox", name="J’ai lu ce que cela montre").check()
    prepare.click()
    expect(named).to_have_count(1)
    expect(page.locator("details[open] [role=status]")).not_to_have_text("")
    her.check()
    her.go("Journal")
    expect(named).to_have_count(0)


def test_the_manifest_is_as_neutral_as_a_tab(her: Leaver) -> None:
    answer = her.page.request.get(f"{her.address}/manifest.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    said = answer.json()
    assert (said["name"], said["short_name"], said["start_url"]) == ("Notes", "Notes", "/notes")
    assert said["icons"][0]["src"].endswith("/img/icon.svg")
    assert her.page.request.get(f"{her.address}{said['icons'][0]['src']}").ok
    for word in ("mémo", "memo", "preuve", "coffre", "victime"):
        assert word not in answer.text().lower()
