"""Sessions: made when a password was right, found by a token, ended by its owner or by time.

A session is open while, in this order:

1. the hash of the token is in the table, and the token was never stored;
2. nobody closed it;
3. it was used within `session_idle_seconds`;
4. it was made within `session_absolute_seconds`.

It is *fresh* for `fresh_seconds` after the password was given: sharing and erasing ask for that, so that somebody who
finds an open vault cannot give it away. Time is the server's.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import delete, or_, select, update

from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import MalformedError
from vault.errors import DatabaseUnavailableError, NotFoundError, SessionEndedError, StorageFullError
from vault.ids import ID_BYTES, SessionId, VaultId
from vault.models.sessions import LoginSession
from vault.services import events

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.config import Settings
    from vault.services.parts import Parts

Via = Literal["password", "passkey", "phrase", "people"]
"""The way in that made a session."""
RECOVERIES: tuple[Via, ...] = ("phrase", "people")
"""Ways in that stand in for password and second factor."""

TOKEN_BYTES = 32
TOUCH_SECONDS = 60
"""How stale `seen_at` may be: writing it at every request would make each reading a write."""


def start(db: Session, vault_id: VaultId, via: Via, now: datetime, settings: Settings) -> tuple[str, SessionId]:
    """Make a fresh session: the token that opens it, as text and nowhere but in this answer, and its id."""
    session_id = SessionId(os.urandom(ID_BYTES))
    token = os.urandom(TOKEN_BYTES)
    db.add(
        LoginSession(
            token_hash=hashlib.sha256(token).digest(),
            vault_id=vault_id,
            session_id=session_id,
            via=via,
            created_at=now,
            seen_at=now,
            fresh_until=now + timedelta(seconds=settings.fresh_seconds),
            ended_at=None,
        )
    )
    return b64(token), session_id


def parse_token(text: str) -> bytes:
    """The 32 bytes of a token.

    Raises:
        ValueError: the text is not a token.
    """
    try:
        return unb64(text, TOKEN_BYTES)
    except MalformedError as error:
        raise ValueError(str(error)) from error


def find(parts: Parts, text: str) -> LoginSession | None:
    """The open session of a token, or None; notes that it is in use."""
    try:
        token_hash = hashlib.sha256(parse_token(text)).digest()
    except ValueError:
        return None
    now = parts.clock()
    with parts.db.read() as db:
        row = db.scalar(select(LoginSession).where(LoginSession.token_hash == token_hash, *_open(now, parts.settings)))
    if row is not None and now - row.seen_at >= timedelta(seconds=TOUCH_SECONDS):
        _touch(parts, token_hash, now)
    return row


def _touch(parts: Parts, token_hash: bytes, now: datetime) -> None:
    # A full disk or a busy database must not end the reading of an open vault.
    with suppress(StorageFullError, DatabaseUnavailableError), parts.db.write() as db:
        same = LoginSession.token_hash == token_hash
        db.execute(update(LoginSession).where(same, LoginSession.seen_at < now).values(seen_at=now))


def _open(now: datetime, settings: Settings) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginSession.ended_at.is_(None),  # 2
        LoginSession.seen_at > now - timedelta(seconds=settings.session_idle_seconds),  # 3
        LoginSession.created_at > now - timedelta(seconds=settings.session_absolute_seconds),  # 4
    )


def refresh(db: Session, session_id: SessionId, now: datetime, settings: Settings) -> None:
    """Make a session fresh; the caller has just checked the password."""
    until = now + timedelta(seconds=settings.fresh_seconds)
    db.execute(update(LoginSession).where(LoginSession.session_id == session_id).values(fresh_until=until, seen_at=now))


def listed(db: Session, vault_id: VaultId, now: datetime, settings: Settings) -> list[LoginSession]:
    """The open sessions of a vault, newest first."""
    query = select(LoginSession).where(LoginSession.vault_id == vault_id, *_open(now, settings))
    return list(db.scalars(query.order_by(LoginSession.created_at.desc())))


def close(db: Session, vault_id: VaultId, session_id: SessionId, now: datetime) -> None:
    """End one session of the vault.

    Raises:
        NotFoundError: the vault has no such session, or it has ended.
    """
    mine = (LoginSession.vault_id == vault_id, LoginSession.session_id == session_id)
    closing = update(LoginSession).where(*mine, LoginSession.ended_at.is_(None)).values(ended_at=now)
    if db.scalar(closing.returning(LoginSession.session_id)) is None:
        raise NotFoundError
    events.record(db, vault_id, "session:closed", now, session=b64(session_id))


def close_others(db: Session, vault_id: VaultId, session_id: SessionId, now: datetime, settings: Settings) -> None:
    """End every open session of the vault but this one."""
    _close_all(db, vault_id, now, *_open(now, settings), LoginSession.session_id != session_id)


def close_via(db: Session, vault_id: VaultId, ways: Sequence[Via], now: datetime, settings: Settings) -> None:
    """End every open session that one of these ways made: what it stood on is no more."""
    _close_all(db, vault_id, now, *_open(now, settings), LoginSession.via.in_(ways))


def _close_all(db: Session, vault_id: VaultId, now: datetime, *which: ColumnElement[bool]) -> None:
    closing = update(LoginSession).where(LoginSession.vault_id == vault_id, *which).values(ended_at=now)
    ended = db.scalars(closing.returning(LoginSession.session_id), execution_options={"synchronize_session": False})
    for other in ended.all():
        events.record(db, vault_id, "session:closed", now, session=b64(other))


def via(db: Session, vault_id: VaultId, session_id: SessionId) -> Via:
    """The way in that made an open session of the vault.

    Raises:
        SessionEndedError: it was closed meanwhile.
    """
    mine = (LoginSession.vault_id == vault_id, LoginSession.session_id == session_id)
    found = db.scalar(select(LoginSession.via).where(*mine, LoginSession.ended_at.is_(None)))
    if found is None:
        raise SessionEndedError
    return cast("Via", found)


def settle(db: Session, session_id: SessionId) -> None:
    """Make a session of a recovery one like any other: the right that the recovery gave is spent."""
    db.execute(update(LoginSession).where(LoginSession.session_id == session_id).values(via="password"))


def sweep(db: Session, now: datetime, settings: Settings) -> int:
    """Delete the sessions that have ended, by closing or by time; how many."""
    idle = now - timedelta(seconds=settings.session_idle_seconds)
    absolute = now - timedelta(seconds=settings.session_absolute_seconds)
    over = or_(LoginSession.ended_at.is_not(None), LoginSession.seen_at <= idle, LoginSession.created_at <= absolute)
    return len(db.scalars(delete(LoginSession).where(over).returning(LoginSession.session_id)).all())
