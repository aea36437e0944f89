"""Proving a secret of a vault without the server learning it, or telling who exists.

Three secrets let somebody in: AUTH of the password, `phrase_auth`, `people_auth` (FORMAT 5.4, 5.9, 5.10). Each is
stored as Argon2id(HMAC-SHA256(pepper, secret)): a stolen database cannot be tried without the pepper, which is not in
it.

A check, in order. An identifier that does not exist, and a vault without the way that is tried, take the same steps at
the same cost, against a decoy:

1. the account, its stored check of this way and its known sources are looked up;
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
from sqlalchemy import select
from sqlalchemy.orm import load_only

from vault.errors import LoginRefusedError
from vault.ids import VaultId
from vault.models.accounts import Account
from vault.models.recoveries import People
from vault.services.known_sources import is_known
from vault.services.refusals import NOBODY, note_refusal

if TYPE_CHECKING:
    from vault.services.limits import Source
    from vault.services.parts import Parts

Way = Literal["password", "phrase", "people"]
"""A way in that shows a secret to the server."""

# Not the root: reading it takes the longer, the more a vault holds, and an identifier that does not exist has none.
_SMALL = load_only(Account.vault_id, Account.login, Account.auth_hash, Account.phrase_hash)
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
        account = db.scalar(select(Account).options(_SMALL).where(Account.login == login))
        vault_id = NOBODY if account is None else VaultId(account.vault_id)
        people = db.get(People, vault_id)
        known = is_known(db, parts, vault_id, source)
    if way == "password":  # 2
        parts.limits.login(login, source, known=known)
    else:
        parts.limits.recovery(login, source, known=known)
    stored = _stored(account, people, way)
    matches = _matches(stored or _decoy(), _peppered(parts, secret))  # 3
    if account is None or stored is None or not matches:
        note_refusal(parts, vault_id, way)  # 4
        raise LoginRefusedError  # 5
    parts.limits.forget_login(login, source)
    return Proven(account, stored)


def hash_secret(parts: Parts, secret: bytes) -> str:
    """The check to store of a secret, by which `prove` knows it."""
    return _hasher.hash(_peppered(parts, secret))


def _stored(account: Account | None, people: People | None, way: Way) -> str | None:
    if way == "people":
        return None if people is None else people.auth_hash
    if account is None:
        return None
    return account.auth_hash if way == "password" else account.phrase_hash


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
