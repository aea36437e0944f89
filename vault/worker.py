"""The worker: a sweep (`services.sweeps`) every minute, until it is told to stop.

1. Any number of workers may run; each pass is safe beside another and may be killed anywhere.
2. A pass that fails is logged by its code and tried again a minute later: the worker does not end because a database
   is away.
3. SIGTERM and SIGINT end it after the pass under way. `--once` makes one pass and answers with its success.

Its log line holds numbers only. `late_seconds` should be 0 or a few: an operator watches it, since it is how long a
half outlived its share.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

from vault.config import Settings
from vault.errors import VaultError
from vault.services.parts import open_parts
from vault.services.sweeps import sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.services.parts import Parts

EVERY_SECONDS = 60

log = logging.getLogger("vault.worker")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker; 0 when it was stopped, or when its only pass succeeded."""
    parser = argparse.ArgumentParser(prog="python -m vault.worker", description="Destroys what is over.")
    parser.add_argument("--once", action="store_true", help="make one pass and end")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stdout)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parts = open_parts(Settings.from_env())
    if chosen.once:
        return 0 if make_pass(parts) else 1
    run(parts, stop)
    return 0


def run(parts: Parts, stop: threading.Event) -> None:
    """Make passes until `stop` is set."""
    while not stop.is_set():
        make_pass(parts)
        stop.wait(EVERY_SECONDS)


def make_pass(parts: Parts) -> bool:
    """One pass and its log line; whether it succeeded."""
    try:
        done = asdict(sweep(parts))
    except VaultError as error:
        log.error("sweep failed code=%s", error.code)  # noqa: TRY400 - a trace could hold values
        return False
    log.info("sweep %s", " ".join(f"{name}={number}" for name, number in done.items()))
    return True


if __name__ == "__main__":
    sys.exit(main())
