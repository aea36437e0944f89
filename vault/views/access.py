"""Who may call a route. Every route declares it; one that does not is refused.

Before a view runs, in this order:

1. A write that another site may have caused is refused (`refuse_cross_site`).
2. A route without a declaration is refused: a forgotten decorator closes a door, it never opens one.
3. The body is bounded by the route's own limit, before a byte of it is read.
4. The level is checked: `public`; `session`, an open session; `fresh`, one whose password was given within the last
   minutes; `opening`, the bearer token of an opened share (which its service then verifies against the share's live
   state).

Whether the vault holds what is asked for is left to the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, request
from flask_login import LoginManager, UserMixin, current_user
from flask_openapi3.blueprint import APIBlueprint

from vault.errors import CrossSiteError, ForbiddenError, FreshNeededError, SessionEndedError, ShareUnavailableError
from vault.headers import Policy, headers_for
from vault.ids import SessionId, VaultId
from vault.services import sessions
from vault.services.limits import Source
from vault.views.payloads import ErrorAnswer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask, Request, Response

    from vault.services.parts import Parts

Level = Literal["public", "session", "fresh", "opening"]
View = TypeVar("View", bound="Callable[..., Any]")

API_PREFIX = "/api/v1"
COOKIE = "__Host-session"
SMALL_BODY = 64 * 1024
"""Bytes of a request body where the route does not say otherwise."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Access:
    """What a route declares: who may call it, how large a body it reads, and the headers of its answers."""

    level: Level
    body: int
    policy: Policy | None


@dataclass(frozen=True)
class Owner(UserMixin):
    """The person whose session the request carries (flask-login's user)."""

    vault_id: VaultId
    session_id: SessionId
    fresh_until: datetime


def access(level: Level, *, body: int = SMALL_BODY, policy: Policy | None = None) -> Callable[[View], View]:
    """Declare who may call the view below and the size of the largest body it reads, in bytes.

    `policy` names the headers where they are not those of the API (below `/api/v1`) or of a page (elsewhere).
    """

    def declare(view: View) -> View:
        vars(view)["access"] = Access(level, body, policy)
        return view

    return declare


class Api(APIBlueprint):
    """A blueprint of `/api/v1` whose document shows the access of each route; a route without one does not start."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name, __name__, url_prefix=API_PREFIX, abp_responses={422: ErrorAnswer, "default": _any_refusal()}
        )

    def _collect_openapi_info(self, rule: str, func: Callable[..., Any], **options: Any) -> Any:
        declared = vars(func).get("access")
        if not isinstance(declared, Access):
            message = f"{rule} declares no access"
            raise TypeError(message)
        options["openapi_extensions"] = {"x-access": declared.level}
        if declared.level != "public":
            options["security"] = [{"opening" if declared.level == "opening" else "session": []}]
        return super()._collect_openapi_info(rule, func, **options)


def _any_refusal() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ErrorAnswer"}
    return {"description": "A refusal", "content": {"application/json": {"schema": schema}}}


def install(app: Flask) -> None:
    """Put the checks in front of every route of the application."""
    manager = LoginManager(app, add_context_processor=False)  # pages show nothing of a session, and need no database
    manager.session_protection = None  # it would hash the address and user agent of each visitor
    manager.request_loader(_load_owner)
    app.before_request(check)
    app.after_request(add_headers)


def check() -> None:
    """The checks of the module's list, in its order.

    Raises:
        CrossSiteError, ForbiddenError, SessionEndedError, FreshNeededError, ShareUnavailableError: as listed above.
    """
    refuse_cross_site(request)  # 1
    if request.endpoint is None:
        return  # no such address: nothing to protect, the router answers
    declared = _declared()
    if declared is None:  # 2
        raise ForbiddenError
    request.max_content_length = declared.body  # 3
    _check_level(declared.level)  # 4


def add_headers(response: Response) -> Response:
    """Give every answer, errors included, the headers of its kind; what a view set itself stays."""
    declared = _declared()
    default: Policy = "api" if request.path.startswith(API_PREFIX) else "page"
    policy = (declared.policy if declared else None) or default
    for name, value in headers_for(policy, parts().settings).items():
        response.headers.setdefault(name, value)
    if policy != "static":
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def _declared() -> Access | None:
    if request.endpoint is None:
        return None
    declared = getattr(current_app.view_functions[request.endpoint], "access", None)
    return declared if isinstance(declared, Access) else None


def refuse_cross_site(incoming: Request) -> None:
    """Refuse a write that the page of another site may have caused (request forgery).

    1. Reading is always allowed: it changes nothing.
    2. `Sec-Fetch-Site` is the browser's own word, which a page cannot forge: only `same-origin` writes.
    3. Without it, `Origin` must be this host; without both it is no browser, and carries no one's cookie by accident.

    Raises:
        CrossSiteError: 2 or 3 does not hold.
    """
    if incoming.method in SAFE_METHODS:  # 1
        return
    site = incoming.headers.get("Sec-Fetch-Site")
    if site is not None:  # 2
        if site != "same-origin":
            raise CrossSiteError
        return
    origin = incoming.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != incoming.host:  # 3
        raise CrossSiteError


def refuse_other_site(incoming: Request) -> None:
    """Refuse a reading that the page of another site caused, by a picture or a link.

    1. `Sec-Fetch-Site` says who asks: our own pages (`same-origin`), or the person by the address bar (`none`).
    2. A browser too old to say is believed: the way out must work in all of them.

    Raises:
        CrossSiteError: 1 does not hold.
    """
    if incoming.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise CrossSiteError


def _check_level(level: Level) -> None:
    if level == "opening":
        opening_token()
    elif level == "fresh":
        check_fresh()
    elif level == "session":
        owner()


def parts() -> Parts:
    """What this process stands on."""
    return cast("Parts", current_app.extensions["memo"])


def owner() -> Owner:
    """The person whose session the request carries.

    Raises:
        SessionEndedError: there is no open session.
    """
    person = current_user._get_current_object()  # noqa: SLF001 - werkzeug's way to the object behind the proxy
    if not isinstance(person, Owner):
        raise SessionEndedError
    return person


def check_fresh() -> None:
    """Return only if the password was given within the last minutes; for views that ask by what their body holds.

    Raises:
        SessionEndedError: there is no open session.
        FreshNeededError: it was given longer ago.
    """
    if owner().fresh_until <= parts().clock():
        raise FreshNeededError


def opening_token() -> bytes:
    """The 32 bytes of the bearer token, unverified.

    Raises:
        ShareUnavailableError: there is none, or it is not one of ours.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer":
        raise ShareUnavailableError
    try:
        return sessions.parse_token(text)
    except ValueError:
        raise ShareUnavailableError from None


def source() -> Source:
    """Where the request comes from, for counting only.

    With `trusted_proxies = n`, the address that the n-th proxy from us wrote into `X-Forwarded-For`: those further
    left came with the request and may be invented. A header with fewer entries did not pass our proxies, and is not
    believed.
    """
    hops = parts().settings.trusted_proxies
    entries = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",") if entry.strip()]
    if hops == 0 or len(entries) < hops:
        return Source.of(request.remote_addr)
    return Source.of(entries[-hops])


def _load_owner(incoming: Request) -> Owner | None:
    text = incoming.cookies.get(COOKIE)
    if text is None:
        return None
    found = sessions.find(parts(), text)
    if found is None:
        return None
    return Owner(VaultId(found.vault_id), SessionId(found.session_id), found.fresh_until)
