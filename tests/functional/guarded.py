"""Vaults with a second factor, and requests at the same instant to prove that it counts once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Any

import pyotp

from tests.functional.house import SITE, House

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.authenticator import Authenticator
    from tests.functional.conftest import Clock

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


def register(house: House, key: Authenticator, **second: object) -> dict[str, Any]:
    asked = house.post("factors/passkey/options", {"second": second} if second else {}).json
    return dict(
        house.post("factors/passkey", {"ticket": asked["ticket"], "credential": key.register(asked["options"])}).json
    )


def by_passkey(house: House, key: Authenticator) -> dict[str, Any]:
    """The body that answers a fresh ticket."""
    asked = house.post("sessions/passkey/options").json
    return {"ticket": asked["ticket"], "assertion": key.sign(asked["options"])}


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
