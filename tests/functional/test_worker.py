"""The worker makes true what the services answer already: nothing that is over is left."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tests.functional.sharing import make_share, open_it
from tests.functional.vaults import blob_is_there, whole_file
from vault import worker
from vault.crypto.encoding import b64
from vault.errors import DatabaseUnavailableError
from vault.models.halves import Half
from vault.models.sessions import LoginSession
from vault.services import halves, sweeps

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.functional.accounts import Account
    from tests.functional.conftest import Clock
    from tests.functional.house import House
    from vault.config import Settings
    from vault.services.parts import Parts


def kept(parts: Parts) -> set[bytes]:
    with parts.halves.read() as db:
        return set(db.scalars(select(Half.share_id)))


def ends(account: Account) -> list[str]:
    account.log_in(account.house)
    events = account.house.get("events").json["events"]
    return [event["fields"]["why"] for event in events if event["name"] == "share:ended"]


def test_an_expired_share_is_ended_once_with_its_date(account: Account, clock: Clock, parts: Parts) -> None:
    shared = make_share(account, clock.now)
    live = make_share(account, clock.now, days=8)
    clock.advance(days=7, minutes=3)

    first = sweeps.sweep(parts)
    second = sweeps.sweep(parts)

    assert (first.shares_ended, first.halves_destroyed, 179 <= first.late_seconds <= 180) == (1, 1, True)
    assert (second.shares_ended, second.halves_destroyed, second.late_seconds) == (0, 0, 0)
    assert kept(parts) == {live.link.share_id}
    assert ends(account) == ["expired"]
    seen = {share["share_id"]: share for share in account.house.get("shares").json["shares"]}
    assert seen[shared.id]["ended_at"] == shared.document["not_after"]
    assert seen[live.id]["ended_at"] is None


def test_several_workers_at_once_end_a_share_once(account: Account, clock: Clock, parts: Parts) -> None:
    for _ in range(5):
        make_share(account, clock.now)
    clock.advance(days=8)
    done: list[sweeps.Swept] = []
    threads = [threading.Thread(target=lambda: done.append(sweeps.sweep(parts))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(pass_.shares_ended for pass_ in done) == 5
    assert sum(pass_.halves_destroyed for pass_ in done) == 5
    assert ends(account) == ["expired"] * 5


def test_expired_halves_go_even_while_the_main_database_is_away(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_share(account, clock.now)
    clock.advance(days=8)

    def away(*_: object) -> None:
        raise DatabaseUnavailableError

    monkeypatch.setattr(parts.db, "write", away)
    monkeypatch.setattr(parts.db, "read", away)
    with pytest.raises(DatabaseUnavailableError):
        sweeps.sweep(parts)

    assert kept(parts) == set()


def test_an_end_cut_short_is_finished(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = make_share(account, clock.now)
    with monkeypatch.context() as cut:
        cut.setattr(halves, "destroy", lambda *_: 0)
        account.house.post(f"shares/{shared.id}/end")
    assert kept(parts) == {shared.link.share_id}

    assert sweeps.sweep(parts).halves_destroyed == 1

    assert kept(parts) == set()


def test_the_half_of_a_spent_share_goes_and_its_reader_goes_on(
    account: Account, clock: Clock, parts: Parts, new_house: Callable[[], House]
) -> None:
    opened = open_it(new_house(), make_share(account, clock.now, max_opens=1))

    assert sweeps.sweep(parts).halves_destroyed == 1

    opened.house.get(f"{opened.path}/body", headers=opened.headers)


def test_a_half_without_a_share_is_given_an_hour(clock: Clock, parts: Parts) -> None:
    week = clock.now + timedelta(days=7)
    halves.keep(parts.halves, Half(share_id=bytes(16), half=os.urandom(32), not_after=week, at=clock.now))
    clock.advance(minutes=59)
    sweeps.sweep(parts)
    assert kept(parts) == {bytes(16)}
    clock.advance(minutes=1)

    sweeps.sweep(parts)

    assert kept(parts) == set()


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_more_halves_than_one_batch_are_all_looked_at(
    account: Account, clock: Clock, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "BATCH", 3)
    shared = [make_share(account, clock.now) for _ in range(10)]
    with monkeypatch.context() as cut:
        cut.setattr(halves, "destroy", lambda *_: 0)
        for share in shared[:7]:
            account.house.post(f"shares/{share.id}/end")

    assert sweeps.sweep(parts).halves_destroyed == 7

    assert kept(parts) == {share.link.share_id for share in shared[7:]}


def test_uploads_and_sessions_that_are_over_go(account: Account, clock: Clock, parts: Parts) -> None:
    file = whole_file(parts, account.vault_id, now=clock.now)
    clock.advance(days=7, seconds=1)
    done = sweeps.sweep(parts)
    clock.advance(hours=2)  # until then somebody may still be sending with a ticket
    sweeps.sweep(parts)

    assert (done.files_removed, done.sessions_removed) == (1, 1)
    assert not blob_is_there(parts, account.vault_id, file)
    with parts.db.read() as db:
        assert db.scalars(select(func.count()).select_from(LoginSession)).one() == 0


def test_the_log_line_holds_only_numbers(
    account: Account, clock: Clock, parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    shared = make_share(account, clock.now)
    clock.advance(days=7, seconds=5)
    caplog.set_level(logging.INFO)

    assert worker.make_pass(parts)

    (line,) = [record.getMessage() for record in caplog.records if record.name == "vault.worker"]
    words = dict(word.split("=") for word in line.removeprefix("sweep ").split())
    assert words["shares_ended"] == "1"
    assert all(number.isdecimal() for number in words.values())
    assert shared.id not in line
    assert b64(account.vault_id) not in line


def test_a_pass_that_fails_says_its_code_and_the_worker_goes_on(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    passes = []

    def away(_: Parts) -> None:
        passes.append(1)
        if len(passes) == 3:
            stop.set()
        raise DatabaseUnavailableError

    monkeypatch.setattr(worker, "sweep", away)
    monkeypatch.setattr(worker, "EVERY_SECONDS", 0)

    worker.run(parts, stop)

    assert [record.getMessage() for record in caplog.records] == ["sweep failed code=database_unavailable"] * 3


def environment(settings: Settings) -> dict[str, str]:
    names = ("secret_key", "pepper", "database_url", "halves_database_url", "blobs")
    return {**os.environ, **{name.upper(): str(getattr(settings, name)) for name in names}}


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_the_command_makes_one_pass(account: Account, app: Flask, settings: Settings) -> None:
    command = [sys.executable, "-m", "vault.worker", "--once"]

    done = subprocess.run(command, env=environment(settings), capture_output=True, text=True, check=True)

    assert "vault.worker sweep shares_ended=0" in done.stdout


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_the_command_ends_on_sigterm(app: Flask, settings: Settings) -> None:
    command = [sys.executable, "-m", "vault.worker"]
    with subprocess.Popen(command, env=environment(settings), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "sweep" in process.stdout.readline()  # it has begun to wait for its next pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_the_command_says_that_its_pass_failed(settings: Settings) -> None:
    absent = environment(settings) | {"DATABASE_URL": "sqlite:////absent/vault.db"}
    command = [sys.executable, "-m", "vault.worker", "--once"]

    done = subprocess.run(command, env=absent, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "code=database_unavailable" in done.stdout
