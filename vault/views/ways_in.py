"""Ways in: changing them in one transaction (`services.access`), and the failed tries at them.

The noun of this module is « access »; its name is not, since `views.access` decides who may call a route.
"""

from datetime import date
from typing import Annotated

from flask import Response
from pydantic import Field

from vault.crypto.constants import SLOT_LIMITS
from vault.ids import DraftId, ShareId
from vault.services import access as ways
from vault.services import refusals
from vault.services.accounts import NewSlot
from vault.services.drafts import DRAFTS
from vault.services.shares import LIVE_SHARES_MAX
from vault.views.access import Api, access, owner, parts, source
from vault.views.answers import answer, session_answer
from vault.views.payloads import (
    MIB,
    Bytes32,
    CommitBody,
    Id,
    ParamsText,
    SealedDraft,
    SealedSmall,
    SessionAnswer,
    Shape,
    SlotBody,
    Time,
)

api = Api("ways_in")

ACCESS_BODY = 128 * MIB
"""Bytes of the JSON of one change: a rotation brings every page and draft, which is some 90 MiB before base64url."""
DELAY_DAYS = 30


class PasswordBody(Shape):
    """The check of a new password (FORMAT 5.4), and how it is derived (5.7)."""

    auth: Bytes32
    params: ParamsText


class PeopleBody(Shape):
    """Recovery by people (FORMAT 5.10); its delay can be seen and refused, so it is never nothing."""

    auth: Bytes32
    half: Bytes32
    delay_days: Annotated[int, Field(ge=1, le=DELAY_DAYS)]


class DraftBody(Shape):
    """A draft sealed again."""

    draft_id: Id
    sealed: SealedDraft


class AccessBody(Shape):
    """What the ways in are to become: `slots` is the whole list, a check comes with each slot that changes."""

    auth: Bytes32 | None
    commit: CommitBody
    epoch: Annotated[int, Field(ge=1, le=2**31 - 1)]
    identity: SealedSmall | None
    slots: Annotated[list[SlotBody], Field(min_length=1, max_length=sum(SLOT_LIMITS.values()))]
    password: PasswordBody | None
    phrase_auth: Bytes32 | None
    people: PeopleBody | None
    drafts: Annotated[list[DraftBody], Field(max_length=DRAFTS)]
    end_shares: Annotated[list[Id], Field(max_length=LIVE_SHARES_MAX)]
    drop_factors: bool
    close_sessions: bool

    def to_ways(self) -> ways.Ways:
        """The change in the words of the service."""
        people = self.people
        return ways.Ways(
            auth=self.auth,
            commit=self.commit.to_commit(),
            epoch=self.epoch,
            identity=self.identity,
            slots=[NewSlot(slot.slot_id, slot.kind, slot.params, slot.sealed) for slot in self.slots],
            password=None if self.password is None else ways.NewPassword(self.password.auth, self.password.params),
            phrase_auth=self.phrase_auth,
            people=None if people is None else ways.NewPeople(people.auth, people.half, people.delay_days),
            drafts=[ways.NewDraft(DraftId(draft.draft_id), draft.sealed) for draft in self.drafts],
            end_shares=[ShareId(share_id) for share_id in self.end_shares],
            drop_factors=self.drop_factors,
            close_sessions=self.close_sessions,
        )


class RefusalItem(Shape):
    """Failed accesses of one day and kind; never from where."""

    on: date
    kind: str
    count: int
    last_at: Time


class AccessesAnswer(Shape):
    """Failed accesses of ninety days, newest first."""

    refusals: list[RefusalItem]


@api.get("/access", responses={200: SessionAnswer})
@access("session")
def read_access() -> Response:
    """The ways in as they are: another session may have changed them"""
    return session_answer(ways.read(parts(), owner().vault_id, owner().session_id))


@api.post("/access", responses={200: SessionAnswer})
@access("fresh", body=ACCESS_BODY)
def change_access(body: AccessBody) -> Response:
    """Change the ways into the vault, all or nothing"""
    me = owner()
    return session_answer(ways.change(parts(), me.vault_id, me.session_id, body.to_ways(), source()))


@api.get("/accesses", responses={200: AccessesAnswer})
@access("session")
def list_refusals() -> Response:
    """Failed accesses, by day and kind"""
    with parts().db.read() as db:
        rows = refusals.listed(db, owner().vault_id, parts().clock())
    items = [RefusalItem(on=row.on, kind=row.kind, count=row.count, last_at=row.last_at) for row in rows]
    return answer(AccessesAnswer(refusals=items))
