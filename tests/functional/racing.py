"""Two processes of ours that do the same thing at the same instant, again and again: what a lock inside one process, or
a check before the write, would not withstand.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from vault.errors import VaultError
from vault.services import logins
from vault.services.limits import Source
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from multiprocessing.synchronize import Barrier

    from vault.config import Settings
    from vault.services.factors import Proof

PATIENCE = 60
"""Seconds that one waits for the other; a process that died is noticed then."""


@dataclass(frozen=True)
class Try:
    """One second step."""

    ticket: bytes
    proof: Proof


def race(settings: Settings, now: datetime, rounds: Sequence[tuple[Try, Try]]) -> list[list[str]]:
    """What the two processes got in each round, sorted: `opened` or a code of error."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(2) as pool:
        line = manager.Barrier(2, timeout=PATIENCE)
        sides = [[one[side] for one in rounds] for side in (0, 1)]
        waiting = [pool.apply_async(run, (settings, now, tries, line)) for tries in sides]
        results = [one.get(PATIENCE) for one in waiting]
    return [sorted(pair) for pair in zip(*results, strict=True)]


def run(settings: Settings, now: datetime, tries: Sequence[Try], line: Barrier) -> list[str]:
    """One process: its own connections, and the clock of the test."""
    parts = open_parts(settings, partial(_same, now))
    source, results = Source.of("198.51.100.7"), []
    with parts.db.read():
        pass  # connected before the first round, so that the two arrive together
    for one in tries:
        line.wait()
        try:
            logins.second_step(parts, one.ticket, one.proof, source, None)
            results.append("opened")
        except VaultError as error:
            results.append(error.code)
    parts.db.dispose()
    parts.halves.dispose()
    return results


def _same(now: datetime) -> datetime:
    return now
