"""What is under way against, or for, a vault, and must be seen by whoever opens it: a recovery by people, an erasure.

It is shown inside the vault only, at every opening, until it is done, refused or cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from vault.models.erasures import Erasure
from vault.models.recoveries import People

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import VaultId


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing under way, that can take effect at `ready_at`; `id` is that of an erasure, a recovery has none."""

    kind: Literal["recovery", "erasure"]
    id: bytes | None
    ready_at: datetime


def under_way(db: Session, vault_id: VaultId) -> Sequence[Notice]:
    """All that is under way, the first to take effect first."""
    people = db.get(People, vault_id)
    found = [Notice("recovery", None, people.ready_at)] if people is not None and people.ready_at is not None else []
    waiting = (Erasure.vault_id == vault_id, Erasure.cancelled_at.is_(None), Erasure.done_at.is_(None))
    found += [Notice("erasure", row.erasure_id, row.ready_at) for row in db.scalars(select(Erasure).where(*waiting))]
    return sorted(found, key=lambda notice: notice.ready_at)
