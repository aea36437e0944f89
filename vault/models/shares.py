"""Shares, the files a recipient may read, and the receipts of openings.

The server knows the policy (dates, number of openings), two public keys and sealed bytes. It knows neither what is
shared, nor for whom, nor why: label and purpose are in the sealed document and in the sealed root.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations at run time

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16


class Share(Base):
    """One share by link and code (FORMAT 10). `ended_at` is set once, and says that the half is gone or going."""

    __tablename__ = "shares"
    __table_args__ = (Index(None, "not_after"),)

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    share_id: Mapped[Id16] = mapped_column(primary_key=True, unique=True)
    policy: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    body_hash: Mapped[Hash32]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    link_key: Mapped[Hash32]
    access_key: Mapped[Hash32]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    max_opens: Mapped[int]
    opens: Mapped[int] = mapped_column(default=0)
    wrong_codes: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(16))


class ShareFile(Base):
    """A file that a recipient of the share may read; any other file of the vault is refused."""

    __tablename__ = "share_files"
    __table_args__ = (ForeignKeyConstraint(["vault_id", "share_id"], ["shares.vault_id", "shares.share_id"]),)

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    share_id: Mapped[Id16] = mapped_column(primary_key=True)
    file_id: Mapped[Id16] = mapped_column(primary_key=True)
    own: Mapped[bool] = mapped_column(default=False)
    """A copy made for this share (without location): erased when the share ends."""


class Receipt(Base):
    """One opening: the recipient's signature, and the hash of the token that reads the body until `token_until`.

    The challenge is in the primary key, so that one signed challenge opens once (A15).
    """

    __tablename__ = "receipts"
    __table_args__ = (ForeignKeyConstraint(["vault_id", "share_id"], ["shares.vault_id", "shares.share_id"]),)

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    share_id: Mapped[Id16] = mapped_column(primary_key=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary(64), primary_key=True)
    receipt: Mapped[bytes] = mapped_column(LargeBinary(64))
    at: Mapped[datetime]
    token_hash: Mapped[Hash32]
    token_until: Mapped[datetime]
