"""What the owner can read about her vault: a closed vocabulary with exact fields.

1. A name outside the vocabulary, a missing field or one too many raises: an event cannot carry more than was decided
   here.
2. Fields are ids (base64url) and numbers. Never a title, an address, a user agent: an event must not tell where or
   what.
3. An event is written in the transaction of what it tells, so that one is not without the other.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from vault.ids import ID_BYTES, EventId, VaultId
from vault.models.events import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

Value = str | int

VOCABULARY: dict[str, dict[str, type[Value]]] = {
    "vault:made": {},
    "session:opened": {"session": str, "known": int},
    "session:closed": {"session": str},
    "item:erased": {"items": int},
    "erasure:asked": {"erasure": str, "items": int},
    "erasure:cancelled": {"erasure": str},
    "share:made": {"share": str},
    "share:opened": {"share": str},
    "share:refused": {"share": str, "left": int},
    "share:ended": {"share": str, "why": str},
    "password:changed": {},
    "phrase:set": {},
    "phrase:removed": {},
    "people:set": {"days": int},
    "people:removed": {},
    "passkeys:changed": {"slots": int},
    "factors:dropped": {"factors": int},
    "vault:rotated": {"epoch": int},
    "factor:added": {"factor": str, "kind": str},
    "factor:removed": {"factor": str, "kind": str},
    "codes:made": {},
    "code:used": {"left": int},
    "recovery:asked": {"days": int},
    "recovery:refused": {},
    "recovery:opened": {"way": str},
    "recovery:done": {"way": str},
}
"""Name → fields. Append-only: an old event keeps its meaning."""

PAGE = 100
"""Events of one answer."""


def record(db: Session, vault_id: VaultId, name: str, now: datetime, **fields: Value) -> None:
    """Write an event into the transaction of `db`.

    Raises:
        ValueError: the name or the fields are not in the vocabulary.
    """
    declared = VOCABULARY.get(name)
    if declared is None or {key: type(value) for key, value in fields.items()} != declared:
        message = f"{name} does not have these fields: {sorted(fields)}"
        raise ValueError(message)
    db.add(Event(vault_id=vault_id, event_id=os.urandom(ID_BYTES), at=now, name=name, fields=fields))


def listed(db: Session, vault_id: VaultId, before: EventId | None) -> list[Event]:
    """The events of a vault, newest first, at most `PAGE`, starting after the event `before` of an earlier answer."""
    query = select(Event).where(Event.vault_id == vault_id)
    if before is not None:
        last = db.get(Event, (vault_id, before))
        if last is None:
            return []
        query = query.where(tuple_(Event.at, Event.event_id) < (last.at, last.event_id))
    return list(db.scalars(query.order_by(Event.at.desc(), Event.event_id.desc()).limit(PAGE)))
