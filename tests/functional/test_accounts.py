"""Making a vault, and what an unknown identifier looks like."""

from __future__ import annotations

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tests.functional.accounts import Account, account_body, make_account
from vault.crypto.encoding import b64, random_id, sha256, unb64
from vault.crypto.kdf import auth
from vault.models.accounts import Account as AccountRow
from vault.models.accounts import Slot as SlotRow
from vault.models.catalogue import Commit
from vault.models.factors import Factor
from vault.models.sessions import LoginSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.house import House
    from vault.services.parts import Parts


def test_registration_answers_what_opens_the_vault(house: House) -> None:
    body, unlocked, *_ = account_body("moineau-42")
    answer = house.post("accounts", body, 201).json
    assert answer["vault_id"] == b64(unlocked.vault_id)
    assert answer["slots"] == body["slots"]
    assert answer["identity"] == body["identity"]
    assert (answer["login"], answer["seq"], answer["epoch"], answer["used"]) == ("moineau-42", 1, 1, 0)


def test_registration_stores_the_first_commit(account: Account, parts: Parts) -> None:
    with parts.db.read() as db:
        row = db.get_one(AccountRow, account.vault_id)
        assert row.root == unb64(account.first["commit"]["root"])
        assert row.root_hash == sha256(row.root)
        assert db.get_one(Commit, (account.vault_id, 1)).commit_id == unb64(account.first["commit"]["commit_id"])


def test_auth_is_stored_behind_argon2_and_the_pepper(account: Account, parts: Parts) -> None:
    with parts.db.read() as db:
        stored = db.get_one(AccountRow, account.vault_id).auth_hash
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert account.auth not in stored


def test_a_taken_login_is_refused_and_nothing_is_made(account: Account, house: House, parts: Parts) -> None:
    body, *_ = account_body(account.login)
    house.refused("login_taken", "POST", "accounts", json=body)
    with parts.db.read() as db:
        assert [db.scalar(select(func.count()).select_from(table)) for table in (AccountRow, SlotRow, Commit)] == [
            1
        ] * 3


def test_registration_sent_again_opens_the_vault_it_made(account: Account, new_house: Callable[..., House]) -> None:
    again = new_house().post("accounts", account.first, 201).json
    assert (again["vault_id"], again["seq"]) == (b64(account.vault_id), 1)


def test_registration_sent_again_is_no_way_round_a_second_factor(
    account: Account, parts: Parts, new_house: Callable[..., House]
) -> None:
    with parts.db.write() as db:
        row = {"vault_id": account.vault_id, "factor_id": random_id(), "kind": "totp", "secret": b"sealed"}
        db.add(Factor(**row, confirmed=True, created_on=parts.clock().date()))
    new_house().refused("login_taken", "POST", "accounts", json=account.first)


def test_a_taken_vault_id_is_not_opened(account: Account, house: House) -> None:
    body, *_ = account_body(account.login)
    house.refused("login_taken", "POST", "accounts", json=body | {"vault_id": b64(account.vault_id)})
    house.refused("login_taken", "POST", "accounts", json=account.first | {"vault_id": b64(random_id())})


def test_a_first_commit_that_is_refused_leaves_no_account(house: House, parts: Parts) -> None:
    body, *_ = account_body("moineau-42")
    house.refused("conflict", "POST", "accounts", json=body | {"commit": body["commit"] | {"seq": 2}})
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(AccountRow)) == 0
        assert db.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_two_registrations_of_one_login_make_one_vault(app: Flask, parts: Parts) -> None:
    bodies = [account_body("moineau-42")[0] for _ in range(6)]

    def register(body: dict[str, object]) -> int:
        headers = {"Sec-Fetch-Site": "same-origin"}
        return app.test_client().post("/api/v1/accounts", json=body, headers=headers).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(register, bodies))
    assert statuses == [201] + [409] * 5
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(AccountRow)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": "Moineau"}, "login"),
        ({"login": "abc"}, "login"),
        ({"login": 7}, "login"),
        ({"vault_id": "AAAA"}, "vault_id"),
        ({"vault_id": "A" * 21 + "B"}, "vault_id"),
        ({"auth": None}, "auth"),
        ({"slots": []}, "slots"),
        ({"params": "{}"}, "slots"),
        ({"name": "Claire"}, "?"),
        ({"commit": None}, "commit"),
    ],
)
def test_a_malformed_registration_names_the_member(house: House, change: dict[str, object], field: str) -> None:
    body, *_ = account_body("moineau-42")
    assert house.refused("bad_request", "POST", "accounts", json=body | change) == {"field": field}


def test_what_is_no_json_is_refused(house: House) -> None:
    house.refused("unreadable", "POST", "accounts", data=b"{")
    house.refused("unreadable", "POST", "accounts", json=[])


def test_a_body_over_its_limit_is_refused(house: House) -> None:
    house.refused("body_too_large", "POST", "logins", json={"login": "a" * 70_000})


def test_params_are_those_of_the_account(account: Account, house: House) -> None:
    answer = house.post("logins", {"login": account.login}).json
    assert answer == {"auth_version": 1, "params": account.first["params"]}


def test_params_of_an_unknown_login_are_stable_and_alike(account: Account, house: House) -> None:
    known = json.loads(house.post("logins", {"login": account.login}).json["params"])
    false = [json.loads(house.post("logins", {"login": f"personne-{n}"}).json["params"]) for n in (1, 1, 2)]
    assert false[0] == false[1]
    assert false[0]["salt"] != false[2]["salt"]
    assert {key: value for key, value in false[0].items() if key != "salt"} == {
        key: value for key, value in known.items() if key != "salt"
    }
    assert len(unb64(false[0]["salt"])) == len(unb64(known["salt"]))


def test_an_unknown_login_is_refused_like_a_wrong_password(account: Account, new_house: Callable[..., House]) -> None:
    wrong = {"login": account.login, "auth": b64(bytes(32))}
    answers = [new_house().post("sessions", wrong | more, 401) for more in ({}, {"login": "personne-7"})]
    assert answers[0].data == answers[1].data
    assert dict(answers[0].headers) == dict(answers[1].headers)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_an_unknown_login_costs_what_a_wrong_password_costs(account: Account, new_house: Callable[..., House]) -> None:
    def cost(login: str, address: str) -> float:
        house, begun = new_house(address), time.perf_counter()
        house.post("sessions", {"login": login, "auth": b64(bytes(32))}, 401)
        return time.perf_counter() - begun

    # In turn, so that a busy machine slows both; Argon2id is nearly all of it, and leaving it out is ten times quicker.
    pairs = [(cost(account.login, f"10.0.0.{n}"), cost("personne-7", f"10.0.1.{n}")) for n in range(9)]
    ratio = statistics.median(known for known, _ in pairs) / statistics.median(unknown for _, unknown in pairs)
    assert 1 / 3 < ratio < 3


def test_auth_of_another_login_does_not_open(account: Account, house: House) -> None:
    make_account(house, "moineau-43")
    other = b64(auth(account.pmk, "moineau-43"))
    house.refused("login_refused", "POST", "sessions", json={"login": account.login, "auth": other})
