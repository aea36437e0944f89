"""The store of halves: keeping, releasing to the one who proved the link and the code, destroying for good.

A share ends because its half is gone (promise 3), so destroying is more than deleting:

1. The row is deleted. On SQLite `secure_delete` overwrites it with zeros, in the page and in the pages it passed
   through.
2. The write-ahead log, which still holds the page as it was first written, is emptied into the file and cut to
   nothing. A reader that holds it up makes this fail, and the caller says so rather than claim the end.
3. On PostgreSQL the table is rewritten with the rows that live, and its old file is cut to nothing. `VACUUM FULL`
   would not do: it carries deleted rows over for as long as any transaction of the whole server is older than they are.
   Whoever holds the table up makes this fail too.

Out of reach, and said in the limits: blocks that the disk or the file system keeps after a file shrinks, and
PostgreSQL's own log until it is recycled. The store is therefore on an encrypted disk and in no backup. Whether a
share is live is for `services.shares`.
"""

from __future__ import annotations

import hmac
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from vault.errors import ShareExistsError, ShareUnavailableError
from vault.models import base
from vault.models.halves import Half

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.ids import ShareId
    from vault.models.base import Database


REWRITE = "ALTER TABLE halves ALTER COLUMN half TYPE bytea USING substring(half FROM 1)"
"""PostgreSQL copies what lives now into a new file, whatever older snapshots could still see (its manual, 13.6)."""


def keep(store: Database, half: Half) -> None:
    """The half is on disk when this returns. Keeping the same again only renews its age, so that a client may try
    again.

    Raises:
        ShareExistsError: the share has another half; it is never replaced, or a stranger could break a share.
    """
    try:
        with store.write() as session:
            session.add(half)
    except IntegrityError:
        _renew(store, half)


def _renew(store: Database, half: Half) -> None:
    with store.write() as session:
        known = session.get(Half, half.share_id)
        if known is None or not hmac.compare_digest(known.half, half.half):
            raise ShareExistsError
        known.at = half.at


@contextmanager
def reading(store: Database) -> Iterator[Session]:
    """`Database.read` of this store: never a snapshot to which live halves look gone.

    Raises:
        DatabaseUnavailableError: as `Database.read`.
    """
    with store.read() as session:
        if not store.is_sqlite:
            # Waits for a rewriting before the snapshot is taken: to an older one the new table would look empty.
            session.execute(text("LOCK TABLE halves IN ACCESS SHARE MODE"))
        yield session


def read(store: Database, share_id: ShareId, now: datetime) -> bytes:
    """The half, 32 bytes, for a caller that has verified everything else.

    Raises:
        ShareUnavailableError: it is destroyed, or its time is over even if no sweep has come yet.
    """
    with reading(store) as session:
        half = session.get(Half, share_id)
    if half is None or half.not_after <= now:
        raise ShareUnavailableError
    return half.half


def destroy(store: Database, share_ids: Collection[ShareId]) -> int:
    """Destroy these halves and every copy this store has of them; how many were still there.

    Safe to repeat and in several processes: a half that is gone is no error, and its copies are looked for again.

    Raises:
        DatabaseUnavailableError: the rows may be deleted, a copy may remain; call again.
    """
    return _destroy(store, Half.share_id.in_(share_ids))


def destroy_due(store: Database, now: datetime) -> int:
    """Destroy the halves whose time is over, without asking the main database, which may be away; as `destroy`."""
    return _destroy(store, Half.not_after <= now)


def _destroy(store: Database, which: ColumnElement[bool]) -> int:
    with store.write() as session:
        gone = session.scalars(delete(Half).where(which).returning(Half.share_id)).all()
    leave_no_copy(store)
    return len(gone)


def leave_no_copy(store: Database) -> None:
    """Remove what deleted rows left behind.

    Raises:
        DatabaseUnavailableError: a reader or writer held it up until the time-out.
    """
    if store.is_sqlite:
        store.cut_log()
        return
    with store.write() as session:
        session.execute(text(f"SET LOCAL lock_timeout = '{base.BUSY_SECONDS}s'"))
        session.execute(text(REWRITE))
