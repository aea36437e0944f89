"""Sessions: opening a vault, unlocking it again, seeing and closing sessions, leaving."""

from http import HTTPStatus

from flask import Response

from vault.errors import BadRequestError
from vault.ids import SessionId
from vault.services import accounts, logins, sessions
from vault.services.factors import Asked
from vault.views.access import Api, access, owner, parts, source
from vault.views.answers import answer, leave, nothing, older_session, opened_answer, session_answer
from vault.views.payloads import Bytes32, Id, Login, SessionAnswer, Shape, Time
from vault.views.proofs import AskedAnswer, AssertionBody, OptionsAnswer, PasskeyBody, StepBody

api = Api("sessions")


class SessionBody(Shape):
    """An identifier and its AUTH (FORMAT 5.4)."""

    login: Login
    auth: Bytes32


class UnlockBody(Shape):
    """AUTH of the vault that the session opened; or, where a passkey opened it, its answer to a ticket."""

    auth: Bytes32 | None = None
    ticket: Bytes32 | None = None
    assertion: AssertionBody | None = None


class SessionPath(Shape):
    """A session of the vault."""

    session_id: Id


class ListedSession(Shape):
    """One open session."""

    session_id: Id
    via: str
    created_at: Time
    seen_at: Time
    current: bool


class SessionsAnswer(Shape):
    """The open sessions, newest first."""

    sessions: list[ListedSession]


@api.post("/sessions", responses={200: SessionAnswer, 202: AskedAnswer})
@access("public")
def open_session(body: SessionBody) -> Response:
    """Open a vault, and end the session that this browser had open; or learn what else must be proven"""
    found = logins.log_in(parts(), body.login, body.auth, source(), older_session())
    if isinstance(found, Asked):
        asked = AskedAnswer(ticket=found.ticket, kinds=list(found.kinds), options=found.options)
        return answer(asked, HTTPStatus.ACCEPTED)
    return opened_answer(found)


@api.post("/sessions/second", responses={200: SessionAnswer})
@access("public")
def second_step(body: StepBody) -> Response:
    """Prove a second factor, and open the vault"""
    return opened_answer(logins.second_step(parts(), body.ticket, body.to_proof(), source(), older_session()))


@api.post("/sessions/passkey/options", responses={200: OptionsAnswer})
@access("public")
def ask_passkey() -> Response:
    """Begin to open by a passkey"""
    ticket, options = logins.ask_passkey(parts(), source())
    return answer(OptionsAnswer(ticket=ticket, options=options))


@api.post("/sessions/passkey", responses={200: SessionAnswer})
@access("public")
def open_by_passkey(body: PasskeyBody) -> Response:
    """Open a vault by a passkey alone"""
    assertion = body.assertion.to_assertion()
    return opened_answer(logins.log_in_by_passkey(parts(), body.ticket, assertion, source(), older_session()))


@api.post("/sessions/unlock", responses={200: SessionAnswer})
@access("session")
def unlock(body: UnlockBody) -> Response:
    """Give the password again, or the passkey that opened the vault"""
    me = owner()
    if body.auth is not None and body.ticket is None and body.assertion is None:
        return session_answer(accounts.unlock(parts(), me.vault_id, me.session_id, body.auth, source()))
    if body.auth is not None or body.ticket is None or body.assertion is None:
        raise BadRequestError(field="auth")
    mine, assertion = (me.vault_id, me.session_id), body.assertion.to_assertion()
    return session_answer(logins.unlock_by_passkey(parts(), mine, body.ticket, assertion, source()))


@api.get("/sessions", responses={200: SessionsAnswer})
@access("session")
def list_sessions() -> Response:
    """Open sessions"""
    me = owner()
    with parts().db.read() as db:
        rows = sessions.listed(db, me.vault_id, parts().clock(), parts().settings)
    listed = [
        ListedSession(
            session_id=row.session_id,
            via=row.via,
            created_at=row.created_at,
            seen_at=row.seen_at,
            current=row.session_id == me.session_id,
        )
        for row in rows
    ]
    return answer(SessionsAnswer(sessions=listed))


@api.delete("/sessions/<session_id>", responses={204: None})
@access("session")
def close_session(path: SessionPath) -> Response:
    """Close a session"""
    with parts().db.write() as db:
        sessions.close(db, owner().vault_id, SessionId(path.session_id), parts().clock())
    return nothing()


@api.post("/sessions/close", responses={204: None})
@access("session")
def close_other_sessions() -> Response:
    """Close all sessions but this one"""
    me = owner()
    with parts().db.write() as db:
        sessions.close_others(db, me.vault_id, me.session_id, parts().clock(), parts().settings)
    return nothing()


@api.post("/sessions/leave", responses={204: None})
@access("public")
def leave_now() -> Response:
    """End the current session, if any, and clear what the browser keeps of us"""
    return leave(nothing())
