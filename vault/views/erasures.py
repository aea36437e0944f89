"""Erasures: asking, seeing, cancelling; and how long a vault that nobody opens is kept."""

from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import ErasureId, ItemId
from vault.services import erasures, vaults
from vault.views.access import Api, access, owner, parts, source
from vault.views.answers import answer, leave, nothing
from vault.views.payloads import COMMIT_ENTRIES, Bytes32, Id, Shape, Time

api = Api("erasures")


class WishBody(Shape):
    """Items of the trash, or the whole vault; three days, or thirty for a whole vault that is asked so."""

    whole: bool
    items: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)]
    phrase_auth: Bytes32 | None
    days: int

    def to_wish(self) -> erasures.Wish:
        """The wish in the words of the service."""
        return erasures.Wish(self.whole, [ItemId(item_id) for item_id in self.items], self.days, self.phrase_auth)


class AskedAnswer(Shape):
    """The erasure, and from when on it can take effect."""

    erasure_id: Id
    ready_at: Time


class ErasurePath(Shape):
    """Which erasure."""

    erasure_id: Id


class ErasureItem(Shape):
    """An erasure under way; `items` are those it still names."""

    erasure_id: Id
    whole: bool
    items: list[Id]
    asked_at: Time
    ready_at: Time


class ErasuresAnswer(Shape):
    """The erasures under way, the first to be ready first."""

    erasures: list[ErasureItem]


class InactivityBody(Shape):
    """Years."""

    years: Annotated[int, Field(ge=vaults.YEARS_LEAST, le=vaults.YEARS_MOST)]


@api.get("/erasures", responses={200: ErasuresAnswer})
@access("session")
def list_erasures() -> Response:
    """Erasures under way"""
    with parts().db.read() as db:
        found = erasures.listed(db, owner().vault_id)
    return answer(ErasuresAnswer(erasures=[_item(seen) for seen in found]))


@api.post("/erasures", responses={200: AskedAnswer, 204: None})
@access("fresh")
def ask_erasure(body: WishBody) -> Response:
    """Ask for an erasure; 204 when the vault is erased at once, by its recovery phrase"""
    me = owner()
    erasure = erasures.ask(parts(), me.vault_id, body.to_wish(), source())
    now = parts().clock()
    if erasure.whole and erasure.ready_at <= now:
        vaults.erase(parts(), me.vault_id, now)
        return leave(nothing())
    return answer(AskedAnswer(erasure_id=erasure.erasure_id, ready_at=erasure.ready_at))


@api.post("/erasures/<erasure_id>/cancel", responses={204: None})
@access("session")
def cancel_erasure(path: ErasurePath) -> Response:
    """Cancel an erasure under way"""
    erasures.cancel(parts(), owner().vault_id, ErasureId(path.erasure_id))
    return nothing()


@api.post("/accounts/inactivity", responses={204: None})
@access("fresh")
def keep_for(body: InactivityBody) -> Response:
    """Choose how long the vault is kept when nobody opens it"""
    vaults.keep_for(parts(), owner().vault_id, body.years)
    return nothing()


def _item(seen: erasures.SeenErasure) -> ErasureItem:
    erasure = seen.erasure
    return ErasureItem(
        erasure_id=erasure.erasure_id,
        whole=erasure.whole,
        items=list(seen.items),
        asked_at=erasure.asked_at,
        ready_at=erasure.ready_at,
    )
