"""Rows of the catalogue, and the records that they vouch for (FORMAT 7.5, 8).

A row is edited by pure functions, so that a change can be made again on a newer catalogue. A row never disappears: an
erased one says that it was erased.

Rules of opening a record, in order:

1. the row has the version asked for;
2. the sealed bytes have the hash of that version (A9, A10);
3. they open under the item key of the row, as that version of that item;
4. the document is well formed and of the kind that the row says.

A row seen before and the same row of a newer catalogue, in order (7.6 (8)):

1. it is still there;
2. it is erased, for good, or has the newest version seen before, or only later ones.
"""

import hmac
import os
from typing import NamedTuple

from vault.crypto import schema
from vault.crypto.constants import KEY, PAD_MINIMUM
from vault.crypto.encoding import Document, b64, context, dump, load, sha256, unb64
from vault.crypto.errors import ForgedError, ForkError, MalformedError, OmittedError
from vault.crypto.material import ItemId, SealingKey, VaultId
from vault.crypto.padding import pad, unpad
from vault.crypto.sealing import open_sealed, seal

Row = Document
"""A document of 7.5, checked by `schema.row`."""


class NewVersion(NamedTuple):
    """What a row keeps of a new version: its sealed hash and key, when, what lists show, and its files."""

    n: int
    hash: bytes
    key: SealingKey
    at: str
    summary: Document
    files: tuple[bytes, ...]


def new_item_key() -> SealingKey:
    """Return a key for one version of one item (4.6)."""
    return SealingKey(os.urandom(KEY))


def seal_record(key: SealingKey, vault_id: VaultId, item_id: ItemId, version: int, document: Document) -> bytes:
    """Return one version of a record, sealed whole (8).

    Raises:
        MalformedError, UnsupportedError: a reader would refuse the document.
    """
    schema.RECORD(document)
    plaintext = pad(dump(document), PAD_MINIMUM["record"])
    return seal(key, _context(vault_id, item_id, version), plaintext)


def open_record(row: Row, version: int, vault_id: VaultId, sealed: bytes) -> Document:
    """Return one version of a record, as the row vouches for it.

    Raises:
        OmittedError: the row does not have this version.
        ForgedError: other bytes were served than those that were kept.
        DoesNotOpenError, MalformedError, UnsupportedError: what was kept does not read.
    """
    # 1.
    kept = next((one for one in row["versions"] if one["n"] == version), None)
    if kept is None:
        raise OmittedError("a row does not have this version")
    # 2.
    if not hmac.compare_digest(sha256(sealed), unb64(kept["hash"])):
        raise ForgedError("a record is not the one that was kept")
    # 3.
    sealing_context = _context(vault_id, ItemId(unb64(row["id"])), version)
    plaintext = open_sealed(SealingKey(unb64(kept["key"])), sealing_context, sealed)
    # 4.
    document = load(unpad(plaintext), schema.RECORD)
    if document["kind"] != row["kind"]:
        raise MalformedError("a record is not of the kind of its row")
    return document


def latest(row: Row) -> int:
    """Return the number of the newest version of a row.

    Raises:
        OmittedError: the row is erased.
    """
    if not row["versions"]:
        raise OmittedError("an erased row has no version")
    return int(row["versions"][-1]["n"])


def check_continues(before: Row, after: Row | None) -> None:
    """Check a row of a newer catalogue against the one accepted before, by the list above.

    The roots in between are not seen, so that a server could drop a commit that it acknowledged and show what another
    device wrote in its place.

    Raises:
        ForkError: what was accepted before has gone.
    """
    if after is None:  # 1
        raise ForkError("an item accepted before has gone")
    if after["erased_at"] is not None:
        return
    if before["erased_at"] is not None or latest(after) < latest(before):  # 2
        raise ForkError("a version accepted before has gone")
    newest = before["versions"][-1]
    if any(one["n"] == newest["n"] and one["hash"] != newest["hash"] for one in after["versions"]):
        raise ForkError("a version accepted before was exchanged")


def with_version(row: Row | None, item_id: ItemId, kind: str, new: NewVersion) -> Row:
    """Return a row with one version more, or a new row.

    Raises:
        OmittedError: the row is erased: what was erased does not come back.
        MalformedError: the number does not follow the newest; the record must be sealed again under the next one.
    """
    if new.n != (latest(row) + 1 if row else 1):
        raise MalformedError("a version does not follow the newest one")
    version = {"n": new.n, "hash": b64(new.hash), "key": b64(new.key), "at": new.at}
    files = [*(row["files"] if row else ()), *(b64(file) for file in new.files)]
    return {
        "id": b64(item_id),
        "kind": kind,
        "versions": [*(row["versions"] if row else ()), version],
        "summary": new.summary,
        "files": list(dict.fromkeys(files)),
        "trashed_at": row["trashed_at"] if row else None,
        "erased_at": None,
    }


def trashed(row: Row, at: str) -> Row:
    """Return a row in the trash since the time `at`; its content stays."""
    return row | {"trashed_at": at}


def restored(row: Row) -> Row:
    """Return a row out of the trash."""
    return row | {"trashed_at": None}


def erased(row: Row, at: str) -> Row:
    """Return a row whose keys are gone since the time `at`; only that it existed is left."""
    return row | {"versions": [], "summary": None, "files": [], "erased_at": at}


def _context(vault_id: VaultId, item_id: ItemId, version: int) -> bytes:
    return context("record", vault_id=vault_id, object_id=item_id, version=version)
