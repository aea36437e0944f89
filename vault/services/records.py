"""Records: sealed versions of items, read in the order asked for. They are only ever written by a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_

from vault.crypto.encoding import u32
from vault.errors import BodyTooLargeError, NotFoundError
from vault.models.catalogue import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from vault.ids import ItemId, VaultId

READ_LIMIT = 64 * 1024 * 1024
"""Sealed bytes of one answer: 200 records of the largest texts are a third of it; it bounds the memory of a process."""


def existing_versions(
    db: Session, vault_id: VaultId, named: Collection[tuple[ItemId, int]]
) -> dict[tuple[ItemId, int], int]:
    """Those of the item versions that the vault has, with the size of each, sealed."""
    asked = tuple_(Record.item_id, Record.version).in_(named)
    rows = db.execute(
        select(Record.item_id, Record.version, func.length(Record.sealed)).where(Record.vault_id == vault_id, asked)
    )
    return {(item_id, version): size for item_id, version, size in rows}


def read_records(db: Session, vault_id: VaultId, named: Sequence[tuple[ItemId, int]]) -> list[bytes]:
    """For each version in the order asked: its length as u32, then the sealed record.

    Raises:
        NotFoundError: one of them is not in this vault.
        BodyTooLargeError: together they are over `READ_LIMIT`; to be asked for in smaller numbers.
    """
    sizes = existing_versions(db, vault_id, named)
    if not sizes.keys() >= set(named):
        raise NotFoundError
    if sum(sizes[key] for key in named) > READ_LIMIT:
        raise BodyTooLargeError
    asked = tuple_(Record.item_id, Record.version).in_(named)
    rows = db.execute(select(Record.item_id, Record.version, Record.sealed).where(Record.vault_id == vault_id, asked))
    sealed = {(item_id, version): data for item_id, version, data in rows}
    return [piece for key in named for piece in (u32(len(sealed[key])), sealed[key])]
