"""Passkeys: a second factor and, with a slot, a way in alone; one that lies opens nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.functional.accounts import make_account
from tests.functional.authenticator import PRESENT, Authenticator
from tests.functional.guarded import ATTACKER, HOME, by_passkey, register, statuses
from tests.functional.house import House
from tests.functional.ways import Keys, add, change
from vault.app import create_app
from vault.crypto.encoding import b64

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from vault.config import Settings


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
