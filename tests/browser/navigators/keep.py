"""A person who keeps things in her vault: writes, sends files, looks, corrects, orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.navigators.axe import check
from tests.browser.navigators.share import Owner

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

IDLE = 181_000
"""Milliseconds after which the vault locks by itself."""
DRAFT_KEPT = 2_000
"""Milliseconds after the last key at which a draft is on its way."""


class Keeper(Owner):
    """Her gestures on the screens of journal, pieces, timelines and contacts."""

    login = ""

    def make_vault(self) -> None:
        super().make_vault()
        self.title("Journal")
        self.login = self.page.evaluate(
            f"import('{self.module('flows/session.js')}').then(({{ session }}) => session.login)"
        )

    def module(self, path: str) -> str:
        """The address of one of the page's own modules."""
        entry = self.page.locator("script[src$='pages/vault.js']").get_attribute("src") or ""
        return entry.replace("pages/vault.js", path)

    def title(self, text: str) -> None:
        expect(self.page.locator("h1")).to_have_text(text)

    def go(self, tab: str) -> None:
        super().go(tab)
        self.title(tab)

    def press(self, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def save(self) -> None:
        self.press("Enregistrer", exact=True)

    def note(self, facts: str, when: str = "", who: str = "") -> None:
        """Writes a fact and sees it kept."""
        self.go("Journal")
        self.press("Noter un fait")
        self.page.locator("#event-facts").fill(facts)
        self.page.locator("#event-when-words").fill(when)
        self.page.locator("#event-who").fill(who)
        self.save()
        self.page.locator(".when-line").wait_for()

    def begin_piece(self, *files: Path) -> None:
        self.go("Pièces")
        self.press("Ajouter une pièce")
        self.page.locator("#evidence-file").set_input_files(files)

    def keep_pieces(self, *files: Path) -> None:
        """Sends files and sees each of them kept."""
        self.begin_piece(*files)
        if len(files) == 1:
            self.page.get_by_text("est à l’abri. Ce qui suit peut attendre").wait_for()
        else:
            expect(self.page.get_by_role("button", name="Décrire")).to_have_count(len(files))

    def look(self, name: str) -> Locator:
        """Opens a piece; its frame."""
        self.go("Pièces")
        self.page.locator(".tile-open", has_text=name).click()
        self.title(name)
        return self.page.locator(".viewer .frame")

    def facts(self) -> list[str]:
        return self.page.locator(".thread .fact h3").all_inner_texts()

    def come_back(self, page: Page) -> None:
        """Opens the vault again in another page, as after a closed tab."""
        self.page.close()
        other = type(self)(page, self.address)
        self.page, self.faults = other.page, other.faults
        self.knock()
        self.title("Journal")

    def knock(self, login: str = "", phrase: str = "") -> None:
        """At the door, with her identifier and passphrase unless others are given."""
        self.page.goto(f"{self.address}/notes")
        self.press("J’ai déjà un coffre")
        self.page.locator("#login").fill(login or self.login)
        self.page.locator("#password").fill(phrase or self.phrase)
        self.press("Ouvrir", exact=True)

    def unlock(self) -> None:
        self.page.locator("input[type=password]").fill(self.phrase)
        self.page.keyboard.press("Enter")

    def slow_down(self, bytes_a_second: int) -> None:
        """A network on which a large file takes a while to leave."""
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        limits = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
        network.send("Network.emulateNetworkConditions", limits)

    def check(self) -> None:
        check(self.page)
