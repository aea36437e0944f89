"""The screens in one language, one window and one colour scheme, one picture after the other.

Public pages first, then a vault of its own from the door to its empty places, then the vault of the demo, then what
its lawyer sees. Pictures keep 128 colours: screens of few colours lose nothing by it, and the repository stays small.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Literal, NamedTuple

from tests.parts.ports import program
from tools.demo import case
from tools.screenshots import screens
from tools.screenshots.gestures import Visitor
from vault.languages import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tools.screenshots.screens import Screen
    from vault.client_shares import MadeShare
    from vault.languages import Language

Scheme = Literal["light", "dark"]
COLOURS = "split[a][b];[a]palettegen=max_colors=128:stats_mode=full[p];[b][p]paletteuse=dither=none"


class Window(NamedTuple):
    """What a person looks through."""

    name: str
    width: int
    height: int
    density: float


PHONE = Window("phone", 360, 740, 1.5)
DESKTOP = Window("desktop", 1280, 900, 1)


def ending(language: Language, window: Window, scheme: Scheme) -> str:
    """How names of pictures end: `en-phone`, `phone-dark`."""
    spoken = [] if language.code == DEFAULT else [language.code]
    return "-".join([*spoken, window.name, *(["dark"] if scheme == "dark" else [])]) + ".png"


class Album:
    """Pictures of one kind; those that are dark are only the screens that say so."""

    def __init__(self, browser: Browser, folder: Path, language: Language, window: Window, scheme: Scheme) -> None:
        self._context = browser.new_context(
            viewport={"width": window.width, "height": window.height}, device_scale_factor=window.density,
            color_scheme=scheme, reduced_motion="reduce", locale=language.tag,
        )  # fmt: skip
        self._language = language
        self._folder = folder
        self._end = ending(language, window, scheme)
        self._scheme = scheme

    def take(self, address: str, login: str, share: MadeShare) -> None:
        visitor = Visitor(self._context.new_page(), address, self._language)
        for screen in screens.PUBLIC:
            self._at_site(visitor, screen)
        if self._scheme == "light":
            for screen in screens.DOOR:
                self._at_site(visitor, screen)
            self._in_vault(visitor, screens.EMPTY)
        else:
            self._at_site(visitor, screens.DOOR[0])
        self._open(visitor, login)
        *owned, door, read = screens.SHARES
        self._in_vault(visitor, [*screens.VAULT, *owned, *screens.SETTINGS])
        visitor.go("more")
        visitor.press("Fermer le coffre")
        visitor.rest()
        visitor.visit(share.link)
        visitor.page.locator("#code").fill(share.code)
        self._picture(visitor, door)
        visitor.page.locator("#reader form button[type=submit]").click()
        visitor.page.locator("#reader article").first.wait_for()
        self._picture(visitor, read)
        self._context.close()

    def _open(self, visitor: Visitor, login: str) -> None:
        self._context.clear_cookies()
        visitor.visit("notes")
        visitor.press("J’ai déjà un coffre")
        visitor.page.locator("#login").fill(login)
        visitor.page.locator("#password").fill(case.PASSPHRASE)
        visitor.page.locator("#main form button[type=submit]").click()
        visitor.page.locator("#main [data-id]").first.wait_for()

    def _at_site(self, visitor: Visitor, screen: Screen) -> None:
        if screen.at or not screen.acts:
            visitor.visit(screen.at)
        self._act(visitor, screen)

    def _in_vault(self, visitor: Visitor, found: Iterable[Screen]) -> None:
        for screen in found:
            if screen.at:
                visitor.go(screen.at, screen.of, screen.named, screen.step)
            self._act(visitor, screen)

    def _act(self, visitor: Visitor, screen: Screen) -> None:
        for act in screen.acts:
            visitor.rest()
            act(visitor)
        self._picture(visitor, screen)

    def _picture(self, visitor: Visitor, screen: Screen) -> None:
        if self._scheme == "dark" and not screen.dark:
            return
        visitor.rest()
        visitor.page.mouse.move(0, 0)
        drawn = visitor.page.screenshot(animations="disabled", caret="hide")
        self._keep(self._folder / f"{screen.name}-{self._end}", drawn)

    def _keep(self, path: Path, drawn: bytes) -> None:
        command = [program("ffmpeg"), "-loglevel", "error", "-y", "-f", "png_pipe", "-i", "-", "-vf", COLOURS]
        subprocess.run([*command, "-update", "1", "-compression_level", "9", path], input=drawn, check=True)
