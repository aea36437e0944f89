"""Proving a secret of a vault without the server learning it, or telling who exists.

Three secrets let somebody in: AUTH of the password, `phrase_auth`, `people_auth` (FORMAT 5.4, 5.9, 5.10). Each is
stored as Argon2id(HMAC-SHA256(pepper, secret)): a stolen database cannot be tried without the pepper, which is not in
it.

A check, in order. An identifier that does not exist, and a vault without the way that is tried, take the same steps at
the same cost, against a decoy:

1. the account's stored checks and its known sources are looked up: one row comes back either way, without the root,
   since reading it takes the longer, the more a vault holds;
2. the try is counted (`services.limits`);
3. the stored check is computed;
4. a failure is counted for the owner's eyes (`services.refusals`);
5. only then is it decided; all failures are one answer, `login_refused`.

What a proof opens is for the callers.
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import literal, select

from vault.errors import LoginRefusedError
from vault.ids import VaultId
from vault.models.accounts import Account
from vault.models.recoveries import People
from vault.services.known_sources import is_known
from vault.services.refusals import NOBODY, note_refusal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from vault.services.limits import Source
    from vault.services.parts import Parts

Way = Literal["password", "phrase", "people"]
"""A way in that shows a secret to the server."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@dataclass(frozen=True, slots=True)
class Proven:
    """Whose secret was shown (what a proof needs of the account is loaded, no more), and the stored check that it met:
    what follows holds only while both stay.
    """

    account: Account
    check: str


def prove(parts: Parts, login: str, way: Way, secret: bytes, source: Source) -> Proven:
    """The account whose secret of this way was shown.

    Raises:
        LoginRefusedError: wrong, no such way, or no such identifier.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    with parts.db.read() as db:  # 1
        vault_id, checks = _look_up(db, login)
        known = is_known(db, parts, vault_id or NOBODY, source)
    if way == "password":  # 2
        parts.limits.login(login, source, known=known)
    else:
        parts.limits.recovery(login, source, known=known)
    stored = checks[way]
    matches = _matches(stored or _decoy(), _peppered(parts, secret))  # 3
    if vault_id is None or stored is None or not matches:
        note_refusal(parts, vault_id, way)  # 4
        raise LoginRefusedError  # 5
    parts.limits.forget_login(login, source)
    account = Account(vault_id=vault_id, login=login, auth_hash=checks["password"], phrase_hash=checks["phrase"])
    return Proven(account, stored)


def hash_secret(parts: Parts, secret: bytes) -> str:
    """The check to store of a secret, by which `prove` knows it."""
    return _hasher.hash(_peppered(parts, secret))


def _look_up(db: Session, login: str) -> tuple[VaultId | None, dict[Way, str | None]]:
    """Whose identifier it is, and the stored check of each way; all None where it does not exist."""
    asked = select(literal(login).label("login")).subquery()
    found = (
        select(Account.vault_id, Account.auth_hash, Account.phrase_hash, People.auth_hash)
        .select_from(asked)
        .outerjoin(Account, Account.login == asked.c.login)
        .outerjoin(People, People.vault_id == Account.vault_id)
    )
    vault_id, password, phrase, people = db.execute(found).one()
    return VaultId(vault_id) if vault_id else None, {"password": password, "phrase": phrase, "people": people}


def _matches(stored: str, peppered: str) -> bool:
    with suppress(VerificationError):
        return _hasher.verify(stored, peppered)
    return False


def _peppered(parts: Parts, secret: bytes) -> str:
    return hmac.new(parts.settings.pepper.encode(), secret, hashlib.sha256).hexdigest()


@cache
def _decoy() -> str:
    """A stored check that no secret meets, at the cost of a real one."""
    return _hasher.hash("no one")
