"""What is under way against, or for, a vault, and must be seen by whoever opens it: a recovery by people, an erasure.

It is shown inside the vault only, at every opening, until it is done, refused or cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from vault.models.erasures import Erasure
from vault.models.recoveries import People

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import VaultId


LAPSES = timedelta(days=30)
"""After a recovery by people was ready: shares must not wait for a day on which nobody looks."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing under way, that can take effect at `ready_at`; `id` is that of an erasure, a recovery has none."""

    kind: Literal["recovery", "erasure"]
    id: bytes | None
    ready_at: datetime


def request_of(people: People | None, now: datetime) -> tuple[datetime, datetime] | None:
    """When recovery by people was asked for and when it is ready; None where nothing is under way, or it has lapsed."""
    if people is None or people.asked_at is None or people.ready_at is None or people.ready_at + LAPSES <= now:
        return None
    return people.asked_at, people.ready_at


def under_way(db: Session, vault_id: VaultId, now: datetime) -> Sequence[Notice]:
    """All that is under way, the first to take effect first."""
    request = request_of(db.get(People, vault_id), now)
    found = [] if request is None else [Notice("recovery", None, request[1])]
    waiting = (Erasure.vault_id == vault_id, Erasure.cancelled_at.is_(None), Erasure.done_at.is_(None))
    found += [Notice("erasure", row.erasure_id, row.ready_at) for row in db.scalars(select(Erasure).where(*waiting))]
    return sorted(found, key=lambda notice: notice.ready_at)
