"""Two hundred places that guess at once, and headers that invent more: guesses stay few, and the owner comes in.

Everything passes one proxy of ours, as in production: the place of a request is what that proxy wrote. What the sender
wrote before it, or under other names, may be anything.

1. A guess at password or second factor from anywhere else than the owner's places is one of few, whoever makes it.
2. A guess at phrase or people is one of few from each place. From all together it is not bounded by the identifier:
   128 random bits need no counter, and one would keep her out of her recovery.
3. No header that came with the request makes a place of its own, nor the owner's place of another.
4. Meanwhile she enters, from a place where she was before; with her phrase and her people from any.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.accounts import make_account
from tests.functional.guarded import Guarded
from tests.functional.house import SITE, House, check_answer
from tests.functional.ways import Keys, add, recover
from vault.crypto.encoding import b64

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.ways import Way
    from vault.config import Settings

PROXY, HOME, NEW_PHONE, ONE = "10.0.0.2", "198.51.100.1", "198.51.100.200", "203.0.113.250"
PLACES = [f"203.0.113.{number}" for number in range(100)] + [f"2001:db8:{number:x}::1" for number in range(100)]
WRONG = b64(bytes(32))
PER_LOGIN, PER_ACCOUNT, SECOND = 4, 6, 5
WAYS = ("password", "phrase", "people")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Behind one proxy, with small counters; that of the whole machine is not what is tried here."""
    few = {"attempts_per_login": PER_LOGIN, "attempts_per_source": 12, "attempts_per_account": PER_ACCOUNT}
    return replace(settings, trusted_proxies=1, attempts_overall=100_000, **few)


class Place(House):
    """A browser whose requests pass our proxy, which writes where they come from after what they said themselves."""

    def __init__(self, app: Flask, place: str, claimed: str | None = None) -> None:
        super().__init__(app, PROXY)
        self.place, self.claimed = place, claimed

    def call(self, method: str, path: str, status: int, **options: Any) -> Any:
        return super().call(method, path, status, headers=options.pop("headers", {}) | self.headers(), **options)

    def headers(self) -> dict[str, str]:
        if self.claimed is None:
            return {"X-Forwarded-For": self.place}
        return {
            "X-Forwarded-For": f"{self.claimed}, {self.place}",
            "Forwarded": f"for={self.claimed}",
            **dict.fromkeys(("X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"), self.claimed),
        }

    def tried(self, path: str, body: dict[str, Any]) -> int:
        """The status of an attempt, whatever it is."""
        answer = self.browser.post(
            f"/api/v1/{path}",
            json=body,
            base_url=SITE,
            headers={"Sec-Fetch-Site": "same-origin"} | self.headers(),
            environ_base={"REMOTE_ADDR": self.address},
        )
        check_answer(f"/api/v1/{path}", answer)
        return answer.status_code


@pytest.fixture
def owner(app: Flask) -> Account:
    return make_account(Place(app, HOME), "moineau-42")


@pytest.fixture
def ways(owner: Account) -> dict[str, Way]:
    return {"phrase": add(owner, Keys.of(owner).phrase()), "people": add(owner, Keys.of(owner).people())}


@pytest.fixture
def new_place(app: Flask) -> Callable[..., Place]:
    return lambda place, claimed=None: Place(app, place, claimed)


def guess(place: Place, way: str) -> int:
    if way == "password":
        return place.tried("sessions", {"login": "moineau-42", "auth": WRONG})
    return place.tried("recoveries", {"login": "moineau-42", "way": way, "auth": WRONG})


def claims(number: int) -> str:
    """What an attacker writes into the headers: the owner's place, our proxy, this machine, places of nobody, noise."""
    return (HOME, PROXY, "127.0.0.1", f"192.0.2.{number}", "::1", "unknown", f"10.9.8.{number}, {HOME}")[number % 7]


def test_two_hundred_places_guess_one_password(owner: Account, new_place: Callable[..., Place]) -> None:
    statuses = [guess(new_place(place, claims(n)), "password") for n, place in enumerate(PLACES)]
    assert statuses == [401] * PER_ACCOUNT + [429] * (len(PLACES) - PER_ACCOUNT)
    for _ in range(3):
        owner.log_in(new_place(HOME))
    assert guess(new_place(NEW_PHONE, HOME), "password") == 429


def test_two_hundred_places_that_know_the_passphrase_guess_one_second_factor(
    settings: Settings, owner: Account, clock: Clock, new_place: Callable[..., Place]
) -> None:
    guarded = Guarded(owner, clock)
    statuses: Counter[int] = Counter()
    tickets = [guarded.knock(new_place(place))["ticket"] for place in PLACES[:PER_ACCOUNT]]
    for number, place in enumerate(PLACES):
        for ticket in tickets[number % 2 :: 2]:
            statuses[
                new_place(place, claims(number)).tried("sessions/second", {"ticket": ticket, "totp": guarded.wrong()})
            ] += 1
    assert statuses == {401: SECOND, 429: len(PLACES) * len(tickets) // 2 - SECOND}
    # Knowing the passphrase, they get no more tickets either.
    assert new_place(ONE, HOME).tried("sessions", {"login": owner.login, "auth": owner.auth}) == 429
    guarded.log_in(new_place(HOME))


@pytest.mark.parametrize("way", ["phrase", "people"])
def test_two_hundred_places_guess_one_recovery(
    owner: Account, ways: dict[str, Way], clock: Clock, new_place: Callable[..., Place], way: str
) -> None:
    for number, place in enumerate(PLACES):
        assert guess(new_place(place, claims(number)), way) == 401
    owner.log_in(new_place(HOME))
    phone = new_place(NEW_PHONE)
    if way == "people":
        recover(phone, owner, way, ways[way].secret, 202)
        clock.advance(days=7)
    assert recover(phone, owner, way, ways[way].secret)["via"] == way


@pytest.mark.parametrize("way", WAYS)
def test_one_place_stays_one_whatever_it_writes(
    owner: Account, ways: dict[str, Way], new_place: Callable[..., Place], way: str
) -> None:
    statuses = [guess(new_place(ONE, claims(number)), way) for number in range(200)]
    assert statuses == [401] * PER_LOGIN + [429] * (200 - PER_LOGIN)
    owner.log_in(new_place(HOME))
    assert recover(new_place(NEW_PHONE), owner, "phrase", ways["phrase"].secret)["via"] == "phrase"


def test_one_place_stays_one_at_the_second_factor(
    owner: Account, clock: Clock, new_place: Callable[..., Place]
) -> None:
    guarded = Guarded(owner, clock)
    ticket = guarded.knock(new_place(ONE))["ticket"]
    body = {"ticket": ticket, "totp": guarded.wrong()}
    statuses = [new_place(ONE, claims(number)).tried("sessions/second", body) for number in range(200)]
    assert statuses == [401] * SECOND + [429] * (200 - SECOND)
    guarded.log_in(new_place(HOME))


def test_one_place_stays_one_where_nothing_is_guessed(settings: Settings, new_place: Callable[..., Place]) -> None:
    share = f"openings/{b64(bytes(16))}/challenge"
    for path, body, status in (
        ("logins", {"login": "personne-1"}, 200),
        ("sessions/passkey/options", {}, 200),
        (share, {}, 404),
    ):
        statuses = [new_place(ONE, claims(number)).tried(path, body) for number in range(200)]
        full = settings.attempts_per_source
        assert statuses == [status] * full + [429] * (200 - full)


def test_a_proxy_that_wrote_nothing_is_one_place(app: Flask, owner: Account) -> None:
    """A request that did not pass our proxy is counted by who sent it, not by what it says."""
    direct = House(app, ONE)
    body = {"login": owner.login, "auth": WRONG}
    for number in range(PER_LOGIN):
        direct.refused("login_refused", "POST", "sessions", json=body, headers={"X-Real-IP": claims(number)})
    direct.refused("too_many_attempts", "POST", "sessions", json=body, headers={"Forwarded": f"for={HOME}"})
