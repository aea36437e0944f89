"""Promise 7: what is deleted under threat comes back for thirty days, and what its owner really wants gone is gone.

The adversary here knows the password and holds an open, fresh session. She may ask; she cannot shorten.
"""

from __future__ import annotations

import os
import signal
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, func, select, update

from tests.functional.copies import found_forms, store_bytes
from tests.functional.sharing import make_share, open_it, prepare
from tests.functional.vaults import blob_is_there, room, snapshot, whole_file
from vault.crypto.encoding import b64, random_id, unb64
from vault.ids import ShareId, VaultId
from vault.models.accounts import Account as AccountRow
from vault.models.files import File
from vault.models.halves import Half
from vault.models.shares import Share
from vault.services import erasures, events, files, proofs, remains, sweeps, vaults
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from tests.functional.vaults import Sent
    from vault.config import Settings
    from vault.services.parts import Parts

THREE = timedelta(days=3)
SECOND = timedelta(seconds=1)


@pytest.fixture
def phrase(account: Account, parts: Parts) -> str:
    """`phrase_auth` of the vault, which has a phrase since it was made."""
    secret = os.urandom(32)
    check = proofs.hash_secret(parts, secret)
    with parts.db.write() as db:
        db.execute(update(AccountRow).where(AccountRow.vault_id == account.vault_id).values(phrase_hash=check))
    return b64(secret)


def record(item_id: bytes, sealed: bytes | None = None) -> dict[str, object]:
    return {"item_id": b64(item_id), "version": 1, "sealed": b64(sealed or os.urandom(500))}


def put(account: Account, *item_ids: bytes, files: list[bytes] | None = None) -> None:
    account.commit(records=[record(item_id) for item_id in item_ids], files=[b64(name) for name in files or []])


def trash(account: Account, *item_ids: bytes) -> None:
    account.commit(trash=[b64(item_id) for item_id in item_ids])


def wish(*item_ids: bytes, phrase: str | None = None, days: int = 3) -> dict[str, Any]:
    return {
        "whole": not item_ids,
        "items": [b64(item_id) for item_id in item_ids],
        "phrase_auth": phrase,
        "days": days,
    }


def ask(account: Account, *item_ids: bytes, phrase: str | None = None, days: int = 3) -> dict[str, Any]:
    return dict(account.house.post("erasures", wish(*item_ids, phrase=phrase, days=days)).json)


def erase_commit(account: Account, *item_ids: bytes, files: list[bytes] | None = None) -> dict[str, Any]:
    named = [b64(name) for name in files or []]
    return account.next_commit(erase=[{"item_id": b64(item_id), "files": named} for item_id in item_ids])


def back(account: Account, clock: Clock, after: timedelta) -> None:
    """Later, with a new session."""
    clock.now += after
    account.log_in(account.house)


def in_trash(account: Account) -> bytes:
    item_id = random_id()
    put(account, item_id)
    trash(account, item_id)
    return item_id


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


# The whole vault


def full_vault(account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]) -> dict[str, Any]:
    """Something in every table that a session can fill; what must be found nowhere afterwards."""
    sent, copy = (whole_file(parts, account.vault_id, now=clock.now) for _ in range(2))
    unkept = whole_file(parts, account.vault_id, now=clock.now)
    item_id, sealed = random_id(), os.urandom(900)
    account.commit(records=[record(item_id, sealed)], files=[b64(sent.file_id)])
    trash(account, item_id)
    live = prepare(account, clock.now, files=[copy.file_id])
    body = live.request(files=[b64(copy.file_id)]) | {"own": [b64(copy.file_id)]}
    account.house.post("shares", body, 201)
    account.accept()
    over = make_share(account, clock.now)
    open_it(new_house(), live)
    account.house.post(f"shares/{over.id}/end")
    draft = os.urandom(300)
    account.house.put(f"drafts/{b64(random_id())}", json={"sealed": b64(draft)})
    account.house.browser.post("/api/v1/sessions/unlock", json={"auth": b64(bytes(32))}, base_url="https://localhost")
    secrets = {
        "vault": bytes(account.vault_id),
        "item": item_id,
        "record": sealed[100:164],
        "draft": draft[100:164],
        "share": live.link.share_id,
        "body": live.sealed.body[80:140],
        "half": live.sealed.half,
        "wrapped": live.sealed.wrapped[40:80],
        "login": account.login.encode(),
        "slot": account.slots[0].sealed[40:90],
    }
    return {"files": [sent, copy, unkept], "live": live, "secrets": secrets}


def is_whole(parts: Parts, vault_id: bytes) -> bool:
    with parts.db.read() as db:
        return db.get(AccountRow, vault_id) is not None


def rows_left(parts: Parts, vault_id: bytes) -> set[str]:
    return {name for name, rows in snapshot(parts, VaultId(vault_id)).items() if rows}


def halves_left(parts: Parts) -> int:
    with parts.halves.read() as db:
        return db.scalars(select(func.count()).select_from(Half)).one()


def test_the_worker_erases_the_whole_vault_when_it_is_ready_and_not_before(
    account: Account,
    clock: Clock,
    parts: Parts,
    new_house: Callable[[], House],
    make_account: Callable[..., Account],
) -> None:
    there = full_vault(account, clock, parts, new_house)
    other = make_account(new_house())
    put(other, random_id())
    untouched = snapshot(parts, other.vault_id)
    ask(account)
    clock.now += THREE - SECOND
    assert sweeps.sweep(parts).vaults_erased == 0
    account.log_in(account.house)
    clock.now += SECOND

    assert sweeps.sweep(parts).vaults_erased == 1

    assert rows_left(parts, account.vault_id) == {"files"}
    assert halves_left(parts) == 0
    assert not any(blob_is_there(parts, account.vault_id, sent) for sent in there["files"])
    account.house.refused("session_ended", "GET", "catalogue")
    account.house.refused("login_refused", "POST", "sessions", json={"login": account.login, "auth": account.auth})
    new_house().refused("share_unavailable", "POST", f"openings/{there['live'].id}/challenge")
    clock.now += files.GONE_REST + SECOND
    sweeps.sweep(parts)
    assert rows_left(parts, account.vault_id) == set()
    assert {name: rows for name, rows in snapshot(parts, other.vault_id).items() if name != "sessions"} == {
        name: rows for name, rows in untouched.items() if name != "sessions"
    }
    make_account(new_house(), account.login)  # the identifier is free


def test_thirty_days_are_thirty_days_and_it_can_be_cancelled_to_the_end(
    account: Account, clock: Clock, parts: Parts
) -> None:
    asked = ask(account, days=30)
    clock.now += timedelta(days=30) - SECOND
    sweeps.sweep(parts)
    account.log_in(account.house)
    account.house.post(f"erasures/{asked['erasure_id']}/cancel", status=204)
    clock.now += timedelta(days=30)
    assert sweeps.sweep(parts).vaults_erased == 0
    assert is_whole(parts, account.vault_id)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_erased_with_the_phrase_no_byte_of_it_is_left(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House], phrase: str, tmp_path: Path
) -> None:
    there = full_vault(account, clock, parts, new_house)
    before = store_bytes(parts.db) + store_bytes(parts.halves)
    assert all(secret in before for secret in there["secrets"].values())

    answer = account.house.post("erasures", wish(phrase=phrase), 204)

    assert "Max-Age=0" in answer.headers["Set-Cookie"] or "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    gone_id = there["secrets"].pop("vault")
    found = {name: found_forms(secret, everything(tmp_path)) for name, secret in there["secrets"].items()}
    assert [name for name, forms in found.items() if forms] == []
    # What is left names the blobs that are removed once more, when no ticket for them can be used; then nothing is.
    clock.now += files.GONE_REST + SECOND
    sweeps.sweep(parts)
    assert found_forms(gone_id, everything(tmp_path)) == []
    assert [path.name for path in (tmp_path / "blobs").iterdir()] == [".partial"]


def everything(folder: Path) -> bytes:
    """Every byte and every name below the folder where databases and blobs are."""
    paths = sorted(folder.rglob("*"))
    return b"\n".join(str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in paths)


def test_erased_twice_at_once_is_erased_once(account: Account, parts: Parts, clock: Clock) -> None:
    ask(account)
    clock.now += THREE
    vault_id = VaultId(account.vault_id)
    assert [vaults.erase(parts, vault_id, clock.now) for _ in range(2)] == [True, False]


def test_nothing_of_an_erased_vault_comes_back_from_a_request_under_way(
    account: Account, parts: Parts, clock: Clock, phrase: str
) -> None:
    late_share, late_commit = prepare(account, clock.now).request(), account.next_commit(records=[record(random_id())])
    cookie = account.house.browser.get_cookie("__Host-session", "localhost")
    account.house.post("erasures", wish(phrase=phrase), 204)
    assert cookie is not None
    account.house.browser.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
    draft = f"drafts/{b64(random_id())}"
    for method, path, body in (
        ("POST", "shares", late_share),
        ("POST", "commits", late_commit),
        ("PUT", draft, {"sealed": b64(bytes(100))}),
        ("POST", "erasures", wish()),
    ):
        account.house.refused("session_ended", method, path, json=body)
    assert rows_left(parts, account.vault_id) == set()


def kill_at(step: int, settings: Settings, clock: Clock) -> bool:
    """A worker's pass in a process of its own, killed before statement, commit or removal number `step`; whether so."""
    child = os.fork()
    if child == 0:
        made = open_parts(settings, clock)
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

        for database in (made.db, made.halves):
            event.listen(database.engine, "before_cursor_execute", tick)
            event.listen(database.engine, "commit", tick)
        delete = made.blobs.delete
        vars(made.blobs)["delete"] = lambda prefix: (tick(), delete(prefix))
        code = 1
        try:
            vaults.erase_due(made, clock.now)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.heavy  # some fifty vaults, each killed at another step
@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_killed_at_every_step_the_vault_is_whole_or_erased_and_the_next_pass_ends_it(
    clock: Clock,
    parts: Parts,
    settings: Settings,
    make_account: Callable[..., Account],
    new_house: Callable[[], House],
) -> None:
    outcomes: list[bool] = []
    killed, step = True, 0
    while killed:
        step += 1
        account = make_account(new_house(f"10.0.{step}.1"))
        there = full_vault(account, clock, parts, partial(new_house, f"10.1.{step}.1"))
        ask(account)
        readable = account.house.get("catalogue").data
        clock.now += THREE
        parts.db.dispose()
        parts.halves.dispose()

        killed = kill_at(step, settings, clock)

        whole = is_whole(parts, account.vault_id)
        outcomes.append(whole)
        if whole:  # its owner finds it as it was, but for its shares, and may still keep it
            account.log_in(account.house)
            assert account.house.get("catalogue").data == readable
            assert all(blob_is_there(parts, account.vault_id, sent) for sent in there["files"])
        else:
            assert rows_left(parts, account.vault_id) == {"files"}
            assert halves_left(parts) == 0
        sweeps.sweep(parts)
        clock.now += files.GONE_REST + SECOND
        sweeps.sweep(parts)
        assert rows_left(parts, account.vault_id) == set()
        assert halves_left(parts) == 0
        assert not any(blob_is_there(parts, account.vault_id, sent) for sent in there["files"])
    assert step > 30
    assert outcomes == sorted(outcomes, reverse=True)  # whole, whole, … erased: never back and forth
    assert {True, False} <= set(outcomes)


def test_a_vault_whose_erasure_was_cancelled_in_the_middle_is_kept(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(account)
    back(account, clock, THREE)
    cancel = f"erasures/{asked['erasure_id']}/cancel"
    destroy = vaults.halves.destroy
    monkeypatch.setattr(
        vaults.halves, "destroy", lambda *given: (account.house.post(cancel, status=204), destroy(*given))[1]
    )
    assert not vaults.erase(parts, VaultId(account.vault_id), clock.now)
    account.house.get("catalogue")


# What ended shares leave


def shared_copy(account: Account, clock: Clock, parts: Parts, **choice: Any) -> tuple[Any, Sent]:
    copy = whole_file(parts, account.vault_id, now=clock.now)
    shared = prepare(account, clock.now, files=[copy.file_id], **choice)
    body = shared.request(files=[b64(copy.file_id)]) | {"own": [b64(copy.file_id)]}
    account.house.post("shares", body, 201)
    account.accept()
    return shared, copy


@pytest.mark.parametrize("way", ["revoked", "expired"])
def test_an_ended_share_keeps_neither_body_nor_copies_and_gives_their_room_back(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House], way: str
) -> None:
    before = room(parts, account.vault_id)
    shared, copy = shared_copy(account, clock, parts)
    open_it(new_house(), shared)
    if way == "revoked":
        account.house.post(f"shares/{shared.id}/end")
        account.house.post(f"shares/{shared.id}/end")
    else:
        back(account, clock, timedelta(days=7))
        assert sweeps.sweep(parts).shares_cleared == 1
        assert sweeps.sweep(parts).shares_cleared == 0

    assert room(parts, account.vault_id) == before
    assert not blob_is_there(parts, account.vault_id, copy)
    account.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    (seen,) = account.house.get("shares").json["shares"]
    assert (seen["ended_why"], len(seen["receipts"])) == (way, 1)
    if parts.db.is_sqlite:
        parts.db.cut_log()
        assert found_forms(shared.sealed.body[80:200], store_bytes(parts.db)) == []


def test_the_files_of_items_stay_when_their_share_has_ended(account: Account, clock: Clock, parts: Parts) -> None:
    sent = whole_file(parts, account.vault_id, now=clock.now)
    put(account, random_id(), files=[sent.file_id])
    shared = make_share(account, clock.now, files=[sent.file_id])
    account.house.post(f"shares/{shared.id}/end")
    assert blob_is_there(parts, account.vault_id, sent)


def test_a_copy_that_another_share_shows_goes_with_the_last_of_them(
    account: Account, clock: Clock, parts: Parts
) -> None:
    first, copy = shared_copy(account, clock, parts)
    second = make_share(account, clock.now, files=[copy.file_id])
    account.house.post(f"shares/{first.id}/end")
    assert blob_is_there(parts, account.vault_id, copy)
    account.house.post(f"shares/{second.id}/end")
    assert not blob_is_there(parts, account.vault_id, copy)


def test_a_share_that_ended_before_is_cleared_by_the_sweep(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = room(parts, account.vault_id)
    shared, copy = shared_copy(account, clock, parts)
    with monkeypatch.context() as cut:  # an earlier release, or a kill
        cut.setattr(remains, "clear", lambda *_: False)
        account.house.post(f"shares/{shared.id}/end")
    account.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    assert sweeps.sweep(parts).shares_cleared == 1
    assert room(parts, account.vault_id) == before
    assert not blob_is_there(parts, account.vault_id, copy)


def test_a_repeated_request_for_an_ended_share_brings_nothing_back(
    account: Account, clock: Clock, parts: Parts
) -> None:
    copy = whole_file(parts, account.vault_id, now=clock.now)
    shared = prepare(account, clock.now, files=[copy.file_id])
    body = shared.request(files=[b64(copy.file_id)]) | {"own": [b64(copy.file_id)]}
    answer = account.house.post("shares", body, 201).json
    account.house.post(f"shares/{shared.id}/end")
    assert account.house.post("shares", body, 201).json == answer
    account.house.refused("not_found", "GET", f"shares/{shared.id}/body")
    with parts.halves.read() as db:
        assert db.get(Half, ShareId(unb64(shared.id))) is None
    with parts.db.read() as db:
        assert db.scalars(select(func.length(Share.body))).one() == 0
        assert db.scalars(select(File.state)).one() == "gone"


# Inactivity


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
