"""How much memory a browser takes, told by the kernel: the proportional share (PSS) of its processes.

What two processes share is counted half in each, so that a sum is what the machine really gives.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.table import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERVAL_SECONDS = 0.1
SECONDS_TO_QUIET = 15


@dataclass
class Watch:
    """Bytes: the renderers alone, and the whole browser with its network and storage; idle, and the most since."""

    idle: tuple[int, int]
    most: tuple[int, int] = field(default=(0, 0))

    def grown(self) -> tuple[int, int]:
        return self.most[0] - self.idle[0], self.most[1] - self.idle[1]


@contextmanager
def watched(profile: Path) -> Iterator[Watch]:
    """Look at the browser of this profile until the block ends; what it takes once it is quiet is « idle »."""
    watch, stop = Watch(_quiet(profile)), threading.Event()

    def look() -> None:
        while not stop.wait(INTERVAL_SECONDS):
            renderers, whole = taken(profile)
            watch.most = max(watch.most[0], renderers), max(watch.most[1], whole)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()


def _quiet(profile: Path) -> tuple[int, int]:
    """What it takes when it has taken about the same for a second: a page goes on loading what it may need later."""
    before, now = (0, 0), taken(profile)
    for _ in range(SECONDS_TO_QUIET):
        if abs(now[0] - before[0]) < MIB:
            break
        time.sleep(1)
        before, now = now, taken(profile)
    return now


def taken(profile: Path) -> tuple[int, int]:
    """Bytes of the renderers, and of all processes, of the browser with this profile."""
    renderers = whole = 0
    for process in family(profile):
        with suppress(OSError):
            share = _pss(process)
            whole += share
            renderers += share if b"--type=renderer" in (process / "cmdline").read_bytes() else 0
    return renderers, whole


def family(profile: Path) -> list[Path]:
    """The process that was started with this profile, and all that descend from it."""
    parents: dict[int, int] = {}
    roots: set[int] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            if f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes():
                roots.add(int(process.name))
    return [Path("/proc", str(pid)) for pid in parents if roots & set(_ancestors(pid, parents))]


def _ancestors(pid: int, parents: dict[int, int]) -> Iterator[int]:
    while pid in parents:
        yield pid
        pid = parents[pid]


def _pss(process: Path) -> int:
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def in_parts(grown: int, part: int) -> str:
    return f"{grown / part:.1f} parts ({grown / MIB:.0f} MiB)"
