"""Taking a vault along and bringing it back, from a desk and in the browser: time against copying and hashing the same
files once, and the memory that it takes. `BENCH_PORTABILITY_MIB` sets the size of the vault; five gibibytes otherwise.

The other side reads each file, hashes it and writes it: what any export must do, without opening or sealing anything.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from bench.bare import bare_page
from bench.memory import in_parts, watched
from bench.site import PASSPHRASE, ROOT, folder, product, random_file
from bench.table import MIB, Row, rate
from vault import client_records as records
from vault.client import Api, VaultClient
from vault.crypto.constants import PART

if TYPE_CHECKING:
    import resource
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.bare import BarePage

SIZE = int(os.environ.get("BENCH_PORTABILITY_MIB", "5120")) * MIB
FILES = 16
LOGIN = "bench-portability-1"
REACH = 1.5
DESK_MEMORY = 512 * MIB


class Measured(NamedTuple):
    """Seconds of the work and of copying and hashing just before and after; bytes of memory."""

    seconds: float
    copying: float
    memory: int


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        sources = [random_file(home / f"film-{number}.mp4", SIZE // FILES) for number in range(FILES)]
        _fill(address, sources)
        desk, browser = home / "desk.zip", home / "browser.zip"
        yield _row("export, from a desk", _measured(home, sources, lambda: _memo(home, address, LOGIN, "export", desk)))
        yield _row("import, from a desk", _measured(home, sources, lambda: _import(home, address, desk)))
        desk.unlink()
        with bare_page(home / "profile", home / "saved") as page:
            exported = _measured(home, sources, lambda: _browser_export(home, page, address, browser))
            yield _row("export, in the browser", exported, parts=True)
            imported = _measured(home, sources, lambda: _browser_import(home, page, address, browser))
            yield _row("import, in the browser", imported, parts=True)


def _row(work: str, measured: Measured, *, parts: bool = False) -> Row:
    ratio = measured.seconds / measured.copying
    memory = in_parts(measured.memory, PART) if parts else f"{measured.memory / MIB:.0f} MiB"
    flat = measured.memory <= (6 * PART if parts else DESK_MEMORY)
    speed = f"{rate(SIZE, [measured.seconds])} to {rate(SIZE, [measured.copying])}"
    return Row(
        f"{SIZE / MIB / 1024:g} GiB {work}", "copying and hashing the same files",
        f"{ratio:.2f} × its time ({speed}); memory {memory}", f"≤ {REACH} ×, flat memory", ratio <= REACH and flat,
    )  # fmt: skip


def _measured(home: Path, sources: list[Path], work: Callable[[], tuple[float, int]]) -> Measured:
    """The work between two copies, so that a machine that slows down slows both sides."""
    before = _copy(home, sources)
    seconds, memory = work()
    return Measured(seconds, (before + _copy(home, sources)) / 2, memory)


def _copy(home: Path, sources: list[Path]) -> float:
    """Seconds; all copies are there at the end, as the whole of an export is."""
    (home / "copies").mkdir()
    start = time.perf_counter()
    for source in sources:
        digest = hashlib.sha256()
        with source.open("rb") as one, (home / "copies" / source.name).open("wb") as other:
            while block := one.read(MIB):
                digest.update(block)
                other.write(block)
    seconds = time.perf_counter() - start
    shutil.rmtree(home / "copies")
    return seconds


def _fill(address: str, sources: list[Path]) -> None:
    client = VaultClient(Api(address))
    client.register(LOGIN, PASSPHRASE)
    for source in sources:
        with source.open("rb") as stream:
            file = client.keep_file(stream, source.name, "video/mp4")
        client.put_item(records.evidence(source.name, file, records.when("2021")))
    client.leave()


def _memo(home: Path, address: str, login: str, command: str, path: Path) -> tuple[float, int]:
    """Seconds and most bytes of memory of the command as a person runs it, its opening of the vault included."""
    password = home / "password"
    password.write_text(PASSPHRASE)
    options = ["--server", address, "--login", login, "--password-file", str(password)]
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "vault.client", *options, command, str(path)], cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"memo {command} did not work"
        raise RuntimeError(message)
    return seconds, _peak(usage)


def _peak(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss * 1024


def _empty(address: str, login: str) -> None:
    client = VaultClient(Api(address))
    client.register(login, PASSPHRASE)
    client.leave()


def _import(home: Path, address: str, archive: Path) -> tuple[float, int]:
    _empty(address, "bench-portability-2")
    return _memo(home, address, "bench-portability-2", "import", archive)


def _opened(page: BarePage, address: str, login: str) -> None:
    page.goto(f"{address}/notes")
    page.run("open", login=login, password=PASSPHRASE)


def _browser_export(home: Path, page: BarePage, address: str, target: Path) -> tuple[float, int]:
    _opened(page, address, LOGIN)
    with watched(home / "profile") as watch:
        seconds = page.run("export-vault", name=target.name)["seconds"]
    page.saved(home / "saved" / target.name).rename(target)
    return float(seconds), watch.grown()[0]


def _browser_import(home: Path, page: BarePage, address: str, archive: Path) -> tuple[float, int]:
    _empty(address, "bench-portability-3")
    _opened(page, address, "bench-portability-3")
    page.give_file(archive)
    with watched(home / "profile") as watch:
        done = page.run("import-vault")
    if done["kept"] != FILES:
        message = "the browser did not import everything"
        raise RuntimeError(message)
    return float(done["seconds"]), watch.grown()[0]
