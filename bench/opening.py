"""Opening a vault of 10,000 items, opening it again, searching it: the product's own pages, a vault made in Python."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from bench.site import PASSPHRASE, chromium, folder, product, run
from bench.table import Row, in_turn, milliseconds, ratio
from bench.vaults import WORDS, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Response

ITEMS = 10_000
ROUNDS = 5
LOGIN = "bench-open-10000"
KILOBYTE = 1000
LONGEST_TASK = 50
QUICK_SEARCH = 100


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address, chromium(home / "profile") as context:
        filled(address, LOGIN, ITEMS)
        page = context.new_page()
        yield from _first_list(page, address)
        yield from _decryption(page)
        yield _again(page)
        yield _search(page)


def _first_list(page: Page, address: str) -> Iterator[Row]:
    longest: list[float] = []

    def opening() -> float:
        told = _open(page, address)
        longest.append(told["longest"])
        return float(told["seconds"])

    opened, derived = in_turn(ROUNDS, opening, lambda: float(run(page, "argon2")))
    taken = ratio(opened, derived)
    yield Row(
        f"Open a vault of {ITEMS:,} items: click to first list", "Argon2id alone, same page",
        f"{taken} × its time; {milliseconds(opened)} to {milliseconds(derived)}", "≤ 1.3", taken.median <= 1.3,
    )  # fmt: skip
    worst = f"{max(longest):.0f} ms in {len(longest)} openings (0: none over 50)"
    yield Row("same: longest task of the page", "", worst, "none over 50 ms", max(longest) <= LONGEST_TASK)


def _decryption(page: Page) -> Iterator[Row]:
    told = [run(page, "catalogue-and-records") for _ in range(ROUNDS + 1)][1:]
    catalogue, records = ([float(one[name]) for one in told] for name in ("catalogue", "records"))
    if any(one["count"] != ITEMS for one in told):
        raise AssertionError("the vault does not hold what was put into it")
    taken = ratio(catalogue, records)
    yield Row(
        "same: catalogue opened by all its rules", "10,000 records decrypted one by one, no rule checked",
        f"1/{1 / taken.median:.1f} of the time ({taken}); {milliseconds(catalogue)} to {milliseconds(records)}",
        "≤ 1/7", taken.median <= 1 / 7,
    )  # fmt: skip


def _again(page: Page) -> Row:
    """What crosses the network when a locked vault is unlocked and nothing has changed."""
    run(page, "lock")
    page.locator("#password").fill(PASSPHRASE)
    answers: list[Response] = []

    def hear(answer: Response) -> None:
        answers.append(answer)

    page.on("response", hear)
    run(page, "click-open")
    page.remove_listener("response", hear)
    asked = [answer for answer in answers if "/api/" in answer.url]
    body = sum(len(answer.body()) for answer in asked)
    heads = sum(answer.request.sizes()["responseHeadersSize"] for answer in asked)
    return Row(
        "Open again, nothing changed", "", f"{len(asked)} request, {body} bytes and {heads} of headers",
        "1 request, ≤ 1 kB", len(asked) == 1 and body <= KILOBYTE,
    )  # fmt: skip


def _search(page: Page) -> Row:
    words = [f"{one} {other[:3]}" for one, other in zip(WORDS, reversed(WORDS), strict=True)]
    first, *taken = run(page, "search", words=[WORDS[0], *words])
    return Row(
        f"Search {ITEMS:,} items, two words", "",
        f"{statistics.median(taken):.0f} ms, at most {max(taken):.0f}; {first:.0f} for the first, with its index",
        "under 100 ms", max(taken) < QUICK_SEARCH,
    )  # fmt: skip


def _open(page: Page, address: str) -> Any:
    page.goto(f"{address}/notes")
    page.locator("#main button").first.click()
    page.locator("#login").fill(LOGIN)
    page.locator("#password").fill(PASSPHRASE)
    return run(page, "click-open")
