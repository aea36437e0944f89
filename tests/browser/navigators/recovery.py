"""A person who keeps recovery words, loses everything but a sheet of paper, and comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.navigators.keep import Keeper

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = "Vos mots de secours"


class Survivor(Keeper):
    """Her gestures on the screens of recovery, at the door and inside."""

    def make_unchecked_vault(self) -> None:
        super().make_unchecked_vault()
        self.login = self.flow("session", "session.login")

    def flow(self, name: str, expression: str, given: Any = None) -> Any:
        """What the page's own flow gives; its exports are in reach, and `given`."""
        exports = re.findall(r"[a-zA-Z]+", expression)[0]
        imported = f"const {{ {exports} }} = await import('{self.module(f'flows/{name}.js')}');"
        return self.page.evaluate(f"async (given) => {{ {imported} return {expression}; }}", given)

    def later(self) -> None:
        self.press("Plus tard")
        self.title("Journal")

    def print_sheet(self, *, with_site: bool = False) -> None:
        """As far as the sheet that the printer gets; a headless browser has none."""
        self.page.evaluate("window.print = () => {}")
        self.page.locator("summary", has_text="Imprimer la feuille").click()
        if with_site:
            self.page.get_by_label("Écrire l’adresse du site").check()
        self.press("Imprimer la feuille")
        self.page.locator(".paper").wait_for(state="attached")

    def standing(self) -> str:
        return self.page.locator(".standing").inner_text()

    def lost(self) -> None:
        """At the door, without the passphrase."""
        self.page.goto(f"{self.address}/notes")
        self.press("J’ai déjà un coffre")
        self.press("J’ai perdu ma phrase de passe")
        self.title("Rouvrir avec les mots de secours")

    def type_sheet(self, login: str, words: list[str], seq: str = "", fingerprint: str = "") -> None:
        page = self.page
        page.locator("#recovery-login").fill(login)
        page.locator("#recovery-words").fill("\n".join(words))
        if seq or fingerprint:
            page.locator("summary", has_text="Le numéro et la marque").click()
            page.locator("#recovery-seq").fill(seq)
            page.locator("#recovery-fingerprint").fill(fingerprint)
        self.press("Continuer", exact=True)

    def choose_passphrase(self) -> None:
        """Takes the one proposed, and asks for the vault."""
        self.title("Votre nouvelle phrase de passe")
        words = self.page.locator("ol.words li")
        words.first.wait_for()
        self.phrase = " ".join(words.all_inner_texts())
        self.press("C’est noté, ouvrir mon coffre")

    def refusal(self) -> str:
        note = self.page.get_by_role("alert")
        note.wait_for()
        return note.inner_text()

    def give_authenticator(self) -> None:
        """One of Chromium's own, that gives PRF."""
        tools = self.page.context.new_cdp_session(self.page)
        tools.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True}
        options |= {"hasUserVerification": True, "isUserVerified": True, "hasPrf": True}
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})

    def make_passkey(self) -> None:
        """By the flows; it opens the vault from now on."""
        self.give_authenticator()
        self.flow("passkeys", "registerPasskey().then(({ codes }) => codes)")
        slot = "({ assertPasskey, addPasskeySlot }) => assertPasskey().then((made) => addPasskeySlot(given, made))"
        address = self.module("flows/passkeys.js")
        self.page.evaluate(f"(given) => import('{address}').then({slot})", self.phrase)

    def gate(self) -> None:
        """Where a first file would be chosen."""
        self.go("Pièces")
        self.press("Ajouter une pièce")
        self.title("Ajouter une pièce")
        expect(self.page.locator(".phrase-gate")).to_be_visible()


def in_another_browser(page: Page, survivor: Survivor) -> Survivor:
    """The same person with nothing: another profile, and what is on paper."""
    other = Survivor(page, survivor.address)
    other.login, other.words = survivor.login, survivor.words
    return other
