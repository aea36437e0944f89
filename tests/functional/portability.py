"""Vaults that are taken along: what a vault holds, the export of an old one, archives made anew."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING, Any

from tests.old.served import STORED, Old
from vault.client_api import Api
from vault.client_export import export_vault
from vault.client_vault import VaultClient
from vault.crypto.encoding import b64, unb64
from vault.crypto.material import ItemId

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REFERENCES = ("file", "thumb")


def exported_old(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The stored vault of the first release, taken along: the ZIP, and what is in it."""
    old = Old(STORED[0], folder)
    client = VaultClient(Api(old.address))
    client.open(old.expected["login"], old.expected["password"])
    export_vault(client, folder / "export.zip")
    client.leave()
    old.close()
    return folder / "export.zip", old.expected


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


def rebuilt(source: Path, target: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """The export with other entries; the index keeps the sums of the records it still names, unless it was edited."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    edit(entries)
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return target
