"""What a person does before a picture is taken, by the words on the screen; and how to tell that a screen is drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from vault.languages import Language

    Act = Callable[["Visitor"], None]

STILL = """() => new Promise((resolve) => {
    const quiet = 300, most = 8000, begun = performance.now();
    let last = begun;
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
    const waits = () => document.querySelector(".skeleton, [aria-busy=true], #main progress")
        || [...document.images].some((image) => !image.complete && image.getClientRects().length);
    const look = () => {
        const now = performance.now();
        if (now - begun > most || (now - last > quiet && !waits() && document.fonts.status === "loaded")) {
            watch.disconnect();
            resolve();
        } else setTimeout(look, 50);
    };
    look();
})"""
"""Nothing has changed for a while, nothing is awaited: the screen is drawn."""
FIND = """async ([catalogue, title, of]) => {
    const { rows, shareEntries } = await import(catalogue);
    const share = shareEntries().find(({ label, ended_at }) => label === title && !ended_at);
    return (of === "share" ? share : rows().find(({ summary }) => summary?.title === title))?.id;
}"""
GO = "async ([router, place]) => (await import(router)).go(place)"
HOLES = re.compile(r"\\{\w+\\}")


class Visitor:
    """Somebody before the product, in one language."""

    def __init__(self, page: Page, address: str, language: Language) -> None:
        self.page = page
        self.address = address
        self.say = language.translations.gettext

    def press(self, label: str) -> None:
        """The button, link, fold or box of these words, of which `{name}` may be anything."""
        said = re.compile(f"^{HOLES.sub('.+', re.escape(self.say(label)))}$")
        found = self.page.locator("button, a, summary, label, .row-title, [role=tab]").filter(has_text=said)
        found.or_(self.page.get_by_role("button", name=said)).locator("visible=true").first.click()

    def visit(self, path: str) -> None:
        """A page of the site, newly loaded."""
        self.page.goto("about:blank")
        self.page.goto(path if path.startswith("http") else f"{self.address}/{path}")

    def go(self, place: str, title: str = "", name: str = "", step: int = 0) -> None:
        """A place of the open vault: that of the item or share with this title, or of this name."""
        of = "share" if place == "share" else ""
        found = self.page.evaluate(FIND, [self._module("flows/catalogue.js"), title, of]) if title else name
        given = {"name": place, "id": found or None, "step": step or None}
        known = {key: value for key, value in given.items() if value is not None}
        self.page.evaluate(GO, [self._module("pages/vault/router.js"), known])

    def rest(self) -> None:
        """Until the screen is drawn."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(STILL)

    def _module(self, path: str) -> str:
        entry = self.page.locator("script[src$='pages/vault.js']").get_attribute("src") or ""
        return entry.replace("pages/vault.js", path)


def press(label: str) -> Act:
    return lambda visitor: visitor.press(label)


def fill(field: str, text: str) -> Act:
    return lambda visitor: visitor.page.locator(field).fill(text)


def tick(*fields: str) -> Act:
    """Boxes, by their ids."""

    def act(visitor: Visitor) -> None:
        for field in fields:
            visitor.page.locator(f"#{field}").check()

    return act


def show(what: str) -> Act:
    """Scroll so that the first of these stands in the middle."""
    return lambda visitor: visitor.page.locator(what).first.evaluate("(one) => one.scrollIntoView({ block: 'center' })")


def copy_words(then: str, fields: str) -> Act:
    """Take the words that are shown, and type back those that are asked for."""

    def act(visitor: Visitor) -> None:
        shown = visitor.page.locator("ol.words li")
        shown.first.wait_for()
        words = shown.all_inner_texts()
        visitor.press(then)
        visitor.page.locator(f"input[id^={fields}]").first.wait_for()
        for field in visitor.page.locator(f"input[id^={fields}]").all():
            label = visitor.page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
            field.fill(words[int(label.split()[-1]) - 1])

    return act


def read_paper(visitor: Visitor) -> None:
    """Until the viewer has drawn the first page."""
    visitor.page.frame_locator("iframe").locator("canvas").first.wait_for()


def choose(title: str) -> Act:
    """The row of this title in a dialog, then « Choisir »."""

    def act(visitor: Visitor) -> None:
        dialog = visitor.page.locator("dialog")
        dialog.get_by_text(title, exact=True).click()
        dialog.get_by_role("button", name=visitor.say("Choisir"), exact=True).click()

    return act


def close_toasts(visitor: Visitor) -> None:
    for button in visitor.page.locator(".toast").get_by_role("button", name=visitor.say("Fermer")).all():
        button.click()
