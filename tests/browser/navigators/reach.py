"""What is asked of every screen, whoever looks at it and however: measured in the page itself."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
TWICE = "--blink-settings=defaultFontSize=32"
"""For Chromium: the text of somebody who asked her device for twice the size."""
FOCUSABLE = {
    "button",
    "link",
    "textbox",
    "searchbox",
    "checkbox",
    "radio",
    "combobox",
    "spinbutton",
    "DisclosureTriangle",
}


def asked(page: Page, question: str) -> list[Any]:
    """What a function of `reach.js` says of the page as it is."""
    said: list[Any] = page.evaluate(f"{SCRIPT.rstrip()}.{question}()")
    return said


def unfit(page: Page) -> list[list[Any]]:
    """What is wider than the window, what is over another, and what is cut off: of each a list."""
    return [asked(page, question) for question in ("wide", "overlaps", "cut")]


def shows_in_forced_colours(page: Page) -> None:
    """Every control is to be seen, and nothing moves for whom motion harms."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert [asked(page, question) for question in ("unseen", "moving")] == [[], []]
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def tree(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is given, in its order."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    devtools.detach()
    return [node for node in nodes if not node.get("ignored")]


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def level(node: dict[str, Any]) -> int:
    return next(int(one["value"]["value"]) for one in node["properties"] if one["name"] == "level")


def reads_well(page: Page) -> None:
    """Every control has a name, there is one place of each kind, and the headings go down by one step at a time."""
    nodes = tree(page)
    assert [role(one) for one in nodes if role(one) in FOCUSABLE and not name(one)] == []
    assert [role(one) for one in nodes].count("main") == 1
    levels = [level(one) for one in nodes if role(one) == "heading"]
    assert levels.count(1) == 1, levels
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    assert [one for one in nodes if role(one) == "heading" and not name(one)] == []
    links = [name(one) for one in nodes if role(one) == "link"]
    assert links[0], "the first link skips to the content"
