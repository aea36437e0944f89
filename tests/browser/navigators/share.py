"""A person who shows a part of her vault, and the one who reads it, as they press and type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 30_000
"""Milliseconds: Argon2id and the sealing of a film share the machine with other tests."""

# What she has kept, put there by the flows that her own screens call: those screens have tests of their own.
KEEP = (Path(__file__).parent / "share_keep.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Given:
    """What the recipient gets, by two ways."""

    link: str
    code: str


class Faults:
    """What the browser complains of: scripts that fail, and what the content policy refuses."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        refused_by_server = text.startswith("Failed to load resource: the server responded with a status of 4")
        if kind in {"error", "warning"} and not refused_by_server:
            self.said.append(text)


class Owner:
    """The person whose vault it is."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults = Faults(page)
        self.phrase = ""
        self.words: list[str] = []
        """The recovery words, once they were shown."""
        page.set_default_timeout(PATIENCE)

    def make_vault(self) -> None:
        """A vault whose recovery words she has typed back: it takes files."""
        self.make_unchecked_vault()
        self.check_words()
        self.page.locator("nav.tabs").wait_for()

    def make_unchecked_vault(self) -> None:
        """As far as the recovery words, which are on screen."""
        page = self.page
        page.goto(f"{self.address}/notes")
        page.get_by_role("button", name="Créer un coffre").click()
        page.get_by_role("heading", level=1, name="Avant de commencer").wait_for()
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("heading", level=1, name="Votre identifiant").wait_for()
        page.get_by_role("button", name="Continuer").click()
        words = page.locator("ol.words li").all_inner_texts()
        self.phrase = " ".join(words)
        page.get_by_role("button", name="C’est noté").click()
        self.type_back("word-", words)
        page.get_by_role("button", name="Créer mon coffre").click()
        page.get_by_role("heading", level=1, name="Vos mots de secours").wait_for()
        self.words = page.locator("ol.words li").all_inner_texts()

    def check_words(self) -> None:
        """From the screen of the recovery words: types back the two that are asked for."""
        self.page.get_by_role("button", name="J’ai noté mes mots").click()
        self.type_back("phrase-", self.words)
        self.page.get_by_role("button", name="Vérifier").click()

    def type_back(self, fields: str, words: list[str]) -> None:
        """Types the words that fields of these ids ask for by their number."""
        self.page.locator(f"input[id^={fields}]").first.wait_for()
        for field in self.page.locator(f"input[id^={fields}]").all():
            label = self.page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
            field.fill(words[int(label.split()[-1]) - 1])

    def keep(self, files: list[Path]) -> None:
        """Keeps the files as pieces of facts on one timeline, and a contact."""
        self.page.evaluate("""() => {
            const input = Object.assign(document.createElement("input"), { type: "file", id: "kept", multiple: true });
            document.body.append(input);
        }""")
        self.page.set_input_files("#kept", files)
        self.page.evaluate(KEEP)

    def go(self, tab: str) -> None:
        self.page.locator("nav.tabs").get_by_role("link", name=tab).click()

    def begin(self) -> None:
        self.go("Partages")
        self.page.get_by_role("button", name="Montrer une partie").first.click()

    def choose_timeline(self, title: str) -> None:
        self.page.get_by_role("radio", name=re.compile(title)).check()

    def choose_one(self, kind: str, title: str) -> None:
        self.page.locator("summary").filter(has_text=kind).click()
        self.page.get_by_role("checkbox", name=title).check()

    def next(self) -> None:
        self.page.get_by_role("button", name="Continuer").click()

    def address_to(self, label: str, purpose: str) -> None:
        self.page.get_by_label("À qui ?").fill(label)
        self.page.get_by_label("Pourquoi ?").fill(purpose)
        self.page.get_by_role("button", name="Relire avant d’ouvrir").click()
        self.page.get_by_role("button", name="Ouvrir le partage").wait_for()

    def open_share(self) -> Given:
        self.page.get_by_role("button", name="Ouvrir le partage").click()
        code = self.page.get_by_role("group", name="Code").locator(".code")
        return Given(self.page.get_by_role("group", name="Lien").locator(".code").inner_text(), code.inner_text())

    def done(self) -> None:
        self.page.get_by_role("button", name="C’est noté").click()
        self.page.locator(".share-card").wait_for()

    def share(self, label: str = "Me Martin") -> Given:
        """The whole way, for tests of something else."""
        self.begin()
        self.choose_timeline("De la rencontre")
        self.next()
        self.address_to(label, "")
        given = self.open_share()
        self.done()
        return given

    def card(self) -> str:
        """What the list says of the first share, asked for anew."""
        self.go("Journal")
        self.go("Partages")
        card = self.page.locator(".share-card").first
        card.wait_for()
        return card.inner_text()

    def end(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Arrêter le partage")).click()
        self.page.get_by_role("button", name="Arrêter maintenant").click()
        self.page.get_by_text("Arrêté. Ce lien n’ouvre plus rien.").wait_for()


class Reader:
    """The recipient, on any device."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults = Faults(page)
        page.set_default_timeout(PATIENCE)

    def follow(self, link: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(link)

    def type_code(self, code: str) -> None:
        self.page.get_by_label("Le code").fill(code)
        self.page.get_by_role("button", name="Ouvrir").click()

    def open(self, given: Given) -> None:
        self.follow(given.link)
        self.type_code(given.code)
        self.reading()

    def reading(self) -> str:
        """All that is shown."""
        self.page.locator(".reading").wait_for()
        return self.page.locator("#main").inner_text()

    def refusal(self) -> str:
        note = self.page.get_by_role("alert")
        note.wait_for()
        return note.inner_text()

    def look_at(self, title: str) -> None:
        self.page.locator(".rows .row-open").filter(has_text=title).click()
        self.page.get_by_role("dialog").wait_for()

    def element(self, name: str) -> Any:
        return self.page.get_by_role("dialog").locator(name)

    def save(self, folder: Path) -> Path:
        with self.page.expect_download() as download:
            self.page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def close_piece(self) -> None:
        self.page.get_by_role("dialog").get_by_role("button", name="Fermer").click()
        self.page.get_by_role("dialog").wait_for(state="detached")
