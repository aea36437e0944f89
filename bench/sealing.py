"""Sealing 256 MiB in one Chromium worker, beside raw WebCrypto and three other formats, all in the same worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.site import bench_pages, chromium, folder
from bench.table import MIB, Row, in_turn, rate, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE = 256 * MIB
ROUNDS = 5
PEERS = {"secretstream": "libsodium secretstream", "age": "age-encryption", "openpgp": "openpgp, AES-256-GCM"}


def rows() -> Iterator[Row]:
    with folder() as home, bench_pages(home) as address, chromium(home / "profile") as context:
        page = context.new_page()
        page.goto(f"{address}/seal.html")
        page.locator("body[data-ready]").wait_for(state="attached")

        def side(name: str) -> Callable[[], float]:
            return lambda: float(page.evaluate("([name, size]) => sealBy(name, size)", [name, SIZE]))

        names = ["ours", "raw", *PEERS]
        seconds = dict(zip(names, in_turn(ROUNDS, *map(side, names)), strict=True))
    against_raw = ratio(seconds["raw"], seconds["ours"])
    ours = f"sealed at {rate(SIZE, seconds['ours'])}"
    yield Row(
        "Seal 256 MiB, one worker", "raw WebCrypto AES-256-GCM, 256 KiB records",
        f"{against_raw} × its speed; {ours}, raw {rate(SIZE, seconds['raw'])}", "≥ 0.65", against_raw.median >= 0.65,
    )  # fmt: skip
    for name, said in PEERS.items():
        speed = ratio(seconds[name], seconds["ours"])
        yield Row("same", said, f"{speed} × its speed; {rate(SIZE, seconds[name])}", "≥ 2", speed.median >= 2)
