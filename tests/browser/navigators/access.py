"""A person who looks at who may come in, and changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.navigators.recovery import Survivor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


RENEW = """async ([rotation, given]) => {
    const { newWords, rotate } = await import(rotation);
    const words = await newWords();
    await rotate({ ...given, words });
    return words;
}"""


class Warden(Survivor):
    """Her gestures on the screen « Accès » and those behind it."""

    def access(self) -> None:
        self.go("Journal")
        self.page.get_by_role("link", name="Réglages et corbeille").click()
        self.press("Accès")
        self.title("Accès")
        self.page.get_by_role("heading", name="Derniers accès").wait_for()

    def line(self, title: str) -> Locator:
        return self.page.locator(".access-rows > li", has=self.page.get_by_text(title, exact=True))

    def on(self, title: str, action: str) -> None:
        """Presses the button of one line."""
        self.line(title).get_by_role("button", name=action).click()

    def unlock_again(self) -> None:
        """Gives the passphrase, where it is asked for once more."""
        asked = self.page.locator("#fresh-password")
        if asked.count():
            asked.fill(self.phrase)
            self.page.locator("dialog").get_by_role("button", name="Continuer").click()

    def note_phrase(self, then: str = "C’est noté") -> str:
        """Takes the passphrase that is proposed; types back what is asked of it."""
        words = self.page.locator("ol.words li")
        words.first.wait_for()
        chosen = words.all_inner_texts()
        self.press(then)
        self.type_back("kept-", chosen)
        return " ".join(chosen)

    def present(self, phrase: str) -> None:
        self.page.locator("#present-password").fill(phrase)

    def renew(self) -> None:
        """Everything, by the flow that the last press of « Tout renouveler » calls."""
        given = {"password": self.phrase, "newPassword": f"{self.phrase} renouvelée"}
        self.words = self.page.evaluate(RENEW, [self.module("flows/rotation.js"), given])
        self.phrase = given["newPassword"]

    def let_key_open(self) -> None:
        """From the screen of a passkey that is no way in yet."""
        self.told("Peut-elle aussi ouvrir le coffre, seule")
        self.check()
        self.present(self.phrase)
        self.press("Ouvrir aussi avec cette clé")
        self.title("Accès")
        self.told("Ouvre le coffre sans la phrase de passe")

    def in_dialog(self, button: str) -> None:
        self.page.locator("dialog").get_by_role("button", name=button, exact=True).click()

    def access_is_closed(self) -> None:
        """The server has ended her session: the next thing asked of it says so."""
        answer = self.page.evaluate("fetch('/api/v1/sessions').then(({ status }) => status)")
        assert answer == 401

    def told(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


def elsewhere(page: Page, warden: Warden) -> Warden:
    """The same person in another browser, at the door with what she has."""
    other = Warden(page, warden.address)
    other.login, other.words, other.phrase = warden.login, warden.words, warden.phrase
    return other
