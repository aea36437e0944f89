"""The owner's side: a share is made whole or not at all, followed, and ended."""

from __future__ import annotations

import os
import threading
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from tests.functional.accounts import make_account
from tests.functional.sharing import make_share, open_it, prepare, refused
from tests.functional.vaults import room, whole_file
from vault.crypto.encoding import b64, format_time, random_id, sha256, unb64
from vault.crypto.material import VerifyKey
from vault.crypto.policy import opening_message
from vault.crypto.signing import verify
from vault.ids import ShareId, VaultId
from vault.models.accounts import Account as AccountRow
from vault.models.halves import Half
from vault.models.shares import Share
from vault.services import catalogue
from vault.services import shares as service

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.services.parts import Parts


def count(parts: Parts, table: type[Share | Half]) -> int:
    store = parts.db if table is Share else parts.halves
    with store.read() as db:
        return db.scalars(select(func.count()).select_from(table)).one()


def test_a_share_and_its_commit_are_kept_together(account: Account, clock: Clock) -> None:
    shared = prepare(account, clock.now)
    body = shared.request()

    answer = account.house.post("shares", body, 201).json
    account.accept()

    assert answer == {"seq": 2, "root_hash": b64(account.catalogue.root_hash)}
    assert account.house.get("catalogue?since=2", 204).data == b""
    (seen,) = account.house.get("shares").json["shares"]
    assert seen == {
        "share_id": shared.id,
        "opens": 0,
        "wrong_codes": 0,
        "ended_at": None,
        "ended_why": None,
        "receipts": [],
    }
    assert account.house.get(f"shares/{shared.id}/body").data == shared.sealed.body


def test_making_needs_the_password_of_the_last_minutes(account: Account, clock: Clock, parts: Parts) -> None:
    body = prepare(account, clock.now).request()
    clock.advance(seconds=301)

    account.house.refused("fresh_needed", "POST", "shares", json=body)
    assert count(parts, Half) == 0

    account.house.post("sessions/unlock", {"auth": account.auth})
    account.house.post("shares", body, 201)


def test_the_same_request_again_changes_nothing(account: Account, clock: Clock, parts: Parts) -> None:
    body = prepare(account, clock.now).request()
    first = account.house.post("shares", body, 201).json

    assert account.house.post("shares", body, 201).json == first
    assert (count(parts, Share), count(parts, Half)) == (1, 1)
    names = [event["name"] for event in account.house.get("events").json["events"]]
    assert names.count("share:made") == 1


def test_parallel_identical_requests_have_one_effect(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    body = prepare(account, clock.now).request()
    houses = [new_house() for _ in range(8)]
    for house in houses:
        account.log_in(house)
    answers: list[Any] = []

    def send(house: House) -> None:
        answers.append(house.post("shares", body, 201).json)

    threads = [threading.Thread(target=send, args=(house,)) for house in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == len(houses)
    assert all(answer == answers[0] for answer in answers)
    assert (count(parts, Share), count(parts, Half)) == (1, 1)


def test_a_refused_commit_leaves_no_share(account: Account, clock: Clock, parts: Parts) -> None:
    body = prepare(account, clock.now).request()
    account.commit()

    assert account.house.refused("conflict", "POST", "shares", json=body) == {"seq": 2}
    assert count(parts, Share) == 0


def test_a_refused_share_leaves_no_commit(account: Account, clock: Clock) -> None:
    shared = prepare(account, clock.now, files=[os.urandom(16)])

    account.house.refused("files_not_whole", "POST", "shares", json=shared.request())

    account.house.get("catalogue?since=1", 204)


def test_only_kept_files_of_this_vault_are_shared(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    stranger = make_account(new_house())
    foreign = whole_file(parts, stranger.vault_id, now=clock.now)
    stranger.commit(files=[b64(foreign.file_id)])
    unkept = whole_file(parts, account.vault_id, now=clock.now)

    for file in (foreign, unkept):
        shared = prepare(account, clock.now, files=[file.file_id])
        account.house.refused("files_not_whole", "POST", "shares", json=shared.request())

    # A copy made for the share becomes kept in the very commit that shares it.
    shared = prepare(account, clock.now, files=[unkept.file_id])
    account.house.post("shares", shared.request(files=[b64(unkept.file_id)]), 201)


def test_a_share_id_in_use_is_never_taken_over(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    shared = make_share(account, clock.now)
    stranger = make_account(new_house())
    theirs = prepare(stranger, clock.now)
    body = theirs.request() | {"share_id": shared.id, "policy": b64(shared.sealed.policy)}

    stranger.house.refused("share_exists", "POST", "shares", json=body)
    stranger.house.refused("share_exists", "POST", "shares", json=body | {"half": b64(shared.sealed.half)})

    assert open_it(new_house(), shared).answer["half"] == b64(shared.sealed.half)


@pytest.mark.parametrize(
    "change",
    [
        {"policy": b64(b"{}")},
        {"policy": b64(b"not a document")},
        {"half": b64(bytes(31))},
        {"link_key": b64(bytes(33))},
        {"wrapped": b64(bytes(105))},
        {"files": ["short"]},
        {"share_id": b64(random_id())},
        {"unknown": 1},
    ],
)
@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_what_is_not_of_the_form_is_refused(
    account: Account, clock: Clock, parts: Parts, change: dict[str, Any]
) -> None:
    account.house.refused("bad_request", "POST", "shares", json=prepare(account, clock.now).request() | change)
    assert count(parts, Half) == 0


def test_a_window_already_over_is_refused(account: Account, clock: Clock) -> None:
    shared = prepare(account, clock.now, start=timedelta(days=-8))

    assert account.house.refused("bad_request", "POST", "shares", json=shared.request()) == {"field": "policy"}


def test_a_window_begins_within_thirty_days(account: Account, clock: Clock, parts: Parts) -> None:
    month = timedelta(days=30)
    late = prepare(account, clock.now.replace(microsecond=0), start=month + timedelta(seconds=1))
    assert account.house.refused("bad_request", "POST", "shares", json=late.request()) == {"field": "policy"}
    assert count(parts, Half) == 0

    make_share(account, clock.now.replace(microsecond=0), start=month)


def test_live_shares_are_bounded(account: Account, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LIVE_SHARES_MAX", 2)
    first = make_share(account, clock.now)
    make_share(account, clock.now)
    third = prepare(account, clock.now)

    account.house.refused("limit_reached", "POST", "shares", json=third.request())

    account.house.post(f"shares/{first.id}/end")
    account.house.post("shares", third.request(), 201)


def test_the_body_of_a_share_takes_room_once(account: Account, clock: Clock, parts: Parts) -> None:
    before, _ = room(parts, account.vault_id)
    shared = prepare(account, clock.now)
    body = shared.request()

    account.house.post("shares", body, 201)
    account.house.post("shares", body, 201)

    assert room(parts, account.vault_id) == (before + len(shared.sealed.body), 0)


def test_shares_fit_beside_films_but_not_without_end(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = prepare(account, clock.now), prepare(account, clock.now)
    monkeypatch.setattr(catalogue, "WORDS_BEYOND_QUOTA", len(first.sealed.body) + len(second.sealed.body) - 1)
    with parts.db.write() as db:
        db.execute(update(AccountRow).where(AccountRow.vault_id == account.vault_id).values(used=AccountRow.quota))
    account.house.post("shares", first.request(), 201)
    account.accept()
    before = account.house.get("catalogue").data

    account.house.refused("quota_exceeded", "POST", "shares", json=second.request())

    assert account.house.get("catalogue").data == before
    assert count(parts, Share) == 1


def test_the_owner_sees_verifiable_receipts(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    shared = make_share(account, clock.now)
    clock.advance(minutes=5)
    open_it(new_house(), shared)
    clock.advance(minutes=5)
    refused(new_house(), shared.with_wrong_code(), "code_wrong")
    clock.advance(minutes=5)
    open_it(new_house(), shared)

    (seen,) = account.house.get("shares").json["shares"]

    assert (seen["opens"], seen["wrong_codes"]) == (2, 1)
    first, second = seen["receipts"]
    assert first["at"] < second["at"]
    for receipt in seen["receipts"]:
        given = unb64(receipt["challenge"])
        message = opening_message(shared.link.share_id, given, shared.sealed.policy, sha256(shared.sealed.body))
        verify(VerifyKey(unb64(shared.entry["access"])), "opening", message, unb64(receipt["signature"]))
    events = account.house.get("events").json["events"]
    assert [e["name"] for e in events if e["name"].startswith("share:")] == [
        "share:opened",
        "share:refused",
        "share:opened",
        "share:made",
    ]


def test_ending_destroys_the_half_and_may_be_repeated(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now)
    ended_at = format_time(clock.now.replace(tzinfo=UTC))

    assert account.house.post(f"shares/{shared.id}/end").json == {"ended_at": ended_at}
    assert count(parts, Half) == 0
    clock.advance(minutes=1)
    assert account.house.post(f"shares/{shared.id}/end").json == {"ended_at": ended_at}
    (seen,) = account.house.get("shares").json["shares"]
    assert (seen["ended_at"], seen["ended_why"]) == (ended_at, "revoked")


def test_an_end_that_was_cut_short_is_finished_by_the_next(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = make_share(account, clock.now)
    with monkeypatch.context() as away:
        away.setattr(parts.halves, "write", parts.halves.__class__("sqlite:////absent/halves.db").write)
        account.house.refused("database_unavailable", "POST", f"shares/{shared.id}/end")
    account.house.refused("share_unavailable", "POST", f"openings/{shared.id}/challenge")

    account.house.post(f"shares/{shared.id}/end")

    assert count(parts, Half) == 0


def test_making_an_ended_share_again_keeps_no_half(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = prepare(account, clock.now)
    body = shared.request()
    first = account.house.post("shares", body, 201).json
    account.house.post(f"shares/{shared.id}/end")
    monkeypatch.setattr(service.halves, "keep", lambda *_: pytest.fail("the half was on disk again"))

    assert account.house.post("shares", body, 201).json == first
    assert count(parts, Half) == 0
    (seen,) = account.house.get("shares").json["shares"]
    assert seen["ended_why"] == "revoked"


def test_making_again_a_share_that_ends_meanwhile_leaves_no_half(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = prepare(account, clock.now)
    body = shared.request()
    account.house.post("shares", body, 201)
    keep = service.halves.keep

    def end_first(*arguments: Any) -> None:
        service.end(parts, VaultId(account.vault_id), ShareId(shared.link.share_id))
        keep(*arguments)

    monkeypatch.setattr(service.halves, "keep", end_first)
    account.house.post("shares", body, 201)

    assert count(parts, Half) == 0


def test_shares_of_others_are_not_there(account: Account, clock: Clock, new_house: Callable[[], House]) -> None:
    shared = make_share(account, clock.now)
    stranger = make_account(new_house())

    assert stranger.house.get("shares").json == {"shares": []}
    stranger.house.refused("not_found", "POST", f"shares/{shared.id}/end")
    stranger.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    open_it(new_house(), shared)
