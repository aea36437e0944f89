"""A catalogue that is changed, sent, lost to a race and changed again; each rule alone is in the vectors."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from makers import documents

from vault.crypto import rows
from vault.crypto.catalogue import Catalogue, Change, Commit, Seen, Unlocked, page_number
from vault.crypto.encoding import b64, random_id, sha256, unb64
from vault.crypto.errors import (
    DoesNotOpenError,
    ForeignSlotError,
    ForkError,
    MalformedError,
    OmittedError,
    RollbackError,
    UnsupportedError,
)
from vault.crypto.framing import SealedPage, frame
from vault.crypto.kdf import KdfParams, vault_keys
from vault.crypto.material import ItemId, PasswordKey, VaultId
from vault.crypto.roots import default_settings, seal_root
from vault.crypto.rows import NewVersion, Row
from vault.crypto.signing import Identity
from vault.crypto.slots import Slot, new_password_slot, new_vault_key
from vault.crypto.summary import summary_of

AT = "2024-03-01T08:00:00Z"
LATER = "2024-03-02T08:00:00Z"
VAULT = VaultId(random_id())
VMK = new_vault_key()
UNLOCKED = Unlocked(VAULT, 1, vault_keys(VMK, VAULT, 1), Identity.new())
SLOT = new_password_slot(VAULT, 1, KdfParams(65_536, 3, 1, bytes(16)), PasswordKey(bytes(32)), VMK)


class Server:
    """What an honest server keeps: the newest root, and the newest of each page."""

    def __init__(self) -> None:
        self.seq, self.root, self.pages = 0, b"", dict[int, SealedPage]()

    def accept(self, commit: Commit) -> Catalogue:
        assert commit.seq == self.seq + 1
        self.seq, self.root = commit.seq, commit.root
        self.pages |= {page.number: page for page in commit.pages}
        return commit.catalogue

    def frame(self) -> bytes:
        return frame(self.seq, self.root, list(self.pages.values()))

    def open(self, seen: Seen | None = None, slots: tuple[Slot, ...] = (SLOT,)) -> Catalogue:
        return Catalogue.open(UNLOCKED, self.frame(), slots, seen)


def new_server() -> tuple[Server, Catalogue]:
    server = Server()
    return server, server.accept(Catalogue.create(UNLOCKED, [SLOT], AT))


def keep(item_id: ItemId, record: dict[str, Any], n: int = 1) -> tuple[bytes, Callable[[Row | None], Row]]:
    key = rows.new_item_key()
    sealed = rows.seal_record(key, VAULT, item_id, n, record)
    files = (unb64(record["file"]["id"]),) if record.get("file") else ()
    new = NewVersion(n, sha256(sealed), key, AT, summary_of(record), files)
    return sealed, lambda row: rows.with_version(row, item_id, record["kind"], new)


def test_what_is_kept_is_there_on_another_device() -> None:
    server, catalogue = new_server()
    kept = {}
    for record in documents.records().values():
        item_id = ItemId(random_id())
        kept[item_id], edit = keep(item_id, record)
        catalogue = server.accept(catalogue.apply(Change({item_id: edit}), LATER))
    opened = server.open()
    assert opened.root == catalogue.root
    assert {number: list(rows_) for number, rows_ in opened.pages.items()} == {
        number: list(rows_) for number, rows_ in catalogue.pages.items()
    }
    for item_id, sealed in kept.items():
        row = opened.row(item_id)
        assert rows.open_record(row, 1, VAULT, sealed) == documents.records()[row["kind"]]
    assert len(list(opened.rows())) == len(kept)
    assert opened.seen == catalogue.seen


def test_a_change_made_again_on_a_newer_catalogue_keeps_both() -> None:
    server, base = new_server()
    mine, theirs = ItemId(random_id()), ItemId(random_id())
    change = Change({mine: keep(mine, documents.event())[1]})
    lost = base.apply(change, LATER)
    server.accept(base.apply(Change({theirs: keep(theirs, documents.contact())[1]}), LATER))
    newest = server.open(base.seen)
    server.accept(newest.apply(change, LATER))
    opened = server.open(newest.seen)
    assert {row["id"] for row in opened.rows()} == {b64(mine), b64(theirs)}
    assert opened.root["seq"] == 3
    assert lost.seq == 2
    assert not list(base.rows()), "a catalogue does not change"


def test_a_lost_race_on_one_item_asks_for_the_next_version() -> None:
    server, base = new_server()
    item_id = ItemId(random_id())
    base = server.accept(base.apply(Change({item_id: keep(item_id, documents.event())[1]}), AT))
    change = Change({item_id: keep(item_id, documents.event(), 2)[1]})
    server.accept(base.apply(change, LATER))
    with pytest.raises(MalformedError):
        server.open().apply(change, LATER)
    assert rows.latest(server.open().row(item_id)) == 2


def test_trash_restore_and_erasure() -> None:
    server, catalogue = new_server()
    item_id = ItemId(random_id())
    catalogue = server.accept(catalogue.apply(Change({item_id: keep(item_id, documents.evidence())[1]}), AT))
    row = catalogue.row(item_id)
    assert rows.restored(rows.trashed(row, LATER)) == row
    erase = Change({item_id: lambda row: rows.erased(row or {}, LATER)})
    server.accept(catalogue.apply(erase, LATER))
    erased = server.open().row(item_id)
    assert erased["erased_at"] == LATER
    assert not erased["versions"]
    assert not erased["files"]
    with pytest.raises(OmittedError):
        rows.latest(erased)
    with pytest.raises(OmittedError):
        server.open().apply(Change({item_id: keep(item_id, documents.evidence(), 2)[1]}), LATER)


def test_versions_follow_and_files_are_named_once() -> None:
    item_id = ItemId(random_id())
    row = keep(item_id, documents.evidence())[1](None)
    row = keep(item_id, documents.evidence(), 2)[1](row)
    assert [version["n"] for version in row["versions"]] == [1, 2]
    assert row["files"] == [documents.file()["id"]]


def test_an_edit_stays_with_its_item() -> None:
    server, catalogue = new_server()
    one, two = ItemId(random_id()), ItemId(random_id())
    edit = keep(one, documents.event())[1]
    with pytest.raises(MalformedError):
        catalogue.apply(Change({two: edit}), AT)
    catalogue = server.accept(catalogue.apply(Change({one: edit}), AT))
    other_kind = keep(one, documents.contact())[1](None)
    with pytest.raises(MalformedError):
        catalogue.apply(Change({one: lambda _: other_kind}), AT)


def test_a_page_that_a_reader_would_refuse_is_not_written() -> None:
    _, catalogue = new_server()
    item_id = ItemId(random_id())
    broken = keep(item_id, documents.event())[1](None) | {"versions": []}
    with pytest.raises(MalformedError):
        catalogue.apply(Change({item_id: lambda _: broken}), AT)


def test_shares_and_slots_change_with_the_root_alone() -> None:
    server, catalogue = new_server()
    entry = {
        "id": b64(random_id()),
        "label": "Me Martin",
        "purpose": "",
        "not_before": AT,
        "not_after": LATER,
        "max_opens": 5,
        "items": 1,
        "policy": b64(bytes(32)),
        "body": b64(bytes(32)),
        "sck": b64(bytes(32)),
        "link": b64(bytes(32)),
        "access": b64(bytes(32)),
        "made_at": AT,
        "ended_at": None,
    }
    other = new_password_slot(VAULT, 1, KdfParams(65_536, 3, 1, bytes(16)), PasswordKey(bytes(32)), VMK)
    commit = catalogue.apply(Change(shares=lambda shares: [*shares, entry], slots=[other]), LATER)
    assert not commit.pages
    server.accept(commit)
    with pytest.raises(ForeignSlotError):
        server.open()
    assert server.open(slots=(other,)).root["shares"] == [entry]


def test_an_old_frame_is_refused_once_a_newer_one_was_seen() -> None:
    server, first = new_server()
    old = server.frame()
    item_id = ItemId(random_id())
    second = server.accept(first.apply(Change({item_id: keep(item_id, documents.event())[1]}), LATER))
    with pytest.raises(RollbackError):
        Catalogue.open(UNLOCKED, old, [SLOT], second.seen)
    fork = first.apply(Change(), LATER)
    with pytest.raises(ForkError):
        Catalogue.open(UNLOCKED, frame(2, fork.root, []), [SLOT], second.seen)


def test_an_item_that_is_not_in_the_catalogue_is_said() -> None:
    with pytest.raises(OmittedError):
        new_server()[1].row(ItemId(random_id()))


def test_many_items_spread_over_the_pages() -> None:
    server, catalogue = new_server()
    edit = keep(ItemId(bytes(16)), documents.contact())[1](None)
    ids = [ItemId(i.to_bytes(16, "big")) for i in range(600)]
    edits = {item_id: (lambda _, item_id=item_id: edit | {"id": b64(item_id)}) for item_id in ids}
    server.accept(catalogue.apply(Change(edits), AT))
    opened = server.open()
    assert {row["id"] for row in opened.rows()} == {b64(item_id) for item_id in ids}
    assert len(opened.pages) == len({page_number(item_id) for item_id in ids}) > 200


def next_keys() -> tuple[Unlocked, Slot]:
    vmk = new_vault_key()
    unlocked = Unlocked(VAULT, 2, vault_keys(vmk, VAULT, 2), Identity.new())
    return unlocked, new_password_slot(VAULT, 2, KdfParams(65_536, 3, 1, bytes(16)), PasswordKey(bytes(32)), vmk)


def test_a_rotation_seals_everything_again_and_follows_what_was_seen() -> None:
    server, catalogue = new_server()
    kept = {}
    for record in documents.records().values():
        item_id = ItemId(random_id())
        kept[item_id], edit = keep(item_id, record)
        catalogue = server.accept(catalogue.apply(Change({item_id: edit}), AT))
    old = server.frame()
    unlocked, slot = next_keys()
    change = Change(settings=lambda settings: settings | {"phrase": "unchecked"})
    rotated = catalogue.rotate(unlocked, [slot], LATER, change)
    assert {page.number for page in rotated.pages} == set(catalogue.pages)
    server.accept(rotated)

    opened = Catalogue.open(unlocked, server.frame(), [slot], catalogue.seen)
    assert opened.settings["phrase"] == "unchecked"
    assert opened.root["prev"] == b64(catalogue.root_hash)
    for item_id, sealed in kept.items():
        rows.check_continues(catalogue.row(item_id), opened.row(item_id))
        assert rows.open_record(opened.row(item_id), 1, VAULT, sealed)
    server.accept(opened.apply(Change(), LATER))
    Catalogue.open(unlocked, server.frame(), [slot], opened.seen)
    with pytest.raises(DoesNotOpenError):
        server.open(catalogue.seen)
    with pytest.raises(DoesNotOpenError):
        Catalogue.open(unlocked, old, [slot], catalogue.seen)


def test_a_rotation_that_drops_a_row_is_seen() -> None:
    server, catalogue = new_server()
    item_id = ItemId(random_id())
    catalogue = server.accept(catalogue.apply(Change({item_id: keep(item_id, documents.event())[1]}), AT))
    unlocked, slot = next_keys()
    emptied = replace(catalogue, pages={}, root=catalogue.root | {"pages": []})
    opened = emptied.rotate(unlocked, [slot], LATER).catalogue
    with pytest.raises(ForkError):
        rows.check_continues(catalogue.row(item_id), opened.pages.get(page_number(item_id), {}).get(b64(item_id)))


@pytest.mark.parametrize("wrong", ["epoch", "past", "vault_id", "identity"])
def test_a_rotation_to_the_wrong_keys_is_not_made(wrong: str) -> None:
    catalogue = new_server()[1]
    unlocked, slot = next_keys()
    changes: dict[str, dict[str, Any]] = {
        "epoch": {"epoch": 3},
        "past": {"epoch": 1},
        "vault_id": {"vault_id": VaultId(random_id())},
        "identity": {"identity": UNLOCKED.identity},
    }
    with pytest.raises(MalformedError):
        catalogue.rotate(replace(unlocked, **changes[wrong]), [slot], LATER)


def test_the_slots_written_are_those_that_a_vault_may_have() -> None:
    catalogue = new_server()[1]
    unlocked, slot = next_keys()
    with pytest.raises(ForeignSlotError):
        catalogue.rotate(unlocked, [], LATER)
    with pytest.raises(ForeignSlotError):
        catalogue.apply(Change(slots=[SLOT, slot]), LATER)
    with pytest.raises(UnsupportedError):
        catalogue.apply(Change(slots=[SLOT, replace(slot, kind="escrow")]), LATER)


def test_settings_change_with_their_function_and_stay_otherwise() -> None:
    server, catalogue = new_server()
    assert catalogue.settings == default_settings()
    named = {"id": b64(random_id()), "name": "Téléphone"}
    change = Change(settings=lambda settings: settings | {"title": "Météo", "names": [named]})
    catalogue = server.accept(catalogue.apply(change, AT))
    server.accept(catalogue.apply(Change(), LATER))
    assert server.open().settings == default_settings() | {"title": "Météo", "names": [named]}
    with pytest.raises(MalformedError):
        catalogue.apply(Change(settings=lambda settings: settings | {"icon": "padlock"}), LATER)


def test_a_root_of_release_1_is_continued_by_one_of_version_2() -> None:
    root = Catalogue.create(UNLOCKED, [SLOT], AT).catalogue.root
    old = {name: value for name, value in root.items() if name != "settings"} | {"v": 1}
    opened = Catalogue.open(UNLOCKED, frame(1, seal_root(UNLOCKED, old), []), [SLOT])
    assert opened.settings == default_settings()
    assert opened.seen.version == 1
    commit = opened.apply(Change(), LATER)
    assert list(commit.catalogue.root) == list(root)
    assert Catalogue.open(UNLOCKED, frame(2, commit.root, []), [SLOT], opened.seen).seen.version == 2
