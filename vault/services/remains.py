"""What is left of a share when it has ended, and goes with it (promise 7: real erasure).

1. Only of a share that is marked as ended: until then its recipient may be reading.
2. The body is emptied: it held, sealed, all that was shared. The receipts, the policy and the hash of the body stay,
   so that its owner goes on seeing who opened it.
3. The copies that were made for the share become `gone`, unless a share that has not ended shows them too. A copy is a
   file that came with no record (`is_copy`): with a session alone, nobody declares the file of an item to be one and so
   goes round the trash.
4. The room of both is given back.

All of it is one transaction, under the account's lock, which comes before a share's and a file's everywhere. A kill
before it leaves a body for the sweep; a kill after it leaves blobs for the sweep of `services.files`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, update

from vault.ids import FileId, ShareId, VaultId
from vault.models.accounts import Account
from vault.models.catalogue import Record
from vault.models.files import File, Part
from vault.models.shares import Share, ShareFile
from vault.services.files import remove_blobs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.services.parts import Parts

BATCH = 200
"""Shares of one sweep; the next goes on."""


def clear(parts: Parts, vault_id: VaultId, share_id: ShareId, now: datetime) -> bool:
    """Clear what an ended share left; whether there was something. Safe to repeat and in several processes.

    Raises:
        DatabaseUnavailableError: nothing was changed; the next sweep does it.
    """
    with parts.db.write() as session:
        if session.get(Account, vault_id, with_for_update={"key_share": True}) is None:
            return False
        size = _empty_body(session, vault_id, share_id)
        if size is None:
            return False
        copies = _give_up_copies(session, vault_id, share_id, now)
        freed = size + sum(copies.values())
        session.execute(update(Account).where(Account.vault_id == vault_id).values(used=Account.used - freed))
    remove_blobs(parts.blobs, vault_id, list(copies))
    return True


def clear_ended(parts: Parts, now: datetime) -> int:
    """Clear what ended shares left, those of earlier releases too; how many there were."""
    with parts.db.read() as session:
        left = session.execute(select(Share.vault_id, Share.share_id).where(*_uncleared()).limit(BATCH)).all()
    return sum(clear(parts, VaultId(vault_id), ShareId(share_id), now) for vault_id, share_id in left)


def is_copy() -> ColumnElement[bool]:
    """Of a kept file: the commit that kept it brought no record, so it is no item's."""
    same = and_(Record.vault_id == File.vault_id, Record.seq == File.kept_seq)
    return ~select(Record.item_id).where(same).exists()


def _uncleared() -> tuple[ColumnElement[bool], ...]:
    return (Share.ended_at.is_not(None), func.length(Share.body) > 0)


def _empty_body(session: Session, vault_id: VaultId, share_id: ShareId) -> int | None:
    """Bytes freed; None when the share has not ended or is cleared already."""
    mine = (Share.vault_id == vault_id, Share.share_id == share_id)
    size = session.scalar(select(func.length(Share.body)).where(*mine, *_uncleared()))
    if size is not None:
        session.execute(update(Share).where(*mine).values(body=b""))
    return size


def _give_up_copies(session: Session, vault_id: VaultId, share_id: ShareId, now: datetime) -> dict[FileId, int]:
    """The copies that nobody is shown any more, each with its size."""
    own = select(ShareFile.file_id).where(ShareFile.vault_id == vault_id, ShareFile.own)
    here = select(ShareFile.file_id).where(ShareFile.vault_id == vault_id, ShareFile.share_id == share_id)
    same_share = and_(Share.vault_id == ShareFile.vault_id, Share.share_id == ShareFile.share_id)
    shown = select(ShareFile.file_id).join(Share, same_share)
    shown = shown.where(ShareFile.vault_id == vault_id, Share.ended_at.is_(None))
    copies = (
        File.vault_id == vault_id,
        File.state == "kept",
        File.file_id.in_(own),
        File.file_id.in_(here),
        File.file_id.not_in(shown),
        is_copy(),
    )
    gone = update(File).where(*copies).values(state="gone", gone_at=now).returning(File.file_id, File.size)
    rows = session.execute(gone, execution_options={"synchronize_session": False})
    sizes = {FileId(name): size for name, size in rows}
    session.execute(delete(Part).where(Part.vault_id == vault_id, Part.file_id.in_(sizes)))
    return sizes
