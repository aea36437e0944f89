"""Recovery: getting in without the password, by the phrase or by people (FORMAT 5.9, 5.10).

Either stands in for password and second factor, and gives a session like any other, that may then set a new password
(`services.access`). It gives nothing else: no reset, no mail, no operator opens a vault.

By the phrase: its check opens a session at once.

By people, in order:

1. The check of their two shares; wrong, none, and no such identifier are one answer, at one cost.
2. Nothing is under way: the request is noted once, with its event, and is ready after the delay of the vault. Asking
   again changes nothing: neither sooner nor later.
3. Until it is ready the half stays here, and every opening of the vault shows the request (`services.notices`).
   Whoever has the vault open can refuse it: it must then be asked for anew, and waits anew; a session that it gave
   already ends.
4. Once ready, the half goes out with a session. A request that nobody came for within thirty days has lapsed.
5. A recovery that set a new password ends the request. Taking the people out, or exchanging them, destroys the half.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from vault.errors import LoginRefusedError
from vault.ids import VaultId
from vault.models.recoveries import People
from vault.services import events, sessions
from vault.services.accounts import open_in, unchanged
from vault.services.notices import request_of
from vault.services.proofs import prove

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Literal

    from sqlalchemy.orm import Session

    from vault.ids import SessionId
    from vault.services.accounts import Opened
    from vault.services.limits import Source
    from vault.services.parts import Parts


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks: the identifier, the way, the secret that proves it, from where, and the session open in the browser."""

    login: str
    way: Literal["phrase", "people"]
    secret: bytes
    source: Source
    older: tuple[VaultId, SessionId] | None


@dataclass(frozen=True, slots=True)
class Recovered:
    """A new session, with the half of the server where the way is people."""

    opened: Opened
    half: bytes | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request by people that is not ready."""

    ready_at: datetime


def recover(parts: Parts, claim: Claim) -> Recovered | Waiting:
    """A session for the right phrase; for the right shares a request, and a session once it is ready.

    Raises:
        LoginRefusedError: wrong, no such way, or no such identifier.
        TooManyAttemptsError, LimitsUnavailableError: see `services.limits`.
    """
    proven = prove(parts, claim.login, claim.way, claim.secret, claim.source)
    with parts.db.write() as db:
        account = unchanged(db, proven.account)
        half = None
        if claim.way == "people":
            people = db.get(People, account.vault_id, with_for_update=True)
            if people is None or people.auth_hash != proven.check:
                raise LoginRefusedError  # taken out, or exchanged, since the proof
            ready_at = _ask(db, people, parts.clock())
            if ready_at > parts.clock():
                return Waiting(ready_at)  # 3
            half = people.half  # 4
        opened = open_in(db, parts, account, claim.source, claim.older, claim.way)
    return Recovered(opened, half)


def request_under_way(parts: Parts, vault_id: VaultId) -> tuple[datetime, datetime] | None:
    """When recovery by people was asked for, and when it is ready; None where nothing is under way."""
    with parts.db.read() as db:
        return request_of(db.get(People, vault_id), parts.clock())


def refuse(parts: Parts, vault_id: VaultId) -> None:
    """End the request under way; where there is none, nothing changes."""
    now = parts.clock()
    with parts.db.write() as db:
        people = db.get(People, vault_id, with_for_update=True)
        if people is None or request_of(people, now) is None:
            return
        people.asked_at = people.ready_at = None
        events.record(db, vault_id, "recovery:refused", now)
        sessions.close_via(db, vault_id, ("people",), now, parts.settings)


def _ask(db: Session, people: People, now: datetime) -> datetime:
    """When the request is, or will be, ready; it is made if none is under way (rule 2)."""
    request = request_of(people, now)
    if request is not None:
        return request[1]
    ready_at = now + timedelta(days=people.delay_days)
    people.asked_at, people.ready_at = now, ready_at
    events.record(db, VaultId(people.vault_id), "recovery:asked", now, days=people.delay_days)
    return ready_at
