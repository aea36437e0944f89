"""The search of the directory: from a key to the list it leaves on screen, and what the network hears of it: nothing.

The keys are those of six words and of emptying the field after each, which brings the whole list back; one in fifty is
left out, as INP does. The page is a phone's, as it is and slowed four times.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from bench.site import SCRIPTS, chromium, folder, product
from bench.table import Row
from bench.vitals import PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = 3
WORDS = ("enfant", "lyon", "avocat", "argent", "derives", "zzz")
REACH = {1: 50, 4: 100}
"""Milliseconds by how much the page is slowed: what is felt as at once, and with an old phone."""


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        for slowed, reach in REACH.items():
            rounds = [
                _typed(home / f"profile-{slowed}-{turn}", f"{address}/annuaire", slowed) for turn in range(ROUNDS)
            ]
            keys = [key for times, _ in rounds for key in times]
            asked = sum(heard for _, heard in rounds)
            middle, slow = statistics.median(keys), sorted(keys)[len(keys) * 49 // 50 - 1]
            said = f"{middle:.0f} ms, 49 of 50 keys within {slow:.0f} ms ({len(keys)} keys); {asked} requests"
            against = f"page slowed {slowed} ×" if slowed > 1 else "page as it is"
            met = slow <= reach and asked == 0
            yield Row("Directory: from a key to the list drawn", against, said, f"≤ {reach} ms, 0 requests", met)


def _typed(profile: Path, url: str, slowed: int) -> tuple[list[float], int]:
    """Milliseconds of each key, and how many requests the page made meanwhile."""
    asked: list[str] = []
    with chromium(profile) as context:
        context.add_init_script((SCRIPTS / "watch-keys.js").read_text(encoding="utf-8"))
        page = context.new_page()
        page.set_viewport_size(PHONE)
        page.goto(url)
        page.wait_for_load_state("networkidle")
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        page.on("request", lambda request: asked.append(request.url))
        search = page.get_by_role("searchbox")
        for word in WORDS:
            search.press_sequentially(word, delay=120)
            search.press("Control+a")
            search.press("Delete")
        page.wait_for_timeout(300)
        times: list[float] = page.evaluate("benchKeys()")
    return times, len(asked)
