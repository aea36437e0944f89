"""What the server holds of a catalogue: sealed pages, sealed records, and the little it must know of them.

The current root is a column of `accounts`: changing it is the compare-and-set that orders all commits of a vault.
`trash` and `seq` exist so that the server can hold the thirty days of grace by its own clock, against somebody who
sits at an open vault and wants it empty (promise 7).
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations at run time

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16


class Commit(Base):
    """One acknowledged commit; makes sending it again harmless and leaves a trail of roots."""

    __tablename__ = "commits"
    __table_args__ = (UniqueConstraint("vault_id", "commit_id"),)

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    commit_id: Mapped[Id16]
    root_hash: Mapped[Hash32]
    at: Mapped[datetime]


class Page(Base):
    """The current sealed page of a number; `version` is the seq of the commit that wrote it."""

    __tablename__ = "pages"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Hash32]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Record(Base):
    """One sealed version of an item, never overwritten; `seq` is the commit that brought it."""

    __tablename__ = "records"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    item_id: Mapped[Id16] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Hash32]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class Trash(Base):
    """An item in the trash, since when by the server's clock."""

    __tablename__ = "trash"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    item_id: Mapped[Id16] = mapped_column(primary_key=True)
    trashed_at: Mapped[datetime]
