"""Commits and the catalogue: the server orders sealed bytes, it never looks inside.

A commit is one transaction of the caller's, all or nothing, in this order:

1. The same `commit_id` with the same root was acknowledged already: the same answer, nothing is written again.
2. Compare-and-set: the account's `seq` goes from `seq - 1` to `seq` in one `UPDATE`. Who finds another `seq` has lost
   to another tab or device. The row stays locked until the end, so commits of a vault come one after the other.
3. Pages carry the new `seq` as their version and replace those of their numbers. All of a vault's together are
   bounded: they are counted in no quota, and every opening of the vault reads them.
4. Records are added. A version that exists is never overwritten.
5. Files that are whole become kept.
6. Items go to the trash or come back, by the server's clock. Whatever comes back is no longer named by any erasure:
   put into the trash again, it begins anew.
7. Items are erased out of the trash, thirty days after they went there or when an erasure that names them is ready and
   not cancelled (`services.erasures`), not before; with the files that came with them, and their owner reads of it.
   Whoever sits at an open vault cannot name the files of another item here and so go round the waiting.
8. The room taken is counted. Words go a little beyond the quota: a vault full of videos still takes a journal, and
   shares of it (`services.shares`).

Whether root, pages and records mean anything is for the client alone (FORMAT 7.6). Erased blobs are removed after the
commit, by `services.files`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, literal, select, update

from vault.crypto.encoding import u32
from vault.errors import (
    BadRequestError,
    ConflictError,
    FilesNotWholeError,
    ForbiddenError,
    NotFoundError,
    QuotaExceededError,
    RecordExistsError,
    TooEarlyError,
)
from vault.models.accounts import Account
from vault.models.catalogue import Commit, Page, Record, Trash
from vault.models.erasures import Erasure as Asked
from vault.models.erasures import ErasureItem
from vault.models.files import File, Part
from vault.services import events
from vault.services.records import existing_versions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import CommitId, FileId, ItemId, VaultId

TRASH_DAYS = timedelta(days=30)
"""Promise 7: deleting under threat is not losing."""
WORDS_BEYOND_QUOTA = 256 * 1024 * 1024
"""Bytes of records and share bodies that a vault whose quota is full of files still takes."""
PAGES_ROOM = 256 * 1024 * 1024
"""Bytes of a vault's sealed pages together: a mebibyte for each number, some thousands of rows."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """A sealed page; `version` is the seq of its commit."""

    number: int
    version: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewRecord:
    """One sealed version of an item."""

    item_id: ItemId
    version: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Erasure:
    """An item to erase and the files that were only its own."""

    item_id: ItemId
    files: Sequence[FileId]


@dataclass(frozen=True, slots=True)
class NewCommit:
    """What a client wants the vault to become; `seq` is that of the new root."""

    commit_id: CommitId
    seq: int
    root: bytes
    pages: Sequence[NewPage] = ()
    records: Sequence[NewRecord] = ()
    files: Sequence[FileId] = ()
    trash: Sequence[ItemId] = ()
    restore: Sequence[ItemId] = ()
    erase: Sequence[Erasure] = ()


@dataclass(frozen=True, slots=True)
class Committed:
    """An acknowledged commit: the new seq, and SHA-256 of the sealed root."""

    seq: int
    root_hash: bytes


def apply_commit(db: Session, vault_id: VaultId, new: NewCommit, now: datetime) -> Committed:
    """Apply the commit inside the caller's transaction; acknowledged only once that transaction is on disk.

    Raises:
        ConflictError: another commit came first; `details.seq` is the newest.
        RecordExistsError, FilesNotWholeError, TooEarlyError, ForbiddenError, NotFoundError, QuotaExceededError,
        BadRequestError: a step of the module's list refused; the transaction must be left by the exception.
    """
    committed = Committed(new.seq, sha256(new.root).digest())
    if _acknowledged(db, vault_id, new.commit_id, committed):  # 1
        return committed
    if not _advance(db, vault_id, new, committed.root_hash):  # 2
        if _acknowledged(db, vault_id, new.commit_id, committed):  # sent twice at once: the first was waited for
            return committed
        raise ConflictError(seq=_current_seq(db, vault_id))
    values = {"vault_id": vault_id, "seq": new.seq, "commit_id": new.commit_id}
    db.execute(insert(Commit).values(**values, root_hash=committed.root_hash, at=now))
    _replace_pages(db, vault_id, new)  # 3
    added = _add_records(db, vault_id, new, now)  # 4
    kept = _keep_files(db, vault_id, new)  # 5
    _trash_and_restore(db, vault_id, new, now)  # 6
    freed = sum(_erase(db, vault_id, erasure, now) for erasure in new.erase)  # 7
    if new.erase or new.restore:
        _close_erasures(db, vault_id, now)
    if new.erase:
        events.record(db, vault_id, "item:erased", now, items=len(new.erase))
    count_room(db, vault_id, added=added, kept=kept, freed=freed)  # 8
    return committed


def is_acknowledged(db: Session, vault_id: VaultId, new: NewCommit) -> bool:
    """Whether this very commit is on disk already.

    Raises:
        ConflictError: its id was used for another root.
    """
    return _acknowledged(db, vault_id, new.commit_id, Committed(new.seq, sha256(new.root).digest()))


def read_catalogue(db: Session, vault_id: VaultId, since: int = 0) -> list[bytes] | None:
    """The frame of FORMAT 11 in pieces, with the pages newer than `since`; None when `since` is the current seq.

    Root and pages come from one statement, so from one state of the vault: a commit in between would pair an old root
    with new pages, and the client would have to take that for a lie.
    """
    head = select(literal(-1).label("number"), Account.seq.label("version"), Account.root.label("sealed"))
    head = head.where(Account.vault_id == vault_id, Account.seq != since)
    pages = select(Page.number, Page.version, Page.sealed)
    pages = pages.where(Page.vault_id == vault_id, Page.version > since)
    rows = db.execute(head.union_all(pages).order_by("number")).all()
    if not rows or rows[0].number != -1:
        return None
    root, *newer = rows
    header = {
        "v": 1,
        "seq": root.version,
        "root": len(root.sealed),
        "pages": [[page.number, page.version, len(page.sealed)] for page in newer],
    }
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    return [u32(len(text)) + text, root.sealed, *(page.sealed for page in newer)]


def count_room(db: Session, vault_id: VaultId, *, added: int, kept: int = 0, freed: int = 0) -> None:
    """Count bytes of words added, of files that go from reserved to used, and of both that are freed.

    Raises:
        QuotaExceededError: the words go beyond the quota by more than `WORDS_BEYOND_QUOTA`.
    """
    grown = Account.used + (added + kept - freed)
    room = update(Account).where(Account.vault_id == vault_id)
    if added:
        room = room.where(grown + Account.reserved - kept <= Account.quota + WORDS_BEYOND_QUOTA)
    counted = db.scalar(room.values(used=grown, reserved=Account.reserved - kept).returning(Account.seq))
    if counted is None:
        raise QuotaExceededError


def _acknowledged(db: Session, vault_id: VaultId, commit_id: CommitId, committed: Committed) -> bool:
    known = db.execute(
        select(Commit.seq, Commit.root_hash).where(Commit.vault_id == vault_id, Commit.commit_id == commit_id)
    ).one_or_none()
    if known is None:
        return False
    if (known.seq, known.root_hash) != (committed.seq, committed.root_hash):
        # One id, two roots: answering for the first would let the second be taken for kept.
        raise ConflictError(seq=_current_seq(db, vault_id))
    return True


def _advance(db: Session, vault_id: VaultId, new: NewCommit, root_hash: bytes) -> bool:
    won = db.scalar(
        update(Account)
        .where(Account.vault_id == vault_id, Account.seq == new.seq - 1)
        .values(seq=new.seq, root=new.root, root_hash=root_hash)
        .returning(Account.seq)
    )
    return won is not None


def _current_seq(db: Session, vault_id: VaultId) -> int:
    seq = db.scalar(select(Account.seq).where(Account.vault_id == vault_id))
    if seq is None:
        raise NotFoundError
    return seq


def _replace_pages(db: Session, vault_id: VaultId, new: NewCommit) -> None:
    numbers = [page.number for page in new.pages]
    if any(page.version != new.seq for page in new.pages) or len(set(numbers)) != len(numbers):
        raise BadRequestError(field="pages")
    if not new.pages:
        return
    db.execute(delete(Page).where(Page.vault_id == vault_id, Page.number.in_(numbers)))
    db.execute(
        insert(Page),
        [
            {
                "vault_id": vault_id,
                "number": page.number,
                "version": page.version,
                "hash": sha256(page.sealed).digest(),
                "sealed": page.sealed,
            }
            for page in new.pages
        ],
    )
    if (db.scalar(select(func.sum(func.length(Page.sealed))).where(Page.vault_id == vault_id)) or 0) > PAGES_ROOM:
        raise QuotaExceededError


def _add_records(db: Session, vault_id: VaultId, new: NewCommit, now: datetime) -> int:
    """Bytes added."""
    if not new.records:
        return 0
    named = {(record.item_id, record.version) for record in new.records}
    if len(named) != len(new.records):
        raise BadRequestError(field="records")
    if existing_versions(db, vault_id, named):
        raise RecordExistsError
    db.execute(
        insert(Record),
        [
            {
                "vault_id": vault_id,
                "item_id": record.item_id,
                "version": record.version,
                "seq": new.seq,
                "hash": sha256(record.sealed).digest(),
                "sealed": record.sealed,
                "at": now,
            }
            for record in new.records
        ],
    )
    return sum(len(record.sealed) for record in new.records)


def _keep_files(db: Session, vault_id: VaultId, new: NewCommit) -> int:
    """Bytes that go from reserved to used."""
    if not new.files:
        return 0
    whole = (File.vault_id == vault_id, File.file_id.in_(new.files), File.state == "whole")
    sizes = db.scalars(update(File).where(*whole).values(state="kept", kept_seq=new.seq).returning(File.size)).all()
    if len(sizes) != len(new.files):
        raise FilesNotWholeError
    return sum(sizes)


def _trash_and_restore(db: Session, vault_id: VaultId, new: NewCommit, now: datetime) -> None:
    if new.restore:
        db.execute(delete(Trash).where(Trash.vault_id == vault_id, Trash.item_id.in_(new.restore)))
        db.execute(delete(ErasureItem).where(ErasureItem.vault_id == vault_id, ErasureItem.item_id.in_(new.restore)))
    if not new.trash:
        return
    known = set(
        db.scalars(select(Record.item_id).where(Record.vault_id == vault_id, Record.item_id.in_(new.trash)).distinct())
    )
    if not known.issuperset(new.trash):
        raise NotFoundError
    already = set(db.scalars(select(Trash.item_id).where(Trash.vault_id == vault_id, Trash.item_id.in_(new.trash))))
    fresh = [{"vault_id": vault_id, "item_id": item_id, "trashed_at": now} for item_id in known - already]
    if fresh:
        db.execute(insert(Trash), fresh)


def _erase(db: Session, vault_id: VaultId, erasure: Erasure, now: datetime) -> int:
    """Bytes freed."""
    of_item = (Record.vault_id == vault_id, Record.item_id == erasure.item_id)
    in_trash = (Trash.vault_id == vault_id, Trash.item_id == erasure.item_id)
    trashed_at = db.scalar(select(Trash.trashed_at).where(*in_trash))
    if trashed_at is None:
        raise TooEarlyError
    if trashed_at > now - TRASH_DAYS and not _is_ready(db, vault_id, erasure.item_id, now):
        raise TooEarlyError
    freed = _give_up_files(db, vault_id, erasure, now)
    sizes: Sequence[int] = db.scalars(delete(Record).where(*of_item).returning(func.length(Record.sealed))).all()
    db.execute(delete(Trash).where(*in_trash))
    named = (ErasureItem.vault_id == vault_id, ErasureItem.item_id == erasure.item_id)
    db.execute(delete(ErasureItem).where(*named))
    return freed + sum(sizes)


def _is_ready(db: Session, vault_id: VaultId, item_id: ItemId, now: datetime) -> bool:
    named = select(ErasureItem.erasure_id).where(ErasureItem.vault_id == vault_id, ErasureItem.item_id == item_id)
    ready = select(Asked.erasure_id).where(
        Asked.vault_id == vault_id,
        Asked.erasure_id.in_(named),
        Asked.whole.is_(False),
        Asked.cancelled_at.is_(None),
        Asked.ready_at <= now,
    )
    return db.scalar(ready.limit(1)) is not None


def _close_erasures(db: Session, vault_id: VaultId, now: datetime) -> None:
    """An erasure whose items are all gone or back has nothing left to do."""
    named = select(ErasureItem.item_id).where(
        ErasureItem.vault_id == Asked.vault_id, ErasureItem.erasure_id == Asked.erasure_id
    )
    waiting = (Asked.vault_id == vault_id, Asked.whole.is_(False), Asked.done_at.is_(None))
    db.execute(update(Asked).where(*waiting, ~named.exists()).values(done_at=now))


def _give_up_files(db: Session, vault_id: VaultId, erasure: Erasure, now: datetime) -> int:
    """Bytes freed. The files came in a commit with a record of this item, or with no record at all (shared copies)."""
    with_item = select(Record.seq).where(Record.vault_id == vault_id, Record.item_id == erasure.item_id)
    with_any = select(Record.seq).where(Record.vault_id == vault_id, Record.seq == File.kept_seq)
    files = (File.vault_id == vault_id, File.file_id.in_(erasure.files), File.state == "kept")
    own = (*files, File.kept_seq.in_(with_item) | ~with_any.exists())
    gone = update(File).where(*own).values(state="gone", gone_at=now).returning(File.size)
    sizes = db.scalars(gone, execution_options={"synchronize_session": False}).all()
    if len(sizes) != len(set(erasure.files)):
        raise ForbiddenError
    db.execute(delete(Part).where(Part.vault_id == vault_id, Part.file_id.in_(erasure.files)))
    return sum(sizes)
