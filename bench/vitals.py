"""What a person with an old phone and a poor network sees of four pages: when the largest thing is painted, whether the
page moves under the thumb, how long an act takes to be seen (LCP, CLS and INP of web.dev).

The network is the « slow 4G » of Lighthouse (1.6 Mbit/s down, 0.75 up, 150 ms there and back) and the page's thread is
slowed four times, both by Chromium. A browser is new for each loading: nothing is in its cache. The acts of a page are
the first that its people do; INP is the longest of them, since they are few.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.site import PASSPHRASE, SCRIPTS, chromium, folder, product, run
from bench.table import Row
from bench.vaults import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

ROUNDS = 5
LOGIN = "bench-vitals-200"
ITEMS = 200
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
CPU = 4
PHONE = {"width": 360, "height": 740}
REACH = {"LCP": 1250, "INP": 100, "CLS": 0.05}
"""Half of what web.dev calls good."""


@dataclass(frozen=True)
class Vitals:
    """Of one loading: milliseconds, milliseconds, and the share of the screen that moved."""

    lcp: float
    inp: float
    cls: float


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        filled(address, LOGIN, ITEMS)
        for name, path, act in PAGES:
            yield _row(name, [_visit(home, f"{path.strip('/')}{turn}", address + path, act) for turn in range(ROUNDS)])


def _visit(home: Path, profile: str, url: str, act: Callable[[Page], None]) -> Vitals:
    with chromium(home / f"profile-{profile}") as context:
        page = _slow_phone(context)
        page.goto(url)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        painted = run_vitals(page)
        act(page)
        page.wait_for_timeout(500)
        told = run_vitals(page)
        return Vitals(painted["paint"], told["acts"], told["shift"])


def run_vitals(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = run(page, "vitals")
    return told


def _slow_phone(context: BrowserContext) -> Page:
    context.add_init_script((SCRIPTS / "watch-vitals.js").read_text(encoding="utf-8"))
    page = context.new_page()
    page.set_viewport_size(PHONE)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    return page


def _first_page(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")


def _landmark(page: Page) -> None:
    for number in (2, 9, 20):
        page.get_by_role("checkbox").nth(number).click()


def _directory(page: Page) -> None:
    page.get_by_role("searchbox").press_sequentially("enfant", delay=60)


def _vault(page: Page) -> None:
    page.locator("#main button").first.click()
    page.locator("#login").fill(LOGIN)
    page.locator("#password").fill(PASSPHRASE)
    run(page, "click-open")
    page.locator("#main [data-id]").first.click()
    page.locator("#main h1").wait_for()


PAGES: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("First page", "/", _first_page),
    ("Landmark", "/repere", _landmark),
    ("Directory", "/annuaire", _directory),
    (f"Vault of {ITEMS} items", "/notes", _vault),
)


def _row(name: str, seen: Sequence[Vitals]) -> Row:
    middle = {
        "LCP": statistics.median(one.lcp for one in seen),
        "INP": statistics.median(one.inp for one in seen),
        "CLS": statistics.median(one.cls for one in seen),
    }
    worst = max(one.cls for one in seen)
    seconds = middle["LCP"] / 1000
    said = f"LCP {seconds:.2f} s, INP {middle['INP']:.0f} ms, CLS {middle['CLS']:.3f} (at most {worst:.3f})"
    reach = f"{REACH['LCP'] / 1000} s, {REACH['INP']} ms, {REACH['CLS']}"
    met = all(middle[vital] <= limit for vital, limit in REACH.items())
    return Row(f"{name}: largest paint, acts, shifts", f"slow 4G, page slowed {CPU} ×", said, f"≤ {reach}", met)
