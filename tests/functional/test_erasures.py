"""Promise 7: what is deleted under threat comes back for thirty days, and what its owner really wants gone is gone.

The adversary here knows the password and holds an open, fresh session. She may ask; she cannot shorten.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.functional.copies import found_forms
from tests.functional.erasing import (
    THREE,
    ask,
    back,
    erase_commit,
    everything,
    in_trash,
    put,
    record,
    trash,
    wish,
)
from tests.functional.sharing import prepare
from tests.functional.vaults import SECOND, blob_is_there, snapshot, whole_file
from vault.crypto.encoding import b64, random_id
from vault.ids import VaultId
from vault.services import erasures, events, sweeps, vaults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.services.parts import Parts


def test_an_erasure_is_ready_after_three_days_to_the_second(account: Account, clock: Clock) -> None:
    item_id = in_trash(account)
    asked_at = clock.now
    asked = ask(account, item_id)
    (seen,) = account.house.get("erasures").json["erasures"]
    assert seen["items"] == [b64(item_id)]
    assert (seen["erasure_id"], seen["ready_at"], seen["whole"]) == (asked["erasure_id"], asked["ready_at"], False)

    back(account, clock, THREE - SECOND)
    account.house.refused("too_early", "POST", "commits", json=erase_commit(account, item_id))
    clock.now = asked_at + THREE
    account.house.post("commits", erase_commit(account, item_id))

    assert account.house.get("erasures").json == {"erasures": []}
    asked = {"records": [{"item_id": b64(item_id), "version": 1}]}
    account.house.refused("not_found", "POST", "records/read", json=asked)


def test_it_is_in_sight_of_whoever_opens_the_vault_and_in_its_history(
    account: Account, new_house: Callable[[], House]
) -> None:
    item_id = in_trash(account)
    asked = ask(account, item_id)
    answer = new_house().post("sessions", {"login": account.login, "auth": account.auth}).json
    assert answer["notices"] == [{"kind": "erasure", "id": asked["erasure_id"], "ready_at": asked["ready_at"]}]
    told = [one for one in account.house.get("events").json["events"] if one["name"] == "erasure:asked"]
    assert [one["fields"] for one in told] == [{"erasure": asked["erasure_id"], "items": 1}]


def test_any_open_session_cancels_and_a_cancelled_erasure_erases_nothing(
    account: Account, clock: Clock, new_house: Callable[[], House]
) -> None:
    item_id = in_trash(account)
    asked = ask(account, item_id)
    other = new_house()
    account.log_in(other)
    clock.advance(minutes=6)  # not fresh any more: looking is enough
    path = f"erasures/{asked['erasure_id']}/cancel"
    other.post(path, status=204)
    other.refused("not_found", "POST", path)
    other.refused("not_found", "POST", f"erasures/{b64(random_id())}/cancel")

    back(account, clock, THREE)
    account.house.refused("too_early", "POST", "commits", json=erase_commit(account, item_id))
    assert account.house.post("sessions", {"login": account.login, "auth": account.auth}).json["notices"] == []


def test_a_ready_erasure_can_still_be_cancelled(account: Account, clock: Clock) -> None:
    item_id = in_trash(account)
    asked = ask(account, item_id)
    back(account, clock, THREE)
    account.house.post(f"erasures/{asked['erasure_id']}/cancel", status=204)
    account.house.refused("too_early", "POST", "commits", json=erase_commit(account, item_id))


def test_an_erasure_of_another_vault_is_not_found(
    account: Account, make_account: Callable[..., Account], new_house: Callable[[], House]
) -> None:
    asked = ask(account, in_trash(account))
    stranger = make_account(new_house())
    stranger.house.refused("not_found", "POST", f"erasures/{asked['erasure_id']}/cancel")
    stranger.house.refused("too_early", "POST", "erasures", json=wish(in_trash(account)))
    assert stranger.house.get("erasures").json == {"erasures": []}


def test_what_came_back_begins_anew(account: Account, clock: Clock) -> None:
    first, second = in_trash(account), in_trash(account)
    ask(account, first, second)
    account.commit(restore=[b64(first)])
    back(account, clock, THREE)
    trash(account, first)

    (seen,) = account.house.get("erasures").json["erasures"]
    assert seen["items"] == [b64(second)]
    account.house.refused("too_early", "POST", "commits", json=erase_commit(account, first))
    account.house.post("commits", erase_commit(account, second))


def test_only_what_is_in_the_trash_can_be_asked_for(account: Account, clock: Clock) -> None:
    item_id = random_id()
    put(account, item_id)
    account.house.refused("too_early", "POST", "erasures", json=wish(item_id))
    ask(account, in_trash(account))
    back(account, clock, THREE)
    account.house.refused("too_early", "POST", "commits", json=erase_commit(account, item_id))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_every_road_around_the_waiting_is_shut(account: Account, clock: Clock, parts: Parts) -> None:
    sent = whole_file(parts, account.vault_id, now=clock.now)
    kept, gone = random_id(), random_id()
    put(account, kept, files=[sent.file_id])
    put(account, gone)
    trash(account, kept, gone)
    first = ask(account, kept)
    before = snapshot(parts, account.vault_id)
    house = account.house

    for days in (0, 1, 2, 4, 29, 30, -3):
        house.refused("bad_request", "POST", "erasures", json=wish(gone, days=days))
    for days in (0, 1, 2, 4, 29, 31):
        house.refused("bad_request", "POST", "erasures", json=wish(days=days))
    house.refused("bad_request", "POST", "erasures", json=wish(gone) | {"whole": True})
    house.refused("bad_request", "POST", "erasures", json=wish() | {"whole": False})
    house.refused("bad_request", "POST", "erasures", json=wish(gone) | {"ready_at": "2020-01-01T00:00:00Z"})
    house.refused("bad_request", "POST", "accounts/inactivity", json={"years": 1})
    house.refused("bad_request", "POST", "accounts/inactivity", json={"years": 0})
    house.refused("file_kept", "DELETE", f"files/{b64(sent.file_id)}")
    for body in (erase_commit(account, kept), erase_commit(account, gone), erase_commit(account, gone, kept)):
        house.refused("too_early", "POST", "commits", json=body)
    files_of_another = account.next_commit(erase=[{"item_id": b64(gone), "files": [b64(sent.file_id)]}])
    house.refused("too_early", "POST", "commits", json=files_of_another)
    assert snapshot(parts, account.vault_id) == before

    # Asking again is another waiting: neither is sooner.
    clock.advance(minutes=1)
    again = ask(account, kept, gone)
    assert again["ready_at"] > first["ready_at"]
    vaults.erase(parts, VaultId(account.vault_id), clock.now)
    sweeps.sweep(parts)
    assert blob_is_there(parts, account.vault_id, sent)
    house.get("catalogue")


def test_the_file_of_an_item_cannot_be_declared_a_copy_of_a_share(account: Account, clock: Clock, parts: Parts) -> None:
    sent, copy = (whole_file(parts, account.vault_id, now=clock.now) for _ in range(2))
    put(account, random_id(), files=[sent.file_id])
    shared = prepare(account, clock.now, files=[sent.file_id])
    own = {"own": [b64(sent.file_id)]}
    account.house.refused("forbidden", "POST", "shares", json=shared.request() | own)
    # Nor by bringing it together with a record in the very commit of the share, nor outside of `files`.
    late = prepare(account, clock.now, files=[copy.file_id])
    more = {"files": [b64(copy.file_id)], "records": [record(random_id())]}
    account.house.refused("forbidden", "POST", "shares", json=late.request(**more) | {"own": [b64(copy.file_id)]})
    bare = prepare(account, clock.now)
    account.house.refused("forbidden", "POST", "shares", json=bare.request() | own)
    assert blob_is_there(parts, account.vault_id, sent)


def test_the_phrase_takes_the_waiting_away(account: Account, parts: Parts, clock: Clock, phrase: str) -> None:
    sent = whole_file(parts, account.vault_id, now=clock.now)
    item_id = random_id()
    put(account, item_id, files=[sent.file_id])
    trash(account, item_id)
    ask(account, item_id, phrase=phrase)
    account.house.post("commits", erase_commit(account, item_id, files=[sent.file_id]))
    assert not blob_is_there(parts, account.vault_id, sent)
    assert account.house.get("erasures").json == {"erasures": []}


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_of_an_erased_item_no_byte_is_left_after_the_next_pass(
    account: Account, parts: Parts, phrase: str, tmp_path: Path
) -> None:
    item_id, sealed = random_id(), os.urandom(40_000)
    account.commit(records=[record(item_id, sealed)])
    trash(account, item_id)
    ask(account, item_id, phrase=phrase)
    assert sealed[500:564] in everything(tmp_path)
    account.house.post("commits", erase_commit(account, item_id))
    sweeps.sweep(parts)
    copy = everything(tmp_path)
    assert [found_forms(secret, copy) for secret in (item_id, sealed[500:564], sealed[-64:])] == [[], [], []]


def test_a_wrong_phrase_is_counted_seen_and_answered_like_no_phrase(
    account: Account, make_account: Callable[..., Account], new_house: Callable[[], House], phrase: str, parts: Parts
) -> None:
    item_id = in_trash(account)
    without = make_account(new_house(), "mesange-sans-phrase")
    item_without = in_trash(without)
    wrong = b64(os.urandom(32))
    answers = [
        asker.house.call("POST", "erasures", 401, json=wish(item, phrase=guess)).json
        for asker, item, guess in ((account, item_id, wrong), (without, item_without, phrase))
    ]
    assert answers[0] == answers[1]
    assert answers[0]["error"]["code"] == "login_refused"
    for asker in (account, without):
        assert asker.house.get("erasures").json == {"erasures": []}
        assert [row[2] for row in snapshot(parts, asker.vault_id)["refusals"]] == ["phrase"]
    for _ in range(200):
        answer = account.house.browser.post(
            "/api/v1/erasures",
            json=wish(item_id, phrase=wrong),
            base_url="https://localhost",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        if answer.status_code == 429:
            break
    assert answer.json["error"]["code"] == "too_many_attempts"


def test_a_phrase_that_was_just_replaced_hastens_nothing(
    account: Account, clock: Clock, parts: Parts, phrase: str
) -> None:
    """Who knows the password can replace the phrase: it must not be worth more than the password, for three days."""
    with parts.db.write() as db:
        events.record(db, VaultId(account.vault_id), "phrase:set", clock.now)
    replaced = clock.now
    back(account, clock, timedelta(days=1))
    account.house.post("erasures", wish(phrase=phrase), 200)
    (seen,) = account.house.get("erasures").json["erasures"]
    assert seen["ready_at"][:19] == (replaced + THREE).isoformat()[:19]
    back(account, clock, timedelta(days=2))
    account.house.post("erasures", wish(phrase=phrase), 204)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_asking_needs_the_password_of_the_last_minutes_and_has_a_bound(account: Account, clock: Clock) -> None:
    item_id = in_trash(account)
    for _ in range(erasures.UNDER_WAY_MAX):
        ask(account, item_id)
    account.house.refused("limit_reached", "POST", "erasures", json=wish(item_id))
    clock.advance(minutes=6)
    account.house.refused("fresh_needed", "POST", "erasures", json=wish(item_id))
    account.house.refused("fresh_needed", "POST", "accounts/inactivity", json={"years": 5})
