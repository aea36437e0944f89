"""The two databases: how they are opened, what a transaction is, and the column types all tables share.

Rules, in order:

1. A transaction is either a *read* (one consistent snapshot) or a *write*; the caller says which. SQLite takes its
   write lock at the start (`BEGIN IMMEDIATE`), so that two writers wait in line instead of failing half-way.
2. A write that returned is on the disk (`synchronous=FULL` on SQLite, the default `synchronous_commit` on
   PostgreSQL): promise 4.
3. What is deleted is overwritten (`secure_delete`), because a destroyed half must not be found in a copied file. The
   write-ahead log still holds the page as it was before: `cut_log` empties it.
4. A database that is away, locked for too long or full becomes one of our errors here and nowhere else.

Times are naive UTC. Which tables there are is said in the modules beside this one and in `docs/architecture.md` 2.1.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from sqlalchemy import DateTime, LargeBinary, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from vault.errors import DatabaseUnavailableError, StorageFullError
from vault.ids import ID_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Dialect, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_SECONDS = 10
"""How long a writer waits for the lock of another before giving up with `database_unavailable`."""
PAUSE_SECONDS = 0.02
"""Between two tries of emptying the write-ahead log."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
)


class UtcTime(TypeDecorator[datetime]):
    """A naive UTC time on both databases; refuses a time with a zone, which would be compared wrongly."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Raises: ValueError: the time carries a zone."""
        if value is not None and value.tzinfo is not None:
            message = "a stored time is naive UTC"
            raise ValueError(message)
        return value


Id16 = Annotated[bytes, mapped_column(LargeBinary(ID_BYTES))]
"""An id of 16 bytes."""
Hash32 = Annotated[bytes, mapped_column(LargeBinary(32))]
"""A SHA-256."""


class Base(DeclarativeBase):
    """Tables of the main database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


class HalvesBase(DeclarativeBase):
    """Tables of the store of halves, which is never backed up."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


def utc_now() -> datetime:
    """The server's clock: naive UTC, whole microseconds."""
    return datetime.now(UTC).replace(tzinfo=None)


class Database:
    """One database and its two kinds of transaction."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        snapshot: dict[str, Any] = {}
        if not self.is_sqlite:
            snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._read = sessionmaker(self.engine.execution_options(**snapshot), expire_on_commit=False)
        self._write = sessionmaker(self.engine.execution_options(memo_write=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one consistent snapshot.

        Raises:
            DatabaseUnavailableError: it cannot be reached, or stayed locked.
        """
        with _translated(), self._read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed, durably, when the block ends, or not at all when it raises.

        Raises:
            DatabaseUnavailableError: it cannot be reached, or stayed locked; nothing was changed.
            StorageFullError: the disk is full; nothing was changed.
        """
        with _translated(), self._write.begin() as session:
            yield session

    def cut_log(self) -> None:
        """Empty SQLite's write-ahead log into the file and cut it to nothing; elsewhere there is none of ours to cut.

        Raises:
            DatabaseUnavailableError: a reader or writer held it up until the time-out; to be called again.
        """
        if not self.is_sqlite:
            return
        # SQLite waits for readers and writers, but not for the checkpoint of another process: it is asked for again.
        patience = time.monotonic() + BUSY_SECONDS
        while self._is_log_held_up():
            if time.monotonic() >= patience:
                raise DatabaseUnavailableError
            time.sleep(PAUSE_SECONDS)

    def _is_log_held_up(self) -> bool:
        # A raw connection: within a transaction, which SQLAlchemy would begin, a checkpoint is refused.
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [(busy, _, _)] = cursor.fetchall()
        except sqlite3.OperationalError as error:
            raise DatabaseUnavailableError from error
        finally:
            connection.close()
        return bool(busy)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine with the durability and secrecy settings of its kind of database."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(url, pool_pre_ping=True, pool_timeout=BUSY_SECONDS, hide_parameters=True)


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own transaction control is switched off: it would begin late and without the write lock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("memo_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "disk is full" in str(error.orig) or "No space left" in str(error.orig):
            raise StorageFullError from error
        raise DatabaseUnavailableError from error
    except PoolTimeoutError as error:
        raise DatabaseUnavailableError from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailableError from error
        raise
