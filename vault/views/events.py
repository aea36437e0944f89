"""What happened to the vault, for its owner."""

from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import EventId
from vault.services import events
from vault.views.access import Api, access, owner, parts
from vault.views.answers import answer
from vault.views.payloads import Id, Shape, Time

api = Api("events")


class EventsQuery(Shape):
    """Where to go on."""

    before: Annotated[Id | None, Field(description="The last event of the answer before")] = None


class ListedEvent(Shape):
    """One event of the closed vocabulary."""

    event_id: Id
    at: Time
    name: str
    fields: dict[str, str | int]


class EventsAnswer(Shape):
    """Events, newest first."""

    events: list[ListedEvent]


@api.get("/events", responses={200: EventsAnswer})
@access("session")
def list_events(query: EventsQuery) -> Response:
    """What happened to the vault"""
    before = None if query.before is None else EventId(query.before)
    with parts().db.read() as db:
        rows = events.listed(db, owner().vault_id, before)
    listed = [ListedEvent(event_id=row.event_id, at=row.at, name=row.name, fields=row.fields) for row in rows]
    return answer(EventsAnswer(events=listed))
