"""Opening a vault where a second factor stands between, and opening one by a passkey alone.

With identifier and passphrase, in order:

1. AUTH is proven (`services.proofs`). Until then nothing tells whether the vault has a second factor.
2. A vault without one opens. Else a ticket is given, the kinds of proof it may be brought with, and nothing of the
   vault: no id, no slot, no seq. The ways in are still those that were proven (a change tears tickets up,
   `services.access`).
3. A try of the second step is counted (`services.limits`): it needs a ticket, so only who knows the passphrase can fill
   that counter, and the places where the owner opened before have theirs apart.
4. Ticket and proof are spent in the transaction that begins the session, once; a wrong proof is counted for the owner's
   eyes.

By a passkey alone: it knows the vault (user handle) and the person (verification), so it is both factors, if it also
holds a slot. One that is a second factor only would open nothing that is sealed, but give who has the device a session
that can write over the vault, or ask to erase it. Which vault is meant is known only once the signature is right; all
failures are one answer.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vault.crypto.encoding import b64, dump
from vault.errors import ForbiddenError, PasskeyRefusedError, TicketSpentError
from vault.ids import SessionId, VaultId
from vault.models.accounts import Account, Slot
from vault.services import factors, passkeys, sessions, tickets
from vault.services.accounts import check_login, open_for, open_in, read_vault, unchanged
from vault.services.refusals import NOBODY, note_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from vault.services.accounts import Older, Opened, Vault
    from vault.services.factors import Asked, Proof
    from vault.services.limits import Source
    from vault.services.parts import Parts
    from vault.services.passkeys import Assertion


def log_in(parts: Parts, login: str, auth: bytes, source: Source, older: Older | None) -> Opened | Asked:
    """A new session for the right AUTH, or what must still be proven; `older` as in `accounts.open_for`.

    Raises:
        LoginRefusedError, TooManyAttemptsError, LimitsUnavailableError: as `accounts.check_login`.
    """
    account = check_login(parts, login, auth, source)  # 1
    with parts.db.read() as db:
        guarded = bool(factors.listed(db, VaultId(account.vault_id)))
    if guarded:  # 2
        with parts.db.write() as db:
            asked = factors.ask(db, parts, VaultId(unchanged(db, account).vault_id))
        if asked is not None:
            return asked
    return open_for(parts, account, source, older, "password")


def second_step(parts: Parts, ticket: bytes, proof: Proof, source: Source, older: Older | None) -> Opened:
    """A new session for a ticket of `log_in` and a proof of one of the vault's factors.

    Raises:
        TicketSpentError: the ticket is over or used, or the ways in were changed since.
        SecondRefusedError: the proof is wrong or was used before; the ticket can be tried again.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    now = parts.clock()
    with parts.db.read() as db:
        vault_id = tickets.look(db, ticket, "second", now).vault_id
    if vault_id is None:
        raise TicketSpentError
    with factors.proving(parts, vault_id, source) as db:  # 3, 4
        held = tickets.spend(db, ticket, "second", now, vault_id)
        factors.prove(db, parts, vault_id, proof, held.challenge)
        return open_in(db, parts, db.get_one(Account, vault_id), source, older, "password")


def ask_passkey(parts: Parts, source: Source) -> tuple[bytes, dict[str, Any]]:
    """A ticket, and the options for any passkey of ours on the device.

    Raises:
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    parts.limits.passkey(source)
    with parts.db.write() as db:
        issued = tickets.issue(db, "passkey", None, parts.clock())
    return issued.ticket, passkeys.request_options(parts.settings, issued.challenge)


def log_in_by_passkey(parts: Parts, ticket: bytes, assertion: Assertion, source: Source, older: Older | None) -> Opened:
    """A new session for a passkey that answered a ticket of `ask_passkey`.

    Raises:
        TicketSpentError: the ticket is over or used.
        PasskeyRefusedError: no passkey of ours, it did not answer this ticket, or it has no slot.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    with _proven(parts, ticket, assertion, source) as (db, vault_id):
        return open_in(db, parts, db.get_one(Account, vault_id), source, older, "passkey")


def unlock_by_passkey(
    parts: Parts, owner: tuple[VaultId, SessionId], ticket: bytes, assertion: Assertion, source: Source
) -> Vault:
    """Make a session fresh that a passkey opened, by a passkey of the same vault; `owner` is its vault and id.

    Raises:
        ForbiddenError: the session was opened otherwise.
        SessionEndedError: it was closed meanwhile.
        TicketSpentError, PasskeyRefusedError, TooManyAttemptsError, LimitsUnavailableError: as `log_in_by_passkey`.
    """
    vault_id, session_id = owner
    with parts.db.read() as db:
        if sessions.via(db, vault_id, session_id) != "passkey":
            raise ForbiddenError
    with _proven(parts, ticket, assertion, source, vault_id) as (db, _):
        sessions.refresh(db, session_id, parts.clock(), parts.settings)
        return read_vault(db, vault_id, sessions.via(db, vault_id, session_id), parts.clock())


@contextmanager
def _proven(
    parts: Parts, ticket: bytes, assertion: Assertion, source: Source, wanted: VaultId | None = None
) -> Iterator[tuple[Session, VaultId]]:
    """A transaction in which a passkey answered a ticket, and the vault that it is of."""
    parts.limits.passkey(source)
    with parts.db.read() as db:
        meant = factors.vault_of(db, assertion.credential)
    try:
        with parts.db.write() as db:
            factors.lock(db, meant or NOBODY)
            held = tickets.spend(db, ticket, "passkey", parts.clock())
            vault_id = factors.prove_passkey(db, parts, assertion, held.challenge, wanted)
            _check_slot(db, vault_id, assertion.credential)
            yield db, vault_id
    except PasskeyRefusedError:
        note_refusal(parts, meant, "passkey")
        raise


def _check_slot(db: Session, vault_id: VaultId, credential: bytes) -> None:
    params = dump({"v": 1, "kdf": "prf", "credential": b64(credential)}).decode()
    mine = (Slot.vault_id == vault_id, Slot.kind == "passkey", Slot.params == params)
    if db.scalar(select(Slot.slot_id).where(*mine)) is None:
        raise PasskeyRefusedError
