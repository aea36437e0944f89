"""Getting back in by the phrase or by people: for the owner always, for anybody else never sooner or further."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, func, select

from tests.functional.accounts import Account, account_body, commit_body, make_account
from tests.functional.house import House
from tests.functional.ways import Keys, add, change, change_body, recover, slot_body, told
from vault.app import create_app
from vault.crypto.catalogue import Catalogue
from vault.crypto.encoding import b64, now, random_id, unb64
from vault.crypto.kdf import vault_keys
from vault.crypto.recovery import phrase_auth
from vault.crypto.slots import PeopleKey, open_identity, open_people_slot, open_phrase_slot, slot_of, slot_params
from vault.models.factors import Factor
from vault.models.recoveries import People
from vault.models.sessions import Refusal
from vault.services import sweeps
from vault.services.refusals import NOBODY, note_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.conftest import Clock
    from tests.functional.ways import Way
    from vault.config import Settings
    from vault.crypto.slots import Slot
    from vault.services.parts import Parts

WRONG = b64(bytes(32))
HOME = "198.51.100.1"


@pytest.fixture
def phrase(account: Account) -> Way:
    return add(account, Keys.of(account).phrase())


@pytest.fixture
def people(account: Account) -> Way:
    return add(account, Keys.of(account).people(days=7))


def guess(house: House, login: str, way: str, status: int = 401) -> dict[str, Any]:
    return dict(house.post("recoveries", {"login": login, "way": way, "auth": WRONG}, status).json)


def slot_in(account: Account, kind: str) -> Slot:
    return slot_of(account.slots, kind)


# The phrase


def test_the_phrase_opens_the_vault_without_password_or_second_factor(
    account: Account, phrase: Way, parts: Parts, new_house: Callable[..., House]
) -> None:
    with parts.db.write() as db:
        row = {"vault_id": account.vault_id, "factor_id": random_id(), "kind": "totp", "secret": b"sealed"}
        db.add(Factor(**row, confirmed=True, created_on=parts.clock().date()))
    house = new_house()
    answer = recover(house, account, "phrase", phrase.secret)
    assert (answer["via"], answer["half"]) == ("phrase", None)
    slot = slot_in(account, "phrase")
    assert slot_body(slot) in answer["slots"]
    vmk = open_phrase_slot(slot, account.vault_id, answer["epoch"], phrase.secret)
    keys = vault_keys(vmk, account.vault_id, 1)
    assert open_identity(keys, account.vault_id, 1, unb64(answer["identity"])) == account.unlocked.identity
    assert "recovery:opened" in told(account.house)


def test_a_recovery_sets_a_password_once(account: Account, phrase: Way, new_house: Callable[..., House]) -> None:
    account.house = new_house()
    recover(account.house, account, "phrase", phrase.secret)
    keys = Keys.of(account)
    first, second = keys.password(), keys.password()
    nothing = change_body(account, account.slots, auth=None)
    assert account.house.refused("bad_request", "POST", "access", json=nothing) == {"field": "password"}
    answer = change(account, [first.slot, account.slots[1]], first.told, auth=None)
    assert answer["via"] == "password"
    again = change_body(account, [second.slot, account.slots[1]], second.told, auth=None)
    assert account.house.refused("bad_request", "POST", "access", json=again) == {"field": "auth"}


def test_a_lost_answer_of_a_recovery_is_given_again(
    account: Account, phrase: Way, new_house: Callable[..., House]
) -> None:
    account.house = new_house()
    recover(account.house, account, "phrase", phrase.secret)
    new = Keys.of(account).password()
    body = change_body(account, [new.slot, account.slots[1]], new.told, auth=None)
    assert account.house.post("access", body).json == account.house.post("access", body).json


def test_who_knows_the_password_drops_a_lost_factor_and_keeps_it(
    account: Account, phrase: Way, new_house: Callable[..., House]
) -> None:
    account.house = new_house()
    recover(account.house, account, "phrase", phrase.secret)
    change(account, account.slots, drop_factors=True)
    account.log_in(new_house())


def test_a_recovery_closes_the_other_sessions(account: Account, phrase: Way, new_house: Callable[..., House]) -> None:
    thief = account.house
    account.house = new_house()
    recover(account.house, account, "phrase", phrase.secret)
    thief.get("sessions")
    new = Keys.of(account).password()
    change(account, [new.slot, account.slots[1]], new.told, auth=None)
    thief.refused("session_ended", "GET", "sessions")


def test_a_session_of_a_recovery_is_seen_for_what_it_is(
    account: Account, phrase: Way, new_house: Callable[..., House]
) -> None:
    recover(new_house(), account, "phrase", phrase.secret)
    listed = account.house.get("sessions").json["sessions"]
    assert {one["via"] for one in listed} == {"password", "phrase"}


def test_a_phrase_of_registration_recovers(house: House, new_house: Callable[..., House]) -> None:
    body, unlocked, pmk, slots, catalogue, vmk = account_body("moineau-42")
    owner = Account(house, "moineau-42", pmk, slots, unlocked, catalogue, vmk, body)
    made = Keys.of(owner).phrase()
    commit = Catalogue.create(unlocked, [*slots, made.slot], now())
    full = body | {"slots": [*body["slots"], slot_body(made.slot)], "commit": commit_body(commit)}
    for field, wrong in (
        ("slots", full),
        ("slots", body | made.told),
        ("slots", full | made.told | {"slots": [slot_body(made.slot)]}),
        ("slots", full | made.told | {"slots": [slot_body(made.slot)] * 2}),
    ):
        assert house.refused("bad_request", "POST", "accounts", json=wrong) == {"field": field}
    house.post("accounts", full | made.told, 201)
    assert recover(new_house(), owner, "phrase", made.secret)["via"] == "phrase"


# Nobody else


@pytest.mark.parametrize("way", ["phrase", "people"])
def test_a_wrong_secret_no_such_way_and_no_such_login_are_one_answer(
    account: Account, new_house: Callable[..., House], way: str
) -> None:
    with_way = make_account(new_house())
    add(with_way, Keys.of(with_way).phrase() if way == "phrase" else Keys.of(with_way).people())
    logins = (with_way.login, account.login, "personne-7")
    answers = [new_house().post("recoveries", {"login": one, "way": way, "auth": WRONG}, 401) for one in logins]
    assert answers[0].data == answers[1].data == answers[2].data
    assert dict(answers[0].headers) == dict(answers[1].headers) == dict(answers[2].headers)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize("way", ["phrase", "people"])
def test_they_cost_the_same(account: Account, new_house: Callable[..., House], way: str) -> None:
    with_way = make_account(new_house())
    add(with_way, Keys.of(with_way).phrase() if way == "phrase" else Keys.of(with_way).people())

    def cost(login: str, address: str) -> float:
        house, begun = new_house(address), time.perf_counter()
        guess(house, login, way)
        return time.perf_counter() - begun

    logins = (with_way.login, account.login, "personne-7")
    # In turn, so that a busy machine slows all; Argon2id is nearly all of it, and leaving it out is ten times quicker.
    rounds = [[cost(login, f"10.0.{place}.{n}") for place, login in enumerate(logins)] for n in range(9)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    assert max(medians) / min(medians) < 3


@pytest.mark.parametrize("way", ["password", "phrase", "people"])
def test_they_ask_the_database_the_same(
    account: Account, parts: Parts, new_house: Callable[..., House], way: str
) -> None:
    """Not the root, above all: it grows with the vault, so reading it would tell by the time whose vault exists."""
    with_way = make_account(new_house())
    add(with_way, Keys.of(with_way).phrase())
    add(with_way, Keys.of(with_way).people())
    statements: list[str] = []
    event.listen(parts.db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def asked(login: str) -> list[str]:
        statements.clear()
        if way == "password":
            new_house().refused("login_refused", "POST", "sessions", json={"login": login, "auth": WRONG})
        else:
            guess(new_house(), login, way)
        return list(statements)

    known, bare, nobody = (asked(login) for login in (with_way.login, account.login, "personne-7"))
    assert known == bare == nobody
    assert len(known) >= 3
    assert "accounts.root" not in str(known)


def test_one_secret_does_not_stand_for_another(
    account: Account, phrase: Way, people: Way, new_house: Callable[..., House]
) -> None:
    by_phrase = b64(phrase_auth(phrase.secret, account.login))
    for way, auth in (("people", by_phrase), ("phrase", account.auth), ("phrase", people.told["people"]["auth"])):
        new_house().refused(
            "login_refused", "POST", "recoveries", json={"login": account.login, "way": way, "auth": auth}
        )
    new_house().refused("login_refused", "POST", "sessions", json={"login": account.login, "auth": by_phrase})
    new_house().refused(
        "bad_request", "POST", "recoveries", json={"login": account.login, "way": "mail", "auth": WRONG}
    )


def test_nobody_shuts_the_owner_out_of_her_recovery(
    settings: Settings, app: Flask, account: Account, phrase: Way
) -> None:
    few = replace(settings, attempts_per_login=3, attempts_per_source=6, attempts_per_account=5)
    narrow = create_app(few, app.extensions["memo"].clock)
    attackers = [House(narrow, f"203.0.113.{n}") for n in range(200)]
    for attacker in attackers:
        guess(attacker, account.login, "phrase")
    # On a phone that was never here before, which is what a recovery is made on.
    recover(House(narrow, HOME), account, "phrase", phrase.secret)
    narrow.extensions["memo"].db.dispose()
    narrow.extensions["memo"].halves.dispose()


def test_tries_from_one_place_are_counted(settings: Settings, app: Flask, account: Account, phrase: Way) -> None:
    narrow = create_app(replace(settings, attempts_per_login=3), app.extensions["memo"].clock)
    attacker = House(narrow, "203.0.113.7")
    for _ in range(3):
        guess(attacker, account.login, "phrase")
    assert guess(attacker, account.login, "phrase", 429)["error"]["code"] == "too_many_attempts"
    assert guess(attacker, account.login, "people", 429)["error"]["code"] == "too_many_attempts"
    recover(House(narrow, HOME), account, "phrase", phrase.secret)
    narrow.extensions["memo"].db.dispose()
    narrow.extensions["memo"].halves.dispose()


# People


def request(house: House) -> dict[str, Any]:
    return dict(house.get("recoveries").json)


def test_people_wait_and_everybody_inside_sees_it(
    account: Account, people: Way, clock: Clock, new_house: Callable[..., House]
) -> None:
    outside = new_house()
    assert request(account.house) == {"asked_at": None, "ready_at": None}
    first = recover(outside, account, "people", people.secret, 202)
    assert list(first) == ["ready_at"]
    outside.refused("session_ended", "GET", "sessions")
    clock.advance(days=2)
    assert recover(outside, account, "people", people.secret, 202) == first
    account.log_in(account.house)
    assert request(account.house)["ready_at"] == first["ready_at"]
    (notice,) = account.house.get("access").json["notices"]
    assert notice == {"kind": "recovery", "id": None, "ready_at": first["ready_at"]}
    assert told(account.house).count("recovery:asked") == 1


def test_people_open_once_the_delay_is_over(
    account: Account, people: Way, clock: Clock, new_house: Callable[..., House]
) -> None:
    house = new_house()
    recover(house, account, "people", people.secret, 202)
    clock.advance(days=7)
    answer = recover(house, account, "people", people.secret)
    assert (answer["via"], answer["half"]) == ("people", people.told["people"]["half"])
    slot = slot_in(account, "people")
    key = PeopleKey(people.secret, unb64(answer["half"]), unb64(slot_params(slot)["set"]))
    assert open_people_slot(slot, account.vault_id, 1, key) == account.vmk

    account.house = house
    new = Keys.of(account).password()
    rest = [slot for slot in account.slots if slot.kind != "password"]
    change(account, [new.slot, *rest], new.told, auth=None)
    assert request(house) == {"asked_at": None, "ready_at": None}
    recover(new_house(), account, "people", people.secret, 202)


def test_a_refused_request_must_be_made_anew(
    account: Account, people: Way, clock: Clock, new_house: Callable[..., House]
) -> None:
    outside = new_house()
    recover(outside, account, "people", people.secret, 202)
    clock.advance(days=6)
    account.log_in(account.house)
    account.house.post("recoveries/refuse", status=204)
    account.house.post("recoveries/refuse", status=204)
    assert told(account.house).count("recovery:refused") == 1
    clock.advance(days=1)
    recover(outside, account, "people", people.secret, 202)
    clock.advance(days=6)
    recover(outside, account, "people", people.secret, 202)
    clock.advance(days=1)
    recover(outside, account, "people", people.secret)


def test_a_ready_request_can_be_refused_and_lapses(
    account: Account, people: Way, clock: Clock, new_house: Callable[..., House]
) -> None:
    recover(new_house(), account, "people", people.secret, 202)
    clock.advance(days=7)
    account.log_in(account.house)
    account.house.post("recoveries/refuse", status=204)
    recover(new_house(), account, "people", people.secret, 202)
    clock.advance(days=7 + 30)
    account.log_in(account.house)
    assert request(account.house) == {"asked_at": None, "ready_at": None}
    recover(new_house(), account, "people", people.secret, 202)


def test_people_who_were_exchanged_open_nothing(
    account: Account, people: Way, clock: Clock, parts: Parts, new_house: Callable[..., House]
) -> None:
    recover(new_house(), account, "people", people.secret, 202)
    other = Keys.of(account).people(days=1)
    change(account, [account.slots[0], other.slot], other.told)
    clock.advance(days=7)
    recover(new_house(), account, "people", people.secret, 401)
    with parts.db.read() as db:
        kept = db.get_one(People, account.vault_id)
    assert kept.half == unb64(other.told["people"]["half"])
    assert kept.asked_at is None


@pytest.mark.parametrize("kind", ["phrase", "people"])
def test_a_session_of_a_way_that_was_replaced_is_over(
    account: Account, clock: Clock, new_house: Callable[..., House], kind: str
) -> None:
    """The owner sees that somebody came by her sheet, and replaces the words before he has set a password."""
    way, thief = add(account, getattr(Keys.of(account), kind)()), new_house()
    if kind == "people":
        recover(thief, account, kind, way.secret, 202)
        clock.advance(days=7, seconds=1)
        account.log_in(account.house)
    recover(thief, account, kind, way.secret)
    renewed = getattr(Keys.of(account), kind)()
    change(account, [account.slots[0], renewed.slot], renewed.told)
    stolen = Keys.of(account).password()
    body = change_body(account, [stolen.slot, renewed.slot], stolen.told, auth=None, drop_factors=True)
    thief.refused("session_ended", "POST", "access", json=body)


def test_refusing_ends_a_session_that_was_given(
    account: Account, people: Way, clock: Clock, new_house: Callable[..., House]
) -> None:
    other = new_house()
    recover(other, account, "people", people.secret, 202)
    clock.advance(days=7, seconds=1)
    recover(other, account, "people", people.secret)
    account.log_in(account.house)
    account.house.post("recoveries/refuse", status=204)
    other.refused("session_ended", "GET", "access")


def test_refusing_needs_an_open_vault(
    account: Account, people: Way, new_house: Callable[..., House], make_account: Callable[..., Account]
) -> None:
    outside = new_house()
    recover(outside, account, "people", people.secret, 202)
    outside.refused("session_ended", "POST", "recoveries/refuse")
    make_account(outside).house.post("recoveries/refuse", status=204)
    assert request(account.house)["ready_at"] is not None


# What the owner sees


def test_failed_accesses_are_counted_by_day_and_kind(
    account: Account, clock: Clock, new_house: Callable[..., House]
) -> None:
    wrong = {"login": account.login, "auth": WRONG}
    for _ in range(3):
        new_house().refused("login_refused", "POST", "sessions", json=wrong)
    guess(new_house(), account.login, "phrase")
    guess(new_house(), account.login, "people")
    clock.advance(days=1)
    account.log_in(account.house)
    account.house.refused("login_refused", "POST", "sessions/unlock", json={"auth": WRONG})
    rows = account.house.get("accesses").json["refusals"]
    days = sorted({row["on"] for row in rows})
    counts = {(days.index(row["on"]), row["kind"]): row["count"] for row in rows}
    assert counts == {(0, "password"): 3, (0, "phrase"): 1, (0, "people"): 1, (1, "password"): 1}
    assert rows[0]["on"] == days[1]


def test_an_unknown_login_leaves_the_same_row_with_nobody(account: Account, house: House, parts: Parts) -> None:
    house.refused("login_refused", "POST", "sessions", json={"login": "personne-7", "auth": WRONG})
    guess(house, "personne-7", "phrase")
    with parts.db.read() as db:
        rows = db.scalars(select(Refusal)).all()
    assert {(row.vault_id, row.kind, row.count) for row in rows} == {(NOBODY, "password", 1), (NOBODY, "phrase", 1)}
    assert account.house.get("accesses").json == {"refusals": []}


def test_failed_accesses_go_after_ninety_days(account: Account, clock: Clock, parts: Parts) -> None:
    for vault_id in (account.vault_id, None):
        note_refusal(parts, vault_id, "second")
    clock.advance(days=89)
    sweeps.sweep(parts)
    account.log_in(account.house)
    assert [row["kind"] for row in account.house.get("accesses").json["refusals"]] == ["second"]
    clock.advance(days=1)
    account.log_in(account.house)
    assert account.house.get("accesses").json["refusals"] == []
    sweeps.sweep(parts)
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(Refusal)) == 0


def test_the_day_before_is_said_at_an_opening(account: Account, clock: Clock, new_house: Callable[..., House]) -> None:
    first = clock().date().isoformat()
    clock.advance(days=40)
    house = new_house()
    answer = house.post("sessions", {"login": account.login, "auth": account.auth}).json
    assert (answer["opened_on"], answer["inactive_years"], answer["notices"]) == (first, 6, [])
    again = new_house().post("sessions", {"login": account.login, "auth": account.auth}).json
    assert again["opened_on"] == clock().date().isoformat()
