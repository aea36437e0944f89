"""Files: room first, then verified parts, then whole, then kept by a commit; and the removal of what is given up.

1. Room is reserved before the first byte: used and reserved never pass the quota, decided in one `UPDATE`.
2. Every part but the last is exactly `PART` bytes; the last is the rest. Parts are counted from 0.
3. A row of `parts` is written only after the store holds the part, whole and with the announced SHA-256, on disk.
   A verified part is never replaced by other bytes.
4. No transaction is open while a body travels: a slow phone must not hold the lock of the database.
5. A file given up or erased is first marked `gone`, then its blobs are removed, then, once no ticket for it can still
   be used, they are removed again and the row goes. A crash between two steps is made up for by the next sweep.
6. The account's row is locked before a file's row, everywhere: two orders would be a deadlock.

Which file belongs to which item is in the sealed catalogue; `services.catalogue` keeps and erases.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from vault.crypto.constants import PART
from vault.errors import (
    BadRequestError,
    FileKeptError,
    FileTakenError,
    FileTooLargeError,
    ForbiddenError,
    LimitReachedError,
    NotFoundError,
    PartMismatchError,
    PartsMissingError,
    QuotaExceededError,
    StorageUnavailableError,
)
from vault.ids import FileId, VaultId
from vault.models.accounts import Account
from vault.models.files import File, Part
from vault.storage import TICKET_SECONDS, PartReceiver, file_prefix, part_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.models.base import Database
    from vault.models.files import FileState
    from vault.storage import BlobKey, BlobStore, ByteSource, Ticket

log = logging.getLogger(__name__)

UNFINISHED_FILES = 200
"""Files of one vault that no commit keeps yet: a hundred photos at once, with their thumbnails."""
UNFINISHED_DAYS = timedelta(days=7)
"""How long an upload can be taken up again."""
GONE_REST = timedelta(seconds=TICKET_SECONDS + 3600)
"""How long a `gone` row stays: until no ticket of its file can be used any more, and no body is still under way."""
PARTIAL_REST = timedelta(days=1)
"""How old an unfinished write of the store is when its writer must be dead."""
SWEEP_BATCH = 500
"""Files of one sweep and kind; the next sweep goes on."""


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A part: its number from 0, its size in sealed bytes, its SHA-256."""

    number: int
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class FileStatus:
    """How far a file is; `parts` are the verified ones, by number."""

    size: int
    state: FileState
    parts: Sequence[PartInfo]


@dataclass(frozen=True, slots=True)
class StoredPart:
    """Where a verified part is, and how many bytes it has."""

    key: BlobKey
    size: int


def open_file(db: Session, vault_id: VaultId, file_id: FileId, size: int, limit: int, now: datetime) -> None:
    """Reserve room for a file of `size` sealed bytes; asking again for the same file is the same.

    Raises:
        FileTooLargeError: over `limit`, the largest size of one file.
        QuotaExceededError: used and reserved would pass the quota.
        LimitReachedError: too many files of this vault are unfinished.
        FileTakenError: the id is in use for something else.
    """
    if size > limit:
        raise FileTooLargeError
    if not _lock_account(db, vault_id):
        raise NotFoundError
    found = db.get(File, (vault_id, file_id))
    if found is not None:
        if (found.size, found.state) == (size, "open"):
            return
        raise FileTakenError
    room = Account.used + Account.reserved + size <= Account.quota
    reserve = update(Account).where(Account.vault_id == vault_id, room).values(reserved=Account.reserved + size)
    if db.scalar(reserve.returning(Account.seq)) is None:
        raise QuotaExceededError
    unfinished = select(func.count()).where(File.vault_id == vault_id, File.state.in_(("open", "whole")))
    if (db.scalar(unfinished) or 0) >= UNFINISHED_FILES:
        raise LimitReachedError
    db.add(File(vault_id=vault_id, file_id=file_id, size=size, state="open", created_at=now))


def file_status(db: Session, vault_id: VaultId, file_id: FileId) -> FileStatus:
    """How far the file is.

    Raises:
        NotFoundError: no such file in this vault.
    """
    file = _find(db, vault_id, file_id)
    rows = db.scalars(select(Part).where(Part.vault_id == vault_id, Part.file_id == file_id).order_by(Part.number))
    return FileStatus(file.size, file.state, [PartInfo(part.number, part.size, part.sha256) for part in rows])


def issue_tickets(
    db: Session, store: BlobStore, vault_id: VaultId, file_id: FileId, parts: Sequence[PartInfo]
) -> list[Ticket | None]:
    """For each part a ticket of the store, or None where the part comes through the app.

    Raises:
        NotFoundError, FileKeptError: the file takes no parts.
        BadRequestError: a number or size that the file does not have.
        PartMismatchError: a part is verified with other bytes, which the ticket would let be replaced.
    """
    file = _find_open(db, vault_id, file_id)
    recorded = _recorded(db, vault_id, file_id)
    for part in parts:
        if recorded.get(part.number, part.sha256) != part.sha256:
            raise PartMismatchError
        if not 0 <= part.number < part_count(file.size) or part.size != part_size(file.size, part.number):
            raise BadRequestError(field="parts")
    return [store.presign_put(part_key(vault_id, file_id, part.number), part.size, part.sha256) for part in parts]


def put_part(
    db: Database, store: BlobStore, vault_id: VaultId, file_id: FileId, part: PartInfo, source: ByteSource
) -> None:
    """Take one part through the app; returns only when it is verified, on disk and recorded. Again is the same.

    Raises:
        ForbiddenError: the store takes its parts itself.
        NotFoundError, FileKeptError: the file takes no parts.
        PartMismatchError: the bytes are not those announced, or the part is verified with others.
        StorageFullError, StorageUnavailableError: the part is not recorded; all others stay.
    """
    if not isinstance(store, PartReceiver):
        raise ForbiddenError
    if _is_recorded(db, vault_id, file_id, part):
        return
    store.put(part_key(vault_id, file_id, part.number), source, part.size, part.sha256)
    _record_part(db, vault_id, file_id, part)


def confirm_part(
    db: Database, store: BlobStore, vault_id: VaultId, file_id: FileId, number: int, sha256: bytes
) -> None:
    """Record a part that the client sent to the store itself, after looking at what the store holds.

    Raises:
        NotFoundError, FileKeptError: the file takes no parts.
        PartMismatchError: the store holds something else, or nothing.
        StorageUnavailableError: the store fails; the part is not recorded.
    """
    with db.read() as session:
        size = part_size(_find(session, vault_id, file_id).size, number)
    part = PartInfo(number, size, sha256)
    if _is_recorded(db, vault_id, file_id, part):
        return
    store.check(part_key(vault_id, file_id, number), size, sha256)
    _record_part(db, vault_id, file_id, part)


def complete_file(db: Session, vault_id: VaultId, file_id: FileId) -> None:
    """Declare the file whole; again is the same.

    Raises:
        NotFoundError: no such file.
        PartsMissingError: parts are missing; `details.missing` has their numbers.
    """
    file = _find(db, vault_id, file_id, lock=True)
    if file.state != "open":
        return
    rows = db.execute(select(Part.number, Part.size).where(Part.vault_id == vault_id, Part.file_id == file_id)).all()
    there = {row.number: row.size for row in rows}
    missing = [number for number in range(part_count(file.size)) if number not in there]
    if missing or sum(there.values()) != file.size:
        raise PartsMissingError(missing=missing)
    file.state = "whole"


def find_part(db: Session, vault_id: VaultId, file_id: FileId, number: int) -> StoredPart:
    """Where a verified part is, to be read.

    Raises:
        NotFoundError: no such part in this vault.
    """
    size = db.scalar(select(Part.size).where(*_of_part(vault_id, file_id, number)))
    if size is None:
        raise NotFoundError
    return StoredPart(part_key(vault_id, file_id, number), size)


def give_up_file(db: Session, vault_id: VaultId, file_id: FileId, now: datetime) -> None:
    """Give up a file that no commit keeps, and its room; the blobs are for `remove_blobs`.

    Raises:
        NotFoundError: no such file.
        FileKeptError: a commit keeps it.
    """
    if not _lock_account(db, vault_id):
        raise NotFoundError
    file = _find(db, vault_id, file_id, lock=True)
    if file.state == "kept":
        raise FileKeptError
    _mark_gone(db, file, now)


def remove_blobs(store: BlobStore, vault_id: VaultId, file_ids: Sequence[FileId]) -> None:
    """Remove the blobs of files just marked `gone`, after that commit. A store that fails is left to the sweep."""
    try:
        for file_id in file_ids:
            store.delete(file_prefix(vault_id, file_id))
    except StorageUnavailableError:
        log.warning("files:removal_postponed")


def sweep_orphans(db: Database, store: BlobStore, now: datetime) -> int:
    """Give up uploads that nobody finished, and remove what is `gone`: answers how many files that makes.

    Safe to repeat and to run in several workers. Only what a row says is `gone` is removed: a store beside an empty or
    restored database is left as it is.

    Raises:
        StorageUnavailableError, DatabaseUnavailableError: what was not done is for the next sweep.
    """
    swept = _give_up_unfinished(db, now) + _remove_gone(db, store, now)
    store.tidy(now - PARTIAL_REST)
    return swept


def part_count(size: int) -> int:
    """How many parts a file of `size` sealed bytes has."""
    return -(-size // PART)


def part_size(size: int, number: int) -> int:
    """Bytes of part `number` of a file of `size` sealed bytes.

    Raises:
        NotFoundError: the file has no such part.
    """
    if not 0 <= number < part_count(size):
        raise NotFoundError
    return min(PART, size - number * PART)


def _lock_account(db: Session, vault_id: VaultId, *, wait: bool = True) -> bool:
    """Rule 6. False: no such account or, without waiting, somebody else is at it."""
    row = select(Account.vault_id).where(Account.vault_id == vault_id)
    return db.scalar(row.with_for_update(key_share=True, skip_locked=not wait)) is not None


def _find(db: Session, vault_id: VaultId, file_id: FileId, *, lock: bool = False) -> File:
    query = select(File).where(File.vault_id == vault_id, File.file_id == file_id, File.state != "gone")
    file = db.scalar(query.with_for_update() if lock else query)
    if file is None:
        raise NotFoundError
    return file


def _find_open(db: Session, vault_id: VaultId, file_id: FileId, *, lock: bool = False) -> File:
    file = _find(db, vault_id, file_id, lock=lock)
    if file.state != "open":
        raise FileKeptError
    return file


def _recorded(db: Session, vault_id: VaultId, file_id: FileId) -> dict[int, bytes]:
    rows = db.execute(select(Part.number, Part.sha256).where(Part.vault_id == vault_id, Part.file_id == file_id)).all()
    return {row.number: row.sha256 for row in rows}


def _of_part(vault_id: VaultId, file_id: FileId, number: int) -> tuple[ColumnElement[bool], ...]:
    return (Part.vault_id == vault_id, Part.file_id == file_id, Part.number == number)


def _is_recorded(db: Database, vault_id: VaultId, file_id: FileId, part: PartInfo) -> bool:
    """Whether this very part is verified already; otherwise that the file can take it."""
    with db.read() as session:
        file = _find(session, vault_id, file_id)
        if part.size != part_size(file.size, part.number):
            raise PartMismatchError
        recorded = session.scalar(select(Part.sha256).where(*_of_part(vault_id, file_id, part.number)))
        if recorded is None:
            _find_open(session, vault_id, file_id)
    if recorded not in (None, part.sha256):
        raise PartMismatchError
    return recorded is not None


def _record_part(db: Database, vault_id: VaultId, file_id: FileId, part: PartInfo) -> None:
    with db.write() as session:
        # The lock makes a part sent twice at once wait for its twin, and a file given up meanwhile refuse it.
        _find(session, vault_id, file_id, lock=True)
        recorded = session.scalar(select(Part.sha256).where(*_of_part(vault_id, file_id, part.number)))
        if recorded is None:
            values = {"number": part.number, "size": part.size, "sha256": part.sha256}
            session.execute(insert(Part).values(vault_id=vault_id, file_id=file_id, **values))
        elif recorded != part.sha256:
            raise PartMismatchError


def _mark_gone(db: Session, file: File, now: datetime) -> None:
    room = update(Account).where(Account.vault_id == file.vault_id).values(reserved=Account.reserved - file.size)
    db.execute(room)
    db.execute(delete(Part).where(Part.vault_id == file.vault_id, Part.file_id == file.file_id))
    file.state, file.gone_at = "gone", now


def _some_files(db: Database, which: Sequence[ColumnElement[bool]]) -> list[tuple[VaultId, FileId]]:
    with db.read() as session:
        names = session.execute(select(File.vault_id, File.file_id).where(*which).limit(SWEEP_BATCH)).all()
    return [(VaultId(vault_id), FileId(file_id)) for vault_id, file_id in names]


def _give_up_unfinished(db: Database, now: datetime) -> int:
    old = (File.state.in_(("open", "whole")), File.created_at < now - UNFINISHED_DAYS)
    given_up = 0
    for vault_id, file_id in _some_files(db, old):
        with db.write() as session:
            if not _lock_account(session, vault_id, wait=False):
                continue  # its owner or another worker is at it
            file = session.scalar(select(File).where(File.vault_id == vault_id, File.file_id == file_id, *old))
            if file is not None:
                _mark_gone(session, file, now)
                given_up += 1
    return given_up


def _remove_gone(db: Database, store: BlobStore, now: datetime) -> int:
    rested = (File.state == "gone", File.gone_at < now - GONE_REST)
    removed = 0
    for vault_id, file_id in _some_files(db, rested):
        store.delete(file_prefix(vault_id, file_id))
        with db.write() as session:
            row = delete(File).where(File.vault_id == vault_id, File.file_id == file_id, *rested)
            removed += len(session.scalars(row.returning(File.size)).all())
    return removed
