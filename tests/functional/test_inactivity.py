"""A vault that nobody opens sleeps its years to the last day, by a clock that must have gone on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tests.functional.erasing import is_whole, rows_left
from vault.models.accounts import Account as AccountRow
from vault.services import sweeps

if TYPE_CHECKING:
    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from vault.services.parts import Parts


def asleep(parts: Parts, account: Account, opened_on: date, years: int) -> None:
    with parts.db.write() as db:
        mine = update(AccountRow).where(AccountRow.vault_id == account.vault_id)
        db.execute(mine.values(opened_on=opened_on, inactive_years=years))


def pass_on(parts: Parts, clock: Clock, day: date) -> int:
    clock.now = clock.now.replace(year=day.year, month=day.month, day=day.day)
    return sweeps.sweep(parts).vaults_erased


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    ("opened_on", "years", "last_day"),
    [
        (date(2027, 5, 4), 2, date(2029, 5, 4)),
        (date(2027, 5, 4), 30, date(2057, 5, 4)),
        (date(2028, 2, 29), 2, date(2030, 2, 28)),
        (date(2027, 2, 28), 5, date(2032, 2, 29)),
        (date(2027, 12, 31), 6, date(2033, 12, 31)),
    ],
)
def test_a_vault_sleeps_its_years_to_the_last_day(
    account: Account, parts: Parts, clock: Clock, opened_on: date, years: int, last_day: date
) -> None:
    asleep(parts, account, opened_on, years)
    for before in (400, 40, 30, 29, 1, 0):
        assert pass_on(parts, clock, last_day - timedelta(days=before)) == 0
    assert is_whole(parts, account.vault_id)
    assert pass_on(parts, clock, last_day + timedelta(days=1)) == 1
    assert rows_left(parts, account.vault_id) == set()


def test_the_years_are_the_owners_choice_and_opening_begins_them_anew(
    account: Account, parts: Parts, clock: Clock
) -> None:
    account.house.post("accounts/inactivity", {"years": 2}, 204)
    opened_on = clock.now.date()
    for days in (710, 729):
        pass_on(parts, clock, opened_on + timedelta(days=days))
    answer = account.house.post("sessions", {"login": account.login, "auth": account.auth}).json
    assert (answer["inactive_years"], answer["opened_on"]) == (2, opened_on.isoformat())
    for days in (740, 800, 1400):
        assert pass_on(parts, clock, opened_on + timedelta(days=days)) == 0
    assert is_whole(parts, account.vault_id)


def test_a_clock_that_ran_ahead_for_a_moment_erases_nothing(account: Account, parts: Parts, clock: Clock) -> None:
    present = clock.now
    for hours in (0, 24, 24 * 29):
        clock.now = present + timedelta(days=365 * 50, hours=hours)
        assert sweeps.sweep(parts).vaults_erased == 0
    clock.now = present + timedelta(hours=1)
    assert sweeps.sweep(parts).vaults_erased == 0
    account.log_in(account.house)
    account.house.get("catalogue")
