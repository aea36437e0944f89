"""Sessions of people, and the sources from which an account was opened before.

A stolen copy of the table opens nothing: it holds the hash of the cookie's token.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16


class LoginSession(Base):
    """One opened vault on one device."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_vault_id", "vault_id"), Index("ix_sessions_seen_at", "seen_at"))

    token_hash: Mapped[Hash32] = mapped_column(primary_key=True)
    vault_id: Mapped[Id16]
    session_id: Mapped[Id16] = mapped_column(unique=True)
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
