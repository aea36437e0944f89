"""Erasing a whole vault, for good, in an order that a kill anywhere leaves either whole or erased:

1. It is due: an erasure of the whole vault is ready and not cancelled, or nobody opened it for its years. The decision
   lies in the database, so whoever comes next finds it and goes on.
2. One transaction under the account's lock: still due; its live shares are marked as ended. No opening begins any more.
3. The halves of all its shares are destroyed. A vault killed here is whole, and readable by its owner; its shares have
   ended, and if she cancels now, that is all that happened.
4. One transaction under the same lock: still due, no share lives. Every row of every table goes but those of its
   files, which become `gone` and remember which blobs to remove. Before this moment the vault is whole, after it there
   is none: no key, no session, and the identifier is free.
5. The blobs are removed; the sweep of `services.files` removes them again and then the last rows.
6. SQLite's log, which holds the rows as they were, is cut to nothing; what was deleted is overwritten already.

Inactivity: a vault is due when it was not opened for the years its owner chose, and a sweep noted so a month before. A
clock that runs far ahead for some days therefore erases nothing. Opening the vault makes the note void. Nothing is sent
to anybody: the vault itself says it, at the next opening.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update

from vault.errors import NotFoundError
from vault.ids import FileId, ShareId, VaultId
from vault.models.accounts import Account
from vault.models.base import Base
from vault.models.erasures import Erasure
from vault.models.files import File
from vault.models.shares import Share
from vault.services import files, halves
from vault.services.erasures import lock_account

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from vault.services.parts import Parts

YEARS_LEAST, YEARS_MOST = 2, 30
NOTED_BEFORE = timedelta(days=30)
"""How long before the end of a vault's years a sweep must have noted it."""
AT_ONCE = 200
"""Files whose blobs are removed at once; the others by the sweep, since somebody may be waiting for the answer."""


def keep_for(parts: Parts, vault_id: VaultId, years: int) -> None:
    """How long the vault is kept when nobody opens it.

    Raises:
        NotFoundError: the vault was erased meanwhile.
    """
    with parts.db.write() as db:
        lock_account(db, vault_id).inactive_years = years


def erase_due(parts: Parts, now: datetime) -> int:
    """Erase every vault that is due; how many this pass erased."""
    note_inactive(parts, now)
    with parts.db.read() as db:
        asked = db.scalars(select(Erasure.vault_id).where(*_ready(now)).distinct()).all()
        asleep = db.scalars(select(Account.vault_id).where(_is_over(now.date()), *_is_noted(now.date()))).all()
    return sum(erase(parts, VaultId(vault_id), now) for vault_id in {*asked, *asleep})


def erase(parts: Parts, vault_id: VaultId, now: datetime) -> bool:
    """Erase the vault if it is due; whether this call did.

    Raises:
        DatabaseUnavailableError: what was not done is for the next sweep.
    """
    try:
        shares = _end_shares(parts, vault_id, now)  # 1, 2
        if shares is None:
            return False
        halves.destroy(parts.halves, shares)  # 3
        gone = _erase_rows(parts, vault_id, now)  # 4
    except NotFoundError:
        return False  # another worker was quicker
    if gone is None:
        return False
    files.remove_blobs(parts.blobs, vault_id, gone[:AT_ONCE])  # 5
    parts.db.cut_log()  # 6
    return True


def note_inactive(parts: Parts, now: datetime) -> None:
    """Note the vaults whose years are over within a month."""
    today = now.date()
    with parts.db.write() as db:
        ending = (_is_over(today + NOTED_BEFORE), or_(Account.inactive_noted_on.is_(None), ~_is_noted_after_opening()))
        db.execute(update(Account).where(*ending).values(inactive_noted_on=today))


def _end_shares(parts: Parts, vault_id: VaultId, now: datetime) -> list[ShareId] | None:
    """All shares of the vault, live or ended long ago, after all have ended; None when the vault is not due."""
    with parts.db.write() as db:
        if not _is_due(db, lock_account(db, vault_id), now):
            return None
        live = (Share.vault_id == vault_id, Share.ended_at.is_(None))
        db.execute(update(Share).where(*live).values(ended_at=now, ended_why="erased"))
        return [ShareId(share_id) for share_id in db.scalars(select(Share.share_id).where(Share.vault_id == vault_id))]


def _erase_rows(parts: Parts, vault_id: VaultId, now: datetime) -> Sequence[FileId] | None:
    """The files whose blobs are to be removed; None when the vault is not due any more, or a share was made since."""
    with parts.db.write() as db:
        live = select(Share.share_id).where(Share.vault_id == vault_id, Share.ended_at.is_(None))
        if not _is_due(db, lock_account(db, vault_id), now) or db.scalar(live.limit(1)) is not None:
            return None
        for table in reversed(Base.metadata.sorted_tables):
            if "vault_id" in table.c and table not in (File.__table__, Account.__table__):
                db.execute(delete(table).where(table.c.vault_id == vault_id))
        going = update(File).where(File.vault_id == vault_id, File.state != "gone")
        db.execute(going.values(state="gone", gone_at=now, size=0, kept_seq=None))
        db.execute(delete(Account).where(Account.vault_id == vault_id))
        return [FileId(file_id) for file_id in db.scalars(select(File.file_id).where(File.vault_id == vault_id))]


def _is_due(db: Session, account: Account, now: datetime) -> bool:
    asked = select(Erasure.erasure_id).where(Erasure.vault_id == account.vault_id, *_ready(now))
    mine = Account.vault_id == account.vault_id
    asleep = select(Account.vault_id).where(mine, _is_over(now.date()), *_is_noted(now.date()))
    return db.scalar(asked.limit(1)) is not None or db.scalar(asleep) is not None


def _ready(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Erasure.whole.is_(True), Erasure.cancelled_at.is_(None), Erasure.done_at.is_(None), Erasure.ready_at <= now)


def _is_over(today: date) -> ColumnElement[bool]:
    """Whether the anniversary of the last opening is over: the vault was kept for its years to the last day."""
    return or_(
        *(
            (Account.inactive_years == years) & (Account.opened_on < _years_before(today, years))
            for years in range(YEARS_LEAST, YEARS_MOST + 1)
        )
    )


def _is_noted(today: date) -> tuple[ColumnElement[bool], ...]:
    return (_is_noted_after_opening(), Account.inactive_noted_on <= today - NOTED_BEFORE)


def _is_noted_after_opening() -> ColumnElement[bool]:
    return Account.inactive_noted_on > Account.opened_on


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)  # earlier, so never too early
    return day.replace(year=day.year - years)
