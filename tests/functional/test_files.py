"""Files: room before the first byte, parts that are verified or absent, and removal that a crash cannot lose."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.functional.vaults import (
    NOW,
    SECOND,
    Sent,
    blob_is_there,
    commit,
    complete,
    new_commit,
    new_record,
    new_vault,
    open_file,
    part_info,
    put_part,
    room,
    snapshot,
    whole_file,
)
from vault.errors import (
    BadRequestError,
    FileKeptError,
    FileTakenError,
    FileTooLargeError,
    LimitReachedError,
    NotFoundError,
    PartMismatchError,
    PartsMissingError,
    QuotaExceededError,
    StorageUnavailableError,
    VaultError,
)
from vault.ids import FileId
from vault.services import files
from vault.services.parts import Parts
from vault.storage import BlobPrefix, part_key

SMALL_PART = 1000
WEEK = timedelta(days=7)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a thousand bytes: the sizes change, the rules do not."""
    monkeypatch.setattr(files, "PART", SMALL_PART)


def flipped(body: bytes) -> bytes:
    return bytes([body[0] ^ 1]) + body[1:]


class Upload(RuleBasedStateMachine):
    """A client on a bad line: parts cut, damaged, doubled, out of order; given up and begun again."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self.vault_id = new_vault(parts, quota=10_000)
        self.body = b""
        self.file_id: FileId | None = None
        self.verified: set[int] = set()
        self.state = "gone"
        self.used = 0

    def part(self, number: int) -> bytes:
        return self.body[number * SMALL_PART : (number + 1) * SMALL_PART]

    @precondition(lambda self: self.state in {"gone", "kept"})
    @rule(size=st.integers(1, 3500))
    def begin(self, size: int) -> None:
        with suppress(QuotaExceededError):
            self.file_id = open_file(self.parts, self.vault_id, size)
            self.body, self.verified, self.state = os.urandom(size), set(), "open"

    @precondition(lambda self: self.state == "open")
    @rule(data=st.data(), damage=st.sampled_from(["none", "cut", "flipped", "other number"]))
    def send(self, data: st.DataObject, damage: str) -> None:
        number = data.draw(st.integers(0, files.part_count(len(self.body)) - 1))
        body = self.part(number)
        sent = {"cut": body[:-1], "flipped": flipped(body), "other number": self.part(0)}.get(damage, body)
        if sent == body:
            put_part(self.parts, self.vault_id, self.file_id, number, body)
            self.verified.add(number)
        elif number in self.verified or len(sent) != len(body):
            with pytest.raises((PartMismatchError, BadRequestError)):
                put_part(self.parts, self.vault_id, self.file_id, number, sent)
        else:
            self.send_damaged(number, body, sent)

    def send_damaged(self, number: int, announced: bytes, sent: bytes) -> None:
        with pytest.raises((PartMismatchError, httpx.HTTPStatusError)):
            put_part(self.parts, self.vault_id, self.file_id, number, announced, sent=sent)

    @precondition(lambda self: self.state in {"open", "whole"})
    @rule()
    def declare_whole(self) -> None:
        missing = [number for number in range(files.part_count(len(self.body))) if number not in self.verified]
        if missing and self.state == "open":
            with pytest.raises(PartsMissingError) as refused:
                complete(self.parts, self.vault_id, self.file_id)
            assert refused.value.details == {"missing": missing}
        else:
            complete(self.parts, self.vault_id, self.file_id)
            self.state = "whole"

    @precondition(lambda self: self.state == "whole")
    @rule()
    def keep(self) -> None:
        seq = len(snapshot(self.parts, self.vault_id)["commits"]) + 1
        commit(self.parts, self.vault_id, new_commit(seq, files=[self.file_id]))
        self.state = "kept"
        self.used += len(self.body)

    @precondition(lambda self: self.state in {"open", "whole"})
    @rule()
    def give_up(self) -> None:
        with self.parts.db.write() as db:
            files.give_up_file(db, self.vault_id, self.file_id, NOW)
        files.remove_blobs(self.parts.blobs, self.vault_id, [self.file_id])
        self.state = "gone"

    @invariant()
    def the_server_knows_what_arrived(self) -> None:
        reserved = len(self.body) if self.state in {"open", "whole"} else 0
        assert room(self.parts, self.vault_id) == (self.used, reserved)
        if self.state == "gone":
            return
        with self.parts.db.read() as db:
            status = files.file_status(db, self.vault_id, self.file_id)
        assert (status.size, status.state) == (len(self.body), self.state)
        assert [part.number for part in status.parts] == sorted(self.verified)
        for part in status.parts:
            body = self.part(part.number)
            assert part == part_info(part.number, body)
            key = part_key(self.vault_id, self.file_id, part.number)
            assert b"".join(self.parts.blobs.open(key, 0, len(body))) == body


def test_uploads_on_a_bad_line(parts: Parts, small_parts: None, variant: str) -> None:
    limits = settings(
        max_examples=40 if variant == "embedded" else 10,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(lambda: Upload(parts), settings=limits)


def test_reserved_room_never_passes_the_quota(parts: Parts) -> None:
    vault_id = new_vault(parts, quota=5 * 1000)
    start = threading.Barrier(16)

    def reserve(_: int) -> bool:
        start.wait()
        try:
            open_file(parts, vault_id, 1000)
        except QuotaExceededError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(reserve, range(16))) == 5
    assert room(parts, vault_id) == (0, 5000)


def test_a_file_over_the_limit_gets_no_room(parts: Parts) -> None:
    vault_id = new_vault(parts)
    with parts.db.write() as db, pytest.raises(FileTooLargeError):
        files.open_file(db, vault_id, FileId(os.urandom(16)), 101, 100, NOW)
    assert room(parts, vault_id) == (0, 0)


def test_asking_for_the_same_room_again_is_the_same(parts: Parts) -> None:
    vault_id = new_vault(parts)
    file_id = open_file(parts, vault_id, 100)
    with parts.db.write() as db:
        files.open_file(db, vault_id, file_id, 100, 1000, NOW)
    with parts.db.write() as db, pytest.raises(FileTakenError):
        files.open_file(db, vault_id, file_id, 101, 1000, NOW)
    assert room(parts, vault_id) == (0, 100)


def test_unfinished_files_are_bounded(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    vault_id = new_vault(parts)
    monkeypatch.setattr(files, "UNFINISHED_FILES", 2)
    open_file(parts, vault_id, 100)
    sent = whole_file(parts, vault_id)
    with pytest.raises(LimitReachedError):
        open_file(parts, vault_id, 100)
    assert room(parts, vault_id) == (0, 5100)
    commit(parts, vault_id, new_commit(1, files=[sent.file_id]))
    open_file(parts, vault_id, 100)


def test_the_same_part_sent_many_times_at_once_is_one_part(parts: Parts) -> None:
    vault_id = new_vault(parts)
    body = os.urandom(50_000)
    file_id = open_file(parts, vault_id, len(body))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: put_part(parts, vault_id, file_id, 0, body), range(8)))
    assert len(snapshot(parts, vault_id)["parts"]) == 1


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_two_bodies_for_one_part_at_once_leave_the_one_that_was_acknowledged(parts: Parts) -> None:
    vault_id = new_vault(parts)
    bodies = [os.urandom(50_000) for _ in range(8)]
    file_id = open_file(parts, vault_id, 50_000)
    start = threading.Barrier(8)

    def put(body: bytes) -> bytes | None:
        start.wait()
        try:
            put_part(parts, vault_id, file_id, 0, body)
        except PartMismatchError:
            return None
        return body

    with ThreadPoolExecutor(8) as pool:
        acknowledged = [body for body in pool.map(put, bodies) if body is not None]
    assert len(acknowledged) == 1
    assert blob_is_there(parts, vault_id, Sent(file_id, acknowledged[0]))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_part_recorded_meanwhile_with_other_bytes_is_not_acknowledged(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id = new_vault(parts)
    file_id, rival = open_file(parts, vault_id, 1000), part_info(0, os.urandom(1000))
    monkeypatch.setattr(parts.blobs, "put", lambda *_: files._record_part(parts.db, vault_id, file_id, rival))
    with pytest.raises(PartMismatchError):
        put_part(parts, vault_id, file_id, 0, os.urandom(1000))
    with parts.db.read() as db:
        assert files.file_status(db, vault_id, file_id).parts == [rival]


def test_a_file_given_up_takes_no_more_parts(parts: Parts) -> None:
    vault_id = new_vault(parts)
    file_id = open_file(parts, vault_id, 1000)
    with parts.db.write() as db:
        files.give_up_file(db, vault_id, file_id, NOW)
    with pytest.raises(NotFoundError):
        put_part(parts, vault_id, file_id, 0, os.urandom(1000))
    with pytest.raises(FileTakenError), parts.db.write() as db:
        files.open_file(db, vault_id, file_id, 1000, 10_000, NOW)


def test_a_kept_file_is_not_given_up(parts: Parts) -> None:
    vault_id = new_vault(parts)
    sent = whole_file(parts, vault_id)
    commit(parts, vault_id, new_commit(1, new_record(), files=[sent.file_id]))
    with pytest.raises(FileKeptError), parts.db.write() as db:
        files.give_up_file(db, vault_id, sent.file_id, NOW)
    files.sweep_orphans(parts.db, parts.blobs, NOW + timedelta(days=4000))
    assert blob_is_there(parts, vault_id, sent)


def test_the_sweep_gives_up_old_uploads_then_removes_them(parts: Parts) -> None:
    vault_id = new_vault(parts)
    sent = whole_file(parts, vault_id, now=NOW)
    young = whole_file(parts, vault_id, now=NOW + timedelta(days=1))
    files.sweep_orphans(parts.db, parts.blobs, NOW + WEEK)
    assert room(parts, vault_id) == (0, 10_000)
    later = NOW + WEEK + SECOND
    assert files.sweep_orphans(parts.db, parts.blobs, later) == 1
    assert room(parts, vault_id) == (0, 5000)
    assert files.sweep_orphans(parts.db, parts.blobs, later + files.GONE_REST) == 0
    assert files.sweep_orphans(parts.db, parts.blobs, later + files.GONE_REST + SECOND) == 1
    assert not blob_is_there(parts, vault_id, sent)
    assert blob_is_there(parts, vault_id, young)
    assert [row[1] for row in snapshot(parts, vault_id)["files"]] == [young.file_id]


def test_sweeps_at_once_give_room_back_once(parts: Parts) -> None:
    vault_id = new_vault(parts)
    for _ in range(6):
        whole_file(parts, vault_id)
    start = threading.Barrier(4)

    def sweep(_: int) -> int:
        start.wait()
        return files.sweep_orphans(parts.db, parts.blobs, NOW + WEEK + SECOND)

    with ThreadPoolExecutor(4) as pool:
        swept = sum(pool.map(sweep, range(4)))
    swept += files.sweep_orphans(parts.db, parts.blobs, NOW + WEEK + SECOND)
    assert swept == 6
    assert room(parts, vault_id) == (0, 0)


def test_an_empty_database_never_empties_the_store(parts: Parts) -> None:
    vault_id = new_vault(parts)
    sent = whole_file(parts, vault_id)
    with parts.db.write() as db:
        for name in ("parts", "files", "accounts"):
            table = files.File.metadata.tables[name]
            db.execute(table.delete().where(table.c.vault_id == vault_id))
    files.sweep_orphans(parts.db, parts.blobs, NOW + timedelta(days=4000))
    assert blob_is_there(parts, vault_id, sent)


def test_a_store_that_fails_keeps_the_work_for_the_next_sweep(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    vault_id = new_vault(parts)
    sent = whole_file(parts, vault_id)
    with parts.db.write() as db:
        files.give_up_file(db, vault_id, sent.file_id, NOW)

    def fail(_: BlobPrefix) -> None:
        raise StorageUnavailableError

    later = NOW + files.GONE_REST + SECOND
    with monkeypatch.context() as patched:
        patched.setattr(parts.blobs, "delete", fail)
        files.remove_blobs(parts.blobs, vault_id, [sent.file_id])
        with pytest.raises(StorageUnavailableError):
            files.sweep_orphans(parts.db, parts.blobs, later)
    assert blob_is_there(parts, vault_id, sent)
    assert files.sweep_orphans(parts.db, parts.blobs, later) == 1
    assert not blob_is_there(parts, vault_id, sent)


def test_a_file_of_another_vault_is_not_found(parts: Parts) -> None:
    name = (new_vault(parts), whole_file(parts, new_vault(parts)).file_id)
    acts = [
        lambda db: files.file_status(db, *name),
        lambda db: files.find_part(db, *name, 0),
        lambda db: files.complete_file(db, *name),
        lambda db: files.give_up_file(db, *name, NOW),
        lambda db: files.issue_tickets(db, parts.blobs, *name, []),
    ]
    for act in acts:
        with parts.db.write() as db, pytest.raises(NotFoundError):
            act(db)


def test_a_part_is_of_the_size_the_file_says(parts: Parts, small_parts: None) -> None:
    vault_id = new_vault(parts)
    file_id = open_file(parts, vault_id, 2500)
    for number, size in ((0, 999), (0, 1001), (2, 1000), (3, 500), (-1, 1000)):
        with pytest.raises(VaultError):
            put_part(parts, vault_id, file_id, number, os.urandom(size))
    assert snapshot(parts, vault_id)["parts"] == []
