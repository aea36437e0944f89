"""How every test asks whether a state of a page is accessible: axe-core on all of it, nothing wider than the window.

1. The page is in sight whole: what a bar covers at one place of scrolling is not a small target, and what is far below
   a window is not laid out (`content-visibility`), so that its targets have no size yet.
2. What moves has settled, but for what breathes while it waits: in a fold that is closed, that never ends.
3. The frame of a document has no origin: axe cannot speak to it, and its own page is tested apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = (Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RUN = "axe.run(document, {iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
HEIGHT = "document.documentElement.scrollHeight"
SETTLED = """Promise.all(document.getAnimations()
    .filter((one) => one.effect.getTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => null)))"""
TIMES = 2


def check(page: Page) -> None:
    """The state on screen is accessible, and as wide as the window.

    Raises:
        AssertionError: names each rule that is broken, with the first place where it is.
    """
    size = page.viewport_size
    assert size is not None
    _show_whole(page, size["width"])
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(SETTLED)
    page.evaluate(SCRIPT)
    found = [(one["id"], one["nodes"][0]["html"][:200]) for one in page.evaluate(RUN)["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(size)


def _show_whole(page: Page, width: int) -> None:
    """Rule 1. What is laid out for the first time may be longer than was foreseen."""
    for _ in range(TIMES):
        page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
