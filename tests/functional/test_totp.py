"""A code counts once, near its time; so does the ticket it is brought with, also for two processes at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.functional.accounts import make_account
from tests.functional.guarded import STEP, Guarded, statuses, tickets_of
from tests.functional.racing import Try, race
from vault.crypto.encoding import b64, unb64
from vault.models.sessions import Ticket
from vault.services import sweeps
from vault.services.factors import Proof

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.config import Settings
    from vault.services.parts import Parts


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
