"""Vaults and commits of plain bytes, for tests that look below the API: the server never reads what it keeps."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

import httpx
from sqlalchemy import select

from vault.errors import StorageUnavailableError
from vault.ids import CommitId, FileId, ItemId, VaultId
from vault.models.accounts import Account
from vault.models.base import Base
from vault.services import files
from vault.services.catalogue import Committed, NewCommit, NewPage, NewRecord, apply_commit, read_catalogue
from vault.services.parts import Parts
from vault.storage import PartReceiver, part_key

NOW = datetime(2026, 5, 4, 12, 0, 0)  # noqa: DTZ001 - stored times are naive UTC
MONTH = timedelta(days=30)
SECOND = timedelta(seconds=1)


def new_vault(parts: Parts, *, quota: int = 10**9) -> VaultId:
    """An account without a commit yet."""
    vault_id = VaultId(os.urandom(16))
    account = Account(
        vault_id=vault_id,
        login=f"test-{vault_id.hex()}",
        auth_version=1,
        kdf_params="",
        auth_hash="",
        identity=b"",
        seq=0,
        root=b"",
        root_hash=bytes(32),
        epoch=1,
        quota=quota,
        used=0,
        reserved=0,
        created_on=date(2026, 5, 4),
        opened_on=date(2026, 5, 4),
    )
    with parts.db.write() as db:
        db.add(account)
    return vault_id


def new_commit(seq: int, *records: NewRecord, page: int = 0, **change: object) -> NewCommit:
    """A commit of one page that says its seq, so that a root beside a page of another commit shows."""
    pages = [NewPage(page, seq, b"page of %d" % seq)]
    return NewCommit(CommitId(os.urandom(16)), seq, b"root of %d" % seq, pages, records, **change)


def new_record(item_id: ItemId | None = None, version: int = 1, size: int = 100) -> NewRecord:
    """One record of random bytes."""
    return NewRecord(item_id or ItemId(os.urandom(16)), version, os.urandom(size))


def commit(parts: Parts, vault_id: VaultId, new: NewCommit, now: datetime = NOW) -> Committed:
    """Apply it in a transaction of its own."""
    with parts.db.write() as db:
        return apply_commit(db, vault_id, new, now)


def frame(parts: Parts, vault_id: VaultId, since: int = 0) -> bytes | None:
    """The catalogue's frame."""
    with parts.db.read() as db:
        pieces = read_catalogue(db, vault_id, since)
    return None if pieces is None else b"".join(pieces)


def room(parts: Parts, vault_id: VaultId) -> tuple[int, int]:
    """Bytes used and reserved."""
    with parts.db.read() as db:
        used, reserved = db.execute(select(Account.used, Account.reserved).where(Account.vault_id == vault_id)).one()
    return used, reserved


def snapshot(parts: Parts, vault_id: VaultId) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the vault, table by table."""
    rows = {}
    with parts.db.read() as db:
        for table in Base.metadata.sorted_tables:
            if "vault_id" in table.c:
                found = db.execute(select(table).where(table.c.vault_id == vault_id).order_by(*table.primary_key))
                rows[table.name] = [tuple(row) for row in found]
    return rows


@dataclass(frozen=True)
class Sent:
    """A file that was sent: its id and its sealed bytes."""

    file_id: FileId
    body: bytes


def open_file(parts: Parts, vault_id: VaultId, size: int, now: datetime = NOW) -> FileId:
    """Room for a file."""
    file_id = FileId(os.urandom(16))
    with parts.db.write() as db:
        files.open_file(db, vault_id, file_id, size, 10**12, now)
    return file_id


def part_info(number: int, body: bytes) -> files.PartInfo:
    """A part as its sender announces it."""
    return files.PartInfo(number, len(body), hashlib.sha256(body).digest())


def put_part(
    parts: Parts, vault_id: VaultId, file_id: FileId, number: int, body: bytes, *, sent: bytes | None = None
) -> None:
    """Announce `body` and send it, or `sent`, the way a client would: through the app, or with a ticket."""
    sent = body if sent is None else sent
    part = part_info(number, body)
    if isinstance(parts.blobs, PartReceiver):
        files.put_part(parts.db, parts.blobs, vault_id, file_id, part, BytesIO(sent))
        return
    with parts.db.read() as db:
        (ticket,) = files.issue_tickets(db, parts.blobs, vault_id, file_id, [part])
    assert ticket is not None
    httpx.put(ticket.url, headers=dict(ticket.headers), content=sent).raise_for_status()
    files.confirm_part(parts.db, parts.blobs, vault_id, file_id, number, part.sha256)


def complete(parts: Parts, vault_id: VaultId, file_id: FileId) -> None:
    """Declare it whole."""
    with parts.db.write() as db:
        files.complete_file(db, vault_id, file_id)


def whole_file(parts: Parts, vault_id: VaultId, size: int = 5000, now: datetime = NOW) -> Sent:
    """A file of one part that no commit keeps yet."""
    sent = Sent(open_file(parts, vault_id, size, now), os.urandom(size))
    put_part(parts, vault_id, sent.file_id, 0, sent.body)
    complete(parts, vault_id, sent.file_id)
    return sent


def blob_is_there(parts: Parts, vault_id: VaultId, sent: Sent) -> bool:
    """Whether the store has the file's first part, whole."""
    try:
        return b"".join(parts.blobs.open(part_key(vault_id, sent.file_id, 0), 0, len(sent.body))) == sent.body
    except StorageUnavailableError:
        return False
