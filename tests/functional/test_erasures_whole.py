"""The whole vault, erased: whole until its moment and nowhere after it, wherever the worker is killed."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tests.functional.copies import found_forms, store_bytes
from tests.functional.erasing import (
    THREE,
    ask,
    back,
    everything,
    full_vault,
    halves_left,
    is_whole,
    put,
    record,
    rows_left,
    wish,
)
from tests.functional.sharing import prepare
from tests.functional.vaults import SECOND, blob_is_there, snapshot
from vault.crypto.encoding import b64, random_id
from vault.ids import VaultId
from vault.services import files, sweeps, vaults
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.config import Settings
    from vault.services.parts import Parts


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
