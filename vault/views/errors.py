"""Every refusal and every fault becomes one answer: the JSON error shape for the API, a page for people.

1. A `VaultError` is answered as it is.
2. What the framework refuses (no such address, wrong method, too large) becomes the `VaultError` that means the same.
3. Anything else is a fault of ours: logged by type and place only, since the message of an exception may hold what a
   person wrote; answered as `internal` with no detail.
"""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from typing import TYPE_CHECKING, NoReturn

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from vault.errors import (
    BadRequestError,
    BodyTooLargeError,
    ForbiddenError,
    InternalError,
    MethodNotAllowedError,
    NotFoundError,
    RangeUnsatisfiableError,
    RetryLaterError,
    UnreadableError,
    VaultError,
)
from vault.views.access import API_PREFIX

if TYPE_CHECKING:
    from flask import Flask
    from pydantic import ValidationError

log = logging.getLogger("memo.errors")

BY_STATUS: dict[int, type[VaultError]] = {
    400: UnreadableError,
    403: ForbiddenError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    413: BodyTooLargeError,
    416: RangeUnsatisfiableError,
}
PAGES = {400: 400, 403: 403, 404: 404, 405: 404, 413: 413, 422: 400, 429: 429, 500: 500, 503: 503, 507: 503}
"""Status → the page that explains it."""


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(VaultError, answer_refusal)
    app.register_error_handler(HTTPException, answer_framework)
    app.register_error_handler(Exception, answer_fault)


def refuse_shape(error: ValidationError) -> NoReturn:
    """Refuse a body, path or query that pydantic refused, naming the member and never its value.

    Raises:
        UnreadableError: there is no JSON object at all.
        BadRequestError: a member is missing, unknown or wrong.
    """
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = [str(step) for step in first["loc"]]
    if first["type"] == "extra_forbidden":
        where[-1:] = ["?"]  # an unknown member's name is the sender's text, and stays out of the answer
    if not where:
        raise UnreadableError
    raise BadRequestError(field=".".join(where))


def answer_refusal(error: VaultError) -> Response:
    """The answer of a refusal of ours."""
    response = _json(error) if request.path.startswith(API_PREFIX) else _page(error)
    response.status_code = error.status
    if isinstance(error, RetryLaterError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def answer_framework(error: HTTPException) -> Response:
    """The answer of a refusal of the framework's; its redirects stay what they are."""
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer_fault(error)
    return answer_refusal(BY_STATUS.get(error.code, UnreadableError)())


def answer_fault(error: Exception) -> Response:
    """The answer of a fault of ours, and its line in the log."""
    log.error("internal error=%s at=%s", type(error).__name__, " < ".join(_places(error)))
    return answer_refusal(InternalError())


def _places(error: BaseException) -> list[str]:
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames][:8]


def _json(error: VaultError) -> Response:
    body: dict[str, object] = {"code": error.code, "message": error.text()}
    if error.details:
        body["details"] = error.details
    return jsonify(error=body)


def _page(error: VaultError) -> Response:
    return make_response(render_template(f"errors/{PAGES.get(error.status, 400)}.html"))
