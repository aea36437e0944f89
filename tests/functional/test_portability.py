"""A vault is taken along and brought back item for item; what is no export is refused; a cut is mended."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.old.served import STORED, Old
from vault import client_import
from vault import client_records as records
from vault.client_api import Api
from vault.client_export import export_vault
from vault.client_import import import_vault
from vault.client_vault import VaultClient
from vault.client_words import ClientError
from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import UnsupportedError
from vault.crypto.material import ItemId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from vault.config import Settings

    NewClient = Callable[[], VaultClient]

PASSWORD = "framboise tiroir lanterne galet"
SITE = "http://localhost"
REFERENCES = ("file", "thumb")


class Cut(httpx.BaseTransport):
    """The way to the server; with `left`, it is cut after so many requests that write."""

    def __init__(self, app: Flask) -> None:
        self._way = httpx.WSGITransport(app)
        self.left: int | None = None
        self.cut = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.left is not None and request.method in {"POST", "PUT"}:
            self.left -= 1
            self.cut = self.cut or self.left < 0
        if self.cut:
            raise httpx.ConnectError("cut")
        return self._way.handle_request(request)


class Desk(VaultClient):
    """A client that can be cut off."""

    def __init__(self, app: Flask, closing: ExitStack) -> None:
        self.way = Cut(app)
        http = closing.enter_context(httpx.Client(mounts={SITE: self.way}))
        super().__init__(Api(SITE, http=http, pause=lambda _: None))
        self.login = f"moineau-{os.urandom(6).hex()}"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A vault for each place to be cut at is more than one household makes in an hour."""
    wide = dict.fromkeys(("attempts_per_source", "attempts_overall", "registrations_per_source"), 10**6)
    return replace(settings, **wide)


@pytest.fixture
def new_vault(app: Flask) -> Iterator[Callable[[], Desk]]:
    """An empty vault, open."""
    with ExitStack() as closing:

        def make() -> Desk:
            desk = Desk(app, closing)
            desk.register(desk.login, PASSWORD)
            return desk

        yield make


@pytest.fixture
def again(app: Flask) -> Iterator[Callable[[str], Desk]]:
    """The same vault from another device."""
    with ExitStack() as closing:

        def opened(login: str) -> Desk:
            desk = Desk(app, closing)
            desk.open(login, PASSWORD)
            return desk

        yield opened


@pytest.fixture(scope="module")
def old_export(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The stored vault of the first release, taken along: the ZIP, and what is in it."""
    folder = tmp_path_factory.mktemp("old")
    old = Old(STORED[0], folder)
    client = VaultClient(Api(old.address))
    client.open(old.expected["login"], old.expected["password"])
    export_vault(client, folder / "export.zip")
    client.leave()
    old.close()
    return folder / "export.zip", old.expected


@pytest.fixture(params=["zip", "folder"])
def export(request: pytest.FixtureRequest, old_export: tuple[Path, Any], tmp_path: Path) -> Path:
    """The same export in both its forms."""
    if request.param == "zip":
        return old_export[0]
    with zipfile.ZipFile(old_export[0]) as archive:
        archive.extractall(tmp_path / "export")
    return tmp_path / "export"


def content(client: VaultClient) -> dict[str, Any]:
    """All that a vault holds, without what an import makes anew: keys and ids of files, the time of trashing."""
    found = {}
    for row in client.catalogue.rows():
        if row["erased_at"] is None:
            versions = [(one["n"], one["at"], version(client, row["id"], one["n"])) for one in row["versions"]]
            found[row["id"]] = (row["kind"], row["trashed_at"] is not None, versions)
    return found


def version(client: VaultClient, item: str, number: int) -> dict[str, Any]:
    record = client.read_record(ItemId(unb64(item)), number)
    read = {}
    for name in REFERENCES:
        reference = record.get(name)
        if reference:
            original = unb64(record["file"]["id"]) if name == "thumb" else None
            digest = hashlib.sha256(b"".join(client.read_file(reference, original))).digest()
            assert b64(digest) == reference["sha256"]
            read[name] = {kept: reference[kept] for kept in ("name", "type", "size", "sha256")}
    return record | read


def expected_content(expected: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for item in expected["items"]:
        if item["erased_at"] is None:
            versions = [(one["n"], one["at"], without_ids(one["document"])) for one in item["versions"]]
            found[item["id"]] = (item["kind"], item["trashed_at"] is not None, versions)
    return found


def without_ids(record: dict[str, Any]) -> dict[str, Any]:
    changed = {name: record[name] for name in REFERENCES if record.get(name)}
    kept = ("name", "type", "size", "sha256")
    return record | {name: {member: value[member] for member in kept} for name, value in changed.items()}


def test_a_vault_comes_back_item_for_item(
    new_vault: NewClient, again: Callable[[str], Desk], export: Path, old_export: tuple[Path, Any]
) -> None:
    vault = new_vault()

    done = import_vault(vault, export)

    assert content(again(vault.login)) == expected_content(old_export[1])
    assert (done.kept, done.already) == (len(content(vault)), 0)
    old_files = set(old_export[1]["files"])
    assert not old_files & {file for row in vault.catalogue.rows() for file in row["files"]}
    by_id = {item["id"]: item for item in old_export[1]["items"]}
    for row in vault.catalogue.rows():
        old, new = by_id[row["id"]]["summary"], row["summary"]
        assert new | {"thumb": None} == old | {"thumb": None}


def test_an_import_done_again_changes_nothing(new_vault: NewClient, export: Path) -> None:
    vault = new_vault()
    first = import_vault(vault, export)
    before = vault.refresh()

    second = import_vault(vault, export)

    assert vault.refresh() is before
    assert (second.kept, second.already) == (0, first.kept)


def test_what_is_exported_again_is_the_same(new_vault: NewClient, export: Path, tmp_path: Path) -> None:
    vault, other = new_vault(), new_vault()
    import_vault(vault, export)

    export_vault(vault, tmp_path / "again.zip")
    import_vault(other, tmp_path / "again.zip")

    assert content(other) == content(vault)


def test_the_zip_is_plain_stored_and_for_its_owner_alone(old_export: tuple[Path, Any]) -> None:
    path, expected = old_export
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        index = json.loads(archive.read("memo.json"))
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert set(sums) | {"SHA256SUMS"} == set(archive.namelist())
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        page = archive.read("index.html").decode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {file["id"]: file["sha256"] for file in index["files"]} == expected["files"]
    assert len(index["vault"]) == 19
    assert "Réunion du 15 juin" in page
    assert "Brouillon" not in page
    assert "script" not in page


def test_a_vault_that_holds_something_else_is_left_alone(new_vault: NewClient, export: Path) -> None:
    vault = new_vault()
    vault.put_item(records.event("Déjà là", "", records.when(None)))
    before = vault.refresh()

    with pytest.raises(ClientError, match="vault_not_empty"):
        import_vault(vault, export)

    assert vault.refresh() is before


# Hostile archives


def rebuilt(source: Path, target: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """The export with other entries; the index keeps the sums of the records it still names, unless it was edited."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    edit(entries)
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return target


def index_edit(edit: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, bytes]], None]:
    def change(entries: dict[str, bytes]) -> None:
        index = json.loads(entries["memo.json"])
        edit(index)
        entries["memo.json"] = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()

    return change


def record_edit(edit: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, bytes]], None]:
    """A record changed, and the index made to agree with it."""

    def change(entries: dict[str, bytes]) -> None:
        index = json.loads(entries["memo.json"])
        item = next(one for one in index["items"] if one["kind"] == "evidence" and b'"file":{' in first(entries, one))
        record = json.loads(first(entries, item))
        body = edit(record)
        if not isinstance(body, bytes):
            body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        entries[item["versions"][0]["path"]] = body
        item["versions"][0]["sha256"] = b64(hashlib.sha256(body).digest())
        entries["memo.json"] = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()

    return change


def first(entries: dict[str, bytes], item: dict[str, Any]) -> bytes:
    return entries[item["versions"][0]["path"]]


def an_original(entries: dict[str, bytes]) -> str:
    return next(name for name in entries if name.startswith("fichiers/"))


HOSTILE: dict[str, tuple[str, Callable[[dict[str, bytes]], Any]]] = {
    "traversal": ("export_malformed", lambda entries: entries.update({"../outside": b""})),
    "traversal inside": ("export_malformed", lambda entries: entries.update({"fiches/../../outside": b""})),
    "traversal of a folder": ("export_malformed", lambda entries: entries.update({"fiches/../../": b""})),
    "absolute": ("export_malformed", lambda entries: entries.update({"/etc/outside": b""})),
    "drive": ("export_malformed", lambda entries: entries.update({"C:/outside": b""})),
    "backslash": ("export_malformed", lambda entries: entries.update({"fiches\\..\\outside": b""})),
    "empty part": ("export_malformed", lambda entries: entries.update({"fiches//x": b""})),
    "control": ("export_malformed", lambda entries: entries.update({"fiches/a\x1bb": b""})),
    "no index": ("export_incomplete", lambda entries: entries.pop("memo.json")),
    "index is not JSON": ("export_malformed", lambda entries: entries.update({"memo.json": b"{"})),
    "index too deep": ("export_malformed", lambda entries: entries.update({"memo.json": b"[" * 100_000})),
    "unknown member": ("export_malformed", index_edit(lambda index: index.update(more=1))),
    "another format": ("export_malformed", index_edit(lambda index: index.update(format="other"))),
    "item twice": ("export_malformed", index_edit(lambda index: index["items"].append(index["items"][0]))),
    "path twice": (
        "export_malformed",
        index_edit(lambda index: index["files"][0].update(path=index["files"][1]["path"])),
    ),
    "path of another folder": (
        "export_malformed",
        index_edit(lambda index: index["items"][0]["versions"][0].update(path="memo.json")),
    ),
    "no version": ("export_malformed", index_edit(lambda index: index["items"][0].update(versions=[]))),
    "gap": ("export_malformed", index_edit(lambda index: index["items"][0]["versions"][0].update(n=2))),
    "kind of another": (
        "export_malformed",
        index_edit(
            lambda index: next(one for one in index["items"] if one["kind"] == "event").update(kind="contact")
        ),
    ),
    "missing record": ("export_incomplete", lambda entries: entries.pop(next(n for n in entries if "-v1" in n))),
    "missing original": ("export_incomplete", lambda entries: entries.pop(an_original(entries))),
    "longer original": (
        "export_altered",
        lambda entries: entries.update({an_original(entries): entries[an_original(entries)] + b"!"}),
    ),
    "another record": (
        "export_altered",
        lambda entries: entries.update({next(n for n in entries if "-v1" in n): b"{}"}),
    ),
    "malformed record": ("export_malformed", record_edit(lambda record: record.pop("title"))),
    "record in another form": ("export_malformed", record_edit(lambda record: json.dumps(record).encode())),
    "file of nobody": ("export_malformed", record_edit(lambda record: record["file"].update(id=b64(bytes(16))))),
    "file of another size": ("export_malformed", record_edit(lambda record: record["file"].update(size=1))),
    "too large a record": ("export_too_large", record_edit(lambda _: b" " * (8 * 1024 * 1024 + 1))),
}


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_archive_is_refused_before_anything_is_written(
    new_vault: NewClient, old_export: tuple[Path, Any], tmp_path: Path, hostile: str
) -> None:
    code, edit = HOSTILE[hostile]
    vault = new_vault()
    before = vault.refresh()
    here = tmp_path / "here" / "below"
    here.mkdir(parents=True)
    path = rebuilt(old_export[0], here / "hostile.zip", edit)

    with pytest.raises(ClientError, match=f"^{code}$"):
        import_vault(vault, path)

    assert vault.refresh() is before
    assert [path.name for path in here.parent.rglob("*")] == ["below", "hostile.zip"]


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_an_export_of_a_later_version_is_not_guessed(
    new_vault: NewClient, old_export: tuple[Path, Any], tmp_path: Path
) -> None:
    path = rebuilt(old_export[0], tmp_path / "later.zip", index_edit(lambda index: index.update(v=2)))

    with pytest.raises(UnsupportedError):
        import_vault(new_vault(), path)


def deflated(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("memo.json", b" " * 100_000_000)


def twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("memo.json", b"{}")
        archive.writestr("memo.jsom", b"[]")
    path.write_bytes(path.read_bytes().replace(b"memo.jsom", b"memo.json"))


def overlapping(path: Path) -> None:
    """Two entries of the list lead to the same bytes: what a bomb multiplies itself by."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fiches/1", b"x" * 1000)
        archive.writestr("fiches/2", b"y")
        second = archive.filelist[1]
        second.header_offset, second.file_size, second.compress_size = 0, 1000, 1000
        second.orig_filename = second.filename


def larger_than_it_is(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("memo.json", b"{}")
        archive.filelist[0].file_size = archive.filelist[0].compress_size = 10**9


def says_two_sizes(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("memo.json", b"{}")
        archive.filelist[0].file_size = 10**9


def no_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(1000))


def a_link(path: Path) -> None:
    path.mkdir()
    (path / "memo.json").symlink_to("/etc/passwd")


LYING = [deflated, twice, overlapping, larger_than_it_is, says_two_sizes, no_zip, a_link]


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize("build", LYING, ids=lambda one: one.__name__)
def test_an_archive_that_lies_about_itself_is_refused(
    new_vault: NewClient, tmp_path: Path, build: Callable[[Path], None]
) -> None:
    vault = new_vault()
    build(tmp_path / "hostile")

    with pytest.raises(ClientError, match=r"^export_malformed$"):
        import_vault(vault, tmp_path / "hostile")

    assert vault.catalogue.root["seq"] == 1


def test_a_changed_original_is_seen_while_it_is_read(
    new_vault: NewClient, again: Callable[[str], Desk], old_export: tuple[Path, Any], tmp_path: Path
) -> None:
    def change(entries: dict[str, bytes]) -> None:
        name = next(one for one in entries if one.startswith("fichiers/") and "Enregistrement" in one)
        entries[name] = entries[name][:-1] + b"!"

    vault = new_vault()
    path = rebuilt(old_export[0], tmp_path / "changed.zip", change)

    with pytest.raises(ClientError, match=r"^export_altered$"):
        import_vault(vault, path)

    other = again(vault.login)
    whole = expected_content(old_export[1])
    found = content(other)
    assert found.items() <= whole.items()
    assert not any("Enregistrement" in str(item) for item in found.values())
    import_vault(other, old_export[0])
    assert content(other) == whole


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_an_import_that_is_cut_anywhere_is_taken_up(
    new_vault: NewClient,
    again: Callable[[str], Desk],
    old_export: tuple[Path, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # More commits, so more places to be cut at.
    monkeypatch.setattr(client_import, "BATCH_ITEMS", 3)
    whole = expected_content(old_export[1])
    step, cuts, halves = 0, 0, set()
    while True:
        vault = new_vault()
        vault.way.left = step
        try:
            import_vault(vault, old_export[0])
        except ClientError as error:
            assert error.code == "offline"  # noqa: PT017 - the way that is never cut ends the loop
        else:
            break
        other = again(vault.login)
        halfway = content(other)
        assert halfway.items() <= whole.items(), "an item is there by half"
        halves.add(len(halfway))
        import_vault(other, old_export[0])
        assert content(other) == whole
        step, cuts = step + 1, cuts + 1

    assert cuts > 20
    assert len(halves) > 5


def test_nothing_is_left_of_a_file_that_was_given_up(
    app: Flask, new_vault: NewClient, old_export: tuple[Path, Any], tmp_path: Path
) -> None:
    path = rebuilt(
        old_export[0],
        tmp_path / "changed.zip",
        lambda entries: entries.update({name: body[::-1] for name, body in entries.items() if "fichiers/" in name}),
    )
    vault = new_vault()

    with pytest.raises(ClientError, match="export_altered"):
        import_vault(vault, path)

    kept = {file for row in vault.refresh().rows() for file in row["files"]}
    assert sorted(files_of(app, vault)) == sorted(kept)


def files_of(app: Flask, vault: VaultClient) -> list[str]:
    """The files that the server still has of a vault."""
    from sqlalchemy import select  # noqa: PLC0415 - the only look below the API in this file

    from vault.models.files import File  # noqa: PLC0415

    with app.extensions["memo"].db.read() as db:
        query = select(File.file_id).where(File.vault_id == vault.unlocked.vault_id, File.state != "gone")
        return [b64(file) for file in db.scalars(query)]


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_an_empty_file_and_one_of_several_parts_come_along(new_vault: NewClient, tmp_path: Path) -> None:
    vault, other = new_vault(), new_vault()
    for size in (0, 17_000_000):
        body = os.urandom(size)
        file = vault.keep_file(io.BytesIO(body), f"../{size}.bin", "application/octet-stream")
        vault.put_item(records.evidence(str(size), file, records.when(None)))

    export_vault(vault, tmp_path / "folder")
    import_vault(other, tmp_path / "folder")

    assert content(other) == content(vault)
