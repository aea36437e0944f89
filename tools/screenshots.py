"""Renews the pictures of the documentation from the running product: `python -m tools.screenshots FOLDER [LANGUAGE]`.

A server of its own holds the fictitious case of `make demo`; each screen is looked at on a phone and on a desktop,
light and dark; in French, or in one of `vault/translations`, whose code is then part of the names. Pictures keep 160
colours: screens of few colours lose nothing by it, and the repository stays small.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from playwright.sync_api import sync_playwright

from tests.parts.ports import free_port, program
from tools.await_port import main as await_port
from tools.demo import case
from tools.demo.fill import fill
from tools.demo.samples import BROWSER
from vault.languages import DEFAULT, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from vault.client_shares import MadeShare
    from vault.languages import Language

ROOT = Path(__file__).resolve().parents[1]
Scheme = Literal["light", "dark"]
COLOURS = "split[a][b];[a]palettegen=max_colors=160:stats_mode=full[p];[b][p]paletteuse=dither=none"
TIMELINE = case.TIMELINES[0].title
EVENT = "Des messages toute la nuit"
PUBLIC = {"landmark": "repere", "directory": "annuaire", "guide": "guide", "safety": "securite"}
SETTINGS = {"access": "Accès", "discretion": "Discrétion", "steps": "Démarches", "portability": "Emporter ou rapporter"}
"""Screens behind « Réglages », by the name of the line that leads to each."""


class Window(NamedTuple):
    """What a person looks through."""

    name: str
    width: int
    height: int
    density: float


WINDOWS = (Window("phone", 360, 740, 2), Window("desktop", 1280, 900, 1))
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def main(folder: Path, language: Language) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="memo-pictures-") as home:
        port = free_port()
        server = subprocess.Popen([ROOT / "tools/run.sh", home, str(port)], stdout=subprocess.DEVNULL)
        try:
            await_port(port)
            login, share = fill(f"http://localhost:{port}")
            _look(folder, language, f"http://localhost:{port}", login, share)
        finally:
            server.terminate()
            server.wait()


def _look(folder: Path, language: Language, address: str, login: str, share: MadeShare) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=BROWSER)
        for window in WINDOWS:
            for scheme in SCHEMES:
                Album(browser, folder, language, window, scheme).take(address, login, share)
        browser.close()


class Album:
    """The screens in one language, one window and one colour scheme."""

    def __init__(self, browser: Browser, folder: Path, language: Language, window: Window, scheme: Scheme) -> None:
        self._context = browser.new_context(
            viewport={"width": window.width, "height": window.height}, device_scale_factor=window.density,
            color_scheme=scheme, reduced_motion="reduce", locale=language.tag,
        )  # fmt: skip
        self._folder = folder
        self._say = language.translations.gettext
        spoken = [] if language.code == DEFAULT else [language.code]
        self._end = "-".join([*spoken, window.name, *(["dark"] if scheme == "dark" else [])]) + ".png"

    def take(self, address: str, login: str, share: MadeShare) -> None:
        page = self._context.new_page()
        page.goto(address)
        self._picture(page, "home")
        for name, path in PUBLIC.items():
            page.goto(f"{address}/{path}")
            self._picture(page, name)
        page.goto(f"{address}/notes")
        page.get_by_role("button", name=self._say("J’ai déjà un coffre")).click()
        page.locator("#login").fill(login)
        page.locator("#password").fill(case.PASSPHRASE)
        self._picture(page, "door")
        page.locator("#main form button[type=submit]").click()
        page.locator("#main [data-id]").first.wait_for()
        self._picture(page, "journal")
        self._places(page)
        self._settings(page)
        page.goto("about:blank")
        page.goto(share.link)
        self._read(page, share.code)
        self._context.close()

    def _places(self, page: Page) -> None:
        for name, label in (("evidence", "Pièces"), ("contacts", "Contacts"), ("shares", "Partages")):
            self._tab(page, label)
            self._picture(page, name)
        self._tab(page, "Journal")
        page.get_by_role("button", name=self._say("Noter un fait")).first.click()
        self._picture(page, "event-new")
        page.locator("#main .back").click()
        page.get_by_role("button", name=EVENT).click()
        page.get_by_role("heading", level=1, name=EVENT).wait_for()
        self._picture(page, "event")
        page.locator("#main .back").click()
        self._tab(page, "Frises")
        page.get_by_text(TIMELINE).first.click()
        page.locator("#main .thread").first.wait_for()
        self._picture(page, "timeline")

    def _settings(self, page: Page) -> None:
        settings = self._say("Réglages")
        for name, line in SETTINGS.items():
            page.get_by_role("link", name=self._say("Réglages et corbeille")).click()
            page.get_by_role("heading", level=1, name=settings).wait_for()
            page.locator("#main .rows").get_by_role("button", name=self._say(line)).click()
            page.get_by_role("heading", level=1).filter(has_not_text=settings).wait_for()
            self._picture(page, name)

    def _read(self, page: Page, code: str) -> None:
        page.locator("#code").fill(code)
        self._picture(page, "share-door")
        page.locator("#reader form button[type=submit]").click()
        page.locator("#reader article").first.wait_for()
        self._picture(page, "share")

    def _picture(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.locator(".skeleton").wait_for(state="detached")
        page.mouse.move(0, 0)
        drawn = page.screenshot(animations="disabled", caret="hide")
        path = self._folder / f"{name}-{self._end}"
        command = [program("ffmpeg"), "-loglevel", "error", "-y", "-f", "png_pipe", "-i", "-", "-vf", COLOURS]
        subprocess.run([*command, "-update", "1", "-compression_level", "9", path], input=drawn, check=True)

    def _tab(self, page: Page, label: str) -> None:
        said = self._say(label)
        page.locator("#bar-tabs").get_by_text(said, exact=True).first.click()
        page.get_by_role("heading", level=1, name=said).wait_for()


if __name__ == "__main__":
    main(Path(sys.argv[1]), load()[(*sys.argv[2:], DEFAULT)[0]])
