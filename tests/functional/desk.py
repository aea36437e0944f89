"""Desks: the Python client on the application itself, without a network between."""

from __future__ import annotations

import io
import os
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx

from vault import client_records as records
from vault.client_api import Api
from vault.client_vault import VaultClient
from vault.models.base import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask

    from vault.crypto.catalogue import Seen
    from vault.crypto.encoding import Document

SITE = "http://localhost"
PASSWORD = "framboise tiroir lanterne galet"


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


class Cut(httpx.BaseTransport):
    """The way to the server; with `left`, it is cut after so many requests that write."""

    def __init__(self, app: Flask) -> None:
        self._way = httpx.WSGITransport(app)
        self.left: int | None = None
        self.cut = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.left is not None and request.method in {"POST", "PUT"}:
            self.left -= 1
            self.cut = self.cut or self.left < 0
        if self.cut:
            raise httpx.ConnectError("cut")
        return self._way.handle_request(request)


class Desk(VaultClient):
    """A client that can be cut off."""

    def __init__(self, app: Flask, closing: ExitStack) -> None:
        self.way = Cut(app)
        http = closing.enter_context(httpx.Client(mounts={SITE: self.way}))
        super().__init__(Api(SITE, http=http, pause=lambda _: None))
        self.login = f"moineau-{os.urandom(6).hex()}"


def second(new_api: Callable[[], Api], login: str, seen: Seen | None = None) -> VaultClient:
    """The vault of this identifier, open on another device."""
    other = VaultClient(new_api(), seen)
    other.open(login, PASSWORD)
    return other


def an_event(title: str = "Réunion") -> Document:
    """The record of an event."""
    return records.event(title, "On m’a demandé de signer.", records.when("2021-06"), people=["Claire"])


def kept(client: VaultClient, body: bytes, name: str = "note.txt") -> Document:
    """The reference of a file that this client sent."""
    return client.keep_file(io.BytesIO(body), name, "text/plain")
