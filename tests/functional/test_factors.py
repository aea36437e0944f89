"""Second factors: nothing of a vault leaves before they are proven, each proof counts once, and nobody else can shut
the owner out with them.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pyotp
import pytest
from sqlalchemy import select

from tests.functional.accounts import make_account
from tests.functional.authenticator import Authenticator
from tests.functional.guarded import ATTACKER, CAFE, STEP, Guarded, register
from vault.crypto.encoding import b64, random_id
from vault.models.factors import Factor
from vault.models.sessions import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.config import Settings
    from vault.services.parts import Parts


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
