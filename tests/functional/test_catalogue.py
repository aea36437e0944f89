"""Commits: one winner, all or nothing, never twice; and the thirty days that an open vault cannot be talked out of."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, text

from tests.functional.vaults import (
    MONTH,
    NOW,
    SECOND,
    blob_is_there,
    commit,
    frame,
    new_commit,
    new_record,
    new_vault,
    open_file,
    room,
    snapshot,
    whole_file,
)
from vault.errors import (
    BadRequestError,
    ConflictError,
    DatabaseUnavailableError,
    FilesNotWholeError,
    ForbiddenError,
    NotFoundError,
    QuotaExceededError,
    RecordExistsError,
    StorageFullError,
    TooEarlyError,
    VaultError,
)
from vault.ids import FileId, ItemId, VaultId
from vault.models.base import Base, Database
from vault.services import catalogue, files, records
from vault.services.catalogue import Erasure, NewPage
from vault.services.parts import Parts

WRITERS = 16


def parsed(data: bytes | None) -> tuple[dict[str, object], bytes]:
    """Header and body of a frame (FORMAT 11)."""
    assert data is not None
    length = int.from_bytes(data[:4], "big")
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def in_threads(number: int, act: Callable[[int], object]) -> list[object]:
    """What each of `number` threads, started together, returned or raised."""
    start = threading.Barrier(number)

    def run(index: int) -> object:
        start.wait()
        try:
            return act(index)
        except VaultError as error:
            return error

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_a_commit_is_read_back_in_one_frame(parts: Parts) -> None:
    vault_id = new_vault(parts)
    commit(parts, vault_id, new_commit(1, page=3))
    commit(parts, vault_id, new_commit(2, page=7))
    assert parsed(frame(parts, vault_id)) == (
        {"v": 1, "seq": 2, "root": 9, "pages": [[3, 1, 9], [7, 2, 9]]},
        b"root of 2page of 1page of 2",
    )
    assert parsed(frame(parts, vault_id, since=1)) == (
        {"v": 1, "seq": 2, "root": 9, "pages": [[7, 2, 9]]},
        b"root of 2page of 2",
    )
    assert frame(parts, vault_id, since=2) is None


def test_a_client_ahead_of_the_server_is_told_what_the_server_has(parts: Parts) -> None:
    vault_id = new_vault(parts)
    commit(parts, vault_id, new_commit(1))
    assert parsed(frame(parts, vault_id, since=5))[0]["seq"] == 1


@pytest.mark.parametrize("seq", [1, 3])
def test_a_commit_on_another_seq_is_told_the_newest(parts: Parts, seq: int) -> None:
    vault_id = new_vault(parts)
    commit(parts, vault_id, new_commit(1))
    with pytest.raises(ConflictError) as refused:
        commit(parts, vault_id, new_commit(seq))
    assert refused.value.details == {"seq": 1}


def test_a_commit_sent_again_has_the_same_answer_and_no_effect(parts: Parts) -> None:
    vault_id = new_vault(parts)
    first = new_commit(1, new_record())
    answer = commit(parts, vault_id, first)
    commit(parts, vault_id, new_commit(2))
    before = snapshot(parts, vault_id)
    assert commit(parts, vault_id, first) == answer
    assert snapshot(parts, vault_id) == before


def test_one_commit_id_cannot_stand_for_two_roots(parts: Parts) -> None:
    vault_id = new_vault(parts)
    first = new_commit(1)
    commit(parts, vault_id, first)
    for other in (replace(first, root=b"another"), replace(new_commit(2), commit_id=first.commit_id)):
        with pytest.raises(ConflictError):
            commit(parts, vault_id, other)


def test_one_of_many_writers_wins_each_seq(parts: Parts) -> None:
    vault_id = new_vault(parts)
    wins: list[list[int]] = [[] for _ in range(WRITERS)]

    def write(index: int) -> None:
        seq = 1
        while len(wins[index]) < 4:
            try:
                commit(parts, vault_id, new_commit(seq, new_record()))
                wins[index].append(seq)
                seq += 1
            except ConflictError as error:
                seq = int(error.details["seq"]) + 1

    assert in_threads(WRITERS, write) == [None] * WRITERS
    assert sorted(seq for own in wins for seq in own) == list(range(1, 4 * WRITERS + 1))
    rows = snapshot(parts, vault_id)
    assert len(rows["commits"]) == len(rows["records"]) == 4 * WRITERS


def test_one_commit_sent_many_times_at_once_is_one_commit(parts: Parts) -> None:
    vault_id = new_vault(parts)
    new = new_commit(1, new_record())
    answers = in_threads(WRITERS, lambda _: commit(parts, vault_id, new))
    assert len(set(answers)) == 1
    assert not isinstance(answers[0], VaultError)
    assert len(snapshot(parts, vault_id)["records"]) == 1


def test_a_reader_never_sees_a_root_beside_the_page_of_another_commit(parts: Parts) -> None:
    vault_id = new_vault(parts)
    commit(parts, vault_id, new_commit(1))
    writing = threading.Event()

    def act(index: int) -> int:
        if index == 0:
            for seq in range(2, 60):
                commit(parts, vault_id, new_commit(seq))
            writing.set()
            return 0
        seen = 0
        while not writing.is_set():
            header, body = parsed(frame(parts, vault_id))
            assert body == b"root of %dpage of %d" % (header["seq"], header["seq"])
            seen += 1
        return seen

    assert sum(int(str(seen)) for seen in in_threads(4, act)) > 0


def vault_with_history(parts: Parts) -> tuple[bytes, dict[str, object]]:
    """A vault at seq 3: one item a month in the trash with its file, one beside it with its own."""
    vault_id = new_vault(parts)
    old, other = new_record(), new_record()
    old_file, other_file = whole_file(parts, vault_id), whole_file(parts, vault_id)
    commit(parts, vault_id, new_commit(1, old, files=[old_file.file_id]))
    commit(parts, vault_id, new_commit(2, other, files=[other_file.file_id]))
    commit(parts, vault_id, new_commit(3, trash=[old.item_id]))
    return vault_id, {"old": old, "other": other, "old_file": old_file, "other_file": other_file}


REFUSALS: dict[str, tuple[type[VaultError], Callable[..., dict[str, object]]]] = {
    "a record that exists": (RecordExistsError, lambda old, **_: {"records": [old]}),
    "a record twice": (BadRequestError, lambda new, **_: {"records": [new, new]}),
    "a page of another seq": (BadRequestError, lambda **_: {"pages": [NewPage(1, 3, b"page")]}),
    "a page twice": (BadRequestError, lambda **_: {"pages": [NewPage(1, 4, b"one"), NewPage(1, 4, b"two")]}),
    "a file that is not whole": (FilesNotWholeError, lambda open_id, **_: {"files": [open_id]}),
    "a file that is kept": (FilesNotWholeError, lambda old_file, **_: {"files": [old_file.file_id]}),
    "a file that is not": (FilesNotWholeError, lambda **_: {"files": [FileId(os.urandom(16))]}),
    "trash for an item that is not": (NotFoundError, lambda **_: {"trash": [ItemId(os.urandom(16))]}),
    "erasing what is not in the trash": (TooEarlyError, lambda other, **_: {"erase": [Erasure(other.item_id, [])]}),
    "erasing with the file of another item": (
        ForbiddenError,
        lambda old, old_file, other_file, **_: {
            "erase": [Erasure(old.item_id, [old_file.file_id, other_file.file_id])]
        },
    ),
    "erasing a file that is not kept": (
        ForbiddenError,
        lambda old, open_id, **_: {"erase": [Erasure(old.item_id, [open_id])]},
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refused_commit_changes_nothing(parts: Parts, refusal: str) -> None:
    vault_id, there = vault_with_history(parts)
    there |= {"new": new_record(), "open_id": open_file(parts, vault_id, 5000)}
    error, change = REFUSALS[refusal]
    new = replace(new_commit(4, new_record()), **change(**there))
    before = snapshot(parts, vault_id)
    with pytest.raises(error):
        commit(parts, vault_id, new, NOW + MONTH)
    assert snapshot(parts, vault_id) == before


def test_a_vault_full_of_files_still_takes_words_but_not_without_end(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "WORDS_BEYOND_QUOTA", 1000)
    vault_id = new_vault(parts, quota=5000)
    sent = whole_file(parts, vault_id, 5000)
    commit(parts, vault_id, new_commit(1, new_record(size=600), files=[sent.file_id]))
    assert room(parts, vault_id) == (5600, 0)
    with pytest.raises(QuotaExceededError):
        commit(parts, vault_id, new_commit(2, new_record(size=401)))
    commit(parts, vault_id, new_commit(2, new_record(size=400)))


def test_the_pages_of_a_vault_are_bounded_together_and_what_is_replaced_makes_room(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PAGES_ROOM", 1000)
    vault_id = new_vault(parts)
    commit(parts, vault_id, replace(new_commit(1), pages=[NewPage(0, 1, bytes(600)), NewPage(1, 1, bytes(400))]))
    before = snapshot(parts, vault_id)
    with pytest.raises(QuotaExceededError):
        commit(parts, vault_id, replace(new_commit(2), pages=[NewPage(2, 2, bytes(1))]))
    assert snapshot(parts, vault_id) == before
    commit(parts, vault_id, replace(new_commit(2), pages=[NewPage(0, 2, bytes(599)), NewPage(2, 2, bytes(1))]))


def test_erasing_waits_thirty_days_by_the_clock_of_the_server(parts: Parts) -> None:
    vault_id, there = vault_with_history(parts)
    old, old_file = there["old"], there["old_file"]
    new = new_commit(4, erase=[Erasure(old.item_id, [old_file.file_id])])
    with pytest.raises(TooEarlyError):
        commit(parts, vault_id, new, NOW + MONTH - SECOND)
    before = room(parts, vault_id)
    commit(parts, vault_id, new, NOW + MONTH)
    assert room(parts, vault_id) == (before[0] - len(old.sealed) - len(old_file.body), 0)
    with parts.db.read() as db, pytest.raises(NotFoundError):
        records.read_records(db, vault_id, [(old.item_id, 1)])
    with parts.db.read() as db, pytest.raises(NotFoundError):
        files.find_part(db, vault_id, old_file.file_id, 0)
    assert len(snapshot(parts, vault_id)["trash"]) == 0


def test_the_blobs_of_an_erased_item_go_after_the_commit_or_with_a_later_sweep(parts: Parts) -> None:
    vault_id, there = vault_with_history(parts)
    old, old_file, other_file = there["old"], there["old_file"], there["other_file"]
    commit(parts, vault_id, new_commit(4, erase=[Erasure(old.item_id, [old_file.file_id])]), NOW + MONTH)
    assert blob_is_there(parts, vault_id, old_file)  # a crash here leaves it to the sweep
    files.sweep_orphans(parts.db, parts.blobs, NOW + MONTH + files.GONE_REST + SECOND)
    assert not blob_is_there(parts, vault_id, old_file)
    assert blob_is_there(parts, vault_id, other_file)


def test_trash_counts_from_the_first_time_and_restoring_starts_anew(parts: Parts) -> None:
    vault_id = new_vault(parts)
    record = new_record()
    commit(parts, vault_id, new_commit(1, record))
    commit(parts, vault_id, new_commit(2, trash=[record.item_id]), NOW)
    commit(parts, vault_id, new_commit(3, trash=[record.item_id]), NOW + MONTH)
    commit(parts, vault_id, new_commit(4, restore=[record.item_id]), NOW + MONTH)
    commit(parts, vault_id, new_commit(5, trash=[record.item_id]), NOW + MONTH)
    with pytest.raises(TooEarlyError):
        commit(parts, vault_id, new_commit(6, erase=[Erasure(record.item_id, [])]), NOW + 2 * MONTH - SECOND)
    commit(parts, vault_id, new_commit(6, erase=[Erasure(record.item_id, [])]), NOW + 2 * MONTH)


def test_a_copy_made_to_be_shared_can_be_erased_with_any_item(parts: Parts) -> None:
    vault_id, there = vault_with_history(parts)
    copy = whole_file(parts, vault_id)
    commit(parts, vault_id, new_commit(4, files=[copy.file_id]))
    erase = [Erasure(there["old"].item_id, [copy.file_id])]
    commit(parts, vault_id, new_commit(5, erase=erase), NOW + MONTH)


def test_records_come_in_the_order_asked(parts: Parts) -> None:
    vault_id = new_vault(parts)
    kept = [new_record(size=size) for size in (30, 10, 20)]
    commit(parts, vault_id, new_commit(1, *kept))
    asked = [kept[2], kept[0], kept[0], kept[1]]
    with parts.db.read() as db:
        pieces = records.read_records(db, vault_id, [(record.item_id, record.version) for record in asked])
    assert b"".join(pieces) == b"".join(len(r.sealed).to_bytes(4, "big") + r.sealed for r in asked)


def test_records_of_another_vault_are_not_found(parts: Parts) -> None:
    vault_id, other = new_vault(parts), new_vault(parts)
    record = new_record()
    commit(parts, vault_id, new_commit(1, record))
    with parts.db.read() as db, pytest.raises(NotFoundError):
        records.read_records(db, other, [(record.item_id, 1)])


def test_a_large_catalogue_is_one_statement(parts: Parts) -> None:
    vault_id = new_vault(parts)
    pages = [NewPage(number, 1, os.urandom(20_000)) for number in range(256)]
    commit(parts, vault_id, replace(new_commit(1), pages=pages))
    statements: list[str] = []
    event.listen(parts.db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    header, body = parsed(frame(parts, vault_id))
    assert len([text for text in statements if text.startswith("SELECT")]) == 1
    assert len(header["pages"]) == 256
    assert body == b"root of 1" + b"".join(page.sealed for page in pages)


KILLED = """
import sys
from vault.models.base import Database
from vault.services.catalogue import apply_commit
from vault.ids import VaultId
from tests.functional.vaults import NOW, new_commit, new_record
db, vault_id = Database(sys.argv[1]), VaultId(bytes.fromhex(sys.argv[2]))
for seq in range(int(sys.argv[3]) + 1, 10_000):
    with db.write() as session:
        apply_commit(session, vault_id, new_commit(seq, new_record(size=50_000)), NOW)
    print(seq, flush=True)
"""


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_killed_writer_keeps_what_was_acknowledged_and_no_half(parts: Parts) -> None:
    vault_id = new_vault(parts)
    acknowledged = 0
    for round_number in range(12):
        arguments = [str(parts.db.engine.url), vault_id.hex(), str(acknowledged)]
        with subprocess.Popen([sys.executable, "-c", KILLED, *arguments], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(1 + round_number % 4):
                acknowledged = int(writer.stdout.readline())
            writer.kill()
            rest = [line for line in writer.stdout.read().split("\n")[:-1] if line]
        acknowledged = int(rest[-1]) if rest else acknowledged
        rows = snapshot(parts, vault_id)
        seqs = [row[1] for row in rows["commits"]]
        assert len(seqs) in {acknowledged, acknowledged + 1}
        assert seqs == list(range(1, len(seqs) + 1))
        assert len(rows["records"]) == len(seqs)
        assert parsed(frame(parts, vault_id))[1] == b"root of %dpage of %d" % (len(seqs), len(seqs))
        acknowledged = len(seqs)
    with parts.db.read() as db:
        assert db.scalar(text("PRAGMA integrity_check")) == "ok"


@pytest.mark.parametrize("variant", ["production"], indirect=True)
def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id = new_vault(parts)
    commit(parts, vault_id, new_commit(1))
    before = snapshot(parts, vault_id)

    def go_away(*_: object) -> int:
        with parts.db.engine.connect() as other:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            other.execute(text(f"{others} AND datname = current_database()"))
        return 0

    with monkeypatch.context() as patched:
        patched.setattr(catalogue, "_keep_files", go_away)
        with pytest.raises(DatabaseUnavailableError):
            commit(parts, vault_id, new_commit(2, new_record()))
    assert snapshot(parts, vault_id) == before
    commit(parts, vault_id, new_commit(2, new_record()))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_full_disk_keeps_every_acknowledged_commit_readable(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=True)
    db = Database(f"sqlite:///{folder / 'vault.db'}")
    try:
        Base.metadata.create_all(db.engine)
        parts = replace(parts, db=db)
        vault_id = new_vault(parts)
        seq = fill(parts, vault_id)
        assert parsed(frame(parts, vault_id))[1] == b"root of %dpage of %d" % (seq, seq)
        assert len(snapshot(parts, vault_id)["records"]) == seq
        with db.read() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    finally:
        db.dispose()
        subprocess.run(["umount", folder], check=True)


def fill(parts: Parts, vault_id: VaultId) -> int:
    """The last seq that was acknowledged before the disk was full."""
    for seq in range(1, 1000):
        try:
            commit(parts, vault_id, new_commit(seq, new_record(size=50_000)))
        except StorageFullError:
            return seq - 1
    pytest.fail("the disk was never full")
