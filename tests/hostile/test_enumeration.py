"""Nobody learns from the door whose vault exists, nor what a vault has: phrase, people, second factor.

Identifiers that exist and one that does not take turns, in an order drawn by a fixed seed, on every route that takes
one (the routes are those of the server's own document). What is compared:

1. what the answers say: status, headers, text;
2. what is written: the same rows, under the vault or under the vault of zeros;
3. when a counter is full.

Times are measured by `bench/enumeration.py`: no test fails for being slow.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pyotp
import pytest

from tests.functional.authenticator import Authenticator
from tests.hostile.server import Server, running
from vault import client_access as access
from vault.client_api import Api
from vault.client_vault import VaultClient
from vault.crypto.encoding import b64
from vault.crypto.recovery import new_phrase, parse_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20_261_125
TURNS = 60
"""Requests for an identifier that exists on each route, and as many for one that does not."""
PASSWORD = "framboise tiroir lanterne galet"
WRONG = b64(bytes(32))
NOBODY = "personne-00000"
ZEROS = bytes(16)
ROUTES: dict[str, dict[str, str]] = {
    "logins": {},
    "sessions": {"auth": WRONG},
    "recoveries phrase": {"way": "phrase", "auth": WRONG},
    "recoveries people": {"way": "people", "auth": WRONG},
}
TELLING = {"accounts"}
"""A new vault must be told that its identifier is taken."""
WRITTEN_BY = {"sessions": "password", "recoveries phrase": "phrase", "recoveries people": "people"}
"""What a failure is counted as."""
SALT_LENGTH = 22

Rows = Counter[tuple[str, bytes]]
"""How many rows each table has of each vault; zeros also stand for tables that name none."""


class Answer(NamedTuple):
    """All that is said, but for the date, and the salt of `logins`."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str


def add_phrase(client: VaultClient) -> None:
    access.set_phrase(client, PASSWORD, parse_phrase(" ".join(new_phrase("french"))))


def add_people(client: VaultClient) -> None:
    access.set_people(client, PASSWORD)


def add_codes(client: VaultClient) -> None:
    made = client.api.post("factors/totp")
    code = pyotp.TOTP(made["secret"]).now()
    client.api.post("factors/totp/confirm", {"factor_id": made["factor_id"], "code": code})


WAYS = {
    "moineau-bare-0": (),
    "moineau-phrase": (add_phrase,),
    "moineau-people": (add_people,),
    "moineau-factor": (add_codes,),
    "moineau-all-00": (add_phrase, add_people, add_codes),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this file's own: other tests would write between two looks."""
    with running(tmp_path_factory.mktemp("enumerated")) as made, ExitStack() as closing:
        for login, ways in WAYS.items():
            client = VaultClient(Api(made.address))
            closing.callback(client.api.close)
            client.register(login, PASSWORD)
            for add in ways:
                add(client)
        yield made


@pytest.fixture
def door(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.address}/api/v1/") as made:
        yield made


def ask(door: httpx.Client, route: str, login: str) -> Answer:
    told = door.post(route.split(maxsplit=1)[0], json={"login": login} | ROUTES[route])
    body = told.json()
    if "params" in body:
        params = json.loads(body["params"])
        assert len(params["salt"]) == SALT_LENGTH
        body |= {"params": json.dumps(params | {"salt": ""})}
    headers = sorted((name.lower(), value) for name, value in told.headers.items() if name.lower() != "date")
    return Answer(told.status_code, tuple(headers), json.dumps(body))


def rows(server: Server) -> Rows:
    """All tables of both databases."""
    found: Rows = Counter()
    for name in ("vault", "halves"):
        with sqlite3.connect(f"file:{server.folder / f'{name}.db'}?mode=ro", uri=True) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                columns = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
                of = "coalesce(vault_id, zeroblob(16))" if "vault_id" in columns else "zeroblob(16)"
                for vault_id, count in database.execute(f"SELECT {of}, count(*) FROM {table} GROUP BY 1"):
                    found[table, vault_id] += count
    return found


def vaults(server: Server) -> dict[str, bytes]:
    with sqlite3.connect(f"file:{server.folder / 'vault.db'}?mode=ro", uri=True) as database:
        return dict(database.execute("SELECT login, vault_id FROM accounts"))


def refusals(server: Server, kind: str) -> dict[bytes, int]:
    query = "SELECT vault_id, sum(count) FROM refusals WHERE kind = ? GROUP BY 1"
    with sqlite3.connect(f"file:{server.folder / 'vault.db'}?mode=ro", uri=True) as database:
        return dict(database.execute(query, (kind,)))


def takes_a_login(document: dict[str, Any], operation: dict[str, Any]) -> bool:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return "login" in document["components"]["schemas"].get(name, schema).get("properties", {})


def test_every_route_that_takes_an_identifier_is_tried_here(door: httpx.Client) -> None:
    document = door.get("openapi.json").json()
    found = {
        path.removeprefix("/api/v1/")
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if takes_a_login(document, operation)
    }
    assert found == {route.split()[0] for route in ROUTES} | TELLING
    assert not [path for path in document["paths"] if "{login}" in path]


@pytest.mark.parametrize("route", ROUTES)
def test_answers_and_what_is_written_are_the_same(server: Server, door: httpx.Client, route: str) -> None:
    chance, known = random.Random(SEED), vaults(server)
    turns = [login for number in range(TURNS) for login in (list(WAYS)[number % len(WAYS)], NOBODY)]
    chance.shuffle(turns)
    before = rows(server)
    said = {(ask(door, route, login), login) for login in turns}
    assert len({answer for answer, _ in said}) == 1, said
    written = rows(server)
    written.subtract(before)
    kind = WRITTEN_BY.get(route)
    sides = [known[login] for login in WAYS] + [ZEROS]
    assert {place: count for place, count in written.items() if count} == (
        {("refusals", side): 1 for side in sides} if kind else {}
    )
    if kind:
        expected = {known[login]: TURNS // len(WAYS) for login in WAYS} | {ZEROS: TURNS}
        assert refusals(server, kind) == expected


def test_parameters_of_an_identifier_are_stable_and_its_own(door: httpx.Client) -> None:
    asked = [(login, door.post("logins", json={"login": login}).text) for login in (*WAYS, NOBODY, f"{NOBODY}1") * 3]
    assert len(set(asked)) == len({text for _, text in asked}) == len(WAYS) + 2


@pytest.mark.parametrize("route", [route for route in ROUTES if route != "logins"])
def test_counters_are_full_at_the_same_try(server: Server, route: str) -> None:
    narrow = Server(server.folder, ATTEMPTS_PER_LOGIN="4", ATTEMPTS_PER_ACCOUNT="4")
    narrow.start()
    try:
        with httpx.Client(base_url=f"{narrow.address}/api/v1/") as door:
            for turn in range(6):
                answers = [ask(door, route, login) for login in (*WAYS, NOBODY)]
                assert {answer.status for answer in answers} == {401 if turn < 4 else 429}
                assert len({answer.text for answer in answers}) == 1
                assert len({tuple(name for name, _ in answer.headers) for answer in answers}) == 1
    finally:
        narrow.kill()


def test_a_passkey_of_nobody_is_answered_as_one_that_does_not_sign(server: Server, door: httpx.Client) -> None:
    """Its id is random and no identifier; all the same it tells nothing."""
    client = VaultClient(Api(server.address))
    client.open("moineau-bare-0", PASSWORD)
    asked, known = client.api.post("factors/passkey/options"), Authenticator(server.address)
    client.api.post("factors/passkey", {"ticket": asked["ticket"], "credential": known.register(asked["options"])})
    before, said = rows(server), []
    for number in range(TURNS):
        key = Authenticator(server.address)
        if number % 2:
            key.credential = known.credential
        asked = door.post("sessions/passkey/options", json={}).json()
        body = {"ticket": asked["ticket"], "assertion": key.sign(asked["options"])}
        told = door.post("sessions/passkey", json=body)
        headers = [(name, value) for name, value in told.headers.items() if name.lower() != "date"]
        said.append((told.status_code, tuple(headers), told.text))
    assert len(set(said)) == 1
    assert said[0][0] == 401
    written = rows(server)
    written.subtract(before)
    vault_id = vaults(server)["moineau-bare-0"]
    # Tickets are left either way: a slip does not spend them.
    assert {place: count for place, count in written.items() if count} == {
        ("tickets", ZEROS): TURNS,
        ("refusals", vault_id): 1,
        ("refusals", ZEROS): 1,
    }
    client.leave()
