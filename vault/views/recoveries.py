"""Recovery by the phrase or by people, and refusing one that is under way."""

from http import HTTPStatus
from typing import Literal

from flask import Response

from vault.services import recoveries
from vault.views.access import Api, access, owner, parts, source
from vault.views.answers import answer, nothing, older_session, session_body, with_cookie
from vault.views.payloads import Bytes32, Login, SessionAnswer, Shape, Time

api = Api("recoveries")


class RecoveryBody(Shape):
    """An identifier and what proves the phrase (FORMAT 5.9) or two shares (5.10)."""

    login: Login
    way: Literal["phrase", "people"]
    auth: Bytes32


class RecoveryAnswer(SessionAnswer):
    """The answer of a session; `half` is the part of the server where the way is people."""

    half: Bytes32 | None


class WaitingAnswer(Shape):
    """When the request can be asked for again, with success."""

    ready_at: Time


class RequestAnswer(Shape):
    """The request under way, or nulls."""

    asked_at: Time | None
    ready_at: Time | None


@api.post("/recoveries", responses={200: RecoveryAnswer, 202: WaitingAnswer})
@access("public")
def recover(body: RecoveryBody) -> Response:
    """Open a vault by its phrase, or ask for it by its people"""
    claim = recoveries.Claim(body.login, body.way, body.auth, source(), older_session())
    found = recoveries.recover(parts(), claim)
    if isinstance(found, recoveries.Waiting):
        return answer(WaitingAnswer(ready_at=found.ready_at), HTTPStatus.ACCEPTED)
    members = dict(session_body(found.opened.vault))
    return with_cookie(answer(RecoveryAnswer(**members, half=found.half)), found.opened)


@api.get("/recoveries", responses={200: RequestAnswer})
@access("session")
def read_request() -> Response:
    """The recovery by people under way, if any"""
    request = recoveries.request_under_way(parts(), owner().vault_id)
    asked_at, ready_at = request or (None, None)
    return answer(RequestAnswer(asked_at=asked_at, ready_at=ready_at))


@api.post("/recoveries/refuse", responses={204: None})
@access("session")
def refuse_request() -> Response:
    """Refuse the recovery by people under way"""
    recoveries.refuse(parts(), owner().vault_id)
    return nothing()
