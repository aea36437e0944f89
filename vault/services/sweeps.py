"""What the worker does again and again. Every sweep may run in several workers at once and be killed anywhere: the
next one finishes it.

A sweep only makes true what the services already answer: an expired share is refused by the clock, not by the sweep.
What a late sweep costs is that a half exists longer than it should, so the oldest one that is late is reported, as a
number of seconds.

1. Halves whose time is over are destroyed, together with the copies an interrupted destruction left. This asks
   nothing of the main database: should it be away, shares still end.
2. Shares whose window is over are marked as ended, once, with their event.
3. Halves are destroyed when their share is not live (ended, all openings used) or, an hour after they came, does not
   exist: a request that failed between the half and its share leaves one.
4. What ended shares left is cleared (`services.remains`), and vaults that are to be erased are (`services.vaults`).
5. Uploads given up, blobs of erased items (`services.files`), ended sessions (`services.sessions`), old failed
   accesses (`services.refusals`) and tickets (`services.tickets`) are removed.
6. SQLite's log is cut to nothing: it holds what commits erased, as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select, update

from vault.crypto.encoding import b64
from vault.ids import ShareId, VaultId
from vault.models.halves import Half
from vault.models.shares import Share
from vault.services import events, files, halves, refusals, remains, sessions, tickets, vaults

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from vault.services.parts import Parts

ORPHAN_AGE = timedelta(hours=1)
BATCH = 500


@dataclass(frozen=True)
class Swept:
    """Numbers for the log line of one pass; no name and no id."""

    shares_ended: int
    halves_destroyed: int
    late_seconds: int
    """How far past its time the oldest half was when the pass began; 0 when none was."""
    files_removed: int
    """Uploads given up, and files whose blobs are gone for good."""
    sessions_removed: int
    shares_cleared: int
    """Ended shares whose body and copies went."""
    vaults_erased: int


def sweep(parts: Parts) -> Swept:
    """One pass over everything.

    Raises:
        DatabaseUnavailableError, StorageUnavailableError: a part is away; what was done stays done.
    """
    now = parts.clock()
    late = late_seconds(parts, now)
    destroyed = halves.destroy_due(parts.halves, now)  # 1
    ended = end_expired(parts, now)  # 2
    destroyed += destroy_dead_halves(parts, now)  # 3
    cleared = remains.clear_ended(parts, now)  # 4
    erased = vaults.erase_due(parts, now)
    removed = files.sweep_orphans(parts.db, parts.blobs, now)  # 5
    with parts.db.write() as session:
        closed = sessions.sweep(session, now, parts.settings)
        refusals.sweep(session, now)
        tickets.sweep(session, now)
    parts.db.cut_log()  # 6
    return Swept(ended, destroyed, late, removed, closed, cleared, erased)


def late_seconds(parts: Parts, now: datetime) -> int:
    """How many seconds the most overdue half has outlived its share; 0 when none has."""
    with halves.reading(parts.halves) as session:
        oldest = session.scalar(select(func.min(Half.not_after)))
    return 0 if oldest is None or oldest > now else int((now - oldest).total_seconds())


def end_expired(parts: Parts, now: datetime) -> int:
    """Mark the shares whose window is over; how many this pass marked."""
    with parts.db.write() as session:
        over = update(Share).where(Share.ended_at.is_(None), Share.not_after <= now)
        marked = over.values(ended_at=Share.not_after, ended_why="expired").returning(Share.vault_id, Share.share_id)
        ended = session.execute(marked).all()
        for vault_id, share_id in ended:
            events.record(session, VaultId(vault_id), "share:ended", now, share=b64(share_id), why="expired")
    return len(ended)


def destroy_dead_halves(parts: Parts, now: datetime) -> int:
    """Destroy every half that no live share needs; how many there were."""
    destroyed = 0
    after = b""
    while batch := _halves_after(parts, after):
        after = batch[-1].share_id
        dead = _dead(parts, batch, now)
        if dead:
            destroyed += halves.destroy(parts.halves, dead)
    return destroyed


def _halves_after(parts: Parts, share_id: bytes) -> Sequence[Half]:
    query = select(Half).where(Half.share_id > share_id).order_by(Half.share_id).limit(BATCH)
    with halves.reading(parts.halves) as session:
        return session.scalars(query).all()


def _dead(parts: Parts, batch: Sequence[Half], now: datetime) -> list[ShareId]:
    live = and_(Share.ended_at.is_(None), Share.not_after > now, Share.opens < Share.max_opens)
    query = select(Share.share_id, live).where(Share.share_id.in_([half.share_id for half in batch]))
    with parts.db.read() as session:
        known = dict(session.execute(query).all())
    # A half without a share may belong to a request under way, so it is given an hour.
    return [ShareId(half.share_id) for half in batch if not known.get(half.share_id, half.at > now - ORPHAN_AGE)]
