"""Accounts and slots. One account has one vault; the current root of its catalogue lives in the account's row, so that
one `UPDATE … WHERE seq = :old` decides which of two writers wins.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16

LOGIN_LENGTH = 64
INACTIVE_YEARS = 6
"""The time within which most offences of our field may be prosecuted (code de procédure pénale, art. 8)."""


class Account(Base):
    """An account and the head of its vault."""

    __tablename__ = "accounts"
    __table_args__ = (Index(None, "inactive_years", "opened_on"),)

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), unique=True)
    auth_version: Mapped[int]
    kdf_params: Mapped[str] = mapped_column(Text)
    auth_hash: Mapped[str] = mapped_column(Text)
    identity: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed identity document (FORMAT 6.1)."""
    seq: Mapped[int] = mapped_column(BigInteger)
    """Number of the current root; 0 until the first commit, in the same transaction as the account."""
    root: Mapped[bytes] = mapped_column(LargeBinary)
    root_hash: Mapped[Hash32]
    epoch: Mapped[int]
    quota: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int] = mapped_column(BigInteger)
    """Sealed bytes of records, of share bodies, and of files that a commit keeps."""
    reserved: Mapped[int] = mapped_column(BigInteger)
    """Sealed bytes announced by uploads that no commit keeps yet."""
    created_on: Mapped[date]
    """A day, not a moment: it is not ours to know when somebody sat down."""
    phrase_hash: Mapped[str | None] = mapped_column(Text)
    """Check of the recovery phrase (FORMAT 5.9), stored like `auth_hash`; null where there is no phrase."""
    inactive_years: Mapped[int] = mapped_column(default=INACTIVE_YEARS)
    """How long a vault that nobody opens is kept, as its owner chose."""
    opened_on: Mapped[date]
    """Day of the last opening."""
    inactive_noted_on: Mapped[date | None]
    """Day on which a sweep first found the vault near the end of its years; means something only after `opened_on`."""


class Slot(Base):
    """One way to open the vault (FORMAT 5.7)."""

    __tablename__ = "slots"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    slot_id: Mapped[Id16] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    params: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
