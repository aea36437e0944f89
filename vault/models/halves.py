"""Halves: the part of a share's key that only the server holds, in a store of its own that is never backed up.

Nothing here points to the vault: a stolen copy of this store alone says neither whose share it is nor what it opens.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations at run time

from sqlalchemy import Connection, Index, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import HalvesBase, Hash32, Id16


class Half(HalvesBase):
    """32 random bytes, kept from just before the share's commit (`at`) to its end."""

    __tablename__ = "halves"
    __table_args__ = (Index(None, "not_after"),)

    share_id: Mapped[Id16] = mapped_column(primary_key=True)
    half: Mapped[Hash32]
    not_after: Mapped[datetime]
    at: Mapped[datetime]


@event.listens_for(Half.__table__, "after_create")
def _keep_no_sample(_table: Table, connection: Connection, **_options: object) -> None:
    # PostgreSQL samples the values of columns for its planner, and keeps the sample when the rows are gone.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE halves ALTER COLUMN half SET STATISTICS 0")
