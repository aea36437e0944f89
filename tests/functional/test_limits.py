"""Guessing is bounded, and nobody can be locked out by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import redis

from tests.functional.accounts import account_body, make_account
from tests.functional.house import House
from tests.parts.ports import free_port
from vault.app import create_app
from vault.crypto.encoding import b64, random_id
from vault.services.limits import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from tests.functional.accounts import Account
    from vault.config import Settings

HOME, CAFE, ATTACKER = "198.51.100.1", "198.51.100.2", "203.0.113.66"
WRONG = b64(bytes(32))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Small counters: the same rules in fewer requests."""
    return replace(
        settings, attempts_per_login=3, attempts_per_source=6, attempts_per_account=5, registrations_per_source=2
    )


@pytest.fixture
def owner(new_house: Callable[..., House]) -> Account:
    return make_account(new_house(HOME), "moineau-42")


def guess(house: House, login: str = "moineau-42") -> int:
    answer = house.browser.post(
        "/api/v1/sessions",
        json={"login": login, "auth": WRONG},
        base_url="https://localhost",
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_base={"REMOTE_ADDR": house.address},
    )
    return answer.status_code


def test_one_source_has_few_tries_for_a_login(owner: Account, new_house: Callable[..., House]) -> None:
    attacker = new_house(ATTACKER)
    assert [guess(attacker) for _ in range(4)] == [401, 401, 401, 429]
    body = {"login": owner.login, "auth": owner.auth}
    answer = attacker.call("POST", "sessions", 429, json=body)
    assert answer.json["error"]["code"] == "too_many_attempts"
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60 + 1


def test_an_unknown_login_is_counted_the_same(new_house: Callable[..., House]) -> None:
    attacker = new_house(ATTACKER)
    assert [guess(attacker, "personne-1") for _ in range(4)] == [401, 401, 401, 429]


def test_one_source_has_few_tries_in_all(new_house: Callable[..., House]) -> None:
    attacker = new_house(ATTACKER)
    assert [guess(attacker, f"personne-{n}") for n in range(7)] == [401] * 6 + [429]


def test_many_sources_have_few_tries_together(owner: Account, new_house: Callable[..., House]) -> None:
    statuses = [guess(new_house(f"203.0.113.{n}"), owner.login) for n in range(7)]
    assert statuses == [401] * 5 + [429] * 2


def test_the_owner_is_not_locked_out(owner: Account, new_house: Callable[..., House]) -> None:
    for number in range(7):
        guess(new_house(f"203.0.113.{number}"), owner.login)
    owner.log_in(new_house(HOME))
    # From a place she never was, she waits like anybody: the counter cannot tell her from the attacker.
    assert guess(new_house(CAFE), owner.login) == 429


def test_a_flood_from_everywhere_does_not_shut_out_who_was_here_before(
    settings: Settings, app: Flask, owner: Account
) -> None:
    flooded = create_app(replace(settings, attempts_overall=3))
    statuses = [guess(House(flooded, f"203.0.113.{n}"), f"personne-{n}") for n in range(4)]
    assert statuses == [401, 401, 401, 429]
    owner.log_in(House(flooded, HOME))
    assert guess(House(flooded, CAFE)) == 429
    flooded.extensions["memo"].db.dispose()
    flooded.extensions["memo"].halves.dispose()


def test_her_own_slips_do_not_add_up(owner: Account, new_house: Callable[..., House]) -> None:
    home = new_house(HOME)
    for _ in range(2):
        assert [guess(home), guess(home)] == [401, 401]
        owner.log_in(home)


def test_an_ipv6_household_is_one_source(new_house: Callable[..., House]) -> None:
    statuses = [guess(new_house(f"2001:db8:1:2::{n}")) for n in range(4)]
    assert statuses == [401, 401, 401, 429]
    assert guess(new_house("2001:db8:1:3::1")) == 401


def test_registrations_are_bounded(new_house: Callable[..., House]) -> None:
    house = new_house(ATTACKER)
    for number in range(2):
        make_account(house, f"moineau-{number}")
    house.refused("too_many_attempts", "POST", "accounts", json=account_body("moineau-2")[0])
    make_account(new_house(HOME), "moineau-3")


def test_one_source_alone_does_not_shut_the_door_of_all(settings: Settings, app: Flask) -> None:
    flooded = create_app(replace(settings, attempts_overall=8))
    attacker, share = House(flooded, ATTACKER), f"openings/{b64(bytes(16))}/challenge"
    for status in [404] * 6 + [429] * 6:
        attacker.call("POST", share, status)
    for status in [201] * 2 + [429] * 10:
        attacker.call("POST", "accounts", status, json=account_body(f"moineau-{random_id().hex()}")[0])
    House(flooded, HOME).refused("share_unavailable", "POST", share)
    make_account(House(flooded, CAFE), "moineau-99")
    flooded.extensions["memo"].db.dispose()
    flooded.extensions["memo"].halves.dispose()


def test_unlocking_is_counted_too(owner: Account) -> None:
    for _ in range(3):
        owner.house.refused("login_refused", "POST", "sessions/unlock", json={"auth": WRONG})
    owner.house.refused("too_many_attempts", "POST", "sessions/unlock", json={"auth": owner.auth})


def test_reading_is_not_counted(owner: Account) -> None:
    for _ in range(20):
        owner.house.get("sessions")


def test_the_address_is_stored_nowhere(owner: Account, new_house: Callable[..., House], settings: Settings) -> None:
    guess(new_house(ATTACKER))
    if settings.redis_url:
        with redis.Redis.from_url(settings.redis_url) as counters:
            names = b" ".join(counters.keys())
        assert names
        assert ATTACKER.encode() not in names
        assert owner.login.encode() not in names


@pytest.fixture
def away(settings: Settings, app: Flask) -> Iterator[House]:
    """The same service, its counters gone."""
    port = free_port()
    other = create_app(replace(settings, redis_url=f"redis://127.0.0.1:{port}/0"))
    yield House(other, HOME)
    other.extensions["memo"].db.dispose()
    other.extensions["memo"].halves.dispose()


def test_without_counters_doors_are_closed_and_reading_goes_on(owner: Account, away: House) -> None:
    body = {"login": owner.login, "auth": owner.auth}
    away.refused("limits_unavailable", "POST", "sessions", json=body)
    away.refused("limits_unavailable", "POST", "logins", json={"login": owner.login})
    cookie = owner.house.browser.get_cookie("__Host-session", "localhost")
    assert cookie is not None
    away.browser.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
    away.get("sessions")
    away.get("catalogue")
    away.refused("limits_unavailable", "POST", "sessions/unlock", json={"auth": owner.auth})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, ["1.1.1.1", "2.2.2.2"], True),
        (1, ["1.1.1.1", "2.2.2.2"], False),
        (1, ["9.9.9.9, 7.7.7.7", "8.8.8.8, 7.7.7.7"], True),
        (2, ["9.9.9.9, 1.1.1.1, 7.7.7.7", "9.9.9.9, 2.2.2.2, 7.7.7.7"], False),
        (2, ["1.1.1.1", "2.2.2.2"], True),
    ],
)
@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_the_source_is_what_our_proxies_say(
    settings: Settings,
    app: Flask,
    proxies: int,
    forwarded: list[str],
    *,
    same: bool,
) -> None:
    other = create_app(replace(settings, trusted_proxies=proxies, attempts_per_login=1))
    statuses = [
        other.test_client()
        .post(
            "/api/v1/sessions",
            json={"login": "personne-1", "auth": WRONG},
            headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": header},
        )
        .status_code
        for header in forwarded
    ]
    other.extensions["memo"].db.dispose()
    assert statuses == [401, 429 if same else 401]


def test_sources() -> None:
    assert Source.of("::ffff:192.0.2.1") == Source.of("192.0.2.1")
    assert Source.of("192.0.2.1") != Source.of("192.0.2.2")
    assert Source.of(None) == Source.of("unix:") == Source("local")
