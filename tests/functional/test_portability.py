"""A vault is taken along and brought back item for item; what is no export is refused; a cut is mended."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.portability import content, expected_content, rebuilt
from vault import client_import
from vault import client_records as records
from vault.client_export import export_vault
from vault.client_import import import_vault
from vault.client_words import ClientError
from vault.crypto.encoding import b64

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from tests.functional.desk import Desk
    from vault.client_vault import VaultClient
    from vault.config import Settings

    NewClient = Callable[[], VaultClient]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A vault for each place to be cut at is more than one household makes in an hour."""
    wide = dict.fromkeys(("attempts_per_source", "attempts_overall", "registrations_per_source"), 10**6)
    return replace(settings, **wide)


@pytest.fixture(params=["zip", "folder"])
def export(request: pytest.FixtureRequest, old_export: tuple[Path, Any], tmp_path: Path) -> Path:
    """The same export in both its forms."""
    if request.param == "zip":
        return old_export[0]
    with zipfile.ZipFile(old_export[0]) as archive:
        archive.extractall(tmp_path / "export")
    return tmp_path / "export"


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
