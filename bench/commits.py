"""One event a commit, sixteen clients at once, PostgreSQL that really writes to disk; beside a route that does nothing.

Commits are made beforehand: what is measured is the server. The clients are threads of four processes of their own,
each with one connection that stays open.
"""

from __future__ import annotations

import http.client
import itertools
import json
import multiprocessing
import random
import statistics
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bench.site import PASSPHRASE, folder, product
from bench.table import Row, in_turn
from bench.vaults import event, intended
from tests.parts import postgres
from vault.client import Api, VaultClient
from vault.client_api import COOKIE
from vault.client_commits import commit_body
from vault.crypto.encoding import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.queues import Queue

CLIENTS = 16
PROCESSES = 4
COMMITS = 30
"""Of each client in one round."""
ROUNDS = 3
WORKERS = 4
PATIENCE_SECONDS = 300
"""After which a process that never came is a failure, not a slow one."""
NOTHING = "/robots.txt"
"""A few constant bytes, through the whole application and no database."""


class Request(NamedTuple):
    """One request, ready to be sent."""

    method: str
    path: str
    body: bytes
    cookie: str


class Told(NamedTuple):
    """What a round gave: requests a second, and the time that one in a hundred exceeds."""

    rate: float
    p99: float


def rows() -> Iterator[Row]:
    with folder() as home, _database() as url, product(home, workers=WORKERS, more={"DATABASE_URL": url}) as address:
        writers = [Writer(address, f"bench-commit-{number:02}") for number in range(CLIENTS)]
        rounds = itertools.count()
        told: dict[str, list[Told]] = {"commits": [], "nothing": []}

        def commits() -> float:
            number = next(rounds)
            told["commits"].append(_round(address, [writer.round(number) for writer in writers]))
            return told["commits"][-1].rate

        def nothing() -> float:
            asked = [[Request("GET", NOTHING, b"", "")] * COMMITS * 4] * CLIENTS
            told["nothing"].append(_round(address, asked))
            return told["nothing"][-1].rate

        in_turn(ROUNDS, commits, nothing)
    said = [_said(told[name][1:]) for name in ("commits", "nothing")]
    yield Row(
        f"Commit of one event, {CLIENTS} clients, PostgreSQL", "a route that does nothing",
        f"{said[0]}; beside {said[1]}", "report", None,
    )  # fmt: skip


@contextmanager
def _database() -> Iterator[str]:
    with postgres.running(durable=True) as server, postgres.fresh_database(server) as url:
        yield url


def _said(told: Sequence[Told]) -> str:
    rate, p99 = (statistics.median(getattr(one, name) for one in told) for name in Told._fields)
    return f"{rate:.0f} requests/s, p99 {p99 * 1000:.0f} ms"


class Writer:
    """A vault and its commits, each made on the one before as its owner's client would."""

    def __init__(self, address: str, login: str) -> None:
        self._client = VaultClient(Api(address))
        self._client.register(login, PASSPHRASE)
        self._catalogue = self._client.catalogue
        self._chance = random.Random(login)  # noqa: S311 — words of a journal

    def round(self, number: int) -> list[Request]:
        """The commits of one round."""
        return [self._next(number * COMMITS + place) for place in range(COMMITS)]

    def _next(self, number: int) -> Request:
        intention = intended(self._client, [event(self._chance, number)])
        commit = self._catalogue.apply(intention.change, now())
        self._catalogue = commit.catalogue
        body = json.dumps(commit_body(commit, intention)).encode()
        return Request("POST", "/api/v1/commits", body, f"{COOKIE}={self._client.api._token}")  # noqa: SLF001 — its session


def _round(address: str, asked: list[list[Request]]) -> Told:
    """All clients at once; the clock runs from the first request to the last answer."""
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(PROCESSES + 1), context.Queue()
    shares = [asked[number::PROCESSES] for number in range(PROCESSES)]
    processes = [context.Process(target=_process, args=(address, share, gate, answers)) for share in shares]
    for process in processes:
        process.start()
    gate.wait(PATIENCE_SECONDS)
    start = time.perf_counter()
    taken: list[float] = []
    for _ in processes:
        taken += answers.get(timeout=PATIENCE_SECONDS)
    wall = time.perf_counter() - start
    for process in processes:
        process.join()
    if len(taken) != sum(map(len, asked)):
        raise AssertionError("a request was refused")
    return Told(len(taken) / wall, statistics.quantiles(taken, n=100)[98])


def _process(address: str, share: list[list[Request]], gate: threading.Barrier, answers: Queue[list[float]]) -> None:
    taken: list[float] = []
    threads = [threading.Thread(target=_client, args=(address, requests, taken)) for requests in share]
    gate.wait(PATIENCE_SECONDS)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put(taken)


def _client(address: str, requests: list[Request], taken: list[float]) -> None:
    connection = http.client.HTTPConnection(str(urlsplit(address).netloc))
    for method, path, body, cookie in requests:
        start = time.perf_counter()
        connection.request(method, path, body or None, {"Content-Type": "application/json", "Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            return
        taken.append(time.perf_counter() - start)
