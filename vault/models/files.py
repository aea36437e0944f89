"""Sealed files and their verified parts.

A file is `open` while parts arrive, `whole` when they are all there, `kept` when a commit took it, `gone` when it is
given up or erased. A `gone` row is what remembers blobs still to be removed: the sweep removes only what such a row
names, so that a restored or empty database never empties the store.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations at run time
from typing import Literal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16

FileState = Literal["open", "whole", "kept", "gone"]


class File(Base):
    """A sealed body; `size` counts sealed bytes, `kept_seq` is the commit that kept it."""

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'whole', 'kept', 'gone')", name="state"),
        Index(None, "state", "created_at"),
    )

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    file_id: Mapped[Id16] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[FileState] = mapped_column(String(5))
    created_at: Mapped[datetime]
    kept_seq: Mapped[int | None] = mapped_column(BigInteger)
    gone_at: Mapped[datetime | None]


class Part(Base):
    """One object of the store. The row exists only after its size and SHA-256 were verified."""

    __tablename__ = "parts"
    __table_args__ = (
        ForeignKeyConstraint(["vault_id", "file_id"], ["files.vault_id", "files.file_id"], ondelete="CASCADE"),
    )

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    file_id: Mapped[Id16] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    sha256: Mapped[Hash32]
