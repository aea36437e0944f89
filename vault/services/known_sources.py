"""The places from which an account was opened before: they keep their way in while others guess (`services.limits`).

A place is remembered as an HMAC that only the pepper makes again, among the eight last of the account, for ninety days.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from vault.models.sessions import KnownSource

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from vault.ids import VaultId
    from vault.services.limits import Source
    from vault.services.parts import Parts

KNOWN_SOURCES = 8
"""Sources remembered for an account."""
KNOWN_DAYS = 90


def is_known(db: Session, parts: Parts, vault_id: VaultId, source: Source) -> bool:
    """Whether the account was opened from there lately."""
    row = db.get(KnownSource, (vault_id, source.tag(parts.settings.pepper, vault_id)))
    return row is not None and row.seen_on > _oldest(parts)


def remember(db: Session, parts: Parts, vault_id: VaultId, source: Source) -> None:
    """Keep the source among the account's last ones; the oldest make room."""
    tag = source.tag(parts.settings.pepper, vault_id)
    db.merge(KnownSource(vault_id=vault_id, tag=tag, seen_on=parts.clock().date()))
    db.flush()
    mine = select(KnownSource.tag).where(KnownSource.vault_id == vault_id)
    newest = mine.order_by(KnownSource.seen_on.desc(), KnownSource.tag).limit(KNOWN_SOURCES)
    kept = db.scalars(newest.where(KnownSource.seen_on > _oldest(parts))).all()
    others = (KnownSource.vault_id == vault_id, KnownSource.tag != tag)
    db.execute(delete(KnownSource).where(*others, KnownSource.tag.not_in(kept)))


def _oldest(parts: Parts) -> date:
    return parts.clock().date() - timedelta(days=KNOWN_DAYS)
