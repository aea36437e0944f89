"""Drafts: kept, replaced, bounded, and of one vault only."""

import os
from collections.abc import Callable

from tests.functional.accounts import Account, make_account
from tests.functional.conftest import Clock
from tests.functional.house import House
from vault.crypto.encoding import b64, random_id
from vault.services.drafts import DRAFTS


def keep(house: House, draft_id: str, sealed: bytes) -> None:
    house.put(f"drafts/{draft_id}", json={"sealed": b64(sealed)})


def kept(house: House) -> list[tuple[str, str]]:
    return [(draft["draft_id"], draft["sealed"]) for draft in house.get("drafts").json["drafts"]]


def test_drafts_are_kept_replaced_and_forgotten(account: Account, clock: Clock) -> None:
    house, names = account.house, [b64(random_id()) for _ in range(2)]
    bodies = [os.urandom(1100) for _ in range(3)]
    keep(house, names[0], bodies[0])
    clock.advance(seconds=1)
    keep(house, names[1], bodies[1])
    assert kept(house) == [(names[1], b64(bodies[1])), (names[0], b64(bodies[0]))]
    clock.advance(seconds=1)
    keep(house, names[0], bodies[2])
    assert kept(house) == [(names[0], b64(bodies[2])), (names[1], b64(bodies[1]))]
    house.delete(f"drafts/{names[0]}")
    house.delete(f"drafts/{names[0]}")
    assert kept(house) == [(names[1], b64(bodies[1]))]


def test_a_vault_holds_a_bounded_number_of_drafts(account: Account) -> None:
    house, first = account.house, b64(random_id())
    keep(house, first, bytes(100))
    for _ in range(DRAFTS - 1):
        keep(house, b64(random_id()), bytes(100))
    house.refused("limit_reached", "PUT", f"drafts/{b64(random_id())}", json={"sealed": b64(bytes(100))})
    keep(house, first, bytes(200))
    assert len(kept(house)) == DRAFTS


def test_a_draft_is_at_most_512_kib(account: Account) -> None:
    house, path = account.house, f"drafts/{b64(random_id())}"
    keep(house, b64(random_id()), bytes(512 * 1024))
    house.refused("bad_request", "PUT", path, json={"sealed": b64(bytes(512 * 1024 + 1))})
    house.refused("body_too_large", "PUT", path, json={"sealed": b64(bytes(10**6))})
    house.refused("bad_request", "PUT", "drafts/short", json={"sealed": b64(bytes(100))})


def test_drafts_of_another_vault_are_out_of_reach(account: Account, new_house: Callable[[], House]) -> None:
    name = b64(random_id())
    keep(account.house, name, bytes(100))
    other = make_account(new_house()).house
    assert kept(other) == []
    other.delete(f"drafts/{name}")
    keep(other, name, bytes(200))
    assert kept(account.house) == [(name, b64(bytes(100)))]


def test_an_unlock_says_how_many_wait(account: Account) -> None:
    house = account.house
    unlock = {"auth": account.auth}
    assert house.post("sessions/unlock", unlock).json["drafts"] == 0
    keep(house, b64(random_id()), bytes(100))
    assert house.post("sessions/unlock", unlock).json["drafts"] == 1
