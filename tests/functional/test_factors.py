"""Second factors: nothing of a vault leaves before they are proven, each proof counts once, and nobody else can shut
the owner out with them.
"""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from tests.functional.accounts import make_account
from tests.functional.authenticator import PRESENT, Authenticator
from tests.functional.house import SITE, House
from tests.functional.racing import Try, race
from tests.functional.ways import Keys, add, change
from vault.app import create_app
from vault.crypto.encoding import b64, random_id, unb64
from vault.models.factors import Factor, RecoveryCode
from vault.models.sessions import Ticket
from vault.services import sweeps
from vault.services.factors import Proof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from vault.config import Settings
    from vault.services.parts import Parts

HOME, CAFE, ATTACKER = "192.0.2.1", "198.51.100.7", "203.0.113.9"
STEP = 30


class Guarded:
    """A vault with a second factor for codes, and its authenticator's clock."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self.account, self.clock = account, clock
        # The middle of a step, so that the clock edges are where the tests say.
        clock.now = clock.now.replace(second=15, microsecond=0)
        account.house.post("sessions/unlock", {"auth": account.auth})
        made = account.house.post("factors/totp", {}).json
        self.made, self.factor_id = made, made["factor_id"]
        self.totp = pyotp.TOTP(made["secret"])
        confirmed = account.house.post("factors/totp/confirm", {"factor_id": self.factor_id, "code": self.code()})
        self.codes: list[str] = confirmed.json["codes"]
        clock.advance(seconds=STEP)

    def code(self, steps: int = 0) -> str:
        """The code shown now, or `steps` of thirty seconds from now."""
        return self.totp.at(self.clock.now.replace(tzinfo=UTC), counter_offset=steps)

    def wrong(self) -> str:
        near = {self.code(steps) for steps in range(-3, 4)}
        return next(
            code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666") if code not in near
        )

    def knock(self, house: House) -> dict[str, Any]:
        """The right passphrase; the ticket and what it may be brought with."""
        return dict(house.post("sessions", {"login": self.account.login, "auth": self.account.auth}, 202).json)

    def log_in(self, house: House, **proof: object) -> dict[str, Any]:
        ticket = self.knock(house)["ticket"]
        return dict(house.post("sessions/second", {"ticket": ticket} | (proof or {"totp": self.code()})).json)


@pytest.fixture
def guarded(account: Account, clock: Clock) -> Guarded:
    return Guarded(account, clock)


def register(house: House, key: Authenticator, **second: object) -> dict[str, Any]:
    asked = house.post("factors/passkey/options", {"second": second} if second else {}).json
    return dict(
        house.post("factors/passkey", {"ticket": asked["ticket"], "credential": key.register(asked["options"])}).json
    )


def by_passkey(house: House, key: Authenticator) -> dict[str, Any]:
    """The body that answers a fresh ticket."""
    asked = house.post("sessions/passkey/options").json
    return {"ticket": asked["ticket"], "assertion": key.sign(asked["options"])}


# --- what leaves, and when


def test_nothing_of_the_vault_leaves_before_the_second_step(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    body = {"login": guarded.account.login, "auth": guarded.account.auth}
    answer = house.post("sessions", body, 202)
    assert set(answer.json) == {"ticket", "kinds", "options"}
    assert answer.json["kinds"] == ["totp", "code"]
    assert answer.json["options"] is None
    assert "Set-Cookie" not in answer.headers
    assert b64(guarded.account.vault_id) not in answer.get_data(as_text=True)
    house.refused("session_ended", "GET", "sessions")


def test_the_second_step_opens(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    opened = guarded.log_in(house)
    assert opened["vault_id"] == b64(guarded.account.vault_id)
    assert opened["via"] == "password"
    house.get("catalogue")
    house.post("accounts/inactivity", {"years": 6}, 204)  # fresh


def test_before_the_passphrase_is_right_nothing_tells_of_a_factor(
    guarded: Guarded, new_house: Callable[..., House], make_account: Callable[..., Account]
) -> None:
    bare, house = make_account(new_house()), new_house(ATTACKER)
    answers = [
        house.call("POST", "sessions", 401, json={"login": login, "auth": b64(bytes(32))})
        for login in (guarded.account.login, bare.login, "personne-1")
    ]
    assert len({answer.data for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.keys())) for answer in answers}) == 1
    params = [house.post("logins", {"login": login}).json for login in (guarded.account.login, bare.login)]
    assert params[0].keys() == params[1].keys()


def test_a_wrong_passphrase_makes_no_ticket(guarded: Guarded, house: House, parts: Parts) -> None:
    house.refused("login_refused", "POST", "sessions", json={"login": guarded.account.login, "auth": b64(bytes(32))})
    with parts.db.read() as db:
        assert db.scalars(select(Ticket)).all() == []


def test_an_unconfirmed_secret_asks_nothing(account: Account, new_house: Callable[..., House]) -> None:
    account.house.post("factors/totp", {})
    account.log_in(new_house())
    assert account.house.get("factors").json == {"factors": [], "codes_left": 0}


# --- secrets


def test_the_secret_is_shown_once_under_a_neutral_name(guarded: Guarded, settings: Settings) -> None:
    made = guarded.made
    assert len(made["secret"]) == 32
    assert made["uri"].startswith("otpauth://totp/Notes:Notes?secret=")
    assert made["qr"].startswith("<svg xmlns=")
    assert not any(name in made["uri"] + made["qr"] for name in ("mémo", "memo", "localhost", guarded.account.login))
    listed = guarded.account.house.get("factors")
    assert made["secret"] not in listed.get_data(as_text=True)
    [row] = listed.json["factors"]
    assert set(row) == {"factor_id", "kind", "credential", "created_on", "used_on"}


def test_the_secret_is_sealed_at_rest_and_bound_to_its_row(
    guarded: Guarded, parts: Parts, new_house: Callable[..., House]
) -> None:
    plain = pyotp.TOTP(guarded.made["secret"]).byte_secret()
    with parts.db.read() as db:
        row = db.scalars(select(Factor)).one()
    assert len(row.secret) == 12 + 20 + 16
    assert plain not in row.secret
    other = make_account(new_house())
    with parts.db.write() as db:  # whoever writes in the base gives the vault of another her own secret
        db.add(Factor(vault_id=other.vault_id, **{name: getattr(row, name) for name in COPIED}))
    house = new_house()
    ticket = house.post("sessions", {"login": other.login, "auth": other.auth}, 202).json["ticket"]
    house.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "totp": guarded.code()})


COPIED = ("factor_id", "kind", "secret", "sign_count", "last_step", "confirmed", "created_on", "used_on")


def test_a_second_start_drops_the_first(account: Account, clock: Clock) -> None:
    first, second = (account.house.post("factors/totp", {}).json for _ in range(2))
    now = clock.now.replace(tzinfo=UTC)
    late = {"factor_id": first["factor_id"], "code": pyotp.TOTP(first["secret"]).at(now)}
    account.house.refused("not_found", "POST", "factors/totp/confirm", json=late)
    good = {"factor_id": second["factor_id"], "code": pyotp.TOTP(second["secret"]).at(now)}
    assert len(account.house.post("factors/totp/confirm", good).json["codes"]) == 10
    account.house.refused("not_found", "POST", "factors/totp/confirm", json=good)


def test_a_wrong_first_code_confirms_nothing(account: Account, new_house: Callable[..., House], clock: Clock) -> None:
    made = account.house.post("factors/totp", {}).json
    near = {pyotp.TOTP(made["secret"]).at(clock.now.replace(tzinfo=UTC), counter_offset=step) for step in (-1, 0, 1)}
    wrong = next(code for code in ("000000", "111111", "222222", "333333") if code not in near)
    body = {"factor_id": made["factor_id"], "code": wrong}
    account.house.refused("second_refused", "POST", "factors/totp/confirm", json=body)
    account.log_in(new_house())


def test_another_vaults_factor_is_like_none(guarded: Guarded, new_house: Callable[..., House]) -> None:
    other = Guarded(make_account(new_house()), guarded.clock)
    house = other.account.house
    house.post("sessions/unlock", {"auth": other.account.auth})
    body = {"factor_id": guarded.factor_id, "second": {"totp": other.code()}}
    house.refused("not_found", "POST", "factors/remove", json=body)
    confirm = {"factor_id": guarded.factor_id, "code": guarded.code()}
    house.refused("not_found", "POST", "factors/totp/confirm", json=confirm)
    assert guarded.account.house.get("factors").json["factors"][0]["factor_id"] == guarded.factor_id
    # The other's code does not open this vault, nor do her recovery codes.
    attempt = new_house()
    for proof in ({"totp": other.code(1)}, {"code": other.codes[0]}):
        ticket = guarded.knock(attempt)["ticket"]
        attempt.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket} | proof)


# --- a code counts once


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
def test_the_clock_may_be_one_step_off(
    guarded: Guarded, new_house: Callable[..., House], steps: int, status: int
) -> None:
    guarded.clock.advance(seconds=2 * STEP)  # away from the code that confirmed
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    house.call("POST", "sessions/second", status, json={"ticket": ticket, "totp": guarded.code(steps)})


@pytest.mark.parametrize(("second", "status"), [(0, 200), (29.999999, 200)])
def test_a_code_lives_to_the_edges_of_its_step(
    guarded: Guarded, new_house: Callable[..., House], second: float, status: int
) -> None:
    guarded.clock.advance(seconds=2 * STEP)
    code, start = guarded.code(), guarded.clock.now.replace(second=guarded.clock.now.second // STEP * STEP)
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    guarded.clock.now = start + timedelta(seconds=second)
    house.call("POST", "sessions/second", status, json={"ticket": ticket, "totp": code})


def test_a_code_that_was_used_is_refused_and_so_are_those_before(
    guarded: Guarded, new_house: Callable[..., House]
) -> None:
    guarded.clock.advance(seconds=STEP)
    now, before = guarded.code(), guarded.code(-1)
    guarded.log_in(new_house(), totp=now)
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    for code in (now, before):
        house.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "totp": code})
    house.post("sessions/second", {"ticket": ticket, "totp": guarded.code(1)})


def test_the_code_that_confirmed_does_not_open(account: Account, clock: Clock, new_house: Callable[..., House]) -> None:
    guarded = Guarded(account, clock)
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    body = {"ticket": ticket, "totp": guarded.code(-1)}
    house.refused("second_refused", "POST", "sessions/second", json=body)


def test_a_ticket_opens_once(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    house.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "totp": guarded.wrong()})
    house.post("sessions/second", {"ticket": ticket, "totp": guarded.code()})
    thief = new_house()
    thief.refused("ticket_spent", "POST", "sessions/second", json={"ticket": ticket, "code": guarded.codes[0]})
    assert guarded.account.house.get("factors").json["codes_left"] == 10


def test_a_ticket_ends_after_five_minutes(guarded: Guarded, new_house: Callable[..., House], parts: Parts) -> None:
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    guarded.clock.advance(minutes=5)
    house.refused("ticket_spent", "POST", "sessions/second", json={"ticket": ticket, "totp": guarded.code()})
    sweeps.sweep(parts)
    with parts.db.read() as db:
        assert db.scalars(select(Ticket)).all() == []


def test_a_ticket_of_something_else_is_none(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    other = house.post("sessions/passkey/options").json["ticket"]
    for ticket in (other, b64(bytes(32))):
        house.refused("ticket_spent", "POST", "sessions/second", json={"ticket": ticket, "totp": guarded.code()})


def test_a_ticket_is_stored_as_its_hash(guarded: Guarded, house: House, parts: Parts) -> None:
    ticket = unb64(guarded.knock(house)["ticket"])
    with parts.db.read() as db:
        row = db.scalars(select(Ticket)).one()
    assert ticket not in {row.ticket_hash, row.challenge}


def test_exactly_one_proof_is_brought(guarded: Guarded, house: House) -> None:
    ticket = guarded.knock(house)["ticket"]
    for proof in ({}, {"totp": guarded.code(), "code": guarded.codes[0]}, {"totp": "12345"}, {"totp": "١٢٣٤٥٦"}):
        house.refused("bad_request", "POST", "sessions/second", json={"ticket": ticket} | proof)
    house.post("sessions/second", {"ticket": ticket, "totp": guarded.code()})


# --- at the same instant


@pytest.fixture
def two_apps(settings: Settings, clock: Clock, app: Flask) -> Iterator[list[Flask]]:
    """Two processes' worth of the application: nothing is shared between them but the databases and counters."""
    made = [create_app(settings, clock) for _ in range(2)]
    yield made
    for one in made:
        one.extensions["memo"].db.dispose()
        one.extensions["memo"].halves.dispose()


def at_once(acts: list[Callable[[], int]]) -> list[int]:
    """The results of the acts, all begun at the same instant, sorted."""
    line = threading.Barrier(len(acts))

    def wait_and(act: Callable[[], int]) -> int:
        line.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(wait_and, acts))


def statuses(apps: list[Flask], path: str, bodies: list[dict[str, Any]]) -> list[int]:
    """The statuses of these requests, sent at once to the applications in turn."""
    houses = [House(apps[number % len(apps)], CAFE) for number in range(len(bodies))]

    def send(house: House, body: dict[str, Any]) -> int:
        answer = house.browser.post(
            f"/api/v1/{path}", json=body, base_url=SITE, headers={"Sec-Fetch-Site": "same-origin"},
            environ_base={"REMOTE_ADDR": house.address},
        )  # fmt: skip
        return answer.status_code

    return at_once([partial(send, house, body) for house, body in zip(houses, bodies, strict=True)])


def tickets_of(guarded: Guarded, house: House, count: int) -> list[str]:
    return [guarded.knock(house)["ticket"] for _ in range(count)]


@pytest.mark.parametrize("proof", ["totp", "code"])
def test_a_proof_opens_once_at_the_same_instant(
    guarded: Guarded, two_apps: list[Flask], new_house: Callable[..., House], proof: str
) -> None:
    value = guarded.code() if proof == "totp" else guarded.codes[0]
    bodies = [{"ticket": ticket, proof: value} for ticket in tickets_of(guarded, new_house(), 4)]
    assert statuses(two_apps, "sessions/second", bodies) == [200, 401, 401, 401]


def test_a_ticket_opens_once_at_the_same_instant(
    guarded: Guarded, two_apps: list[Flask], new_house: Callable[..., House]
) -> None:
    [ticket] = tickets_of(guarded, new_house(), 1)
    bodies = [{"ticket": ticket, "code": code} for code in guarded.codes[:4]]
    assert statuses(two_apps, "sessions/second", bodies) == [200, 409, 409, 409]
    assert guarded.account.house.get("factors").json["codes_left"] == 9


@pytest.mark.parametrize("kind", ["totp", "code", "ticket"])
def test_two_processes_accept_a_proof_once(
    settings: Settings, app: Flask, clock: Clock, new_house: Callable[..., House], kind: str
) -> None:
    rounds, lost = [], "ticket_spent" if kind == "ticket" else "second_refused"
    for _ in range(5):
        guarded = Guarded(make_account(new_house()), clock)
        first, second = (unb64(ticket) for ticket in tickets_of(guarded, new_house(), 2))
        proof = Proof(totp=guarded.code()) if kind == "totp" else Proof(code=guarded.codes[0])
        if kind == "ticket":
            rounds.append((Try(first, proof), Try(first, Proof(code=guarded.codes[1]))))
        else:
            rounds.append((Try(first, proof), Try(second, proof)))
        clock.advance(seconds=-STEP)  # the making of a vault's factor takes a step; all race at the same time
    clock.advance(seconds=STEP)
    assert race(settings, clock.now, rounds) == [sorted(["opened", lost])] * 5


# --- recovery codes


def test_ten_codes_come_with_the_first_factor_and_each_opens_once(
    guarded: Guarded, new_house: Callable[..., House], parts: Parts
) -> None:
    assert len(set(guarded.codes)) == 10
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in guarded.codes)
    first, second = guarded.codes[:2]
    guarded.log_in(new_house(), code=first)
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    house.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "code": first})
    typed = second.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    house.post("sessions/second", {"ticket": ticket, "code": typed})
    assert house.get("factors").json["codes_left"] == 8
    events = house.get("events").json["events"]
    assert {event["fields"]["left"] for event in events if event["name"] == "code:used"} == {8, 9}
    with parts.db.read() as db:
        stored = b"".join(row.hash for row in db.scalars(select(RecoveryCode)))
    assert not any(code.replace("-", "").encode() in stored for code in guarded.codes)


def test_new_codes_end_the_old_ones(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    guarded.log_in(house)
    house.refused("bad_request", "POST", "factors/codes", json={"second": {}})
    house.refused("second_refused", "POST", "factors/codes", json={"second": {"totp": guarded.code()}})  # used to open
    renewed = house.post("factors/codes", {"second": {"code": guarded.codes[0]}}).json["codes"]
    assert len(renewed) == 10
    assert not set(renewed) & set(guarded.codes)
    other = new_house()
    ticket = guarded.knock(other)["ticket"]
    other.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "code": guarded.codes[1]})
    other.post("sessions/second", {"ticket": ticket, "code": renewed[0]})


def test_a_second_factor_brings_no_more_codes(guarded: Guarded) -> None:
    guarded.account.house.post("sessions/unlock", {"auth": guarded.account.auth})
    assert register(guarded.account.house, Authenticator(), totp=guarded.code())["codes"] is None
    assert guarded.account.house.get("factors").json["codes_left"] == 10


@pytest.mark.parametrize("path", ["factors/totp", "factors/passkey/options"])
def test_another_factor_asks_for_the_one_there_is(guarded: Guarded, path: str) -> None:
    """Whoever knows the passphrase and finds the vault open would add his own, and then take hers away with it."""
    house = guarded.account.house
    house.post("sessions/unlock", {"auth": guarded.account.auth})
    house.refused("proof_needed", "POST", path, json={})
    house.refused("second_refused", "POST", path, json={"second": {"totp": guarded.wrong()}})
    house.post(path, {"second": {"totp": guarded.code()}})
    house.refused("second_refused", "POST", path, json={"second": {"totp": guarded.code()}})


def test_what_was_begun_before_there_was_a_factor_is_confirmed_no_more(account: Account, clock: Clock) -> None:
    waiting, ticket = (
        account.house.post("factors/totp", {}).json,
        account.house.post("factors/passkey/options", {}).json,
    )
    register(account.house, Authenticator())
    code = pyotp.TOTP(waiting["secret"]).at(clock.now.replace(tzinfo=UTC))
    body = {"factor_id": waiting["factor_id"], "code": code}
    account.house.refused("not_found", "POST", "factors/totp/confirm", json=body)
    body = {"ticket": ticket["ticket"], "credential": Authenticator().register(ticket["options"])}
    account.house.refused("ticket_spent", "POST", "factors/passkey", json=body)


def test_a_vault_without_factors_makes_no_codes(account: Account) -> None:
    body = {"second": {"code": "AAAAA-AAAAA"}}
    account.house.refused("second_refused", "POST", "factors/codes", json=body)


# --- removing


def test_removing_asks_for_a_fresh_session_and_a_proof(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    guarded.log_in(house)
    guarded.clock.advance(minutes=6)
    body = {"factor_id": guarded.factor_id, "second": {"totp": guarded.code()}}
    house.refused("fresh_needed", "POST", "factors/remove", json=body)
    house.post("sessions/unlock", {"auth": guarded.account.auth})
    house.refused("second_refused", "POST", "factors/remove", json=body | {"second": {"totp": guarded.wrong()}})
    house.post("factors/remove", body, 204)
    assert house.get("factors").json == {"factors": [], "codes_left": 0}
    guarded.account.log_in(new_house())
    names = [event["name"] for event in house.get("events").json["events"]]
    assert {"factor:added", "codes:made", "factor:removed"} <= set(names)


def test_what_is_not_removed_spends_no_proof(guarded: Guarded) -> None:
    house, code = guarded.account.house, guarded.codes[0]
    house.post("sessions/unlock", {"auth": guarded.account.auth})
    body = {"factor_id": b64(random_id()), "second": {"code": code}}
    house.refused("not_found", "POST", "factors/remove", json=body)
    assert house.get("factors").json["codes_left"] == 10


def test_a_vault_has_few_factors_for_codes(guarded: Guarded) -> None:
    second = Guarded.__new__(Guarded)  # another device of the same person
    house = guarded.account.house
    house.post("sessions/unlock", {"auth": guarded.account.auth})
    made = house.post("factors/totp", {"second": {"code": guarded.codes[0]}}).json
    second.clock, second.totp = guarded.clock, pyotp.TOTP(made["secret"])
    confirm = {"factor_id": made["factor_id"], "code": second.code()}
    assert house.post("factors/totp/confirm", confirm).json == {"codes": None}
    house.refused("limit_reached", "POST", "factors/totp", json={"second": {"code": guarded.codes[1]}})
    assert len(house.get("factors").json["factors"]) == 2


# --- guessing


def guess(guarded: Guarded, house: House, status: int) -> None:
    ticket = guarded.knock(house)["ticket"]
    house.call("POST", "sessions/second", status, json={"ticket": ticket, "totp": guarded.wrong()})


def test_five_tries_from_wherever_the_owner_was_not(guarded: Guarded, new_house: Callable[..., House]) -> None:
    for number in range(5):
        guess(guarded, new_house(f"203.0.113.{number}"), 401)
    guess(guarded, new_house(ATTACKER), 429)
    # Her own places have a counter of theirs: whoever knows the passphrase does not shut her out.
    guarded.log_in(new_house())


def test_five_tries_from_a_place_of_hers(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    for _ in range(4):
        guess(guarded, house, 401)
    guarded.log_in(house)  # her own slips do not add up
    guarded.clock.advance(seconds=STEP)
    for status in [401] * 5 + [429]:
        guess(guarded, house, status)
    ticket = guarded.knock(house)["ticket"]
    answer = house.call("POST", "sessions/second", 429, json={"ticket": ticket, "totp": guarded.code()})
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60 + 1


def test_tries_inside_an_open_vault_are_counted_too(guarded: Guarded) -> None:
    house = guarded.account.house
    house.post("sessions/unlock", {"auth": guarded.account.auth})
    for status in [401] * 5 + [429]:
        house.call("POST", "factors/codes", status, json={"second": {"totp": guarded.wrong()}})


def test_without_the_passphrase_nobody_fills_the_counter(guarded: Guarded, new_house: Callable[..., House]) -> None:
    attacker = new_house(ATTACKER)
    for _ in range(8):
        body = {"ticket": b64(random_id() * 2), "totp": "000000"}
        attacker.refused("ticket_spent", "POST", "sessions/second", json=body)
        wrong = {"login": guarded.account.login, "auth": b64(bytes(32))}
        attacker.refused("login_refused", "POST", "sessions", json=wrong)
    guarded.log_in(new_house(CAFE))


def test_the_owner_sees_what_was_refused(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    guess(guarded, house, 401)
    guess(guarded, house, 401)
    refusals = guarded.account.house.get("accesses").json["refusals"]
    assert [(row["kind"], row["count"]) for row in refusals] == [("second", 2)]


# --- passkeys


@pytest.fixture
def key(account: Account) -> Authenticator:
    """The owner's passkey, registered, with a slot."""
    made = Authenticator()
    assert len(register(account.house, made)["codes"]) == 10
    add(account, Keys.of(account).passkey(made.credential))
    return made


def test_a_passkey_is_asked_for_what_it_must_be(account: Account) -> None:
    asked = account.house.post("factors/passkey/options", {}).json
    options = asked["options"]
    assert options["rp"] == {"name": "Notes", "id": "localhost"}
    assert options["user"] == {"id": b64(account.vault_id), "name": "Notes", "displayName": "Notes"}
    selection = options["authenticatorSelection"]
    assert (selection["residentKey"], selection["requireResidentKey"]) == ("required", True)
    assert selection["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert "extensions" not in options


def test_a_passkey_is_a_second_factor(account: Account, key: Authenticator, new_house: Callable[..., House]) -> None:
    house = new_house()
    asked = house.post("sessions", {"login": account.login, "auth": account.auth}, 202).json
    assert asked["kinds"] == ["passkey", "code"]
    assert asked["options"]["allowCredentials"] == [{"id": b64(key.credential), "type": "public-key"}]
    body = {"ticket": asked["ticket"], "assertion": key.sign(asked["options"])}
    assert house.post("sessions/second", body).json["via"] == "password"
    new_house().refused("ticket_spent", "POST", "sessions/second", json=body)


def test_a_passkey_opens_alone(account: Account, key: Authenticator, new_house: Callable[..., House]) -> None:
    house = new_house()
    body = by_passkey(house, key)
    opened = house.post("sessions/passkey", body).json
    assert (opened["vault_id"], opened["via"]) == (b64(account.vault_id), "passkey")
    house.get("catalogue")
    assert [row["via"] for row in house.get("sessions").json["sessions"] if row["current"]] == ["passkey"]
    new_house().refused("ticket_spent", "POST", "sessions/passkey", json=body)


def test_a_passkey_without_a_slot_opens_no_session(account: Account, new_house: Callable[..., House]) -> None:
    """Whoever has the device and not the passphrase could write over the vault, or ask to erase it."""
    factor, house = Authenticator(), new_house()
    register(account.house, factor)
    house.refused("passkey_refused", "POST", "sessions/passkey", json=by_passkey(house, factor))
    house.refused("session_ended", "GET", "sessions")


def test_a_passkey_whose_slot_was_taken_away_keeps_no_session_fresh(
    account: Account, key: Authenticator, new_house: Callable[..., House]
) -> None:
    house = new_house()
    house.post("sessions/passkey", by_passkey(house, key))
    change(account, account.slots[:1])
    house.refused("passkey_refused", "POST", "sessions/unlock", json=by_passkey(house, key))


def test_a_passkey_unlocks_what_it_opened(
    account: Account, key: Authenticator, new_house: Callable[..., House], clock: Clock
) -> None:
    house = new_house()
    house.post("sessions/passkey", by_passkey(house, key))
    clock.advance(minutes=6)
    house.refused("fresh_needed", "POST", "factors/totp", json={})
    other = Authenticator()
    register(make_account(new_house()).house, other)
    house.refused("passkey_refused", "POST", "sessions/unlock", json=by_passkey(house, other))
    house.refused("bad_request", "POST", "sessions/unlock", json={})
    house.refused("bad_request", "POST", "sessions/unlock", json=by_passkey(house, key) | {"auth": account.auth})
    house.post("sessions/unlock", by_passkey(house, key))
    house.post("accounts/inactivity", {"years": 6}, 204)
    account.house.refused("forbidden", "POST", "sessions/unlock", json=by_passkey(house, key))
    house.post("sessions/unlock", {"auth": account.auth})


LIES: dict[str, dict[str, Any]] = {
    "another site": {"origin": "https://evil.example"},
    "another port": {"origin": "http://localhost:8001"},
    "another domain": {"rp_id": "evil.example"},
    "nobody verified": {"flags": PRESENT},
    "nobody there": {"flags": 0},
    "another key": {"key": ec.generate_private_key(ec.SECP256R1())},
    "another vault": {"user_handle": bytes(16)},
    "an older counter": {"count": 0},
    "the same counter": {"counting": False},
    "an unknown credential": {"credential": bytes(32)},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_passkey_that_lies_opens_nothing(
    account: Account, key: Authenticator, new_house: Callable[..., House], lie: str
) -> None:
    house = new_house()
    for _ in range(2):
        house.post("sessions/passkey", by_passkey(house, key))
    forged = replace(key, **LIES[lie])
    stranger = new_house()
    stranger.refused("passkey_refused", "POST", "sessions/passkey", json=by_passkey(stranger, forged))
    asked = stranger.post("sessions", {"login": account.login, "auth": account.auth}, 202).json
    body = {"ticket": asked["ticket"], "assertion": forged.sign(asked["options"])}
    stranger.refused("second_refused", "POST", "sessions/second", json=body)
    house.post("sessions/passkey", by_passkey(house, key))


def test_a_passkey_without_a_counter_opens_again_and_again(account: Account, new_house: Callable[..., House]) -> None:
    key, house = Authenticator(counting=False), new_house()
    register(account.house, key)
    add(account, Keys.of(account).passkey(key.credential))
    for _ in range(3):
        house.post("sessions/passkey", by_passkey(house, key))


def test_an_answer_to_another_challenge_opens_nothing(key: Authenticator, house: House) -> None:
    first, second = (house.post("sessions/passkey/options").json for _ in range(2))
    body = {"ticket": second["ticket"], "assertion": key.sign(first["options"])}
    house.refused("passkey_refused", "POST", "sessions/passkey", json=body)


def test_an_answer_opens_once_at_the_same_instant(key: Authenticator, house: House, two_apps: list[Flask]) -> None:
    body = by_passkey(house, key)
    assert statuses(two_apps, "sessions/passkey", [body] * 4) == [200, 409, 409, 409]


def test_failed_passkeys_are_seen_by_their_owner(account: Account, key: Authenticator, house: House) -> None:
    forged = replace(key, key=ec.generate_private_key(ec.SECP256R1()))
    house.refused("passkey_refused", "POST", "sessions/passkey", json=by_passkey(house, forged))
    refusals = account.house.get("accesses").json["refusals"]
    assert [(row["kind"], row["count"]) for row in refusals] == [("passkey", 1)]


def test_an_output_of_prf_has_no_way_in(account: Account, key: Authenticator, new_house: Callable[..., House]) -> None:
    house, results = new_house(), {"prf": {"results": {"first": b64(bytes(32))}}}
    body = by_passkey(house, key)
    body["assertion"]["clientExtensionResults"] = results
    house.refused("bad_request", "POST", "sessions/passkey", json=body)
    asked = account.house.post("factors/passkey/options", {"second": by_passkey(house, key)}).json
    credential = Authenticator().register(asked["options"]) | {"clientExtensionResults": results}
    body = {"ticket": asked["ticket"], "credential": credential}
    account.house.refused("bad_request", "POST", "factors/passkey", json=body)


@pytest.mark.parametrize("lie", ["another site", "another domain", "nobody verified", "nobody there"])
def test_a_passkey_that_lies_is_not_registered(account: Account, lie: str) -> None:
    asked = account.house.post("factors/passkey/options", {}).json
    credential = Authenticator(**LIES[lie]).register(asked["options"])
    body = {"ticket": asked["ticket"], "credential": credential}
    account.house.refused("passkey_refused", "POST", "factors/passkey", json=body)
    assert account.house.get("factors").json["factors"] == []


def test_what_is_no_answer_of_an_authenticator_is_refused(account: Account, house: House) -> None:
    asked = account.house.post("factors/passkey/options", {}).json
    for client in (b"{}", b"[]", b"not json", b'{"type":1,"challenge":2,"origin":3}'):
        response = {"clientDataJSON": b64(client), "attestationObject": b64(bytes(64))}
        body = {"ticket": asked["ticket"], "credential": {"id": b64(bytes(16)), "response": response}}
        account.house.refused("passkey_refused", "POST", "factors/passkey", json=body)


def test_a_passkey_is_registered_once(account: Account, key: Authenticator, new_house: Callable[..., House]) -> None:
    asked = account.house.post("factors/passkey/options", {"second": by_passkey(new_house(), key)}).json
    assert asked["options"]["excludeCredentials"] == [{"id": b64(key.credential), "type": "public-key"}]
    body = {"ticket": asked["ticket"], "credential": key.register(asked["options"])}
    account.house.refused("passkey_refused", "POST", "factors/passkey", json=body)
    other = make_account(new_house())
    asked = other.house.post("factors/passkey/options", {}).json
    body = {"ticket": asked["ticket"], "credential": key.register(asked["options"])}
    other.house.refused("passkey_refused", "POST", "factors/passkey", json=body)


def test_a_ticket_of_another_vault_registers_nothing(account: Account, new_house: Callable[..., House]) -> None:
    asked = account.house.post("factors/passkey/options", {}).json
    other = make_account(new_house())
    body = {"ticket": asked["ticket"], "credential": Authenticator().register(asked["options"])}
    other.house.refused("ticket_spent", "POST", "factors/passkey", json=body)
    account.house.post("factors/passkey", body)


def test_a_passkey_removes_itself(account: Account, key: Authenticator, new_house: Callable[..., House]) -> None:
    [row] = account.house.get("factors").json["factors"]
    assert (row["kind"], row["credential"]) == ("passkey", b64(key.credential))
    second = by_passkey(account.house, key)
    account.house.post("factors/remove", {"factor_id": row["factor_id"], "second": second}, 204)
    account.log_in(new_house())
    house = new_house()
    house.refused("passkey_refused", "POST", "sessions/passkey", json=by_passkey(house, key))


def test_asking_for_a_passkey_is_counted_by_its_source(
    settings: Settings, clock: Clock, app: Flask, key: Authenticator
) -> None:
    flooded = create_app(replace(settings, attempts_per_source=3), clock)
    attacker = House(flooded, ATTACKER)
    for status in (200, 200, 200, 429):
        attacker.post("sessions/passkey/options", status=status)
    House(flooded, HOME).post("sessions/passkey/options")
    flooded.extensions["memo"].db.dispose()
    flooded.extensions["memo"].halves.dispose()
