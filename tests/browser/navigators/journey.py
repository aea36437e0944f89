"""The whole story of one person, by her own screens: what she presses and types on a phone, or with keys alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.browser.navigators.axe import check
from tests.browser.navigators.share import Owner

if TYPE_CHECKING:
    from pathlib import Path


SENDING = 300_000
"""Milliseconds for the largest file, on a machine that other tests share."""
TABS_MAX = 80


@dataclass(frozen=True)
class Fact:
    """What is written of a fact; what is empty is left alone. `words` is the date as people say it."""

    facts: str
    words: str = ""
    title: str = ""
    said: str = ""
    where: str = ""
    who: str = ""
    feelings: str = ""
    thoughts: str = ""
    pieces: list[Path] = field(default_factory=list)


class Author(Owner):
    """The owner of a vault who fills it herself; `looking` checks each state on the way."""

    looking = True

    def look(self) -> None:
        if self.looking:
            check(self.page)

    def save(self) -> None:
        self.page.get_by_role("button", name="Enregistrer", exact=True).click()

    def begin_new(self, tab: str, label: str) -> None:
        self.go(tab)
        self.page.get_by_role("heading", level=1, name=tab).wait_for()
        self.look()
        self.page.locator("#main").get_by_role("button", name=label).first.click()
        self.page.get_by_role("heading", level=1, name=label).wait_for()
        self.look()

    def keep_piece(
        self, path: Path, *, title: str = "", words: str = "", description: str = "", obtained: str = ""
    ) -> None:
        self.begin_new("Pièces", "Ajouter une pièce")
        self.page.locator("#evidence-file").set_input_files(path)
        self.page.locator("#evidence-title").wait_for()
        for name, value in {
            "title": title,
            "when-words": words,
            "description": description,
            "obtained": obtained,
        }.items():
            if value:
                self.page.locator(f"#evidence-{name}").fill(value)
        self.save()
        self.page.get_by_role("heading", level=1, name=title or path.name).wait_for(timeout=SENDING)
        self.look()

    def write(self, fact: Fact) -> None:
        self.begin_new("Journal", "Noter un fait")
        page = self.page
        page.get_by_text("Ce que j’ai ressenti · ce que j’en pense").click()
        typed = {"facts": fact.facts, "when-words": fact.words, "title": fact.title, "said": fact.said}
        typed |= {"where": fact.where, "feelings": fact.feelings, "thoughts": fact.thoughts}
        for name, value in typed.items():
            if value:
                page.locator(f"#event-{name}").fill(value)
        if fact.who:
            page.locator("#event-who").fill(fact.who)
            page.get_by_role("button", name="Ajouter ce nom").click()
        if fact.pieces:
            page.locator("#event-files-file").set_input_files(fact.pieces)
        self.look()
        self.save()
        page.get_by_role("heading", level=1, name=fact.title or fact.facts).wait_for()
        self.look()

    def add_contact(self, name: str, role: str, phone: str, notes: str = "", organisation: str = "") -> None:
        self.begin_new("Contacts", "Ajouter un contact")
        page = self.page
        page.locator("#contact-name").fill(name)
        page.get_by_role("radio", name=role).check()
        page.locator("#contact-organisation").fill(organisation)
        if page.locator("#contact-means-0").count() == 0:
            page.get_by_role("button", name="Un autre moyen").click()
        page.locator("#contact-means-0").fill(phone)
        page.locator("#contact-notes").fill(notes)
        self.save()
        page.get_by_role("heading", level=1, name=name).wait_for()
        self.look()

    def make_timeline(self, title: str, without: list[str], description: str = "") -> None:
        """With all facts and pieces but those named."""
        self.begin_new("Frises", "Nouvelle frise")
        page = self.page
        page.locator("#timeline-title").fill(title)
        page.locator("#timeline-description").fill(description)
        page.get_by_role("button", name="Tout cocher").click()
        for name in without:
            page.get_by_role("checkbox", name=re.compile(re.escape(name))).uncheck()
        self.save()
        page.get_by_role("heading", level=1, name=title).wait_for()
        self.look()

    def find(self, words: str) -> list[str]:
        """The titles found."""
        self.page.get_by_role("link", name="Chercher").first.click()
        self.page.locator("#search").fill(words)
        self.page.locator(".row-open").first.wait_for()
        self.look()
        return self.page.locator(".row-open").all_inner_texts()


class Keys:
    """Somebody without mouse or finger: Tab, space, Enter, and letters."""

    def __init__(self, owner: Author) -> None:
        self.page = owner.page
        self.owner = owner

    def reach(self, role: str, name: str) -> None:
        """Go on with Tab until the focus is there.

        Raises:
            AssertionError: it is not in reach of the keyboard, or the focus is not to be seen.
        """
        target = self.page.get_by_role(role, name=name).first  # type: ignore[arg-type] # roles are a closed list of words
        target.wait_for()
        for _ in range(TABS_MAX):
            if target.evaluate("(one) => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        message = f"{name} is not reached by keyboard"
        raise AssertionError(message)

    def press(self, role: str, name: str) -> None:
        self.reach(role, name)
        self.page.keyboard.press("Enter")

    def type(self, name: str, text: str) -> None:
        self.reach("textbox", name)
        self.page.keyboard.type(text)
