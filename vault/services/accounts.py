"""Accounts: making one, opening one, and what an identifier that does not exist looks like.

What a client sends is AUTH (FORMAT 5.4), never the password; `services.proofs` checks it. Opening, in order:

1. a secret is proven, and where the vault has a second factor, that too (`services.factors`);
2. the account is what it was when the secret was proven: a password changed meanwhile opens nothing more;
3. the older session of the same browser ends, the new one begins, and the owner can read of both.

The derivation parameters of an unknown identifier are stable and look like any other's.
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import literal, select
from sqlalchemy.exc import IntegrityError

from vault.crypto.constants import KDF_FLOOR, KDF_LANES, KDF_NAME, KDF_SALT
from vault.crypto.encoding import b64, dump
from vault.errors import BadRequestError, LoginRefusedError, LoginTakenError, NotFoundError
from vault.ids import SessionId, VaultId
from vault.models.accounts import Account, Slot
from vault.models.factors import Factor
from vault.services import catalogue, events, known_sources, sessions
from vault.services.drafts import count_drafts
from vault.services.notices import Notice, under_way
from vault.services.proofs import hash_secret, prove

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from vault.services.limits import Source
    from vault.services.parts import Parts
    from vault.services.sessions import Via

    Older = tuple[VaultId, SessionId]

AUTH_VERSION = 1


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A way into the vault that registration brings (FORMAT 5.7)."""

    slot_id: bytes
    kind: str
    params: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What registration brings; every secret in it is sealed or derived."""

    login: str
    vault_id: VaultId
    auth: bytes
    params: str
    slots: Sequence[NewSlot]
    identity: bytes
    commit: catalogue.NewCommit
    phrase_auth: bytes | None = None


@dataclass(frozen=True, slots=True)
class Vault:
    """An account, its slots by ascending id, how many drafts wait (a client asks for none where there is none), the way
    in of the session, the day before that the vault was opened on, and what is under way.
    """

    account: Account
    slots: Sequence[Slot]
    drafts: int
    via: Via
    opened_on: date
    notices: Sequence[Notice]


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: the token for the cookie, and the vault it opens."""

    token: str
    vault: Vault


def params_of(parts: Parts, login: str) -> str:
    """Derivation parameters of the identifier's password slot; stable and false where it does not exist."""
    # One row comes back either way: fetching one takes longer than finding none, and would tell who exists.
    asked = select(literal(login).label("login")).subquery()
    found = select(Account.kdf_params).select_from(asked).outerjoin(Account, Account.login == asked.c.login)
    with parts.db.read() as db:
        stored = db.scalar(found)
    false = _false_params(parts.settings.secret_key, login)
    return false if stored is None else stored


def register(parts: Parts, new: NewAccount, source: Source) -> Opened:
    """Make an account with its first commit and a session, all or nothing.

    Sent again after a lost answer, it opens the account it made: the sender shows the same vault id and AUTH.

    Raises:
        LoginTakenError: the identifier exists.
        BadRequestError: the slots do not carry the parameters, or the first commit is not one.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    _check_slots(new)
    parts.limits.registration(source)
    auth_hash = hash_secret(parts, new.auth)
    phrase_hash = None if new.phrase_auth is None else hash_secret(parts, new.phrase_auth)
    now = parts.clock()
    try:
        with parts.db.write() as db:
            account = _insert(db, new, (auth_hash, phrase_hash), parts)
            catalogue.apply_commit(db, new.vault_id, new.commit, now)
            db.refresh(account)
            events.record(db, new.vault_id, "vault:made", now)
            return _open_session(db, parts, account, source, "password")
    except IntegrityError:
        return _open_again(parts, new, source)


def _check_slots(new: NewAccount) -> None:
    """A password slot, and a phrase slot with the check of its phrase or neither of both (FORMAT 5.7)."""
    kinds = sorted(slot.kind for slot in new.slots)
    if kinds != (["password"] if new.phrase_auth is None else ["password", "phrase"]):
        raise BadRequestError(field="slots")
    if [slot.params for slot in new.slots if slot.kind == "password"] != [new.params]:
        raise BadRequestError(field="slots")


def _open_again(parts: Parts, new: NewAccount, source: Source) -> Opened:
    try:
        account = check_login(parts, new.login, new.auth, source)
    except LoginRefusedError as error:
        raise LoginTakenError from error
    if account.vault_id != new.vault_id or _has_second_factor(parts, new.vault_id):
        raise LoginTakenError  # a lost answer is repeated before anything else is done: this is no way round a factor
    return open_for(parts, account, source, None, "password")


def _has_second_factor(parts: Parts, vault_id: VaultId) -> bool:
    confirmed = select(Factor.factor_id).where(Factor.vault_id == vault_id, Factor.confirmed)
    with parts.db.read() as db:
        return db.scalar(confirmed.limit(1)) is not None


def _insert(db: Session, new: NewAccount, hashes: tuple[str, str | None], parts: Parts) -> Account:
    account = Account(
        vault_id=new.vault_id,
        login=new.login,
        auth_version=AUTH_VERSION,
        kdf_params=new.params,
        auth_hash=hashes[0],
        phrase_hash=hashes[1],
        identity=new.identity,
        seq=0,
        root=b"",
        root_hash=bytes(32),
        epoch=1,
        quota=parts.settings.quota_bytes,
        used=0,
        reserved=0,
        created_on=parts.clock().date(),
        opened_on=parts.clock().date(),
    )
    db.add(account)
    db.flush()
    for slot in new.slots:
        row = Slot(vault_id=new.vault_id, slot_id=slot.slot_id, kind=slot.kind, params=slot.params, sealed=slot.sealed)
        db.add(row)
    db.flush()
    return account


def check_login(parts: Parts, login: str, auth: bytes, source: Source) -> Account:
    """The account of the right AUTH; nothing is open yet.

    Raises:
        LoginRefusedError, TooManyAttemptsError, LimitsUnavailableError: as `proofs.prove`.
    """
    return prove(parts, login, "password", auth, source).account


def open_for(parts: Parts, account: Account, source: Source, older: Older | None, via: Via) -> Opened:
    """A new session of an account as it was when its secrets were proven.

    It ends `older`, the session open in the same browser, of this vault or another: its cookie is about to be
    replaced, and nobody there could close it any more.

    Raises:
        LoginRefusedError: the ways in were changed meanwhile.
    """
    with parts.db.write() as db:
        return open_in(db, parts, unchanged(db, account), source, older, via)


def unchanged(db: Session, account: Account) -> Account:
    """The account, locked for the rest of the transaction, if it still is what it was when its secrets were proven.

    Raises:
        LoginRefusedError: the ways in were changed meanwhile.
    """
    now = db.get_one(Account, account.vault_id, with_for_update={"key_share": True})
    if (now.auth_hash, now.phrase_hash) != (account.auth_hash, account.phrase_hash):
        raise LoginRefusedError
    return now


def open_in(db: Session, parts: Parts, account: Account, source: Source, older: Older | None, via: Via) -> Opened:
    """As `open_for`, inside the caller's transaction, which holds the account."""
    if older is not None:
        with suppress(NotFoundError):  # it was closed meanwhile
            sessions.close(db, *older, parts.clock())
    return _open_session(db, parts, account, source, via)


def unlock(parts: Parts, vault_id: VaultId, session_id: SessionId, auth: bytes, source: Source) -> Vault:
    """Make the session fresh for the right AUTH; counted like a login.

    Raises:
        LoginRefusedError: wrong AUTH, or the ways in were changed meanwhile.
        SessionEndedError: the session was closed meanwhile.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    with parts.db.read() as db:
        login = db.get_one(Account, vault_id).login
    proven = prove(parts, login, "password", auth, source)
    with parts.db.write() as db:
        unchanged(db, proven.account)
        sessions.refresh(db, session_id, parts.clock(), parts.settings)
        return read_vault(db, vault_id, sessions.via(db, vault_id, session_id), parts.clock())


def read_vault(db: Session, vault_id: VaultId, via: Via, now: datetime, opened_on: date | None = None) -> Vault:
    """What a client needs to open the vault it has a session for."""
    account = db.get_one(Account, vault_id)
    slots = db.scalars(select(Slot).where(Slot.vault_id == vault_id).order_by(Slot.slot_id)).all()
    drafts = count_drafts(db, vault_id)
    return Vault(account, slots, drafts, via, opened_on or account.opened_on, under_way(db, vault_id, now))


def _open_session(db: Session, parts: Parts, account: Account, source: Source, via: Via) -> Opened:
    now = parts.clock()
    vault_id = VaultId(account.vault_id)
    before, account.opened_on = account.opened_on, now.date()
    known = known_sources.is_known(db, parts, vault_id, source)
    known_sources.remember(db, parts, vault_id, source)
    token, session_id = sessions.start(db, vault_id, via, now, parts.settings)
    events.record(db, vault_id, "session:opened", now, session=b64(session_id), known=int(known))
    if via in sessions.RECOVERIES:
        events.record(db, vault_id, "recovery:opened", now, way=via)
    return Opened(token, read_vault(db, vault_id, via, now, before))


def _false_params(secret: str, login: str) -> str:
    salt = hmac.digest(secret.encode(), b"false-salt\x00" + login.encode(), hashlib.sha256)[:KDF_SALT]
    return dump({"v": 1, "kdf": KDF_NAME, **KDF_FLOOR, "p": KDF_LANES, "salt": b64(salt)}).decode()
