"""Sealed drafts: a convenience that nothing vouches for (FORMAT 9.1)."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations at run time

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Id16


class Draft(Base):
    """What somebody was writing when the tab was locked."""

    __tablename__ = "drafts"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    draft_id: Mapped[Id16] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
