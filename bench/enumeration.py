"""Whether the time of an answer tells whose vault exists: interleaved requests for an identifier that exists and one
that does not, on every route that takes one and refuses it, against the product on SQLite.

The vault that exists holds thousands of items, a recovery phrase, people and a second factor: all that could make it
slower. Registration is not among the routes: it must say that an identifier is taken.

Two sides differ where their percentiles are further apart than those of two halves of one side, drawn again and again,
are in all but one draw of a hundred. A slow moment of the machine falls on both sides alike: each pair is sent in an
order drawn by lot. `BENCH_ENUMERATION` sets the requests of a side, 3,000 otherwise. What an answer says, and its
headers, are compared too, and there a difference is an error.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pyotp

from bench.site import PASSPHRASE, folder, product
from bench.table import Row
from bench.vaults import filled
from vault import client_access as access
from vault.client import Api, VaultClient
from vault.crypto.encoding import b64
from vault.crypto.recovery import new_phrase, parse_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REQUESTS = int(os.environ.get("BENCH_ENUMERATION", "3000"))
ITEMS = 3_000
KNOWN, UNKNOWN = "bench-known-12345", "bench-other-12345"
DRAWS = 500
"""Halvings of a side."""
CERTAINTY = 0.99
PERCENTILES = (5, 10, 50)
WRONG = b64(bytes(32))
ROUTES: dict[str, tuple[str, dict[str, str]]] = {
    "POST logins": ("logins", {}),
    "POST sessions": ("sessions", {"auth": WRONG}),
    "POST recoveries, phrase": ("recoveries", {"way": "phrase", "auth": WRONG}),
    "POST recoveries, people": ("recoveries", {"way": "people", "auth": WRONG}),
}
"""Every route that takes an identifier, with the rest of its body."""


class Answer(NamedTuple):
    """What an answer says, but for the moment and the random salt of an identifier, and the seconds that it took."""

    said: str
    seconds: float


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        _make(address)
        connection = http.client.HTTPConnection(str(urlsplit(address).netloc))
        for name, (path, body) in ROUTES.items():
            yield _row(name, *_interleaved(connection, path, body))
        connection.close()


def _make(address: str) -> None:
    """The vault that exists, with everything that a vault may have."""
    filled(address, KNOWN, ITEMS)
    client = VaultClient(Api(address))
    client.open(KNOWN, PASSPHRASE)
    access.set_phrase(client, PASSPHRASE, parse_phrase(" ".join(new_phrase("french"))))
    access.set_people(client, PASSPHRASE)
    made = client.api.post("factors/totp")
    client.api.post("factors/totp/confirm", {"factor_id": made["factor_id"], "code": pyotp.TOTP(made["secret"]).now()})
    client.leave()


def _interleaved(
    connection: http.client.HTTPConnection, path: str, body: dict[str, str]
) -> tuple[list[float], list[float]]:
    """Seconds of the known and of the unknown identifier.

    Raises:
        AssertionError: the answers themselves differ.
    """
    chance = random.Random(path)  # noqa: S311 — an order, not a secret
    taken: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    said: dict[str, set[str]] = {KNOWN: set(), UNKNOWN: set()}
    for number in range(REQUESTS + 1):
        for login in chance.sample((KNOWN, UNKNOWN), 2):
            answer = _ask(connection, path, {"login": login} | body)
            if number:  # the first pair finds everything cold
                taken[login].append(answer.seconds)
                said[login].add(answer.said)
    if said[KNOWN] != said[UNKNOWN] or len(said[KNOWN]) != 1:
        raise AssertionError(f"the answers of {path} differ: {said}")
    return taken[KNOWN], taken[UNKNOWN]


def _ask(connection: http.client.HTTPConnection, path: str, body: dict[str, str]) -> Answer:
    sent = json.dumps(body).encode()
    start = time.perf_counter()
    connection.request("POST", f"/api/v1/{path}", sent, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    seconds = time.perf_counter() - start
    headers = sorted((name.lower(), value) for name, value in answer.getheaders() if name.lower() != "date")
    return Answer(repr((answer.status, headers, _without_salt(json.loads(text)))), seconds)


def _without_salt(told: dict[str, Any]) -> dict[str, Any]:
    if "params" not in told:
        return told
    params = json.loads(told["params"])
    return told | {"params": params | {"salt": len(params["salt"])}}


def _row(name: str, known: list[float], unknown: list[float]) -> Row:
    chance = random.Random(name)  # noqa: S311 — draws of a statistic
    ours, theirs = (_percentiles(side) for side in (known, unknown))
    spreads = [max(pair) for pair in zip(_spread(known, chance), _spread(unknown, chance), strict=True)]
    apart = [abs(one - other) for one, other in zip(ours, theirs, strict=True)]
    differs = [place for place, gap, spread in zip(PERCENTILES, apart, spreads, strict=True) if gap > spread]
    places = "/".join(f"{place}th" for place in PERCENTILES)
    return Row(
        f"{name}: an identifier that exists, {REQUESTS:,} requests", f"one that does not, {REQUESTS:,} in between",
        f"{places} {_said(ours)} to {_said(theirs)} ms; apart {_said(apart)}, halves of a side up to {_said(spreads)}",
        "not further apart than halves of a side", not differs,
    )  # fmt: skip


def _said(seconds: Sequence[float]) -> str:
    return "/".join(f"{one * 1000:.3f}" for one in seconds)


def _percentiles(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered[min(len(ordered) - 1, len(ordered) * place // 100)] for place in PERCENTILES]


def _spread(values: Sequence[float], chance: random.Random) -> list[float]:
    """How far apart the percentiles of two halves are, at most, in all but one draw of a hundred."""
    drawn, half = list(values), len(values) // 2
    gaps: list[list[float]] = [[] for _ in PERCENTILES]
    for _ in range(DRAWS):
        chance.shuffle(drawn)
        for kept, one, other in zip(gaps, _percentiles(drawn[:half]), _percentiles(drawn[half:]), strict=True):
            kept.append(abs(one - other))
    return [sorted(kept)[int(DRAWS * CERTAINTY)] for kept in gaps]
