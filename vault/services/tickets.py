"""Tickets: one step of a login, or of a passkey ceremony, that waits for the next.

1. A ticket is 32 random bytes, kept as their hash, for one purpose, for five minutes.
2. It is spent by what it opens, in the same transaction: of two that bring it at the same instant, one is refused.
   A slip leaves it, since it is the tries that are counted (`services.limits`), and a person who mistypes a code should
   not have to type her passphrase again.
3. The challenge that a passkey signs belongs to one ticket, so an assertion that was overheard opens nothing more.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, select

from vault.errors import TicketSpentError
from vault.ids import VaultId
from vault.models.sessions import Ticket

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

Purpose = Literal["second", "passkey", "register"]
"""Second step of a login; an assertion of any passkey of ours; a new passkey."""

TICKET_BYTES = 32
LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new ticket, and the 32 bytes that a passkey signs with it."""

    ticket: bytes
    challenge: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """What a ticket was made for; an assertion of whatever passkey names no vault before it is verified."""

    vault_id: VaultId | None
    challenge: bytes


def issue(db: Session, purpose: Purpose, vault_id: VaultId | None, now: datetime) -> Issued:
    """Make a ticket."""
    made = Issued(os.urandom(TICKET_BYTES), os.urandom(TICKET_BYTES))
    db.add(
        Ticket(
            ticket_hash=_hash(made.ticket),
            vault_id=vault_id,
            purpose=purpose,
            challenge=made.challenge,
            expires_at=now + LIFE,
        )
    )
    return made


def look(db: Session, ticket: bytes, purpose: Purpose, now: datetime) -> Held:
    """What a ticket was made for, without spending it.

    Raises:
        TicketSpentError: it was used, its time is over, or it was made for something else.
    """
    row = db.scalar(select(Ticket).where(Ticket.ticket_hash == _hash(ticket)))
    if row is None or row.purpose != purpose or row.expires_at <= now or row.challenge is None:
        raise TicketSpentError
    return Held(None if row.vault_id is None else VaultId(row.vault_id), row.challenge)


def spend(db: Session, ticket: bytes, purpose: Purpose, now: datetime, vault_id: VaultId | None = None) -> Held:
    """What a ticket was made for, once; undone with the transaction (rule 2).

    Raises:
        TicketSpentError: as `look`, or it was made for another vault than `vault_id`.
    """
    held = look(db, ticket, purpose, now)
    if held.vault_id != vault_id:
        raise TicketSpentError
    taken = delete(Ticket).where(Ticket.ticket_hash == _hash(ticket)).returning(Ticket.ticket_hash)
    if db.scalar(taken) is None:
        raise TicketSpentError
    return held


def tear_up(db: Session, purpose: Purpose, vault_id: VaultId) -> None:
    """End all tickets of a vault for this purpose."""
    db.execute(delete(Ticket).where(Ticket.vault_id == vault_id, Ticket.purpose == purpose))


def sweep(db: Session, now: datetime) -> None:
    """Remove the tickets whose time is over."""
    db.execute(delete(Ticket).where(Ticket.expires_at <= now))


def _hash(ticket: bytes) -> bytes:
    return hashlib.sha256(ticket).digest()
