"""Requests to the server: the session, retries, refusals. It knows no key, and nothing it gets is trusted here.

1. The server is reached by HTTPS, or it is this machine: AUTH and the session must not cross a network in the clear.
2. The session's token is kept in memory, and goes to the server alone: never to a store it sends us to.
3. A request that may be repeated is repeated after a network failure or a 503, a few times, then the caller is told.
4. A refusal becomes an `ApiError` by its code; the words of the server are dropped (`client_words`).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import httpx

from vault.client_words import ApiError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Kind = TypeVar("Kind")

API = "/api/v1"
COOKIE = "__Host-session"
PIECE = 1024 * 1024
"""Bytes of a part that are given to the network at a time."""
TRIES = 4
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
TIMEOUT_SECONDS = 60.0
AWAY = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Api:
    """One server, and at most one session with it.

    `http` and `pause` are for tests and scripts: another transport, another way to wait.
    """

    def __init__(
        self, server: str, *, http: httpx.Client | None = None, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Take the address of the site, with or without a path.

        Raises:
            ClientError: `insecure_server`, neither HTTPS nor this machine.
        """
        parts = urlsplit(server)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        check_address(self.origin, "insecure_server")
        # httpx would send its cookies along redirects and refuse ours on http://localhost: it is given none to keep.
        jar = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
        self._http = http or httpx.Client(timeout=TIMEOUT_SECONDS, cookies=jar)
        self._pause = pause
        self._token: str | None = None
        self._ahead = timedelta(0)

    def close(self) -> None:
        """Forget the session and close the connections."""
        self._token = None
        self._http.close()

    def server_now(self) -> datetime:
        """The server's clock as of its last answer, aware: windows of shares go by it, and ours may be a day off."""
        return datetime.now(UTC) + self._ahead

    def post(self, path: str, body: object = None, *, repeat: bool = False) -> Any:
        """Send JSON, read JSON (None for an empty answer); `repeat` says that sending it twice does no harm.

        Raises:
            ApiError: refused.
            ClientError: `offline`, `unreadable_answer`.
        """
        answer = self._send("POST", path, repeat=repeat, json={} if body is None else body)
        return read_json(answer) if answer.content else None

    def get(self, path: str) -> Any:
        """Read JSON; raises like `post`."""
        return read_json(self._send("GET", path, repeat=True))

    def get_bytes(self, path: str, headers: Mapping[str, str] | None = None) -> bytes | None:
        """Read bytes, None for an answer without content; raises like `post`."""
        answer = self._send("GET", path, repeat=True, headers=headers or {})
        return None if answer.status_code == HTTPStatus.NO_CONTENT else answer.content

    def post_bytes(self, path: str, body: object) -> bytes:
        """Send JSON, read bytes; may be repeated; raises like `post`."""
        return self._send("POST", path, repeat=True, json=body).content

    def delete(self, path: str) -> None:
        """Raises like `post`."""
        self._send("DELETE", path, repeat=True)

    def put_part(self, url: str, headers: Mapping[str, str], body: bytes | bytearray) -> None:
        """Send a part to where its ticket says: here, or a store; raises like `post`."""
        sent: dict[str, Any] = {"content": _Pieces(body), "headers": {**headers, "Content-Length": str(len(body))}}
        if url.startswith(f"{API}/"):
            self._send("PUT", url.removeprefix(f"{API}/"), repeat=True, **sent)
            return
        self._check_store(url)
        self._exchange("PUT", url, repeat=True, **sent)

    def get_part(self, path: str, headers: Mapping[str, str] | None = None) -> bytearray:
        """Read a part, from here or from the store we are sent to; raises like `post`."""
        body = bytearray()
        answer = self._send("GET", path, repeat=True, headers=headers or {}, into=body)
        if answer.status_code == HTTPStatus.TEMPORARY_REDIRECT:
            url = answer.headers.get("Location", "")
            self._check_store(url)
            self._exchange("GET", url, repeat=True, into=body)
        return body

    def _check_store(self, url: str) -> None:
        # A server on this machine may have its store there too; any other must name a protected address.
        if urlsplit(self.origin).scheme == "https" and urlsplit(url).scheme != "https":
            raise ClientError("foreign_address")
        check_address(url, "foreign_address")

    def _send(self, method: str, path: str, *, repeat: bool, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if self._token is not None and "Authorization" not in headers:
            headers["Cookie"] = f"{COOKIE}={self._token}"
        answer = self._exchange(method, f"{self.origin}{API}/{path}", repeat=repeat, headers=headers, **options)
        self._take_session(answer)
        self._read_clock(answer)
        return answer

    def _exchange(self, method: str, url: str, *, repeat: bool, **options: Any) -> httpx.Response:
        pause = FIRST_PAUSE_SECONDS
        for left in range(TRIES - 1 if repeat else 0, -1, -1):
            try:
                return check_answer(self._ask(method, url, **options))
            except httpx.HTTPError as error:
                if left == 0:
                    raise ClientError("offline") from error
            except ApiError as error:
                if left == 0 or error.status not in AWAY:
                    raise
                pause = max(pause, float(error.retry_after or 0))
            self._pause(min(pause, LONGEST_PAUSE_SECONDS))
            pause *= 2
        raise ClientError("offline")

    def _ask(self, method: str, url: str, *, into: bytearray | None = None, **options: Any) -> httpx.Response:
        """The answer; with `into`, its body goes there alone, piece by piece: joined, it costs four times as much."""
        with self._http.stream(method, url, follow_redirects=False, **options) as answer:
            if into is None or not answer.is_success:
                answer.read()
                return answer
            into.clear()
            for piece in answer.iter_bytes():
                into += piece
            return answer

    def _take_session(self, answer: httpx.Response) -> None:
        for line in answer.headers.get_list("Set-Cookie"):
            try:
                cookie = SimpleCookie(line).get(COOKIE)
            except CookieError:
                continue
            if cookie is not None:
                self._token = cookie.value or None

    def _read_clock(self, answer: httpx.Response) -> None:
        try:
            moment = parsedate_to_datetime(answer.headers["Date"])
        except (KeyError, ValueError):
            return
        if moment.tzinfo is not None:
            self._ahead = moment - datetime.now(UTC)


class _Pieces:
    """A body, piece by piece, from its beginning each time it is sent: given whole, each layer below would copy it."""

    def __init__(self, body: bytes | bytearray) -> None:
        self._body = memoryview(body)

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), PIECE):
            yield bytes(self._body[start : start + PIECE])


def check_address(url: str, code: str) -> None:
    """Refuse an address that would carry secrets in the clear over a network (rule 1).

    Raises:
        ClientError: `code`.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ClientError(code)


def check_answer(answer: httpx.Response) -> httpx.Response:
    """The answer, if it is no refusal.

    Raises:
        ApiError: the refusal.
        ClientError: `unreadable_answer`, it has no code.
    """
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        return answer
    after = answer.headers.get("Retry-After", "")
    seconds = int(after) if after.isdecimal() else None
    try:
        error = member(read_json(answer), "error", dict)
        code, details = member(error, "code", str), error.get("details")
    except ClientError:
        if answer.status_code not in AWAY:
            raise
        raise ApiError("offline", answer.status_code, seconds) from None  # a proxy speaks for a server that is away
    raise ApiError(code, answer.status_code, seconds, details if isinstance(details, dict) else None)


def member(body: object, name: str, kind: type[Kind]) -> Kind:
    """A member of an answer, of the kind it must be.

    Raises:
        ClientError: `unreadable_answer`.
    """
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, kind):
        raise ClientError("unreadable_answer")
    return value


def read_json(answer: httpx.Response) -> Any:
    """The JSON of an answer.

    Raises:
        ClientError: `unreadable_answer`.
    """
    try:
        return cast("Any", answer.json())
    except ValueError as error:
        raise ClientError("unreadable_answer") from error
