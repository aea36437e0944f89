"""Recovery by people (FORMAT 5.10): the half that the server keeps, and the request under way."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from vault.models.base import Base, Hash32, Id16


class People(Base):
    """The half of the server, given out `delay_days` after it was asked for, if nobody with the vault open refused."""

    __tablename__ = "people"

    vault_id: Mapped[Id16] = mapped_column(primary_key=True)
    auth_hash: Mapped[str] = mapped_column(Text)
    half: Mapped[Hash32]
    delay_days: Mapped[int]
    asked_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
