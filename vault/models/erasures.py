"""Erasures asked for before their time, in their cooling-off (promise 7)."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Id16


class Erasure(Base):
    """A wish to erase items, or the whole vault; anybody with the vault open sees it and can cancel it."""

    __tablename__ = "erasures"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    erasure_id: Mapped[Id16] = mapped_column(primary_key=True)
    whole: Mapped[bool]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class ErasureItem(Base):
    """An item that an erasure names."""

    __tablename__ = "erasure_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["vault_id", "erasure_id"], ["erasures.vault_id", "erasures.erasure_id"], ondelete="CASCADE"
        ),
    )

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    erasure_id: Mapped[Id16] = mapped_column(primary_key=True)
    item_id: Mapped[Id16] = mapped_column(primary_key=True)
