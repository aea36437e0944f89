"""The owner's side of shares: making one, seeing what became of it, ending it.

Making keeps this order, so that whatever fails leaves nothing that opens:

1. The policy is read: it is for this share, its window is at most thirty days (FORMAT 10.6), not over yet, and begins
   within thirty days: the half lies in its store until the end of the window, so no longer than sixty.
2. The half is on disk in its own store. A half without a share opens nothing, and a sweep removes it after an hour.
   That of a share that is over is not kept again, whoever repeats the request (promise 3).
3. In one transaction: the commit that puts the share into the signed root, the room for one more live share, the
   files (kept, and of this vault), those of them that are its own copies (of no item), the share itself, and its body
   in what the vault uses, like words. A repeated request finds its own share and changes nothing.
4. A share that ended between steps 2 and 3 of a repeated request may have lost its half before step 2 kept it again:
   it is destroyed once more.

Ending marks the share first, so that no opening can begin, then destroys the half (promise 3), then clears what is left
of the share (`services.remains`). Who may open is for `services.openings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from vault.crypto import material
from vault.crypto.encoding import b64
from vault.crypto.errors import CryptoError
from vault.crypto.policy import parse_policy
from vault.errors import (
    BadRequestError,
    FilesNotWholeError,
    ForbiddenError,
    LimitReachedError,
    NotFoundError,
    ShareExistsError,
)
from vault.models.files import File
from vault.models.halves import Half
from vault.models.shares import Receipt, Share, ShareFile
from vault.services import events, halves, remains
from vault.services.catalogue import apply_commit, count_room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import FileId, ShareId, VaultId
    from vault.services.catalogue import Committed, NewCommit
    from vault.services.parts import Parts

LIVE_SHARES_MAX = 200
"""Shares of one vault that are not over: each is an entry of the root that every opening of the vault reads."""

BEGINS_WITHIN = timedelta(days=30)
"""How far ahead a window may begin."""


@dataclass(frozen=True)
class NewShare:
    """What the owner's client hands over (FORMAT 10): the server can read the policy and nothing else."""

    share_id: ShareId
    policy: bytes
    body: bytes
    wrapped: bytes
    half: bytes
    link_key: bytes
    access_key: bytes
    files: Sequence[FileId]
    own: Sequence[FileId] = ()
    """Those of `files` that are copies made for this share."""


@dataclass(frozen=True)
class SeenShare:
    """A share as its owner follows it, with the receipts of its openings in order of time."""

    share: Share
    receipts: list[Receipt]


def make(parts: Parts, vault_id: VaultId, new: NewShare, commit: NewCommit) -> Committed:
    """The share and its commit are on disk, or neither is.

    Raises:
        BadRequestError: the policy is malformed, for another share, already over, or begins in over thirty days.
        ShareExistsError: the id is in use with other content.
        ConflictError and the other refusals of `apply_commit`: the commit is refused, and the share with it.
        LimitReachedError: 200 shares are live.
        FilesNotWholeError: a file is not kept in this vault.
        ForbiddenError: a file of `own` is not among `files`, or is an item's.
        QuotaExceededError: the vault has no room for the body.
    """
    now = parts.clock()
    share = _read_policy(vault_id, new, now)  # 1
    with parts.db.read() as session:
        known = _share_of_id(session, new.share_id)
    if known is None or not _is_over(known):  # 2
        halves.keep(parts.halves, Half(share_id=new.share_id, half=new.half, not_after=share.not_after, at=now))
    with parts.db.write() as session:  # 3
        done = apply_commit(session, vault_id, commit, now)
        known = _made_before(session, share)
        if known is None:
            _check_room(session, vault_id, now)
            _check_files(session, vault_id, new.files)
            _check_own(session, vault_id, new)
            _insert(session, share, new)
            count_room(session, vault_id, added=len(share.body))
            events.record(session, vault_id, "share:made", now, share=b64(new.share_id))
    if known is not None and _is_over(known):  # 4
        halves.destroy(parts.halves, [new.share_id])
    return done


def seen(parts: Parts, vault_id: VaultId) -> list[SeenShare]:
    """All shares of the vault, ended ones too, oldest first."""
    with parts.db.read() as session:
        shares = session.scalars(select(Share).where(Share.vault_id == vault_id).order_by(Share.not_before)).all()
        receipts = session.scalars(select(Receipt).where(Receipt.vault_id == vault_id).order_by(Receipt.at)).all()
    by_share: dict[bytes, list[Receipt]] = {share.share_id: [] for share in shares}
    for receipt in receipts:
        by_share[receipt.share_id].append(receipt)
    return [SeenShare(share, by_share[share.share_id]) for share in shares]


def read_body(parts: Parts, vault_id: VaultId, share_id: ShareId) -> bytes:
    """The sealed body, for the owner to look again at what she shared.

    Raises:
        NotFoundError: the share is not of this vault, or has ended.
    """
    with parts.db.read() as session:
        share = session.get(Share, (vault_id, share_id), options=[undefer(Share.body)])
        if share is None or share.ended_at is not None:
            raise NotFoundError
        return share.body


def end(parts: Parts, vault_id: VaultId, share_id: ShareId) -> datetime:
    """When the share ended: now, or before. Its half is destroyed, and what is left of it cleared, when this returns.

    Raises:
        NotFoundError: the share is not of this vault.
        DatabaseUnavailableError: it may be marked as ended with its half still there; ending again finishes it.
    """
    with parts.db.write() as session:
        ended_at = mark_ended(session, vault_id, share_id, parts.clock())
    halves.destroy(parts.halves, [share_id])
    remains.clear(parts, vault_id, share_id, parts.clock())
    return ended_at


def mark_ended(session: Session, vault_id: VaultId, share_id: ShareId, now: datetime) -> datetime:
    """When the share ended: now, or before. The caller destroys its half once the transaction is on disk.

    Raises:
        NotFoundError: the share is not of this vault.
    """
    share = session.get(Share, (vault_id, share_id), with_for_update=True)
    if share is None:
        raise NotFoundError
    if share.ended_at is None:
        share.ended_at, share.ended_why = now, "revoked"
        events.record(session, vault_id, "share:ended", now, share=b64(share_id), why="revoked")
    return share.ended_at


def _read_policy(vault_id: VaultId, new: NewShare, now: datetime) -> Share:
    try:
        policy = parse_policy(new.policy)
    except CryptoError as error:
        raise BadRequestError(field="policy") from error
    share = Share(
        vault_id=vault_id,
        share_id=new.share_id,
        policy=new.policy,
        body=new.body,
        body_hash=sha256(new.body).digest(),
        wrapped=new.wrapped,
        link_key=new.link_key,
        access_key=new.access_key,
        not_before=_naive(policy.not_before),
        not_after=_naive(policy.not_after),
        max_opens=policy.max_opens,
    )
    soon = share.not_before <= now + BEGINS_WITHIN
    if policy.share_id != material.ShareId(new.share_id) or share.not_after <= now or not soon:
        raise BadRequestError(field="policy")
    return share


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _share_of_id(session: Session, share_id: bytes) -> Share | None:
    return session.scalar(select(Share).where(Share.share_id == share_id))


def _is_over(share: Share) -> bool:
    return share.ended_at is not None or share.opens >= share.max_opens


def _made_before(session: Session, share: Share) -> Share | None:
    known = _share_of_id(session, share.share_id)
    if known is None:
        return None
    if (known.vault_id, known.policy, known.body_hash) != (share.vault_id, share.policy, share.body_hash):
        raise ShareExistsError
    return known


def _check_room(session: Session, vault_id: VaultId, now: datetime) -> None:
    live = select(func.count()).where(Share.vault_id == vault_id, Share.ended_at.is_(None), Share.not_after > now)
    if session.scalars(live).one() >= LIVE_SHARES_MAX:
        raise LimitReachedError


def _check_files(session: Session, vault_id: VaultId, files: Sequence[FileId]) -> None:
    query = select(func.count()).where(File.vault_id == vault_id, File.file_id.in_(files), File.state == "kept")
    if session.scalars(query).one() != len(set(files)):
        raise FilesNotWholeError


def _check_own(session: Session, vault_id: VaultId, new: NewShare) -> None:
    copies = select(func.count()).select_from(File)
    copies = copies.where(File.vault_id == vault_id, File.file_id.in_(new.own), File.state == "kept", remains.is_copy())
    if not set(new.own) <= set(new.files) or session.scalars(copies).one() != len(set(new.own)):
        raise ForbiddenError


def _insert(session: Session, share: Share, new: NewShare) -> None:
    session.add(share)
    session.flush()
    named = {"vault_id": share.vault_id, "share_id": share.share_id}
    session.add_all(ShareFile(**named, file_id=file, own=file in new.own) for file in set(new.files))
