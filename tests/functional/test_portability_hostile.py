"""An archive that is no export, lies about itself, or leads out of its folder is refused before anything is written."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.portability import rebuilt
from vault.client_import import import_vault
from vault.client_words import ClientError
from vault.crypto.encoding import b64
from vault.crypto.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vault.client_vault import VaultClient

    NewClient = Callable[[], VaultClient]


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
        index_edit(lambda index: next(one for one in index["items"] if one["kind"] == "event").update(kind="contact")),
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
