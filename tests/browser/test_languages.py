"""A second language, whole: a person who reads English makes a vault, keeps a fact and shows it to somebody who reads
English, and no sentence on their way is French. A third, from right to left: its pages are mirrors that fit a phone.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mnemonic import Mnemonic
from werkzeug.serving import make_server

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.axe import check
from tests.browser.navigators.english import Stranger, en, french_on
from tests.languages import arabic, make_language
from vault import cli
from vault.app import create_app
from vault.config import Settings
from vault.services import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

SCREENS = re.compile(r'^  "?([a-z-]+)"?: \(\) => import\(', re.MULTILINE)
SCREENS_JS = Path(__file__).parents[2] / "static/js/pages/vault/screens.js"
OF_ONE = {
    "contact", "contact-edit", "conversation", "conversation-file", "event", "event-edit", "evidence-edit",
    "evidence-item", "reading", "share", "timeline", "timeline-edit",
}  # fmt: skip
"""Screens of one thing, which needs a name."""
PUBLIC = ["/", "/repere", "/annuaire", "/guide", "/guide/garder", "/securite", "/limites", "/navigateur", "/lire"]
MIRRORED = [(path, 320) for path in ("/", "/repere", "/annuaire", "/guide", "/guide/garder", "/notes", "/lire")]


@pytest.fixture
def english(person: Callable[..., Page], site: str) -> Stranger:
    return Stranger(person(locale="en-GB"), site)


def test_no_sentence_is_french_in_english(english: Stranger, person: Callable[..., Page], site: str) -> None:
    words = english.make_vault()
    assert set(words) <= set(Mnemonic("english").wordlist)
    page = english.page
    english.look("journal")
    english.go("event-new")
    page.locator("#event-when-words").fill("around 12 March 2023 at 9 pm")
    page.locator("#event-facts").fill("He called three times.")
    english.look("event-new")
    english.press("Enregistrer")
    page.get_by_role("heading", level=1, name="He called three times.").wait_for()
    english.look("event")
    assert "around 12 March 2023, 21:00" in page.locator("#main").inner_text()

    given = english.share("He called three times.", "Ms Martin")
    for name in sorted(set(SCREENS.findall(SCREENS_JS.read_text("utf-8"))) - OF_ONE):
        english.go(name)
        page.locator("#main h1").first.wait_for()
        page.wait_for_load_state("networkidle")
        assert french_on(page) == [], name

    reader = person(locale="en-US", viewport=DESK)
    reader.goto(given.link)
    reader.get_by_label(en("Le code")).fill("0000-0000")
    reader.get_by_role("button", name=en("Ouvrir"), exact=True).click()
    reader.get_by_role("alert").wait_for()
    assert french_on(reader) == []
    reader.get_by_label(en("Le code")).fill(given.code)
    reader.get_by_role("button", name=en("Ouvrir"), exact=True).click()
    reader.locator(".reading").wait_for()
    assert "He called three times." in reader.locator("#main").inner_text()
    assert french_on(reader) == []
    assert reader.locator("#languages").is_hidden()
    check(reader)
    assert english.faults.said == []


def test_the_link_outlasts_another_language(person: Callable[..., Page], site: str) -> None:
    page = person()
    link = "A" * 64
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url + (request.post_data or "")))
    page.goto(f"{site}/lire#{link}")
    page.wait_for_url(f"{site}/lire")
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en-GB]").wait_for()
    page.get_by_role("heading", level=1).first.wait_for()
    assert page.url == f"{site}/lire"
    assert page.locator("#no-link").is_hidden()
    assert not any(link in one.partition("#")[0] for one in heard)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_english(person: Callable[..., Page], site: str, path: str) -> None:
    page = person(locale="en-GB")
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    assert french_on(page) == []
    check(page)


def test_the_choice_needs_no_script(person: Callable[..., Page], site: str) -> None:
    page = person(java_script_enabled=False)
    page.goto(f"{site}/guide/abri")
    page.get_by_role("button", name="English").click()
    assert page.url == f"{site}/guide/abri"
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.get_by_role("button", name="Français").get_attribute("lang") == "fr"
    assert all(one["expires"] == -1 for one in page.context.cookies())


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a third language, which is one file more."""
    folder = tmp_path_factory.mktemp("third")
    translations = folder / "translations"
    translations.mkdir()
    settings = Settings.from_env({"EMBEDDED": str(folder)})
    app = create_app(settings, translations=make_language(translations))
    cli.migrate(app.extensions["memo"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()


MIRROR = """() => {
    const edge = document.querySelector(".leave").getBoundingClientRect();
    return [getComputedStyle(document.documentElement).direction, edge.left < innerWidth / 2, edge.left >= 0];
}"""


@pytest.mark.parametrize(("path", "width"), [*MIRRORED, ("/", 1280), ("/repere", 1280)])
def test_a_third_language_is_a_mirror(person: Callable[..., Page], mirrored: str, path: str, width: int) -> None:
    page = person(locale="ar", viewport={"width": width, "height": 800})
    page.goto(mirrored + path)
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == "ar"
    assert page.evaluate(MIRROR) == ["rtl", True, True]
    check(page)


def test_scripts_speak_the_third_language(person: Callable[..., Page], mirrored: str) -> None:
    page = person(locale="ar", viewport=PHONE)
    page.goto(f"{mirrored}/notes")
    page.get_by_role("button", name=arabic("Créer un coffre")).click()
    page.get_by_role("heading", level=1, name=arabic("Avant de commencer")).wait_for()
    check(page)
    page.goto(f"{mirrored}/repere")
    assert page.locator(".grade-say span[lang=fr]").count() == len(readings.load()["fr"].sentences)
    assert page.locator(".scale-level > h2[lang=fr]").count() == len(readings.LEVELS)
