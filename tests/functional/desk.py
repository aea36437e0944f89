"""Desks: the Python client on the application itself, without a network between, or over real HTTP as `memo` has it."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx
from werkzeug.serving import make_server

from vault.client_api import Api
from vault.models.base import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask

SITE = "http://localhost"


class RunningClock:
    """The real clock, which can be put forward: the client reckons from the last answer, so time must go on."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def advance(self, **amount: float) -> None:
        self.ahead += timedelta(**amount)


@contextmanager
def devices(app: Flask, clock: RunningClock) -> Iterator[Callable[[], Api]]:
    """Each call is another device: its own session; the store, if there is one, is reached for real."""

    def dated(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        # As every HTTP server does.
        date = ("Date", format_datetime(clock().replace(tzinfo=UTC), usegmt=True))
        return app(environ, lambda status, headers, *rest: start(status, [*headers, date], *rest))

    def make() -> Api:
        http = opened.enter_context(httpx.Client(mounts={SITE: httpx.WSGITransport(dated)}))
        return Api(SITE, http=http, pause=lambda _: None)

    with ExitStack() as opened:
        yield make


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the application, on a port of this machine."""
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    thread.join()
    served.server_close()
