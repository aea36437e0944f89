"""A person who reads English: she presses what the catalogue says, and sees no French on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.navigators.axe import check
from tests.browser.navigators.share import PATIENCE, Faults, Given
from vault.languages import HOLE, load
from vault.services import directory

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

def spaced(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


ENGLISH = load()["en"]
ACCENT = re.compile(r"[àâçèêëîïôöùûüœÀÂÇÈÊËÎÏÔÖÙÛÜŒ«»]")
"""Letters and signs that English words do not have; é is in « café », and in the name of the site."""
_LISTED = directory.load().content()
_NAMES = [spaced(one["name"]) for one in [*_LISTED["entries"], *_LISTED["places"]]]
PLACES = re.compile("|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True)))
"""Names are what they are in every language."""
LEAST = 12
"""Letters of a sentence with holes by which it is known again."""

# What is to be seen or heard, in the language of the page: parts that say they are French are left out.
SAID = """() => {
    const said = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
        if (node.nodeType === 3) return NodeFilter.FILTER_ACCEPT;
        const french = (node.getAttribute("lang") ?? "").startsWith("fr");
        const out = node.hidden || french || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.tagName);
        return out ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    });
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.nodeType === 3) said.add(node.data);
        else for (const name of ["aria-label", "title", "placeholder", "alt"]) said.add(node.getAttribute(name) ?? "");
    }
    const plain = [...said].map((text) => text.replace(/[\\s\\u00a0\\u202f]+/g, " ").trim());
    return plain.filter((text) => /\\p{L}{2}/u.test(text));
}"""


def french_sentences() -> tuple[set[str], list[re.Pattern[str]]]:
    """The French sentences whose English is another: whole, and those with holes as patterns."""
    plain: set[str] = set()
    holed: list[re.Pattern[str]] = []
    for entry in ENGLISH.entries:
        for sentence in entry.french:
            if sentence in entry.said:
                continue
            if HOLE.search(sentence) is None:
                plain.add(spaced(sentence))
            elif len(re.sub(r"[^A-Za-zÀ-ÿ]", "", HOLE.sub("", sentence))) >= LEAST:
                parts = [re.escape(part) for part in re.split(r"\{\w+\}|%\(\w+\)[sd]", spaced(sentence))]
                holed.append(re.compile(".+".join(parts)))
    return plain, holed


PLAIN, HOLED = french_sentences()
SAME = {spaced(form) for entry in ENGLISH.entries for form in entry.said} | {
    entry.translations["en"].description for entry in directory.load().entries.values()
}
"""English sentences, some of which are French ones too (« Contacts »), and those of the directory, which name towns."""


def french_on(page: Page) -> list[str]:
    """What the page says in French."""
    said = [PLACES.sub("", text) for text in page.evaluate(SAID) if text not in SAME]
    return [
        text
        for text in said
        if text in PLAIN or ACCENT.search(text) or any(pattern.fullmatch(text) for pattern in HOLED)
    ]


def en(french: str) -> str:
    """How the catalogue says it."""
    return ENGLISH.translations.gettext(french)


class Stranger:
    """Somebody whose browser asks for English. Each screen is looked at: accessible, and without French."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults = Faults(page)
        page.set_default_timeout(PATIENCE)

    def look(self, name: str) -> None:
        assert french_on(self.page) == [], name
        check(self.page)

    def press(self, french: str, role: str = "button") -> None:
        self._named(french, role).click()

    def head(self, french: str) -> None:
        self.page.get_by_role("heading", level=1, name=en(french)).wait_for()
        self.look(french)

    def _named(self, french: str, role: str) -> Locator:
        return self.page.get_by_role(role, name=en(french), exact=True).first  # type: ignore[arg-type] # a closed list

    def make_vault(self) -> list[str]:
        """A vault, whose recovery words are typed back; the words."""
        page = self.page
        page.goto(f"{self.address}/notes")
        self.press("Créer un coffre")
        self.head("Avant de commencer")
        self.press("Continuer")
        self.head("Votre identifiant")
        self.press("Continuer")
        self._type_back("word-", "C’est noté")
        self.press("Créer mon coffre")
        self.head("Vos mots de secours")
        words = self._type_back("phrase-", "J’ai noté mes mots")
        self.press("Vérifier")
        page.locator("nav.tabs").wait_for()
        return words

    def _type_back(self, fields: str, noted: str) -> list[str]:
        words = self.page.locator("ol.words li").all_inner_texts()
        self.press(noted)
        self.page.locator(f"input[id^={fields}]").first.wait_for()
        self.look(noted)
        for field in self.page.locator(f"input[id^={fields}]").all():
            label = self.page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
            field.fill(words[int(label.split()[-1]) - 1])
        return words

    def go(self, place: str) -> None:
        """To a screen by its name in `screens.js`."""
        self.page.evaluate(
            """async ([script, name]) => (await import(script)).go({ name })""",
            [self.module("pages/vault/router.js"), place],
        )

    def module(self, path: str) -> str:
        entry = self.page.locator("script[src$='pages/vault.js']").get_attribute("src") or ""
        return entry.replace("pages/vault.js", path)

    def share(self, title: str, label: str) -> Given:
        self.go("share-new")
        self.head("Que montrer ?")
        page = self.page
        page.get_by_role("checkbox", name=title).check()
        self.press("Continuer")
        page.get_by_label(en("À qui ?")).fill(label)
        self.look("À qui ?")
        self.press("Relire avant d’ouvrir")
        page.get_by_role("button", name=en("Ouvrir le partage")).wait_for()
        self.look("Relire avant d’ouvrir")
        self.press("Ouvrir le partage")
        code = page.get_by_role("group", name=en("Code")).locator(".code").inner_text()
        self.look("Ouvrir le partage")
        return Given(page.get_by_role("group", name=en("Lien")).locator(".code").inner_text(), code)
