"""Sessions: opening a vault, unlocking it again, seeing and closing sessions, leaving."""

from flask import Response

from vault.ids import SessionId
from vault.services import accounts, sessions
from vault.views.access import Api, access, owner, parts, source
from vault.views.answers import answer, leave, nothing, older_session, opened_answer, session_answer
from vault.views.payloads import Bytes32, Id, Login, SessionAnswer, Shape, Time

api = Api("sessions")


class SessionBody(Shape):
    """An identifier and its AUTH (FORMAT 5.4)."""

    login: Login
    auth: Bytes32


class UnlockBody(Shape):
    """AUTH of the vault that the session opened."""

    auth: Bytes32


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


@api.post("/sessions", responses={200: SessionAnswer})
@access("public")
def open_session(body: SessionBody) -> Response:
    """Open a vault, and end the session that this browser had open"""
    account = accounts.check_login(parts(), body.login, body.auth, source())
    return opened_answer(accounts.open_for(parts(), account, source(), older_session(), "password"))


@api.post("/sessions/unlock", responses={200: SessionAnswer})
@access("session")
def unlock(body: UnlockBody) -> Response:
    """Give the password again"""
    me = owner()
    return session_answer(accounts.unlock(parts(), me.vault_id, me.session_id, body.auth, source()))


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
