"""The codes to keep on paper: ten, each opens once, new ones end the old."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from vault.models.factors import RecoveryCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.guarded import Guarded
    from tests.functional.house import House
    from vault.services.parts import Parts


def test_ten_codes_come_with_the_first_factor_and_each_opens_once(
    guarded: Guarded, new_house: Callable[..., House], parts: Parts
) -> None:
    assert len(set(guarded.codes)) == 10
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in guarded.codes)
    first, second = guarded.codes[:2]
    guarded.log_in(new_house(), code=first)
    house = new_house()
    ticket = guarded.knock(house)["ticket"]
    house.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "code": first})
    typed = second.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    house.post("sessions/second", {"ticket": ticket, "code": typed})
    assert house.get("factors").json["codes_left"] == 8
    events = house.get("events").json["events"]
    assert {event["fields"]["left"] for event in events if event["name"] == "code:used"} == {8, 9}
    with parts.db.read() as db:
        stored = b"".join(row.hash for row in db.scalars(select(RecoveryCode)))
    assert not any(code.replace("-", "").encode() in stored for code in guarded.codes)


def test_new_codes_end_the_old_ones(guarded: Guarded, new_house: Callable[..., House]) -> None:
    house = new_house()
    guarded.log_in(house)
    house.refused("bad_request", "POST", "factors/codes", json={"second": {}})
    house.refused("second_refused", "POST", "factors/codes", json={"second": {"totp": guarded.code()}})  # used to open
    renewed = house.post("factors/codes", {"second": {"code": guarded.codes[0]}}).json["codes"]
    assert len(renewed) == 10
    assert not set(renewed) & set(guarded.codes)
    other = new_house()
    ticket = guarded.knock(other)["ticket"]
    other.refused("second_refused", "POST", "sessions/second", json={"ticket": ticket, "code": guarded.codes[1]})
    other.post("sessions/second", {"ticket": ticket, "code": renewed[0]})


def test_a_vault_without_factors_makes_no_codes(account: Account) -> None:
    body = {"second": {"code": "AAAAA-AAAAA"}}
    account.house.refused("second_refused", "POST", "factors/codes", json=body)
