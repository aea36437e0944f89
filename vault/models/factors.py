"""Second factors of a vault, and the codes for when they are lost. They keep a server from letting in; they open
nothing that is sealed.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16

CREDENTIAL_LENGTH = 1023
"""Bytes of a WebAuthn credential id, at most."""


class Factor(Base):
    """A TOTP secret, sealed at rest, or the public key of a passkey. Unconfirmed ones ask nothing of anybody."""

    __tablename__ = "factors"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    factor_id: Mapped[Id16] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    credential: Mapped[bytes | None] = mapped_column(LargeBinary(CREDENTIAL_LENGTH), unique=True)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """Time step of the last TOTP code accepted: none of that step or before is accepted again."""
    confirmed: Mapped[bool]
    created_on: Mapped[date]
    used_on: Mapped[date | None]


class RecoveryCode(Base):
    """A code that stands in once for a second factor; only its HMAC is kept."""

    __tablename__ = "recovery_codes"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    hash: Mapped[Hash32] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]
