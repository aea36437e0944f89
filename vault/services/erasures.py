"""Erasing before the thirty days, or everything: deliberate, delayed, seen (promise 7). Who knows the password and
holds the phone can ask for it; whoever opens the vault sees it (`services.notices`) and cancels it.

Asking, in this order:

1. Items or the whole vault, not both. Items wait three days; a whole vault three or thirty, as asked.
2. A recovery phrase, if shown, is checked like a way in (`services.proofs`): counted, and a vault without a phrase
   answers like a wrong one.
3. Under the account's lock: the phrase is still the one that was checked; every item is in the trash; few others are
   under way.
4. It is ready when its days are over. The phrase takes the waiting away, once it is itself as old as the waiting: who
   can replace the phrase would otherwise need no more than the password.

Nothing shortens what was asked: asking again is another waiting. Cancelling asks for an open session and nothing else,
until it is done. Items are then erased by their owner's commit (`services.catalogue` 7), since only her client can
write that they are gone; the whole vault by `services.vaults`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from vault.crypto.encoding import b64
from vault.errors import BadRequestError, LimitReachedError, LoginRefusedError, NotFoundError, TooEarlyError
from vault.ids import ID_BYTES, ErasureId
from vault.models.accounts import Account
from vault.models.catalogue import Trash
from vault.models.erasures import Erasure, ErasureItem
from vault.models.events import Event
from vault.services import events, proofs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.ids import ItemId, VaultId
    from vault.services.limits import Source
    from vault.services.parts import Parts

WAITING_DAYS = 3
"""The cooling-off: whoever is made to erase has three days to say so, or to open her vault from elsewhere."""
LONG_DAYS = 30
UNDER_WAY_MAX = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; `phrase_auth` (FORMAT 5.9) is 32 bytes."""

    whole: bool
    items: Sequence[ItemId] = ()
    days: int = WAITING_DAYS
    phrase_auth: bytes | None = None


@dataclass(frozen=True, slots=True)
class SeenErasure:
    """An erasure under way, with the items it still names."""

    erasure: Erasure
    items: Sequence[bytes]


def ask(parts: Parts, vault_id: VaultId, wish: Wish, source: Source) -> Erasure:
    """The erasure, which can take effect at its `ready_at`.

    Raises:
        BadRequestError: rule 1.
        LoginRefusedError: the phrase is wrong, there is none, or it was replaced meanwhile.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
        TooEarlyError: an item is not in the trash.
        LimitReachedError: `UNDER_WAY_MAX` are under way.
        NotFoundError: the vault was erased meanwhile.
    """
    _check_form(wish)  # 1
    proven = _prove(parts, vault_id, wish.phrase_auth, source)  # 2
    now = parts.clock()
    with parts.db.write() as db:
        account = lock_account(db, vault_id)  # 3
        if proven is not None and account.phrase_hash != proven:
            raise LoginRefusedError
        _check_trash(db, vault_id, wish.items)
        _check_number(db, vault_id)
        erasure = _new_erasure(vault_id, wish, _ready_at(db, vault_id, wish, now), now)  # 4
        db.add(erasure)
        db.flush()
        named = {"vault_id": vault_id, "erasure_id": erasure.erasure_id}
        db.add_all(ErasureItem(**named, item_id=item_id) for item_id in set(wish.items))
        count = len(set(wish.items))
        events.record(db, vault_id, "erasure:asked", now, erasure=b64(erasure.erasure_id), items=count)
    return erasure


def listed(db: Session, vault_id: VaultId) -> list[SeenErasure]:
    """The erasures under way, the first to be ready first."""
    under_way = select(Erasure).where(*_under_way(vault_id))
    found = db.scalars(under_way.order_by(Erasure.ready_at, Erasure.erasure_id)).all()
    named = select(ErasureItem).where(ErasureItem.vault_id == vault_id).order_by(ErasureItem.item_id)
    items: dict[bytes, list[bytes]] = {erasure.erasure_id: [] for erasure in found}
    for row in db.scalars(named):
        items.get(row.erasure_id, []).append(row.item_id)
    return [SeenErasure(erasure, items[erasure.erasure_id]) for erasure in found]


def cancel(parts: Parts, vault_id: VaultId, erasure_id: ErasureId) -> None:
    """Cancel an erasure, ready or not; for any open session.

    Raises:
        NotFoundError: the vault has none of this id under way.
    """
    now = parts.clock()
    with parts.db.write() as db:
        lock_account(db, vault_id)  # the worker that erases holds it, too
        mine = update(Erasure).where(*_under_way(vault_id), Erasure.erasure_id == erasure_id)
        if db.scalar(mine.values(cancelled_at=now).returning(Erasure.erasure_id)) is None:
            raise NotFoundError
        events.record(db, vault_id, "erasure:cancelled", now, erasure=b64(erasure_id))


def lock_account(db: Session, vault_id: VaultId) -> Account:
    """The account, which nobody else changes until the transaction ends.

    Raises:
        NotFoundError: there is none (any more).
    """
    account = db.get(Account, vault_id, with_for_update={"key_share": True})
    if account is None:
        raise NotFoundError
    return account


def _under_way(vault_id: VaultId) -> tuple[ColumnElement[bool], ...]:
    return (Erasure.vault_id == vault_id, Erasure.cancelled_at.is_(None), Erasure.done_at.is_(None))


def _check_form(wish: Wish) -> None:
    if wish.whole == bool(wish.items):
        raise BadRequestError(field="items")
    if wish.days not in ({WAITING_DAYS, LONG_DAYS} if wish.whole else {WAITING_DAYS}):
        raise BadRequestError(field="days")


def _prove(parts: Parts, vault_id: VaultId, phrase_auth: bytes | None, source: Source) -> str | None:
    """The stored check of the phrase that was shown, None when none was."""
    if phrase_auth is None:
        return None
    with parts.db.read() as db:
        login = db.scalar(select(Account.login).where(Account.vault_id == vault_id))
    if login is None:
        raise NotFoundError
    return proofs.prove(parts, login, "phrase", phrase_auth, source).check


def _check_trash(db: Session, vault_id: VaultId, items: Sequence[ItemId]) -> None:
    there = select(func.count()).where(Trash.vault_id == vault_id, Trash.item_id.in_(items))
    if db.scalars(there).one() != len(set(items)):
        raise TooEarlyError


def _check_number(db: Session, vault_id: VaultId) -> None:
    if db.scalars(select(func.count()).select_from(Erasure).where(*_under_way(vault_id))).one() >= UNDER_WAY_MAX:
        raise LimitReachedError


def _ready_at(db: Session, vault_id: VaultId, wish: Wish, now: datetime) -> datetime:
    waited = now + timedelta(days=wish.days)
    if wish.phrase_auth is None:
        return waited
    replaced = db.scalar(select(func.max(Event.at)).where(Event.vault_id == vault_id, Event.name == "phrase:set"))
    return now if replaced is None else min(waited, max(now, replaced + timedelta(days=WAITING_DAYS)))


def _new_erasure(vault_id: VaultId, wish: Wish, ready_at: datetime, now: datetime) -> Erasure:
    return Erasure(
        vault_id=vault_id,
        erasure_id=ErasureId(os.urandom(ID_BYTES)),
        whole=wish.whole,
        asked_at=now,
        ready_at=ready_at,
        cancelled_at=None,
        done_at=None,
    )
