"""A destroyed half is in no byte of its store: the files of SQLite, the table files of PostgreSQL."""

import base64
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from vault.errors import DatabaseUnavailableError, ShareExistsError, ShareUnavailableError
from vault.ids import ShareId
from vault.models.base import Database, HalvesBase
from vault.models.halves import Half
from vault.services import halves

NOW = datetime(2026, 5, 4, 12, 0, 0)  # noqa: DTZ001 - stored times are naive UTC
LATER = NOW + timedelta(days=7)


def new_half(number: int = 0, not_after: datetime = LATER) -> Half:
    return Half(share_id=number.to_bytes(16, "big"), half=os.urandom(32), not_after=not_after, at=NOW)


def opened(url: str) -> Database:
    store = Database(url)
    HalvesBase.metadata.create_all(store.engine)
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Database]:
    store = opened(f"sqlite:///{folder / 'halves.db'}")
    yield store
    store.dispose()


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[Database]:
    store = opened(postgres_url)
    yield store
    store.dispose()


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def forms(secret: bytes) -> list[bytes]:
    """What a copy of the secret could look like."""
    encoded = [base64.b64encode(secret[start:])[2:-6] for start in range(3)]
    return [secret, secret.hex().encode(), *encoded]


def plain(url: str) -> str:
    """The same address without SQLAlchemy's driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def wait_for_lock(url: str) -> None:
    """Until somebody waits for the table."""
    deadline = time.monotonic() + 20
    with psycopg.connect(plain(url), autocommit=True) as admin:
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'halves'::regclass"
        while admin.execute(waiting).fetchone() is None:
            assert time.monotonic() < deadline


def table_bytes(url: str) -> Callable[[], bytes]:
    """A reader of the table's own file, as somebody who copies the server's disk would have it."""

    def read() -> bytes:
        with psycopg.connect(plain(url), autocommit=True) as admin:
            admin.execute("CHECKPOINT")
            row = admin.execute("SELECT pg_read_binary_file(pg_relation_filepath('halves'))").fetchone()
        assert row is not None
        return bytes(row[0])

    return read


def test_a_half_is_read_until_its_time(store: Database) -> None:
    half = new_half()
    kept = half.half
    halves.keep(store, half)

    assert halves.read(store, ShareId(bytes(16)), NOW) == kept
    with pytest.raises(ShareUnavailableError):
        halves.read(store, ShareId(bytes(16)), LATER)


def test_a_half_is_never_replaced(store: Database) -> None:
    first = new_half()
    kept = first.half
    halves.keep(store, first)

    with pytest.raises(ShareExistsError):
        halves.keep(store, new_half())
    assert halves.read(store, ShareId(bytes(16)), NOW) == kept


def test_keeping_the_same_half_again_is_allowed(store: Database) -> None:
    first = new_half()
    again = Half(share_id=first.share_id, half=first.half, not_after=LATER, at=NOW + timedelta(minutes=5))
    halves.keep(store, first)

    halves.keep(store, again)

    with store.read() as session:
        kept = session.get(Half, bytes(16))
    assert kept is not None
    assert kept.at == NOW + timedelta(minutes=5)


def test_a_destroyed_half_is_in_no_file(store: Database, folder: Path) -> None:
    half = new_half()
    secret = half.half
    halves.keep(store, half)
    assert secret in bytes_of(folder)

    assert halves.destroy(store, [ShareId(bytes(16))]) == 1

    copy = bytes_of(folder)
    assert not [form for form in forms(secret) if form in copy]
    with pytest.raises(ShareUnavailableError):
        halves.read(store, ShareId(bytes(16)), NOW)


def test_destroying_some_of_many_leaves_the_others_and_no_copy(store: Database, folder: Path) -> None:
    many = [new_half(number) for number in range(600)]
    secrets = [half.half for half in many]
    for half in many:
        halves.keep(store, half)
    # In an order unlike that of insertion, so that pages of the table are split, filled and joined.
    dead = [number * 7 % 600 for number in range(300)]

    for number in dead[:20]:
        halves.destroy(store, [ShareId(number.to_bytes(16, "big"))])
    halves.destroy(store, [ShareId(number.to_bytes(16, "big")) for number in dead[20:]])

    copy = bytes_of(folder)
    assert not [number for number in dead if secrets[number] in copy]
    assert all(secrets[number] in copy for number in set(range(600)) - set(dead))


def test_destroying_what_is_gone_is_no_error(store: Database) -> None:
    assert halves.destroy(store, [ShareId(bytes(16))]) == 0


def test_only_halves_past_their_time_are_due(store: Database, folder: Path) -> None:
    over, live = new_half(1, NOW), new_half(2)
    gone, kept = over.half, live.half
    halves.keep(store, over)
    halves.keep(store, live)

    assert halves.destroy_due(store, NOW) == 1

    copy = bytes_of(folder)
    assert gone not in copy
    assert kept in copy


def test_a_reader_that_holds_a_copy_makes_the_end_fail_until_it_leaves(
    store: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.models.base.PRAGMAS", ("PRAGMA journal_mode=WAL", "PRAGMA secure_delete=ON"))
    monkeypatch.setattr("vault.models.base.BUSY_SECONDS", 0)
    impatient = Database(f"sqlite:///{folder / 'halves.db'}")
    half = new_half()
    secret = half.half
    halves.keep(store, half)
    with store.read() as reader:
        reader.get(Half, bytes(16))
        with pytest.raises(DatabaseUnavailableError):
            halves.destroy(impatient, [ShareId(bytes(16))])

    halves.destroy(impatient, [ShareId(bytes(16))])

    assert secret not in bytes_of(folder)
    impatient.dispose()


def test_parallel_keeping_of_one_half_keeps_it_once(store: Database) -> None:
    secret = os.urandom(32)
    failures: list[Exception] = []

    def keep() -> None:
        try:
            halves.keep(store, Half(share_id=bytes(16), half=secret, not_after=LATER, at=NOW))
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=keep) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert halves.read(store, ShareId(bytes(16)), NOW) == secret


@pytest.mark.parametrize("dead", [0, 1, 2])
def test_postgres_rewrites_its_table_without_the_half(
    postgres_store: Database, postgres_url: str, dead: int
) -> None:
    many = [new_half(number) for number in range(3)]
    secrets = [half.half for half in many]
    for half in many:
        halves.keep(postgres_store, half)
    read = table_bytes(postgres_url)
    assert secrets[dead] in read()

    assert halves.destroy(postgres_store, [ShareId(dead.to_bytes(16, "big"))]) == 1

    copy = read()
    assert [number for number in range(3) if secrets[number] not in copy] == [dead]


def test_postgres_leaves_no_half_though_somebody_writes_elsewhere_on_the_server(
    postgres_store: Database, postgres_server: str, postgres_url: str
) -> None:
    # `VACUUM FULL` keeps a deleted row while any transaction of the whole server, in any database, is older than it.
    half = new_half()
    secret = half.half
    halves.keep(postgres_store, half)
    with psycopg.connect(plain(postgres_server)) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")

        assert halves.destroy(postgres_store, [ShareId(bytes(16))]) == 1

        assert secret not in table_bytes(postgres_url)()


def test_a_reader_who_comes_during_the_rewriting_reads_what_lives(
    postgres_store: Database, postgres_url: str
) -> None:
    # A rewritten table looks empty to a snapshot older than it: the reader must take its own after the wait.
    live = new_half(1)
    kept = live.half
    halves.keep(postgres_store, live)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(halves.read(postgres_store, ShareId(live.share_id), NOW)))
    with psycopg.connect(plain(postgres_url)) as rewriting:
        rewriting.execute(halves.REWRITE)
        reader.start()
        wait_for_lock(postgres_url)
    reader.join()

    assert found == [kept]


def test_a_reader_that_stays_makes_the_end_fail_until_it_leaves_postgres(
    postgres_store: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.models.base.BUSY_SECONDS", 0.05)
    half = new_half()
    secret = half.half
    halves.keep(postgres_store, half)
    with psycopg.connect(plain(postgres_url)) as reader:
        reader.execute("SELECT * FROM halves")
        with pytest.raises(DatabaseUnavailableError):
            halves.destroy(postgres_store, [ShareId(bytes(16))])

    assert halves.destroy(postgres_store, [ShareId(bytes(16))]) == 0

    assert secret not in table_bytes(postgres_url)()


def test_postgres_keeps_no_sample_of_halves(postgres_store: Database, postgres_url: str) -> None:
    # Statistics of a column hold some of its values, and stay when the rows go.
    for number in range(200):
        halves.keep(postgres_store, new_half(number))
    with psycopg.connect(plain(postgres_url), autocommit=True) as admin:
        admin.execute("ANALYZE halves")
        columns = admin.execute("SELECT attname FROM pg_stats WHERE tablename = 'halves'").fetchall()

    assert ("share_id",) in columns
    assert ("half",) not in columns
