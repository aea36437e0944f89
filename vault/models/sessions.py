"""Sessions of people, and the sources from which an account was opened before.

A stolen copy of the table opens nothing: it holds the hash of the cookie's token.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16


class LoginSession(Base):
    """One opened vault on one device."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_vault_id", "vault_id"), Index("ix_sessions_seen_at", "seen_at"))

    token_hash: Mapped[Hash32] = mapped_column(primary_key=True)
    vault_id: Mapped[Id16]
    session_id: Mapped[Id16] = mapped_column(unique=True)
    via: Mapped[str] = mapped_column(String(8), default="password")
    """The way in: `password`, `passkey`, `phrase` or `people`."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class KnownSource(Base):
    """A network from which the owner opened her vault: `tag` is an HMAC, the address itself is kept nowhere."""

    __tablename__ = "known_sources"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    tag: Mapped[Hash32] = mapped_column(primary_key=True)
    seen_on: Mapped[date]


class Refusal(Base):
    """Failed accesses of one day and kind. An identifier that does not exist writes the same row under the vault id of
    zeros, so that failing costs the same.
    """

    __tablename__ = "refusals"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    """What was tried: `password`, `second`, `phrase`, `people` or `passkey`."""
    count: Mapped[int]
    last_at: Mapped[datetime]


class Ticket(Base):
    """One step of a login or of a passkey ceremony that waits for the next; used once."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_expires_at", "expires_at"),)

    ticket_hash: Mapped[Hash32] = mapped_column(primary_key=True)
    vault_id: Mapped[Id16 | None]
    purpose: Mapped[str] = mapped_column(String(16))
    challenge: Mapped[Hash32 | None]
    expires_at: Mapped[datetime]
