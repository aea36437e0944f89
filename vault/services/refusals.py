"""Failed accesses, counted for the owner's eyes: one row a day and kind, so that a flood fills nothing.

1. A failure on an identifier that does not exist writes the same row under the vault of nobody, with the same
   statement: how long a refusal takes does not tell whose vault exists.
2. A row says how many and when last. Never from where: that would tell about her, too.
3. The base being away or full does not turn a refusal into something else: it is then not counted.
4. Rows go after ninety days, with the sweep.

What is a failure is for the services that refuse; bounding guesses is for `services.limits`.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from vault.errors import DatabaseUnavailableError, StorageFullError
from vault.ids import ID_BYTES, VaultId
from vault.models.sessions import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vault.services.parts import Parts

Kind = Literal["password", "second", "phrase", "people", "passkey"]
"""What was tried."""

NOBODY = VaultId(bytes(ID_BYTES))
"""Stands for the vault of an identifier that does not exist, so that the same queries run."""
KEPT_DAYS = 90


def note_refusal(parts: Parts, vault_id: VaultId | None, kind: Kind) -> None:
    """Count one failed access, in a transaction of its own; None is an identifier that does not exist (rule 1)."""
    now = parts.clock()
    insert = sqlite.insert if parts.db.is_sqlite else postgresql.insert
    row = {"vault_id": vault_id or NOBODY, "on": now.date(), "kind": kind, "count": 1, "last_at": now}
    counted = (
        insert(Refusal)
        .values(row)
        .on_conflict_do_update(
            index_elements=["vault_id", "on", "kind"], set_={"count": Refusal.count + 1, "last_at": now}
        )
    )
    with suppress(DatabaseUnavailableError, StorageFullError), parts.db.write() as db:  # 3
        db.execute(counted)


def listed(db: Session, vault_id: VaultId, now: datetime) -> Sequence[Refusal]:
    """The failed accesses to a vault, newest first."""
    kept = (Refusal.vault_id == vault_id, Refusal.on > _oldest(now))
    return db.scalars(select(Refusal).where(*kept).order_by(Refusal.on.desc(), Refusal.last_at.desc())).all()


def sweep(db: Session, now: datetime) -> None:
    """Remove the rows whose time is over (rule 4)."""
    db.execute(delete(Refusal).where(Refusal.on <= _oldest(now)))


def _oldest(now: datetime) -> date:
    return now.date() - timedelta(days=KEPT_DAYS)
