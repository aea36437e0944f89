"""Second factors of a vault: adding, confirming, proving and removing them, and the codes for when they are lost.

They keep a server from letting in; they open nothing that is sealed, and add nothing against the server itself.

1. A factor counts once it was confirmed: by a code of the new secret, by the signature of the new passkey.
2. Each proof is accepted once, even by two processes in the same instant: the row is changed on the condition that it
   was not yet. A code of six digits is used up with all of its time step and before; a passkey's counter only grows;
   a recovery code is struck off.
3. Ten recovery codes come with the first factor; making new ones ends the old ones. Only their HMAC is kept.
4. Removing a factor and making codes ask for a proof, and so does adding one where there is one: whoever knows the
   passphrase and finds an open vault would otherwise add a factor of his own, and then take hers away with it. What
   waits to be confirmed was begun under such a proof, so all that waits is dropped when a factor comes to count.
5. Changes of one vault's ways in wait for one another: the row of its account is locked, before any other.
6. A factor of another vault is answered like one that does not exist.
7. A try is counted before it is looked at (`services.limits`).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from vault.crypto.constants import CODE_ALPHABET
from vault.crypto.encoding import b64
from vault.errors import LimitReachedError, NotFoundError, PasskeyRefusedError, ProofNeededError, SecondRefusedError
from vault.ids import ID_BYTES, FactorId, VaultId
from vault.models.accounts import Account
from vault.models.factors import Factor, RecoveryCode
from vault.services import events, passkeys, tickets, totp
from vault.services.known_sources import is_known
from vault.services.refusals import note_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.services.limits import Source
    from vault.services.parts import Parts
    from vault.services.passkeys import Assertion, Attestation

Kind = Literal["totp", "passkey", "code"]

MOST: dict[str, int] = {"totp": 2, "passkey": 8}
"""Factors of a kind. Each secret for codes makes a guess easier; a vault has eight passkey slots (FORMAT 5.7)."""
CODES = 10
CODE_LENGTH = 10
"""Characters of a recovery code, of 5 bits each."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u202f": None, "\u00a0": None})


@dataclass(frozen=True, slots=True)
class Proof:
    """One of the three: a code of six digits, a recovery code as typed, an answer of a passkey.

    `ticket` is the one that a passkey answers inside an open session; in a login it is that of the login.
    """

    totp: str | None = None
    code: str | None = None
    assertion: Assertion | None = None
    ticket: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a login still needs: the kinds it may choose from, and the options for a passkey if there is one."""

    ticket: bytes
    kinds: list[Kind]
    options: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class NewTotp:
    """A secret that waits for its first code."""

    factor_id: FactorId
    shown: totp.Shown


def listed(db: Session, vault_id: VaultId) -> Sequence[Factor]:
    """The confirmed factors of a vault, oldest first."""
    return db.scalars(select(Factor).where(*_confirmed(vault_id)).order_by(Factor.created_on, Factor.factor_id)).all()


def codes_left(db: Session, vault_id: VaultId) -> int:
    """How many recovery codes were not used yet."""
    return db.scalar(select(func.count()).where(*_unused(vault_id))) or 0


def ask(db: Session, parts: Parts, vault_id: VaultId) -> Asked | None:
    """What somebody who gave the right passphrase must still prove; None in a vault without a factor."""
    rows = listed(db, vault_id)
    if not rows:
        return None
    present = {row.kind for row in rows} | ({"code"} if codes_left(db, vault_id) else set())
    kinds: tuple[Kind, ...] = ("totp", "passkey", "code")
    issued = tickets.issue(db, "second", vault_id, parts.clock())
    credentials = [row.credential for row in rows if row.credential is not None]
    options = passkeys.request_options(parts.settings, issued.challenge, credentials) if credentials else None
    return Asked(issued.ticket, [kind for kind in kinds if kind in present], options)


def prove(db: Session, parts: Parts, vault_id: VaultId, proof: Proof, challenge: bytes) -> None:
    """Accept a proof of a confirmed factor, once (rule 2). `challenge` is that of the ticket it came with.

    Raises:
        SecondRefusedError: it is wrong, or was used before.
    """
    if proof.totp is not None:
        _prove_totp(db, parts, vault_id, proof.totp)
    elif proof.code is not None:
        _use_code(db, parts, vault_id, proof.code)
    elif proof.assertion is not None:
        try:
            prove_passkey(db, parts, proof.assertion, challenge, vault_id)
        except PasskeyRefusedError as error:
            raise SecondRefusedError from error
    else:
        raise SecondRefusedError


def prove_passkey(
    db: Session, parts: Parts, assertion: Assertion, challenge: bytes, vault_id: VaultId | None = None
) -> VaultId:
    """The vault whose confirmed passkey signed the challenge, once (rule 2).

    Raises:
        PasskeyRefusedError: no such passkey, or not of `vault_id` where given; or it did not sign this.
    """
    factor = db.scalar(select(Factor).where(Factor.credential == assertion.credential, Factor.confirmed))
    if factor is None or vault_id not in {None, factor.vault_id}:
        raise PasskeyRefusedError
    if assertion.user_handle not in {None, factor.vault_id}:
        raise PasskeyRefusedError
    count = passkeys.verify_assertion(parts.settings, assertion, challenge, factor.secret, factor.sign_count)
    same = (*_one(VaultId(factor.vault_id), FactorId(factor.factor_id)), Factor.sign_count == factor.sign_count)
    used = update(Factor).where(*same).values(sign_count=count, used_on=parts.clock().date())
    if db.scalar(used.returning(Factor.factor_id)) is None:
        raise PasskeyRefusedError
    return VaultId(factor.vault_id)


def vault_of(db: Session, credential: bytes) -> VaultId | None:
    """The vault that a passkey was registered for, if any."""
    found = db.scalar(select(Factor.vault_id).where(Factor.credential == credential))
    return None if found is None else VaultId(found)


def lock(db: Session, vault_id: VaultId) -> None:
    """Wait for what else changes the ways into the vault (rule 5)."""
    db.execute(select(Account.vault_id).where(Account.vault_id == vault_id).with_for_update(key_share=True))


def start_totp(parts: Parts, vault_id: VaultId, proof: Proof | None, source: Source) -> NewTotp:
    """Make a secret; one that was made before and never confirmed is dropped.

    Raises:
        ProofNeededError and others: as `_adding`.
        LimitReachedError: the vault has two already; the proof is not spent.
    """
    secret, factor_id = totp.new_secret(), FactorId(os.urandom(ID_BYTES))
    with _adding(parts, vault_id, proof, source) as db:
        db.execute(delete(Factor).where(Factor.vault_id == vault_id, Factor.confirmed.is_(False)))
        _check_room(db, vault_id, "totp")
        sealed = totp.seal(secret, vault_id, factor_id, parts.settings)
        db.add(_row(parts, vault_id, factor_id, kind="totp", secret=sealed, confirmed=False))
    return NewTotp(factor_id, totp.show(secret, parts.settings))


def confirm_totp(parts: Parts, vault_id: VaultId, factor_id: FactorId, code: str) -> list[str] | None:
    """Make a secret count from now on; the recovery codes, if this is the vault's first factor.

    Raises:
        NotFoundError: no secret of this vault waits under this id.
        SecondRefusedError: the code is not its.
    """
    with parts.db.write() as db:
        lock(db, vault_id)
        factor = db.get(Factor, (vault_id, factor_id))
        if factor is None or factor.confirmed:
            raise NotFoundError
        secret = totp.unseal(factor.secret, vault_id, factor_id, parts.settings)
        factor.last_step = totp.step_of(secret, code, parts.clock())
        factor.confirmed = True
        return _added(db, parts, vault_id, factor_id, "totp")


def start_passkey(parts: Parts, vault_id: VaultId, proof: Proof | None, source: Source) -> tuple[bytes, dict[str, Any]]:
    """The ticket and options for a new passkey.

    Raises:
        ProofNeededError and others: as `_adding`.
        LimitReachedError: the vault has eight already; the proof is not spent.
    """
    with _adding(parts, vault_id, proof, source) as db:
        _check_room(db, vault_id, "passkey")
        issued = tickets.issue(db, "register", vault_id, parts.clock())
        taken = [row.credential for row in listed(db, vault_id) if row.credential is not None]
    return issued.ticket, passkeys.creation_options(parts.settings, vault_id, issued.challenge, taken)


def add_passkey(
    parts: Parts, vault_id: VaultId, ticket: bytes, attestation: Attestation
) -> tuple[FactorId, list[str] | None]:
    """Keep a new passkey; the recovery codes, if this is the vault's first factor.

    Raises:
        TicketSpentError: the ticket is over, used, or another vault's.
        PasskeyRefusedError: it did not answer this ticket, or is registered already.
        LimitReachedError: the vault has eight already.
    """
    factor_id = FactorId(os.urandom(ID_BYTES))
    try:
        with parts.db.write() as db:
            lock(db, vault_id)
            held = tickets.spend(db, ticket, "register", parts.clock(), vault_id)
            _check_room(db, vault_id, "passkey")
            new = passkeys.verify_attestation(parts.settings, attestation, held.challenge)
            row = _row(parts, vault_id, factor_id, kind="passkey", secret=new.public_key, confirmed=True)
            row.credential, row.sign_count = new.credential, new.sign_count
            db.add(row)
            return factor_id, _added(db, parts, vault_id, factor_id, "passkey")
    except IntegrityError as error:
        raise PasskeyRefusedError from error


def renew_codes(parts: Parts, vault_id: VaultId, proof: Proof, source: Source) -> list[str]:
    """Ten new recovery codes in place of the old ones (rule 4).

    Raises:
        SecondRefusedError, TicketSpentError, TooManyAttemptsError, LimitsUnavailableError: as `proving`.
    """
    with proving(parts, vault_id, source) as db:
        prove(db, parts, vault_id, proof, _challenge(db, parts, proof))
        return _make_codes(db, parts, vault_id)


def remove(parts: Parts, vault_id: VaultId, factor_id: FactorId, proof: Proof, source: Source) -> None:
    """Remove a factor (rule 4), and with the last one the recovery codes.

    Raises:
        NotFoundError: the vault has no such factor; the proof is not spent.
        SecondRefusedError, TicketSpentError, TooManyAttemptsError, LimitsUnavailableError: as `proving`.
    """
    with proving(parts, vault_id, source) as db:
        prove(db, parts, vault_id, proof, _challenge(db, parts, proof))
        kind = db.scalar(delete(Factor).where(*_one(vault_id, factor_id), Factor.confirmed).returning(Factor.kind))
        if kind is None:
            raise NotFoundError
        events.record(db, vault_id, "factor:removed", parts.clock(), factor=b64(factor_id), kind=kind)
        if not listed(db, vault_id):
            db.execute(delete(RecoveryCode).where(RecoveryCode.vault_id == vault_id))


@contextmanager
def _adding(parts: Parts, vault_id: VaultId, proof: Proof | None, source: Source) -> Iterator[Session]:
    """A transaction in which a factor may be begun (rule 4).

    Raises:
        ProofNeededError: the vault has a factor, and no proof was brought.
        SecondRefusedError, TicketSpentError, TooManyAttemptsError, LimitsUnavailableError: as `proving`.
    """
    if proof is not None:
        with proving(parts, vault_id, source) as db:
            prove(db, parts, vault_id, proof, _challenge(db, parts, proof))
            yield db
        return
    with parts.db.write() as db:
        lock(db, vault_id)
        if listed(db, vault_id):
            raise ProofNeededError
        yield db


@contextmanager
def proving(parts: Parts, vault_id: VaultId, source: Source) -> Iterator[Session]:
    """A transaction in which a proof is tried: counted before, and noted for the owner's eyes where it is refused.

    Raises:
        SecondRefusedError: passed on from the block, nothing of which then happened.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    with parts.db.read() as db:
        known = is_known(db, parts, vault_id, source)
    parts.limits.second(vault_id, source, known=known)
    try:
        with parts.db.write() as db:
            lock(db, vault_id)
            yield db
    except SecondRefusedError:
        note_refusal(parts, vault_id, "second")
        raise
    parts.limits.forget_second(vault_id, source)


def _challenge(db: Session, parts: Parts, proof: Proof) -> bytes:
    """What a passkey was asked to sign by the ticket that the proof names; nothing else has a challenge."""
    if proof.ticket is None:
        return b""
    return tickets.spend(db, proof.ticket, "passkey", parts.clock()).challenge


def _prove_totp(db: Session, parts: Parts, vault_id: VaultId, code: str) -> None:
    now = parts.clock()
    for factor in db.scalars(select(Factor).where(*_confirmed(vault_id), Factor.kind == "totp")).all():
        factor_id = FactorId(factor.factor_id)
        try:
            step = totp.step_of(totp.unseal(factor.secret, vault_id, factor_id, parts.settings), code, now)
        except SecondRefusedError:
            continue
        later = (*_one(vault_id, factor_id), Factor.last_step < step)
        used = update(Factor).where(*later).values(last_step=step, used_on=now.date())
        if db.scalar(used.returning(Factor.factor_id)) is not None:
            return
    raise SecondRefusedError


def _use_code(db: Session, parts: Parts, vault_id: VaultId, typed: str) -> None:
    now = parts.clock()
    mine = (*_unused(vault_id), RecoveryCode.hash == _hash_code(parts, vault_id, typed))
    struck = update(RecoveryCode).where(*mine).values(used_at=now).returning(RecoveryCode.vault_id)
    if db.scalar(struck) is None:
        raise SecondRefusedError
    events.record(db, vault_id, "code:used", now, left=codes_left(db, vault_id))


def _added(db: Session, parts: Parts, vault_id: VaultId, factor_id: FactorId, kind: str) -> list[str] | None:
    db.flush()
    events.record(db, vault_id, "factor:added", parts.clock(), factor=b64(factor_id), kind=kind)
    db.execute(delete(Factor).where(Factor.vault_id == vault_id, Factor.confirmed.is_(False)))  # 4
    tickets.tear_up(db, "register", vault_id)
    first = len(listed(db, vault_id)) == 1
    return _make_codes(db, parts, vault_id) if first else None


def _make_codes(db: Session, parts: Parts, vault_id: VaultId) -> list[str]:
    db.execute(delete(RecoveryCode).where(RecoveryCode.vault_id == vault_id))
    codes = ["".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    db.add_all(RecoveryCode(vault_id=vault_id, hash=_hash_code(parts, vault_id, code), used_at=None) for code in codes)
    events.record(db, vault_id, "codes:made", parts.clock())
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _hash_code(parts: Parts, vault_id: VaultId, typed: str) -> bytes:
    code = typed.upper().translate(_READ_AS)
    return hmac.digest(parts.settings.pepper.encode(), b"recovery-code\x00" + vault_id + code.encode(), hashlib.sha256)


def _row(parts: Parts, vault_id: VaultId, factor_id: FactorId, *, kind: str, secret: bytes, confirmed: bool) -> Factor:
    return Factor(
        vault_id=vault_id,
        factor_id=factor_id,
        kind=kind,
        secret=secret,
        credential=None,
        sign_count=0,
        last_step=0,
        confirmed=confirmed,
        created_on=parts.clock().date(),
        used_on=None,
    )


def _check_room(db: Session, vault_id: VaultId, kind: str) -> None:
    if sum(row.kind == kind for row in listed(db, vault_id)) >= MOST[kind]:
        raise LimitReachedError


def _one(vault_id: VaultId, factor_id: FactorId) -> tuple[ColumnElement[bool], ...]:
    return (Factor.vault_id == vault_id, Factor.factor_id == factor_id)


def _confirmed(vault_id: VaultId) -> tuple[ColumnElement[bool], ...]:
    return (Factor.vault_id == vault_id, Factor.confirmed.is_(True))


def _unused(vault_id: VaultId) -> tuple[ColumnElement[bool], ...]:
    return (RecoveryCode.vault_id == vault_id, RecoveryCode.used_at.is_(None))
