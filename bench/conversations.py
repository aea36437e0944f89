"""Reading a conversation of 100,000 messages in the browser: time, memory, and what it holds up of the page meanwhile.

The file is given from the disk and read by the product's own flow, in its worker, then again from the sealed original.
The other side has the same bytes whole in memory, as text, and splits them into lines: no reading can do less. What is
held up of the page is its longest task while it reads.

An archive of a gibibyte with photos and a film is read the same two ways, and its film taken out: what memory grows by.
"""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING, Any

from bench.memory import watched
from bench.site import chromium, folder, give_file, product, registered, run
from bench.table import MIB, Row, in_turn, milliseconds, ratio
from bench.vaults import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

MESSAGES = 100_000
ROUNDS = 5
LOGIN = "bench-conversation"
LONGEST_TASK = 50
SECONDS = 2.0
MEMORY = 100 * MIB
PHOTOS = 230
PHOTO = 4 * MIB
FILM = 60 * MIB


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address, chromium(home / "profile") as context:
        page = context.new_page()
        registered(page, address, LOGIN)
        path = _conversation(home / "Discussion WhatsApp avec Nadia.txt")
        give_file(page, path)
        yield from _reading(page, home)
        yield _sealed(page)
        yield _looking(page)
        give_file(page, _archive(home / "Discussion WhatsApp avec Marc.zip"))
        yield from _archived(page, home)


def _conversation(path: Path) -> Path:
    """Six years between two people, some messages of several lines, as a telephone set to French writes them."""
    chance = random.Random(20_260_101)  # noqa: S311 — the same conversation each time
    with path.open("w", encoding="utf-8") as stream:
        for number in range(MESSAGES):
            minute = number * 31
            day, hour = divmod(minute // 60, 24)
            year, rest = divmod(day, 336)
            month, date = divmod(rest, 28)
            head = f"{date + 1:02}/{month + 1:02}/{2019 + year}, {hour:02}:{minute % 60:02}"
            who = "Nadia" if chance.random() < 0.6 else "Inès"
            words = " ".join(chance.choices(WORDS, k=chance.randint(1, 24)))
            more = "et encore\n" if number % 40 == 0 else ""
            stream.write(f"{head} - {who}: {words}\n{more}")
    return path


def _reading(page: Page, home: Path) -> Iterator[Row]:
    told: list[dict[str, Any]] = []

    def read() -> float:
        told.append(run(page, "read-conversation"))
        return float(told[-1]["seconds"])

    ours, theirs = in_turn(ROUNDS, read, lambda: float(run(page, "read-lines")))
    if any(one["count"] != MESSAGES for one in told):
        message = "the conversation does not hold what was written into it"
        raise AssertionError(message)
    taken = ratio(ours, theirs)
    yield Row(
        f"Read a conversation of {MESSAGES:,} messages", "the same bytes as text, split into lines",
        f"{milliseconds(ours)} to {milliseconds(theirs)}, {taken} × its time", f"≤ {SECONDS:g} s", max(ours) <= SECONDS,
    )  # fmt: skip
    longest = max(one["longest"] for one in told)
    yield Row(
        "same: longest task of the page meanwhile", "", f"{longest:.0f} ms in {len(told)} readings (0: none over 50)",
        "none over 50 ms", longest <= LONGEST_TASK,
    )  # fmt: skip
    with watched(home / "profile") as watch:
        run(page, "read-conversation", keep=True)
    grown = watch.grown()[0]
    yield Row("same: memory, held and on the way", "", f"{grown / MIB:.0f} MiB", "≤ 100 MiB", grown <= MEMORY)


def _sealed(page: Page) -> Row:
    kept = run(page, "keep-file")
    told = [run(page, "read-conversation", reference=kept) for _ in range(ROUNDS)]
    seconds = [float(one["seconds"]) for one in told]
    longest = max(one["longest"] for one in told)
    return Row(
        "same, from the sealed original", "", f"{milliseconds(seconds)}; longest task {longest:.0f} ms",
        "≤ 2 s, none over 50 ms", max(seconds) <= SECONDS and longest <= LONGEST_TASK,
    )  # fmt: skip


def _looking(page: Page) -> Row:
    told = run(page, "search-conversation", words=["telephone", "argent", "silence maison"])
    return Row(
        "same: search every word of it", "", f"{max(told):.0f} ms at most, accents and case folded", "≤ 500 ms",
        max(told) <= 500,
    )  # fmt: skip


def _archive(path: Path) -> Path:
    """A gibibyte: photos folded and stored, as telephones do either, and a film."""
    chance = random.Random(20_260_101)  # noqa: S311 — the same archive each time
    block = chance.randbytes(MIB)
    names = [f"IMG-{number:04}.jpg" for number in range(PHOTOS)]
    said = [f"12/03/2023, 21:04 - Marc: {name} (fichier joint)" for name in ["film.mp4", *names]]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr(path.with_suffix(".txt").name, "\n".join(said))
        made.writestr("film.mp4", block * (FILM // MIB), zipfile.ZIP_STORED)
        for number, name in enumerate(names):
            photo = number.to_bytes(4, "big") + block * (PHOTO // MIB)
            made.writestr(name, photo, zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED)
    return path


def _archived(page: Page, home: Path) -> Iterator[Row]:
    yield _of_archive(page, home, "from the device", None)
    yield _of_archive(page, home, "from the sealed original", run(page, "keep-file"))


def _of_archive(page: Page, home: Path, source: str, reference: dict[str, Any] | None) -> Row:
    with watched(home / "profile") as watch:
        told = run(page, "read-conversation", keep=True, **({"reference": reference} if reference else {}))
    read = watch.grown()[0]
    with watched(home / "profile") as watch:
        film = run(page, "take-file")
    if (told["count"], film["size"]) != (PHOTOS + 1, FILM):
        message = "the archive does not hold what was put into it"
        raise AssertionError(message)
    seconds, taken = told["seconds"], watch.grown()[0]
    measured = (
        f"{milliseconds([seconds])}, {read / MIB:.0f} MiB; "
        f"its film of 60 MiB taken out in {milliseconds([film['seconds']])}, {taken / MIB:.0f} MiB"
    )
    return Row(
        f"Read an archive of 1 GiB with its media, {source}: time, memory", "", measured,
        "≤ 2 s, 100 MiB; film ≤ twice its size", seconds <= SECONDS and read <= MEMORY and taken <= 2 * FILM,
    )  # fmt: skip
