"""What a transaction promises on both engines: whole or absent, on the disk; a plain refusal when the base is away."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from vault.errors import DatabaseUnavailableError, StorageFullError
from vault.models import base
from vault.models.base import Database
from vault.models.drafts import Draft

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.house import House
    from vault.config import Settings
    from vault.services.parts import Parts

EMBEDDED = pytest.mark.parametrize("variant", ["embedded"], indirect=True)
PRODUCTION = pytest.mark.parametrize("variant", [pytest.param("production", marks=pytest.mark.heavy)], indirect=True)


def draft(parts: Parts, name: bytes) -> Draft:
    return Draft(vault_id=bytes(16), draft_id=name.ljust(16, b"\0"), sealed=b"x", at=parts.clock())


def drafts(database: Database) -> int:
    with database.read() as db:
        return int(db.execute(text("SELECT count(*) FROM drafts")).scalar_one())


@EMBEDDED
def test_sqlite_is_durable_and_overwrites(parts: Parts) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "trusted_schema": 0}
    for database in (parts.db, parts.halves):
        with database.read() as db:
            found = {name: db.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
        assert found == wanted


def test_a_write_that_raises_leaves_nothing(parts: Parts) -> None:
    with pytest.raises(KeyError), parts.db.write() as db:  # noqa: PT012 - the block is what is tested
        db.add(draft(parts, b"a"))
        db.flush()
        raise KeyError
    assert drafts(parts.db) == 0


def test_a_read_is_one_snapshot(parts: Parts) -> None:
    with parts.db.read() as db:
        before = db.execute(text("SELECT count(*) FROM drafts")).scalar_one()
        with parts.db.write() as other:
            other.add(draft(parts, b"a"))
        assert db.execute(text("SELECT count(*) FROM drafts")).scalar_one() == before
    assert drafts(parts.db) == 1


@PRODUCTION
def test_a_read_cannot_write(parts: Parts) -> None:
    with pytest.raises(Exception, match="read-only"), parts.db.read() as db:
        db.execute(text("DELETE FROM drafts"))


def test_writers_wait_for_each_other(parts: Parts) -> None:
    def write(number: int) -> None:
        with parts.db.write() as db:
            db.add(draft(parts, b"%d" % number))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drafts(parts.db) == 16


@EMBEDDED
def test_a_lock_that_never_opens_is_said(settings: Settings, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PRAGMAS", ("PRAGMA busy_timeout=50",))
    hurried = Database(settings.database_url)
    with parts.db.write() as db:
        db.add(draft(parts, b"a"))
        db.flush()
        with pytest.raises(DatabaseUnavailableError), hurried.write() as other:
            other.add(draft(parts, b"b"))
    assert drafts(parts.db) == 1
    hurried.dispose()


@EMBEDDED
def test_a_full_disk_is_said_and_reading_goes_on(parts: Parts) -> None:
    with parts.db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with pytest.raises(StorageFullError), parts.db.write() as db:  # noqa: PT012 - the block is what is tested
        db.execute(text(f"PRAGMA max_page_count={pages}"))
        db.add(Draft(vault_id=bytes(16), draft_id=bytes(16), sealed=bytes(1 << 20), at=parts.clock()))
    assert drafts(parts.db) == 0


@PRODUCTION
def test_connections_cut_by_the_server_are_said_and_come_back(house: House, parts: Parts) -> None:
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    cut = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    with pytest.raises(DatabaseUnavailableError), parts.db.write() as db:  # noqa: PT012 - the block is what is tested
        db.add(draft(parts, b"a"))
        db.flush()
        with parts.db.engine.connect() as other:
            other.execute(cut)
        db.execute(text("SELECT 1"))
    assert drafts(parts.db) == 0
    house.get("health")


@EMBEDDED
@pytest.mark.parametrize("point", ["before", "after"])
def test_a_killed_process_leaves_a_commit_whole_or_absent(
    settings: Settings, parts: Parts, point: str, tmp_path: Path
) -> None:
    script = tmp_path / "writer.py"
    script.write_text(
        "import os, signal, sys\n"
        "from sqlalchemy import text\n"
        "from vault.models.base import Database\n"
        "database = Database(sys.argv[1])\n"
        "with database.write() as db:\n"
        "    for number in range(3):\n"
        "        db.execute(text(\"INSERT INTO drafts VALUES (:v, :d, 'x', '2026-01-01 00:00:00')\"),\n"
        "                   {'v': bytes(16), 'd': bytes([number]) * 16})\n"
        "    if sys.argv[2] == 'before':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, str(script), settings.database_url, point], check=False)
    assert done.returncode == -9
    assert drafts(parts.db) == (0 if point == "before" else 3)
