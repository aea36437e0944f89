"""Argon2id with our parameters in the browser's worker, beside the native library."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from argon2.low_level import Type, hash_secret_raw

from bench.site import chromium, folder, product, run
from bench.table import Row, in_turn, milliseconds, ratio
from vault.crypto.constants import KDF_FLOOR, KDF_LANES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 9
PASSWORD, SALT = b"bocal tisane ouvrir dauphin gravier semer", os.urandom(16)


def _native() -> float:
    start = time.perf_counter()
    hash_secret_raw(PASSWORD, SALT, KDF_FLOOR["t"], KDF_FLOOR["m"], KDF_LANES, 32, Type.ID)
    return time.perf_counter() - start


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address, chromium(home / "profile") as context:
        page = context.new_page()
        page.goto(f"{address}/notes")
        ours, theirs = in_turn(ROUNDS, lambda: float(run(page, "argon2")), _native)
    taken = ratio(ours, theirs)
    yield Row(
        "Argon2id 64 MiB t=3 in the browser, worker started each time", "argon2-cffi, same parameters",
        f"{taken} × its time; {milliseconds(ours)} to {milliseconds(theirs)}", "≤ 2", taken.median <= 2,
    )  # fmt: skip
