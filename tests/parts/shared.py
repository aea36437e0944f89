"""One part for all the processes of a test run, started by the first that asks."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.parts.ports import PartError

ROOT = Path(__file__).parents[2]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path` between processes."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def owner_pid() -> int:
    """The process that outlives all others of this run: pytest itself, or the parent of its workers."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def obtain(name: str, folder: Path) -> Any:
    """Where part `name` answers; `folder` is common to the processes of the run.

    Raises:
        PartError: the part did not start; its own words are in the message.
    """
    kept = folder / f"{name}.json"
    with locked(folder / f"{name}.lock"):
        if not kept.exists():
            kept.write_text(_start(name, folder))
        return json.loads(kept.read_text())


def _start(name: str, folder: Path) -> str:
    errors = folder / f"{name}.err"
    command = [sys.executable, "-m", "tests.parts.keeper", name, str(owner_pid())]
    # Its own session: an interrupt from the keyboard must reach the owner, then the keeper stops in order.
    with errors.open("w") as handle:
        keeper = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=handle, text=True, cwd=ROOT, start_new_session=True
        )
    assert keeper.stdout is not None
    with keeper.stdout as answer:
        line = answer.readline()
    if not line:
        keeper.wait()
        raise PartError(f"{name} did not start: {errors.read_text()[-2000:]}")
    keeper.returncode = 0  # it outlives this process on purpose; else Python warns of a child left running
    return line
