"""Commits through the API with real sealed bytes: what the client sealed is what it opens again."""

import hashlib
from collections.abc import Callable

import pytest

from tests.functional.accounts import Account, make_account
from tests.functional.conftest import Clock
from tests.functional.house import House
from vault.crypto.catalogue import Catalogue, Change
from vault.crypto.encoding import b64, now, random_id
from vault.services.parts import Parts

SEALED = bytes(range(256)) * 5


def contact(item_id: bytes) -> Change:
    """A new contact, whose row is as FORMAT 7.5 wants it."""
    version = {"n": 1, "hash": b64(hashlib.sha256(SEALED).digest()), "key": b64(bytes(32)), "at": now()}
    row = {
        "id": b64(item_id),
        "kind": "contact",
        "versions": [version],
        "summary": {"title": "Claire", "role": "witness", "excerpt": "", "words": ""},
        "files": [],
        "trashed_at": None,
        "erased_at": None,
    }
    return Change(rows={item_id: lambda _: row})


def record(item_id: bytes, version: int = 1) -> dict[str, object]:
    return {"item_id": b64(item_id), "version": version, "sealed": b64(SEALED)}


def read_vault(account: Account) -> Catalogue:
    return Catalogue.open(account.unlocked, account.house.get("catalogue").data, account.slots)


def test_what_was_committed_opens_again(account: Account) -> None:
    item_id = random_id()
    answer = account.commit(contact(item_id), records=[record(item_id)])
    found = read_vault(account)
    assert found.row(item_id)["summary"]["title"] == "Claire"
    assert answer == {"seq": 2, "root_hash": b64(found.root_hash)}
    asked = {"records": [{"item_id": b64(item_id), "version": 1}]}
    sealed = account.house.post("records/read", asked)
    assert sealed.data == len(SEALED).to_bytes(4, "big") + SEALED
    assert sealed.mimetype == "application/octet-stream"


def test_nothing_changed_is_one_empty_answer(account: Account) -> None:
    account.commit(contact(random_id()))
    assert account.house.get("catalogue?since=2", 204).data == b""
    assert account.house.get("catalogue?since=1").data != b""
    account.house.refused("bad_request", "GET", "catalogue?since=x")
    account.house.refused("bad_request", "GET", "catalogue?since=-1")


def test_two_browsers_at_once_have_one_winner_and_the_other_can_go_on(
    account: Account, new_house: Callable[[], House]
) -> None:
    other = new_house()
    account.log_in(other)
    late = account.next_commit(contact(random_id()))
    account.commit(contact(random_id()))
    assert other.call("POST", "commits", 409, json=late).json["error"]["details"] == {"seq": 2}
    account.catalogue = read_vault(account)
    account.commit(contact(random_id()))
    assert len(list(read_vault(account).rows())) == 2


def test_a_commit_whose_answer_was_lost_is_sent_again(account: Account) -> None:
    body = account.next_commit(contact(random_id()))
    first = account.house.post("commits", body).json
    account.accept()
    account.commit(contact(random_id()))
    assert account.house.post("commits", body).json == first


@pytest.mark.parametrize(
    "change",
    [
        {"seq": "2"},
        {"seq": 0},
        {"root": ""},
        {"root": "%"},
        {"commit_id": b64(bytes(15))},
        {"pages": [{"number": 256, "version": 2, "sealed": b64(bytes(100))}]},
        {"records": [{"item_id": b64(bytes(16)), "version": 0, "sealed": b64(bytes(100))}]},
        {"files": [b64(bytes(17))]},
        {"trash": None},
        {"unknown": 1},
    ],
)
def test_a_commit_of_another_shape_is_refused_and_changes_nothing(account: Account, change: dict[str, object]) -> None:
    before = account.house.get("catalogue").data
    body = account.next_commit(contact(random_id())) | change
    account.house.refused("bad_request", "POST", "commits", json=body)
    assert account.house.get("catalogue").data == before


def test_records_that_are_not_there_are_refused(account: Account) -> None:
    asked = {"item_id": b64(random_id()), "version": 1}
    account.house.refused("not_found", "POST", "records/read", json={"records": [asked]})
    account.house.refused("bad_request", "POST", "records/read", json={"records": [asked] * 201})
    assert account.house.post("records/read", {"records": []}).data == b""


def test_vaults_are_apart(account: Account, new_house: Callable[[], House]) -> None:
    item_id = random_id()
    account.commit(contact(item_id), records=[record(item_id)])
    other = make_account(new_house())
    asked = {"records": [{"item_id": b64(item_id), "version": 1}]}
    other.house.refused("not_found", "POST", "records/read", json=asked)
    other.house.refused("not_found", "POST", "commits", json=other.next_commit(trash=[b64(item_id)]))


def test_erasing_asks_for_the_password_again_and_is_told(account: Account, clock: Clock, parts: Parts) -> None:
    item_id = random_id()
    account.commit(contact(item_id), records=[record(item_id)])
    account.commit(trash=[b64(item_id)])
    clock.advance(days=30)
    account.log_in(account.house)
    clock.advance(seconds=parts.settings.fresh_seconds)
    body = account.next_commit(erase=[{"item_id": b64(item_id), "files": []}])
    account.house.refused("fresh_needed", "POST", "commits", json=body)
    account.house.post("sessions/unlock", {"auth": account.auth})
    account.house.post("commits", body)
    [latest, *_] = account.house.get("events").json["events"]
    assert (latest["name"], latest["fields"]) == ("item:erased", {"items": 1})
