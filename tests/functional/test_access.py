"""Changing the ways in: all or nothing, by who may, and nothing old stays valid."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tests.functional import ways
from tests.functional.accounts import make_account
from tests.functional.house import House
from tests.functional.sharing import make_share
from tests.functional.vaults import snapshot
from tests.functional.ways import Keys, accept, add, change, change_body, log_in, recover, told
from vault.crypto.encoding import b64, random_id, unb64
from vault.crypto.material import PeopleSet
from vault.crypto.slots import PeopleKey, open_people_slot, open_phrase_slot, slot_params
from vault.errors import LoginRefusedError
from vault.models.factors import Factor, RecoveryCode
from vault.models.halves import Half
from vault.models.recoveries import People
from vault.models.sessions import Ticket
from vault.services import accounts
from vault.services.limits import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from vault.services.parts import Parts

WRONG = b64(bytes(32))


def passkey_of(parts: Parts, account: Account, *, confirmed: bool = True) -> bytes:
    """A second factor of the vault, by its row alone: what it proves is tested with the factors."""
    credential = random_id()
    made = parts.clock().date()
    with parts.db.write() as db:
        row = {"vault_id": account.vault_id, "factor_id": random_id(), "kind": "passkey", "secret": b"key"}
        db.add(Factor(**row, credential=credential, confirmed=confirmed, created_on=made))
    return credential


def test_a_new_password_opens_and_the_old_one_does_not(account: Account, new_house: Callable[..., House]) -> None:
    old, new = {"login": account.login, "auth": account.auth}, Keys.of(account).password()
    answer = change(account, [new.slot], new.told)
    assert answer["slots"] == [ways.slot_body(new.slot)]
    assert (answer["seq"], answer["epoch"]) == (2, 1)
    account.house.refused("login_refused", "POST", "sessions", json=old)
    accept(account, new.secret)
    served = log_in(new_house(), account)
    assert served["slots"] == answer["slots"]
    assert account.house.post("logins", {"login": account.login}).json["params"] == new.slot.params
    ways.reads(account.house, account)
    assert "password:changed" in told(account.house)


def test_every_way_in_gives_the_key_of_the_vault(account: Account, new_house: Callable[..., House]) -> None:
    keys = Keys.of(account)
    phrase, people = add(account, keys.phrase()), add(account, keys.people())
    slots = {slot.kind: slot for slot in account.slots}
    assert open_phrase_slot(slots["phrase"], account.vault_id, 1, phrase.secret) == account.vmk
    half = unb64(people.told["people"]["half"])
    set_id = PeopleSet(unb64(slot_params(slots["people"])["set"]))
    assert open_people_slot(slots["people"], account.vault_id, 1, PeopleKey(people.secret, half, set_id)) == account.vmk
    assert recover(new_house(), account, "phrase", phrase.secret)["via"] == "phrase"


def test_a_replaced_phrase_and_one_taken_out_open_nothing(account: Account, new_house: Callable[..., House]) -> None:
    first = add(account, Keys.of(account).phrase())
    second = Keys.of(account).phrase()
    change(account, [account.slots[0], second.slot], second.told)
    assert recover(new_house(), account, "phrase", first.secret, 401)["error"]["code"] == "login_refused"
    recover(new_house(), account, "phrase", second.secret)
    change(account, [account.slots[0]])
    recover(new_house(), account, "phrase", second.secret, 401)
    assert [name for name in sorted(told(account.house)) if name.startswith("phrase:")] == [
        "phrase:removed",
        "phrase:set",
        "phrase:set",
    ]


def test_people_taken_out_take_the_half_with_them(account: Account, parts: Parts) -> None:
    add(account, Keys.of(account).people())
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(People)) == 1
    change(account, [account.slots[0]])
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(People)) == 0
    assert {"people:removed", "people:set"} <= set(told(account.house))


def test_the_password_of_before_is_asked_for(account: Account, clock: Clock, parts: Parts) -> None:
    new = Keys.of(account).password()
    body = change_body(account, [new.slot], new.told)
    before = snapshot(parts, account.vault_id)
    account.house.refused("login_refused", "POST", "access", json=body | {"auth": WRONG})
    assert account.house.refused("bad_request", "POST", "access", json=body | {"auth": None}) == {"field": "auth"}
    assert {name: rows for name, rows in snapshot(parts, account.vault_id).items() if name != "refusals"} == {
        name: rows for name, rows in before.items() if name != "refusals"
    }
    clock.advance(seconds=parts.settings.fresh_seconds)
    account.house.refused("fresh_needed", "POST", "access", json=body)


def test_guessing_it_here_is_counted_like_at_the_door(account: Account, parts: Parts) -> None:
    body = change_body(account, account.slots)
    for _ in range(parts.settings.attempts_per_login):
        account.house.refused("login_refused", "POST", "access", json=body | {"auth": WRONG})
    account.house.refused("too_many_attempts", "POST", "access", json=body)


def broken(name: str, account: Account) -> tuple[dict[str, Any], str]:
    """A body that breaks one rule, and the member that the refusal names."""
    keys, (password,) = Keys.of(account), account.slots
    new, phrase, people = keys.password(), keys.phrase(), keys.people()
    page = {"number": 3, "version": 2, "sealed": b64(bytes(100))}
    plain = change_body(account, account.slots)
    bodies: dict[str, tuple[dict[str, Any], str]] = {
        "no password": (change_body(account, account.slots) | {"slots": [ways.slot_body(phrase.slot)]}, "slots"),
        "a slot twice": (plain | {"slots": [ways.slot_body(password)] * 2}, "slots"),
        "two passwords": (plain | {"slots": [ways.slot_body(password), ways.slot_body(new.slot)]}, "slots"),
        "a password without its check": (change_body(account, [new.slot]), "password"),
        "a check without its password": (plain | new.told, "password"),
        "a check of other parameters": (
            change_body(account, [new.slot], new.told)
            | {"password": {"auth": new.told["password"]["auth"], "params": password.params}},
            "password",
        ),
        "a phrase without its check": (change_body(account, [password, phrase.slot]), "phrase_auth"),
        "a check without its phrase": (plain | phrase.told, "phrase_auth"),
        "people without their check": (change_body(account, [password, people.slot]), "people"),
        "a check without its people": (plain | people.told, "people"),
        "a passkey that is no factor": (change_body(account, [password, keys.passkey(random_id()).slot]), "slots"),
        "an identity without a rotation": (plain | {"identity": b64(bytes(100))}, "epoch"),
        "drafts without a rotation": (
            plain | {"drafts": [{"draft_id": b64(bytes(16)), "sealed": b64(bytes(100))}]},
            "epoch",
        ),
        "pages without a rotation": (plain | {"commit": plain["commit"] | {"pages": [page]}}, "epoch"),
        "items in the commit": (plain | {"commit": plain["commit"] | {"trash": [b64(bytes(16))]}}, "commit"),
        "two epochs at once": (plain | {"epoch": 3}, "epoch"),
        "an epoch back": (plain | {"epoch": 0}, "epoch"),
        "no delay": (plain | {"people": people.told["people"] | {"delay_days": 0}}, "people.delay_days"),
    }
    return bodies[name]


BROKEN = [
    "no password",
    "a slot twice",
    "two passwords",
    "a password without its check",
    "a check without its password",
    "a check of other parameters",
    "a phrase without its check",
    "a check without its phrase",
    "people without their check",
    "a check without its people",
    "a passkey that is no factor",
    "an identity without a rotation",
    "drafts without a rotation",
    "pages without a rotation",
    "items in the commit",
    "two epochs at once",
    "an epoch back",
    "no delay",
]


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_that_is_broken_changes_nothing(account: Account, parts: Parts, name: str) -> None:
    body, field = broken(name, account)
    before = snapshot(parts, account.vault_id)
    assert account.house.refused("bad_request", "POST", "access", json=body) == {"field": field}
    assert snapshot(parts, account.vault_id) == before


def test_a_passkey_opens_only_with_a_confirmed_factor(account: Account, parts: Parts) -> None:
    keys, (password,) = Keys.of(account), account.slots
    waiting = keys.passkey(passkey_of(parts, account, confirmed=False))
    body = change_body(account, [password, waiting.slot])
    assert account.house.refused("bad_request", "POST", "access", json=body) == {"field": "slots"}
    for _ in range(8):
        add(account, keys.passkey(passkey_of(parts, account)))
    ninth = [ways.slot_body(slot) for slot in (*account.slots, keys.passkey(passkey_of(parts, account)).slot)]
    body = change_body(account, account.slots) | {"slots": ninth}
    assert account.house.refused("bad_request", "POST", "access", json=body) == {"field": "slots"}
    change(account, [password])
    assert "passkeys:changed" in told(account.house)


def test_a_factor_of_another_vault_is_none(account: Account, parts: Parts, new_house: Callable[..., House]) -> None:
    stranger = make_account(new_house())
    slot = Keys.of(account).passkey(passkey_of(parts, stranger)).slot
    body = change_body(account, [*account.slots, slot])
    assert account.house.refused("bad_request", "POST", "access", json=body) == {"field": "slots"}


def test_a_lost_answer_is_given_again(account: Account, parts: Parts) -> None:
    new = Keys.of(account).password()
    body = change_body(account, [new.slot], new.told)
    first = account.house.post("access", body).json
    after = snapshot(parts, account.vault_id)
    assert account.house.post("access", body).json == first
    again = snapshot(parts, account.vault_id)
    assert again == after
    # Whoever repeats it must know the new password: the old one proves nothing any more.
    forged = body | {"password": body["password"] | {"auth": WRONG}}
    account.house.refused("login_refused", "POST", "access", json=forged)


def test_a_lost_answer_of_an_older_change_is_a_conflict(account: Account) -> None:
    phrase = Keys.of(account).phrase()
    body = change_body(account, [*account.slots, phrase.slot], phrase.told)
    account.house.post("access", body)
    accept(account)
    change(account, account.slots[:1])
    assert account.house.refused("conflict", "POST", "access", json=body) == {"seq": 3}


def test_a_commit_id_used_for_something_else_is_a_conflict(account: Account) -> None:
    commit = account.next_commit()
    account.house.post("commits", commit)
    account.accept()
    phrase = Keys.of(account).phrase()
    body = change_body(account, [*account.slots, phrase.slot], phrase.told)
    body["commit"] |= {"commit_id": commit["commit_id"]}
    account.house.refused("conflict", "POST", "access", json=body)
    # The acknowledged commit itself, sent as a change that it was not, is no change either.
    body |= {"commit": commit, "slots": body["slots"]}
    account.house.refused("conflict", "POST", "access", json=body)


def test_who_comes_second_changes_nothing(account: Account, parts: Parts, app: Flask) -> None:
    bodies = []
    for _ in range(4):
        new = Keys.of(account).password()
        bodies.append(change_body(account, [new.slot], new.told))
    cookie = account.house.browser.get_cookie("__Host-session", "localhost")
    assert cookie is not None

    def send(body: dict[str, Any]) -> int:
        browser = app.test_client()
        browser.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
        headers = {"Sec-Fetch-Site": "same-origin"}
        return browser.post("/api/v1/access", json=body, base_url="https://localhost", headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(send, bodies))
    assert set(statuses) <= {200, 401, 409}
    assert statuses.count(200) == 1
    winner = bodies[statuses.index(200)]
    body = {"login": account.login, "auth": winner["password"]["auth"]}
    assert House(app).post("sessions", body).json["slots"] == winner["slots"]


def test_a_login_that_was_proven_before_the_change_opens_nothing(account: Account, parts: Parts) -> None:
    proven = accounts.check_login(parts, account.login, unb64(account.auth), Source.of(None))
    new = Keys.of(account).password()
    change(account, [new.slot], new.told)
    with pytest.raises(LoginRefusedError):
        accounts.open_for(parts, proven, Source.of(None), None, "password")


def test_logins_that_are_half_way_are_torn_up(account: Account, parts: Parts) -> None:
    with parts.db.write() as db:
        later = parts.clock() + timedelta(minutes=5)
        db.add(Ticket(ticket_hash=bytes(32), vault_id=account.vault_id, purpose="second", expires_at=later))
    change(account, account.slots)
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(Ticket)) == 0


def test_other_sessions_are_closed_where_that_is_asked(account: Account, new_house: Callable[..., House]) -> None:
    other = new_house()
    log_in(other, account)
    change(account, account.slots)
    served = other.get("access").json
    assert served["seq"] == 2
    change(account, account.slots, close_sessions=True)
    other.refused("session_ended", "GET", "access")
    assert "session:closed" in told(account.house)


def test_a_change_from_a_session_that_was_closed_is_refused(account: Account, new_house: Callable[..., House]) -> None:
    other = new_house()
    log_in(other, account)
    account.house.post("sessions/close", status=204)
    other.refused("session_ended", "POST", "access", json=change_body(account, account.slots))


# Shares and factors


def test_shares_end_with_it_if_that_is_wished(account: Account, parts: Parts, clock: Clock) -> None:
    made = make_share(account, clock())
    unknown = change_body(account, account.slots, end_shares=[b64(bytes(16))])
    account.house.refused("not_found", "POST", "access", json=unknown)
    change(account, account.slots, end_shares=[made.id])
    (share,) = account.house.get("shares").json["shares"]
    assert share["ended_why"] == "revoked"
    with parts.halves.read() as db:
        assert db.scalar(select(func.count()).select_from(Half)) == 0


def test_a_repeated_request_ends_no_share_of_another_vault(
    account: Account, parts: Parts, clock: Clock, new_house: Callable[..., House]
) -> None:
    """The id of a share is known to whoever got its link: naming it must not destroy its half."""
    made = make_share(make_account(new_house()), clock())
    body = change_body(account, account.slots)
    account.house.post("access", body)
    account.house.refused("not_found", "POST", "access", json=body | {"end_shares": [made.id]})
    with parts.halves.read() as db:
        assert db.scalar(select(func.count()).select_from(Half)) == 1


def test_factors_are_dropped_by_a_recovery_alone(
    account: Account, parts: Parts, new_house: Callable[..., House]
) -> None:
    phrase = add(account, Keys.of(account).phrase())
    add(account, Keys.of(account).passkey(passkey_of(parts, account)))
    with parts.db.write() as db:
        db.add(RecoveryCode(vault_id=account.vault_id, hash=bytes(32)))
    drop = change_body(account, account.slots[:2], drop_factors=True)
    account.house.refused("forbidden", "POST", "access", json=drop)

    account.house = new_house()
    recover(account.house, account, "phrase", phrase.secret)
    new = Keys.of(account).password()
    kept = change_body(account, [new.slot, *account.slots[1:]], new.told, auth=None, drop_factors=True)
    assert account.house.refused("bad_request", "POST", "access", json=kept) == {"field": "slots"}
    change(account, [new.slot, account.slots[1]], new.told, auth=None, drop_factors=True)
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(Factor)) == 0
        assert db.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert {"factors:dropped", "recovery:done", "password:changed"} <= set(told(account.house))
