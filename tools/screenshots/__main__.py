"""Renews the pictures of the documentation from the running product: `python -m tools.screenshots FOLDER`.

A server of its own holds the fictitious case of `make demo`. Every screen of `screens.py` is looked at in French on a
phone and on a desktop, a dozen of them dark too, and in each language of `vault/translations` on a phone. Pictures that
no screen makes any more are removed; `README.md` beside them lists those there are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.parts.ports import free_port, program
from tools.await_port import main as await_port
from tools.demo.fill import fill
from tools.demo.samples import BROWSER
from tools.screenshots.album import DESKTOP, PHONE, Album, Scheme, Window
from tools.screenshots.contents import contents
from vault.languages import DEFAULT, load

if TYPE_CHECKING:
    from vault.client_shares import MadeShare
    from vault.languages import Language

ROOT = Path(__file__).resolve().parents[2]
KINDS: tuple[tuple[Window, Scheme], ...] = ((PHONE, "light"), (DESKTOP, "light"), (PHONE, "dark"))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="memo-pictures-") as home:
        port = free_port()
        server = subprocess.Popen([ROOT / "tools/run.sh", home, str(port)], stdout=subprocess.DEVNULL)
        try:
            await_port(port)
            login, share = fill(f"http://localhost:{port}")
            _look(folder, f"http://localhost:{port}", login, share)
        finally:
            server.terminate()
            server.wait()
    (folder / "README.md").write_text(contents(folder), encoding="utf-8")


def _look(folder: Path, address: str, login: str, share: MadeShare) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=BROWSER)
        for language in load().values():
            for window, scheme in _kinds(language):
                Album(browser, folder, language, window, scheme).take(address, login, share)
        browser.close()


def _kinds(language: Language) -> tuple[tuple[Window, Scheme], ...]:
    return KINDS if language.code == DEFAULT else KINDS[:1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
