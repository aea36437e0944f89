"""What a bench says: one row a piece of work, ratios with their spread, and whether the reach was met.

A ratio is taken within a pair, both sides measured in turn in one run, and the median of the pairs is what counts: the
machine may be slow or busy, its two sides are so alike. Nothing here fails on time.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MIB = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One line of the table; `met` is None where there is nothing to reach."""

    work: str
    against: str
    measured: str
    reach: str
    met: bool | None


@dataclass(frozen=True)
class Ratio:
    """The median of several pairs, and the least and the most."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{self.median:.2f} ({min(self.values):.2f}–{max(self.values):.2f}, {len(self.values)} pairs)"


def in_turn(rounds: int, *sides: Callable[[], float]) -> list[list[float]]:
    """What each side gives in each round, in turn, every second round backwards; one round before is not measured.

    The first use of anything pays for what later uses find warm; who comes first would pay for both.
    """
    for side in sides:
        side()
    results: list[list[float]] = [[] for _ in sides]
    for number in range(rounds):
        order = range(len(sides)) if number % 2 == 0 else reversed(range(len(sides)))
        for index in order:
            results[index].append(sides[index]())
    return results


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Ours by theirs, pair by pair."""
    return Ratio(tuple(one / other for one, other in zip(ours, theirs, strict=True)))


def rate(size: int, seconds: Sequence[float]) -> str:
    """Bytes in a time, as people compare them."""
    return f"{size / MIB / statistics.median(seconds):.0f} MiB/s"


def milliseconds(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms"


def markdown(rows: Sequence[Row]) -> str:
    """The table as it stands in a document."""
    said = {True: "yes", False: "**no**", None: "–"}
    lines = ["| Work | Measured against | Measured | Reach | Met |", "|---|---|---|---|---|"]
    lines += [f"| {row.work} | {row.against} | {row.measured} | {row.reach} | {said[row.met]} |" for row in rows]
    return "\n".join(lines)
