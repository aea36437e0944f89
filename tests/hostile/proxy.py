"""A server that lies: a real HTTP proxy between a real client and a real server.

1. What the client asks goes to the real server, and its answer comes back, unless the test says a lie.
2. A lie is a function of the request and of the way to the real server: it may change the answer, invent one, hold it
   back, or answer without asking.
3. All that the client sends is kept, lie or not: a refusal must show in what is *not* sent afterwards.

Nothing here knows a key: what a lie can do, whoever runs the server can do.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

API = "/api/v1/"
PATIENCE_SECONDS = 60.0
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "upgrade", "trailer"}
WITHOUT_BODY = {204, 304}


@dataclass(frozen=True)
class Request:
    """One request, as the client sent it."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def call(self) -> str:
        """`POST sessions`: method and path below the API, ids and queries left as they are."""
        return f"{self.method} {self.path.removeprefix(API)}"

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """One answer, as the client gets it."""

    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def with_json(self, body: object) -> Answer:
        return replace(self, body=json.dumps(body).encode())

    def with_header(self, name: str, value: str) -> Answer:
        others = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=(*others, (name, value)))


def honest(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    """No lie."""
    return ask(request)


class LyingProxy:
    """Listens on a loopback port and speaks for the server at `upstream`; `lie` may be set at any time."""

    def __init__(self, upstream: str) -> None:
        self.lie: Callable[[Request, Callable[[Request], Answer]], Answer] = honest
        self._heard: list[Request] = []
        self._lock = threading.Lock()
        self._upstream = httpx.Client(base_url=upstream, timeout=PATIENCE_SECONDS)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        # A name, not 127.0.0.1: only « localhost » is trusted enough by a browser for a Secure cookie.
        return f"http://localhost:{self.port}"

    @property
    def heard(self) -> list[Request]:
        """All that was sent since `forget`."""
        with self._lock:
            return list(self._heard)

    @property
    def calls(self) -> list[str]:
        """Calls of the API since `forget`, in order: `POST sessions`…"""
        return [request.call for request in self.heard if request.path.startswith(API)]

    def sent(self, pattern: str) -> list[Request]:
        """Calls of the API that match."""
        return [request for request in self.heard if re.search(pattern, request.call)]

    def speak_for(self, upstream: str) -> None:
        """From now on for another server, at the same address."""
        self._upstream.close()
        self._upstream = httpx.Client(base_url=upstream, timeout=PATIENCE_SECONDS)

    def forget(self) -> None:
        """Begin anew: no lie, nothing heard."""
        self.lie = honest
        with self._lock:
            self._heard.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._upstream.close()

    def answer(self, request: Request) -> Answer:
        with self._lock:
            self._heard.append(request)
        return self.lie(request, self.ask)

    def ask(self, request: Request) -> Answer:
        """The real server's answer."""
        headers = [(name, value) for name, value in request.headers if name.lower() not in HOP_BY_HOP]
        # A lie changes plain bytes.
        headers = [pair for pair in headers if pair[0].lower() != "accept-encoding"] + [("Accept-Encoding", "identity")]
        real = self._upstream.request(request.method, request.path, headers=headers, content=request.body or None)
        kept = tuple(pair for pair in real.headers.multi_items() if pair[0].lower() not in HOP_BY_HOP)
        return Answer(real.status_code, kept, real.content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, proxy: LyingProxy) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: a client that refuses hangs up, and a browser closes in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def __getattr__(self, name: str) -> Callable[[], None]:
        # The base class calls `do_GET`, `do_POST`…: one way serves them all.
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # hung up in the middle
            self.close_connection = True
            return
        self._give(self.server.proxy.answer(Request(self.command, self.path, tuple(self.headers.items()), body)))

    def _give(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in WITHOUT_BODY:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.status not in WITHOUT_BODY and self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Keep quiet: what was heard is in `proxy.heard`."""
