"""How views answer: JSON of a shape, bytes, and the session cookie.

The cookie's name says what browsers then enforce (`__Host-`: HTTPS, this host only, whole site); `SameSite=Strict`
keeps it out of every request another site causes. It lives as long as the browser window, and ends earlier on the
server.
"""

from contextlib import suppress
from http import HTTPStatus

from flask import Response
from pydantic import BaseModel

from vault.errors import DatabaseUnavailableError, NotFoundError, SessionEndedError, StorageFullError
from vault.ids import SessionId, VaultId
from vault.languages import COOKIE as LANGUAGE
from vault.models.accounts import Slot
from vault.services import sessions
from vault.services.accounts import Opened, Vault
from vault.views.access import COOKIE, owner, parts
from vault.views.payloads import NoticeBody, SessionAnswer, SlotBody

JSON = "application/json"
SEALED = "application/octet-stream"
BYTES = {"description": "Sealed bytes", "content": {SEALED: {"schema": {"type": "string", "format": "binary"}}}}
"""How the API document shows an answer of bytes."""


def answer(body: BaseModel, status: int = HTTPStatus.OK) -> Response:
    """The shape as JSON."""
    return Response(body.model_dump_json(), status, mimetype=JSON)


def nothing() -> Response:
    """204."""
    response = Response(status=HTTPStatus.NO_CONTENT)
    del response.headers["Content-Type"]
    return response


def session_answer(vault: Vault) -> Response:
    """What the client of an open session needs of its vault."""
    return answer(session_body(vault))


def opened_answer(opened: Opened, status: int = HTTPStatus.OK) -> Response:
    """The same, with the cookie of a new session."""
    return with_cookie(answer(session_body(opened.vault), status), opened)


def with_cookie(response: Response, opened: Opened) -> Response:
    """The answer, with the cookie of a new session."""
    response.set_cookie(COOKIE, opened.token, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def older_session() -> tuple[VaultId, SessionId] | None:
    """The session that the browser of the request has open, if any: a new one takes its place."""
    with suppress(SessionEndedError):
        return owner().vault_id, owner().session_id
    return None


def leave(response: Response) -> Response:
    """End the session that the request carries, if any; take its cookie back, and all that the browser keeps of us.

    But its storage: nothing is there except, for the life of the tab, the mark by which `quick-exit.js` keeps
    « Retour » from showing the site again.
    """
    # A base that is away must not keep anybody on the page: the cookie goes, and the session ends by itself.
    with suppress(SessionEndedError, NotFoundError, DatabaseUnavailableError, StorageFullError):
        me = owner()
        with parts().db.write() as db:
            sessions.close(db, me.vault_id, me.session_id, parts().clock())
    response.headers["Clear-Site-Data"] = '"cache", "cookies"'
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict", path="/")
    response.delete_cookie(LANGUAGE, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def session_body(vault: Vault) -> SessionAnswer:
    """The shape of the answer of a session."""
    account = vault.account
    return SessionAnswer(
        vault_id=account.vault_id,
        login=account.login,
        epoch=account.epoch,
        seq=account.seq,
        slots=[_slot_body(slot) for slot in vault.slots],
        identity=account.identity,
        quota=account.quota,
        used=account.used + account.reserved,
        idle_seconds=parts().settings.session_idle_seconds,
        drafts=vault.drafts,
        via=vault.via,
        inactive_years=account.inactive_years,
        opened_on=vault.opened_on.isoformat(),
        notices=[NoticeBody(kind=one.kind, id=one.id, ready_at=one.ready_at) for one in vault.notices],
    )


def _slot_body(slot: Slot) -> SlotBody:
    return SlotBody(slot_id=slot.slot_id, kind=slot.kind, params=slot.params, sealed=slot.sealed)
