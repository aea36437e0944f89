"""A change of the ways in that is cut off anywhere: the vault is as before, or it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from tests.functional import ways
from tests.functional.vaults import snapshot
from tests.functional.ways import Keys, accept, add, change_body, draft, log_in, put_items, recover, rotation_body
from vault.crypto.kdf import parse_params
from vault.crypto.slots import open_slot, slot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.functional.accounts import Account
    from tests.functional.house import House
    from vault.services.parts import Parts


class Cut(Exception):  # noqa: N818 - it stands for a power cut, not for a fault of ours
    """The database is cut off here."""


@pytest.fixture
def cut_at(parts: Parts) -> Iterator[Callable[[int | None], None]]:
    """`cut_at(n)`: the n-th change of the next transactions does not happen, nor does anything after it."""
    left: list[int | None] = [None]

    def count(*given: Any) -> None:
        statement = given[2].lstrip().upper()
        if left[0] is None or not statement.startswith(("INSERT", "UPDATE", "DELETE")):
            return
        left[0] -= 1
        if left[0] < 0:
            raise Cut

    event.listen(parts.db.engine, "before_cursor_execute", count)
    yield lambda number: left.__setitem__(0, number)
    event.remove(parts.db.engine, "before_cursor_execute", count)


@pytest.mark.parametrize("kind", ["password", "rotation", "recovery"])
def test_cut_off_anywhere_it_is_as_before_or_done(
    account: Account, parts: Parts, cut_at: Callable[[int | None], None], new_house: Callable[..., House], kind: str
) -> None:
    put_items(account)
    phrase = add(account, Keys.of(account).phrase())
    draft(account)
    if kind == "recovery":
        account.house = new_house()
        recover(account.house, account, "phrase", phrase.secret)
    keys = Keys.next(account) if kind == "rotation" else Keys.of(account)
    new, other = keys.password(), keys.phrase()
    if kind == "rotation":
        body = rotation_body(account, keys, [new, other])
    else:
        auth = None if kind == "recovery" else account.auth
        body = change_body(account, [new.slot, account.slots[1]], new.told, auth=auth)
    before = snapshot(parts, account.vault_id)
    for steps in range(100):
        cut_at(steps)
        status = account.house.browser.post(
            "/api/v1/access", json=body, base_url="https://localhost", headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        cut_at(None)
        if status == 200:
            break
        assert status == 500
        assert snapshot(parts, account.vault_id) == before
        ways.reads(account.house, account)
    assert 6 < steps < 99
    accept(account, new.secret)
    ways.reads(account.house, account)
    assert open_slot_of(log_in(new_house(), account), account)


def open_slot_of(answer: dict[str, Any], account: Account) -> bool:
    """The slot that is served opens the key that the catalogue is read with."""
    slot = slot_of(account.slots, "password")
    assert ways.slot_body(slot) in answer["slots"]
    return open_slot(slot, account.vault_id, answer["epoch"], parse_params(slot.params), account.pmk) == account.vmk
