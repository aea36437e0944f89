"""Keeps one part running for as long as its owner lives: `python -m tests.parts.keeper NAME OWNER_PID`.

The processes of a parallel test run end in any order and may be killed, so none of them can own what all use.
The keeper waits on the owner's process descriptor, which the kernel makes readable at its death, however it dies.
"""

import json
import os
import select
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.parts import postgres, redis, s3


@contextmanager
def _redis() -> Iterator[object]:
    with tempfile.TemporaryDirectory(prefix="memo-redis-") as folder, redis.running(Path(folder)) as url:
        yield url


@contextmanager
def _s3() -> Iterator[object]:
    with s3.running() as store:
        yield s3.as_dict(store)


PARTS = {"postgres": postgres.running, "redis": _redis, "s3": _s3}


def main(name: str, owner: int) -> None:
    """Start the part, print one line of JSON that says where it is, wait for the owner to end, stop the part."""
    descriptor = os.pidfd_open(owner)
    with PARTS[name]() as answer:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        select.select([descriptor], [], [])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
