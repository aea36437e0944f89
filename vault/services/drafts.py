"""Drafts: what somebody was writing, sealed, so that a locked tab loses nothing. Nothing vouches for them (9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from vault.errors import LimitReachedError, NotFoundError
from vault.models.accounts import Account
from vault.models.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import DraftId, VaultId

DRAFTS = 50
"""Drafts of one vault at once; each is at most 512 KiB, sealed."""


def read_drafts(db: Session, vault_id: VaultId) -> Sequence[Draft]:
    """All drafts of the vault, newest first."""
    return db.scalars(select(Draft).where(Draft.vault_id == vault_id).order_by(Draft.at.desc(), Draft.draft_id)).all()


def count_drafts(db: Session, vault_id: VaultId) -> int:
    """How many drafts the vault has."""
    return db.scalar(select(func.count()).where(Draft.vault_id == vault_id)) or 0


def keep_draft(db: Session, vault_id: VaultId, draft_id: DraftId, sealed: bytes, now: datetime) -> None:
    """Keep or replace one draft.

    Raises:
        LimitReachedError: the vault has `DRAFTS` others.
        NotFoundError: the vault was erased meanwhile; nothing of it may come back.
    """
    # Two tabs keeping their draft at once wait for each other here: neither collides with nor uncounts the other.
    mine = select(Account.vault_id).where(Account.vault_id == vault_id)
    if db.scalar(mine.with_for_update(key_share=True)) is None:
        raise NotFoundError
    draft = db.get(Draft, (vault_id, draft_id))
    if draft is not None:
        draft.sealed, draft.at = sealed, now
        return
    if count_drafts(db, vault_id) >= DRAFTS:
        raise LimitReachedError
    db.add(Draft(vault_id=vault_id, draft_id=draft_id, sealed=sealed, at=now))


def drop_draft(db: Session, vault_id: VaultId, draft_id: DraftId) -> None:
    """Forget one draft; one that is not there is forgotten already."""
    db.execute(delete(Draft).where(Draft.vault_id == vault_id, Draft.draft_id == draft_id))
