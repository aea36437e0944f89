"""Changing the ways into a vault: password, phrase, people, passkeys; the rotation of its keys (FORMAT 5.7 to 5.12).

Every change is one transaction: whatever is cut off leaves the vault as it was or as it was to become. In order:

1. The session is open, and was made fresh within the last minutes (the door checks that).
2. The password of before is proven, counted like a login: who finds an open vault cannot take it over. Who came by the
   phrase or by people cannot know it, and may set another instead of proving it.
3. A commit that is acknowledged already is a request whose answer was lost. It proves the password of after; if the
   slots are still those it asked for it gets the same answer, else a conflict. Nothing is written again.
4. The password was not changed between its proof and the lock of the account.
5. The commit carries the root that vouches for the slots, and nothing else; it is applied by `apply_commit`.
6. Exactly one password, at most one phrase, one people, eight passkeys, no id twice.
7. A slot of password, phrase or people changes together with its check, and only with it: an old secret does not stay
   valid beside a new slot. A slot that is left out takes its check with it; that of people takes the half.
8. A passkey opens only with a credential that is a confirmed factor of this vault.
9. The epoch stays, and then identity, pages and drafts stay too; or it goes up by one, and then identity and every slot
   are new and the commit brings every page: nothing is left that the old keys open.
10. Drafts of a rotation are those that it brings; the others could not be opened any more.
11. Shares that are to end are this vault's, and are marked; their halves are destroyed once the transaction is on disk.
12. Second factors are dropped only by a recovery, which stands in for them. A recovery gives this right once.
13. Logins that are half-way are torn up. The other sessions are closed where that was asked, always by a rotation and a
    recovery. Those of a recovery are also closed when phrase or people go or change: who came by an old sheet a minute
    ago would otherwise still set a password.
14. The owner can read of each change.

That the slots open the vault, and that the root vouches for them, only a client can know (5.8).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from vault.crypto import schema
from vault.crypto.constants import SLOT_LIMITS
from vault.crypto.encoding import load, unb64
from vault.crypto.errors import CryptoError
from vault.errors import BadRequestError, ConflictError, ForbiddenError, LoginRefusedError
from vault.models.accounts import Account, Slot
from vault.models.catalogue import Page
from vault.models.drafts import Draft
from vault.models.factors import Factor, RecoveryCode
from vault.models.recoveries import People
from vault.models.sessions import Ticket
from vault.services import catalogue, events, halves, remains, sessions, shares
from vault.services.accounts import NewSlot, read_vault
from vault.services.proofs import hash_secret, prove

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import DraftId, SessionId, ShareId, VaultId
    from vault.services.accounts import Vault
    from vault.services.limits import Source
    from vault.services.parts import Parts
    from vault.services.sessions import Via


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The check of a new password, and how it is derived."""

    auth: bytes
    params: str


@dataclass(frozen=True, slots=True)
class NewPeople:
    """Recovery by people: the check of their shares, the half of the server, and how long it is held back."""

    auth: bytes
    half: bytes
    delay_days: int


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft sealed again under the new keys."""

    draft_id: DraftId
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Ways:
    """What the ways in are to become; `slots` is the whole list, a check is None where its slot stays or goes."""

    auth: bytes | None
    commit: catalogue.NewCommit
    epoch: int
    identity: bytes | None
    slots: Sequence[NewSlot]
    password: NewPassword | None
    phrase_auth: bytes | None
    people: NewPeople | None
    drafts: Sequence[NewDraft]
    end_shares: Sequence[ShareId]
    drop_factors: bool
    close_sessions: bool

    def slot(self, kind: str) -> NewSlot | None:
        """The one slot of a kind that a vault has once."""
        return next((slot for slot in self.slots if slot.kind == kind), None)


@dataclass(frozen=True, slots=True)
class _Hashes:
    """The checks to store, computed before the transaction: Argon2id takes longer than a lock should."""

    password: str | None
    phrase: str | None
    people: str | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """One change under way: the account as it was, its slots, who asks, and when."""

    db: Session
    account: Account
    vault_id: VaultId
    before: dict[str, list[NewSlot]]
    session_id: SessionId
    via: Via
    now: datetime

    def record(self, name: str, **fields: events.Value) -> None:
        """Tell the owner (rule 14)."""
        events.record(self.db, self.vault_id, name, self.now, **fields)


def change(parts: Parts, vault_id: VaultId, session_id: SessionId, new: Ways, source: Source) -> Vault:
    """The ways in are those of `new`, on disk, when this returns.

    Raises:
        LoginRefusedError: the password is not the one of before, or of after where the request is repeated.
        SessionEndedError: the session was closed meanwhile.
        ConflictError: another commit came first, or the ways in were changed again since.
        BadRequestError: a rule of the module's list does not hold; `details.field` names the member.
        ForbiddenError: factors are to be dropped without a recovery. NotFoundError: a share is not of this vault.
        DatabaseUnavailableError: a half of an ended share may still be there; the same request finishes it.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    _check_form(new)
    proven = _prove(parts, vault_id, session_id, new, source)  # 2
    hashes = _hash(parts, new)
    with parts.db.write() as db:
        account = db.get_one(Account, vault_id, with_for_update={"key_share": True})
        via = sessions.via(db, vault_id, session_id)  # 1
        turn = _Turn(db, account, vault_id, _stored(db, vault_id), session_id, via, parts.clock())
        if catalogue.is_acknowledged(db, vault_id, new.commit):  # 3
            _check_same(turn, new)
        elif account.auth_hash != proven.auth_hash:  # 4
            raise LoginRefusedError
        else:
            _apply(turn, new, hashes, parts)
        for share_id in new.end_shares:  # 11, of a repeated request too: it may name others than it did
            shares.mark_ended(db, vault_id, share_id, turn.now)
        vault = read_vault(db, vault_id, sessions.via(db, vault_id, session_id), turn.now)
    if new.end_shares:  # 11
        halves.destroy(parts.halves, new.end_shares)
        for share_id in new.end_shares:
            remains.clear(parts, vault_id, share_id, turn.now)
    return vault


def read(parts: Parts, vault_id: VaultId, session_id: SessionId) -> Vault:
    """The ways in as they are, for a session that was opened before they changed.

    Raises:
        SessionEndedError: the session was closed meanwhile.
    """
    with parts.db.read() as db:
        return read_vault(db, vault_id, sessions.via(db, vault_id, session_id), parts.clock())


def _prove(parts: Parts, vault_id: VaultId, session_id: SessionId, new: Ways, source: Source) -> Account:
    with parts.db.read() as db:
        account = db.get_one(Account, vault_id)
        repeated = catalogue.is_acknowledged(db, vault_id, new.commit)
        via = sessions.via(db, vault_id, session_id)
    secret = new.password.auth if repeated and new.password is not None else new.auth  # 3
    if secret is not None:
        return prove(parts, account.login, "password", secret, source).account
    if via not in sessions.RECOVERIES:
        raise BadRequestError(field="auth")
    if new.password is None:
        raise BadRequestError(field="password")
    return account


def _hash(parts: Parts, new: Ways) -> _Hashes:
    secrets = (
        None if new.password is None else new.password.auth,
        new.phrase_auth,
        None if new.people is None else new.people.auth,
    )
    return _Hashes(*(None if secret is None else hash_secret(parts, secret) for secret in secrets))


def _stored(db: Session, vault_id: VaultId) -> dict[str, list[NewSlot]]:
    found: dict[str, list[NewSlot]] = {kind: [] for kind in SLOT_LIMITS}
    for row in db.scalars(select(Slot).where(Slot.vault_id == vault_id)):
        found[row.kind].append(NewSlot(row.slot_id, row.kind, row.params, row.sealed))
    return found


def _check_same(turn: _Turn, new: Ways) -> None:
    if {slot for slots in turn.before.values() for slot in slots} != set(new.slots):
        raise ConflictError(seq=turn.account.seq)


def _apply(turn: _Turn, new: Ways, hashes: _Hashes, parts: Parts) -> None:
    rotating, recovering = new.epoch != turn.account.epoch, turn.via in sessions.RECOVERIES
    pages = set(turn.db.scalars(select(Page.number).where(Page.vault_id == turn.vault_id)))
    catalogue.apply_commit(turn.db, turn.vault_id, new.commit, turn.now)  # 5
    turn.db.refresh(turn.account)
    _check_checks(turn, new)
    _check_passkeys(turn, new)
    if rotating:
        _check_rotation(turn, new, pages)
    elif new.identity is not None or new.drafts or new.commit.pages:  # 9
        raise BadRequestError(field="epoch")
    if new.drop_factors and not recovering:  # 12
        raise ForbiddenError
    _tell(turn, new)
    _put_slots(turn, new, hashes)
    _put_people(turn, new, hashes)
    if rotating:
        _put_rotation(turn, new)
    if recovering:
        _end_recovery(turn, drop_factors=new.drop_factors)
    turn.db.execute(delete(Ticket).where(Ticket.vault_id == turn.vault_id))  # 13
    if new.close_sessions or rotating or recovering:
        sessions.close_others(turn.db, turn.vault_id, turn.session_id, turn.now, parts.settings)
    elif any(set(turn.before[way]) - set(new.slots) for way in sessions.RECOVERIES):
        sessions.close_via(turn.db, turn.vault_id, sessions.RECOVERIES, turn.now, parts.settings)


def _check_form(new: Ways) -> None:
    commit = new.commit
    if commit.records or commit.files or commit.trash or commit.restore or commit.erase:  # 5
        raise BadRequestError(field="commit")
    counts = Counter(slot.kind for slot in new.slots)  # 6
    if counts["password"] != 1 or any(counts[kind] > limit for kind, limit in SLOT_LIMITS.items()):
        raise BadRequestError(field="slots")
    if len({slot.slot_id for slot in new.slots}) != len(new.slots):
        raise BadRequestError(field="slots")
    password = new.slot("password")
    if new.password is not None and password is not None and new.password.params != password.params:
        raise BadRequestError(field="password")


def _check_checks(turn: _Turn, new: Ways) -> None:
    given = {"password": new.password, "phrase": new.phrase_auth, "people": new.people}
    for kind, check in given.items():  # 7
        after = new.slot(kind)
        changes = after is not None and after not in turn.before[kind]
        if changes != (check is not None):
            raise BadRequestError(field=kind if kind != "phrase" else "phrase_auth")


def _check_passkeys(turn: _Turn, new: Ways) -> None:
    try:
        wanted = {_credential(slot.params) for slot in new.slots if slot.kind == "passkey"}
    except CryptoError as error:
        raise BadRequestError(field="slots") from error
    confirmed = select(Factor.credential).where(Factor.vault_id == turn.vault_id, Factor.confirmed)
    known = set() if new.drop_factors else set(turn.db.scalars(confirmed.where(Factor.kind == "passkey")))
    if not wanted <= known:  # 8
        raise BadRequestError(field="slots")


def _credential(params: str) -> bytes:
    return unb64(load(params.encode(), schema.SLOT_PARAMS["passkey"])["credential"])


def _check_rotation(turn: _Turn, new: Ways, pages: set[int]) -> None:
    if new.epoch != turn.account.epoch + 1:  # 9
        raise BadRequestError(field="epoch")
    if new.identity is None:
        raise BadRequestError(field="identity")
    old = {slot.sealed for slots in turn.before.values() for slot in slots}
    if any(slot.sealed in old for slot in new.slots):
        raise BadRequestError(field="slots")
    if {page.number for page in new.commit.pages} != pages:
        raise BadRequestError(field="commit")


def _put_slots(turn: _Turn, new: Ways, hashes: _Hashes) -> None:
    turn.db.execute(delete(Slot).where(Slot.vault_id == turn.vault_id))
    rows = [
        {
            "vault_id": turn.vault_id,
            "slot_id": one.slot_id,
            "kind": one.kind,
            "params": one.params,
            "sealed": one.sealed,
        }
        for one in new.slots
    ]
    turn.db.execute(insert(Slot), rows)
    if new.password is not None and hashes.password is not None:
        turn.account.auth_hash, turn.account.kdf_params = hashes.password, new.password.params
    if hashes.phrase is not None or new.slot("phrase") is None:
        turn.account.phrase_hash = hashes.phrase


def _put_people(turn: _Turn, new: Ways, hashes: _Hashes) -> None:
    if new.people is None and new.slot("people") is not None:
        return
    turn.db.execute(delete(People).where(People.vault_id == turn.vault_id))
    if new.people is not None and hashes.people is not None:
        half, days = new.people.half, new.people.delay_days
        turn.db.add(People(vault_id=turn.vault_id, auth_hash=hashes.people, half=half, delay_days=days))


def _put_rotation(turn: _Turn, new: Ways) -> None:
    if new.identity is not None:
        turn.account.identity = new.identity
    turn.account.epoch = new.epoch
    mine = Draft.vault_id == turn.vault_id
    since = {row.draft_id: row.at for row in turn.db.execute(select(Draft.draft_id, Draft.at).where(mine))}
    turn.db.execute(delete(Draft).where(mine))  # 10
    for one in new.drafts:
        at = since.get(one.draft_id, turn.now)
        turn.db.add(Draft(vault_id=turn.vault_id, draft_id=one.draft_id, sealed=one.sealed, at=at))


def _end_recovery(turn: _Turn, *, drop_factors: bool) -> None:
    people = turn.db.get(People, turn.vault_id)
    if people is not None:
        people.asked_at = people.ready_at = None
    if drop_factors:  # 12
        dropped = delete(Factor).where(Factor.vault_id == turn.vault_id).returning(Factor.factor_id)
        count = len(turn.db.scalars(dropped).all())
        turn.db.execute(delete(RecoveryCode).where(RecoveryCode.vault_id == turn.vault_id))
        turn.record("factors:dropped", factors=count)
    sessions.settle(turn.db, turn.session_id)
    turn.record("recovery:done", way=turn.via)


def _tell(turn: _Turn, new: Ways) -> None:
    """Rule 14: one event for each thing that changes."""
    if new.password is not None:
        turn.record("password:changed")
    if new.phrase_auth is not None:
        turn.record("phrase:set")
    elif turn.before["phrase"] and new.slot("phrase") is None:
        turn.record("phrase:removed")
    if new.people is not None:
        turn.record("people:set", days=new.people.delay_days)
    elif turn.before["people"] and new.slot("people") is None:
        turn.record("people:removed")
    passkeys = [slot for slot in new.slots if slot.kind == "passkey"]
    if set(passkeys) != set(turn.before["passkey"]):
        turn.record("passkeys:changed", slots=len(passkeys))
    if new.epoch != turn.account.epoch:
        turn.record("vault:rotated", epoch=new.epoch)
