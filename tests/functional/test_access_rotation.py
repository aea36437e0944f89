"""New keys for the whole vault: nothing that the old ones open stays, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from tests.functional import ways
from tests.functional.vaults import snapshot
from tests.functional.ways import Keys, accept, add, draft, log_in, put_items, recover, rotation_body, told
from vault.crypto.encoding import b64
from vault.crypto.errors import CryptoError
from vault.models.recoveries import People

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.house import House
    from vault.services.parts import Parts


def rotate(account: Account, *kinds: str, **more: Any) -> dict[str, Any]:
    """A rotation with these ways in; the body that was sent."""
    keys = Keys.next(account)
    made = [getattr(keys, kind)() for kind in kinds]
    body = rotation_body(account, keys, made, **more)
    account.house.post("access", body)
    accept(account, made[kinds.index("password")].secret)
    return body


def test_a_rotation_leaves_nothing_that_the_old_keys_open(
    account: Account, parts: Parts, new_house: Callable[..., House]
) -> None:
    put_items(account)
    phrase = add(account, Keys.of(account).phrase())
    add(account, Keys.of(account).people())
    before = (account.unlocked, account.slots, {"login": account.login, "auth": account.auth})
    other = new_house()
    log_in(other, account)
    rotate(account, "password", "phrase")
    other.refused("session_ended", "GET", "sessions")
    account.house.refused("login_refused", "POST", "sessions", json=before[2])
    recover(new_house(), account, "phrase", phrase.secret, 401)
    answer = log_in(new_house(), account)
    assert (answer["epoch"], {slot["kind"] for slot in answer["slots"]}) == (2, {"password", "phrase"})
    served = ways.reads(account.house, account)
    assert len(list(served.rows())) == 3
    with pytest.raises(CryptoError):
        ways.Catalogue.open(before[0], account.house.get("catalogue?since=0").data, before[1])
    with parts.db.read() as db:
        assert db.scalar(select(func.count()).select_from(People)) == 0
    assert "vault:rotated" in told(account.house)


def test_drafts_of_a_rotation_are_those_that_it_brings(account: Account) -> None:
    kept, lost = draft(account), draft(account)
    again = {"draft_id": kept["draft_id"], "sealed": b64(b"\x02" * 100)}
    rotate(account, "password", drafts=[again])
    served = account.house.get("drafts").json["drafts"]
    assert [{name: one[name] for name in ("draft_id", "sealed")} for one in served] == [again]
    assert lost["draft_id"] not in str(served)


def test_a_rotation_is_whole(account: Account, parts: Parts) -> None:
    put_items(account)
    keys = Keys.next(account)
    new = keys.password()
    body = rotation_body(account, keys, [new])
    before = snapshot(parts, account.vault_id)
    commit = body["commit"]
    kept = Keys.of(account).phrase()
    lies: list[tuple[dict[str, Any], str]] = [
        ({"identity": None}, "identity"),
        ({"commit": commit | {"pages": commit["pages"][:-1]}}, "commit"),
        (
            {"commit": commit | {"pages": [*commit["pages"], commit["pages"][0] | {"number": free_page(commit)}]}},
            "commit",
        ),
        ({"slots": [ways.slot_body(account.slots[0])], "password": None}, "slots"),
        ({"slots": [*body["slots"], ways.slot_body(kept.slot)]}, "phrase_auth"),
        ({"epoch": 3}, "epoch"),
    ]
    for lie, field in lies:
        assert account.house.refused("bad_request", "POST", "access", json=body | lie) == {"field": field}
    assert snapshot(parts, account.vault_id) == before


def free_page(commit: dict[str, Any]) -> int:
    return next(number for number in range(256) if number not in {page["number"] for page in commit["pages"]})


def test_a_lost_answer_of_a_rotation_is_given_again(account: Account, new_house: Callable[..., House]) -> None:
    put_items(account)
    body = rotate(account, "password")
    assert account.house.post("access", body).json["epoch"] == 2
    log_in(new_house(), account)
