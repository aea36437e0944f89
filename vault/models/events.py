"""What happened to a vault, for its owner's eyes: a closed vocabulary `subject:action` (`services/events.py`)."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Id16


class Event(Base):
    """One thing that happened, with the exact fields its name declares."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_vault_id_at", "vault_id", "at"),)

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    event_id: Mapped[Id16] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(40))
    fields: Mapped[dict[str, str | int]] = mapped_column(JSON)
