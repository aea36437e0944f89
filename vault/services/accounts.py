"""Accounts: making one, and checking a password without learning it or telling who exists.

What a client sends is AUTH (FORMAT 5.4), never the password. It is stored as Argon2id(HMAC-SHA256(pepper, AUTH)): a
stolen database cannot be tried without the pepper, which is not in it.

A check of AUTH, in order (an unknown identifier takes the same steps at the same cost, against a decoy):

1. the account and its known sources are looked up;
2. the try is counted (`services.limits`);
3. the stored check is computed;
4. only then is it decided; both failures are one answer, `login_refused`.

The derivation parameters of an unknown identifier are stable and look like any other's.
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from vault.crypto.constants import KDF_FLOOR, KDF_LANES, KDF_NAME, KDF_SALT
from vault.crypto.encoding import b64, dump
from vault.errors import BadRequestError, LoginRefusedError, LoginTakenError, NotFoundError
from vault.ids import SessionId, VaultId
from vault.models.accounts import Account, Slot
from vault.models.sessions import KnownSource
from vault.services import catalogue, events, sessions
from vault.services.drafts import count_drafts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from vault.services.limits import Source
    from vault.services.parts import Parts

AUTH_VERSION = 1
KNOWN_SOURCES = 8
"""Sources remembered for an account."""
KNOWN_DAYS = 90
NOBODY = VaultId(bytes(16))
"""Stands for the vault of an identifier that does not exist, so that the same queries run."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


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


@dataclass(frozen=True, slots=True)
class Vault:
    """An account, its slots by ascending id, and how many drafts wait: a client asks for none where there is none."""

    account: Account
    slots: Sequence[Slot]
    drafts: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: the token for the cookie, and the vault it opens."""

    token: str
    vault: Vault


def params_of(parts: Parts, login: str) -> str:
    """Derivation parameters of the identifier's password slot; stable and false where it does not exist."""
    with parts.db.read() as db:
        stored = db.scalar(select(Account.kdf_params).where(Account.login == login))
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
    if [slot.params for slot in new.slots] != [new.params]:
        raise BadRequestError(field="slots")
    parts.limits.registration(source)
    auth_hash = _hasher.hash(_peppered(parts, new.auth))
    now = parts.clock()
    try:
        with parts.db.write() as db:
            account = _insert(db, new, auth_hash, parts)
            catalogue.apply_commit(db, new.vault_id, new.commit, now)
            db.refresh(account)
            events.record(db, new.vault_id, "vault:made", now)
            return _open_session(db, parts, account, source)
    except IntegrityError:
        return _open_again(parts, new, source)


def _open_again(parts: Parts, new: NewAccount, source: Source) -> Opened:
    try:
        opened = log_in(parts, new.login, new.auth, source)
    except LoginRefusedError as error:
        raise LoginTakenError from error
    if opened.vault.account.vault_id != new.vault_id:
        raise LoginTakenError
    return opened


def _insert(db: Session, new: NewAccount, auth_hash: str, parts: Parts) -> Account:
    account = Account(
        vault_id=new.vault_id,
        login=new.login,
        auth_version=AUTH_VERSION,
        kdf_params=new.params,
        auth_hash=auth_hash,
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


def log_in(
    parts: Parts, login: str, auth: bytes, source: Source, older: tuple[VaultId, SessionId] | None = None
) -> Opened:
    """A new session for the right AUTH.

    It ends `older`, the session open in the same browser, of this vault or another: its cookie is about to be
    replaced, and nobody there could close it any more.

    Raises:
        LoginRefusedError: wrong, or no such identifier.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    with parts.db.read() as db:  # 1
        account = db.scalar(select(Account).where(Account.login == login))
        vault_id = NOBODY if account is None else VaultId(account.vault_id)
        known = _is_known(db, parts, vault_id, source)
    parts.limits.login(login, source, known=known)  # 2
    _check_auth(parts, account, auth)  # 3, 4
    parts.limits.forget_login(login, source)
    with parts.db.write() as db:
        if older is not None:
            with suppress(NotFoundError):  # it was closed meanwhile
                sessions.close(db, *older, parts.clock())
        return _open_session(db, parts, db.get_one(Account, vault_id), source)


def unlock(parts: Parts, vault_id: VaultId, session_id: SessionId, auth: bytes, source: Source) -> Vault:
    """Make the session fresh for the right AUTH; counted like a login.

    Raises:
        LoginRefusedError: wrong AUTH.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    with parts.db.read() as db:
        account = db.get_one(Account, vault_id)
        known = _is_known(db, parts, vault_id, source)
    parts.limits.login(account.login, source, known=known)
    _check_auth(parts, account, auth)
    parts.limits.forget_login(account.login, source)
    with parts.db.write() as db:
        sessions.refresh(db, session_id, parts.clock(), parts.settings)
        return read_vault(db, vault_id)


def read_vault(db: Session, vault_id: VaultId) -> Vault:
    """What a client needs to open the vault it has a session for."""
    slots = db.scalars(select(Slot).where(Slot.vault_id == vault_id).order_by(Slot.slot_id)).all()
    return Vault(db.get_one(Account, vault_id), slots, count_drafts(db, vault_id))


def _check_auth(parts: Parts, account: Account | None, auth: bytes) -> None:
    stored = _decoy() if account is None else account.auth_hash
    matches = False
    with suppress(VerificationError):  # 3
        matches = _hasher.verify(stored, _peppered(parts, auth))
    if account is None or not matches:  # 4
        raise LoginRefusedError


def _open_session(db: Session, parts: Parts, account: Account, source: Source) -> Opened:
    now = parts.clock()
    vault_id = VaultId(account.vault_id)
    known = _is_known(db, parts, vault_id, source)
    _remember(db, parts, vault_id, source)
    token, session_id = sessions.start(db, vault_id, now, parts.settings)
    events.record(db, vault_id, "session:opened", now, session=b64(session_id), known=int(known))
    return Opened(token, read_vault(db, vault_id))


def _is_known(db: Session, parts: Parts, vault_id: VaultId, source: Source) -> bool:
    row = db.get(KnownSource, (vault_id, source.tag(parts.settings.pepper, vault_id)))
    return row is not None and row.seen_on > _oldest(parts)


def _remember(db: Session, parts: Parts, vault_id: VaultId, source: Source) -> None:
    """Keep the source among the account's last ones; the oldest make room."""
    tag = source.tag(parts.settings.pepper, vault_id)
    db.merge(KnownSource(vault_id=vault_id, tag=tag, seen_on=parts.clock().date()))
    db.flush()
    mine = select(KnownSource.tag).where(KnownSource.vault_id == vault_id)
    newest = mine.order_by(KnownSource.seen_on.desc(), KnownSource.tag).limit(KNOWN_SOURCES)
    kept = db.scalars(newest.where(KnownSource.seen_on > _oldest(parts))).all()
    others = (KnownSource.vault_id == vault_id, KnownSource.tag != tag)
    db.execute(delete(KnownSource).where(*others, KnownSource.tag.not_in(kept)))


def _oldest(parts: Parts) -> date:
    return parts.clock().date() - timedelta(days=KNOWN_DAYS)


def _peppered(parts: Parts, auth: bytes) -> str:
    return hmac.new(parts.settings.pepper.encode(), auth, hashlib.sha256).hexdigest()


def _false_params(secret: str, login: str) -> str:
    salt = hmac.digest(secret.encode(), b"false-salt\x00" + login.encode(), hashlib.sha256)[:KDF_SALT]
    return dump({"v": 1, "kdf": KDF_NAME, **KDF_FLOOR, "p": KDF_LANES, "salt": b64(salt)}).decode()


@cache
def _decoy() -> str:
    """A stored check that no AUTH meets, at the cost of a real one."""
    return _hasher.hash("no one")
