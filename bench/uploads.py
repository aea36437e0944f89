"""Sending a large file sealed and unsealed from the same page, and the memory that large files take."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.bare import bare_page
from bench.line import line
from bench.memory import in_parts, watched
from bench.site import PASSPHRASE, chromium, folder, give_file, product, random_file, registered, run
from bench.table import MIB, Row, in_turn, rate, ratio
from vault.crypto.constants import PART

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

SIZE = 1024 * MIB
LARGE = 2048 * MIB
LINE = 300e6 / 8
"""Bytes a second upwards of a good line at home."""
ROUNDS = 3


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        yield _row("Upload a 1 GiB file, sealed", home, address, SIZE)
    with folder() as home, line(LINE) as way, product(home, more={"SITE_URL": way.address}) as address:
        way.target = urlsplit(address).port or 0
        yield _row("Upload a 256 MiB file, sealed, on a line of 300 Mbit/s", home, way.address, SIZE // 4)


def _row(work: str, home: Path, address: str, size: int) -> Row:
    with chromium(home / "profile") as context:
        page = context.new_page()
        registered(page, address, "bench-upload-1")
        give_file(page, random_file(home / "film.mp4", size))
        sealed, plain = in_turn(ROUNDS, _sending(page, "upload-sealed"), _sending(page, "upload-plain"))
    speed = ratio(plain, sealed)
    return Row(
        work, "the same bytes, unsealed, by the same page",
        f"{speed} × its speed; {rate(size, sealed)} to {rate(size, plain)}", "≥ 0.9", speed.median >= 0.9,
    )  # fmt: skip


def _sending(page: Page, script: str) -> Callable[[], float]:
    def send() -> float:
        page.mouse.click(2, 2)  # a vault that nobody touches locks
        sent = run(page, script)
        run(page, "forget-file", id=sent["reference"]["id"])
        return float(sent["seconds"])

    return send


def memory_rows() -> Iterator[Row]:
    with folder() as home, product(home) as address, bare_page(home / "profile", home / "saved") as page:
        page.goto(f"{address}/notes")
        page.run("register", login="bench-memory-1", password=PASSPHRASE)
        page.give_file(random_file(home / "film.mp4", LARGE))
        with watched(home / "profile") as sending:
            reference = page.run("keep-file")
        page.touch()
        with watched(home / "profile") as saving:
            page.run("save-file", reference=reference)
            saved = page.saved(home / "saved" / "film.mp4")
        same = _same(home / "film.mp4", saved)
    for work, watch in (("upload", sending), ("download", saving)):
        renderers, whole = (in_parts(grown, PART) for grown in watch.grown())
        yield Row(
            f"Browser memory, 2 GiB {work}", "the same page idle",
            f"renderers {renderers}, whole browser {whole}; {'succeeded' if same else 'differs'}", "≤ 6 parts",
            same and watch.grown()[0] <= 6 * PART,
        )  # fmt: skip


def _same(first: Path, second: Path) -> bool:
    with first.open("rb") as one, second.open("rb") as other:
        while True:
            blocks = one.read(MIB), other.read(MIB)
            if blocks[0] != blocks[1]:
                return False
            if not blocks[0]:
                return True
