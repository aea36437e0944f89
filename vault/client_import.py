"""An export, read back into an empty vault, item for item (`docs/export.md` 3).

Before anything is written, in order: `client_archive` 1 and 2, then

3. `memo.json` is there, not too large, and well formed;
4. no id or path twice; every path of the index is there, in its place, of the size that the index says;
5. every record has its SHA-256, is well formed, and names only files of the index.

Then items go in, those of a page of the catalogue together: without files up to 200 in a commit, with files one by
one, because the server ties the files of a commit to its items. An import that was cut is done again: what exists is
skipped.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from vault.client_archive import reading_from
from vault.client_commits import Intended
from vault.client_export import FORMAT, INDEX, ORIGINALS, RECORDS, THUMBS
from vault.client_words import ClientError
from vault.crypto import constants, schema, shapes
from vault.crypto.catalogue import Change, page_number
from vault.crypto.constants import DOCUMENT_MAX, HASH, ID
from vault.crypto.encoding import Document, b64, load, now, sha256, unb64
from vault.crypto.errors import MalformedError, OmittedError
from vault.crypto.material import ItemId
from vault.crypto.rows import NewVersion, new_item_key, seal_record, trashed, with_version
from vault.crypto.summary import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vault.client_archive import Archive
    from vault.client_vault import VaultClient
    from vault.crypto.catalogue import Catalogue
    from vault.crypto.rows import Row

INDEX_LIMIT = 64 * 1024 * 1024
ITEM_LIMIT = 32 * 1024 * 1024
"""Bytes of all the records of one item: they travel in one commit."""
VERSIONS_LIMIT = 1_000
BATCH_ITEMS = 200
BATCH_BYTES = 16 * 1024 * 1024

_ID, _HASH, _PATH = shapes.octets(ID), shapes.octets(HASH), shapes.text(1_000)
_VERSION = shapes.members(n=shapes.integer(1), at=shapes.time, path=_PATH, sha256=_HASH)
_ITEM = shapes.members(
    id=_ID,
    kind=shapes.known(*constants.KINDS),
    trashed_at=shapes.nullable(shapes.time),
    versions=shapes.listing(_VERSION, VERSIONS_LIMIT),
)
_FILE = shapes.members(id=_ID, path=_PATH, size=shapes.integer(0), sha256=_HASH, thumb_of=shapes.nullable(_ID))
INDEX_SHAPE = shapes.members(
    v=shapes.version,
    format=shapes.choice(FORMAT),
    made_at=shapes.time,
    vault=shapes.text(64),
    items=shapes.listing(_ITEM, None),
    files=shapes.listing(_FILE, None),
)


class Done(NamedTuple):
    """Items that were kept by this run, and those that were there."""

    kept: int
    already: int


@dataclass(frozen=True)
class Plan:
    """A checked export."""

    archive: Archive
    items: list[Document]
    files: dict[str, Document]
    """Of the index, by id."""

    def records(self, item: Document) -> list[Document]:
        """The documents of an item, by version.

        Raises:
            ClientError: step 5.
        """
        return list(_records(self, item))


def import_vault(client: VaultClient, path: Path) -> Done:
    """Keep everything of an export; doing it again after a cut goes on where it stopped.

    Raises:
        ClientError: `vault_not_empty`, `export_malformed`, `export_incomplete`, `export_too_large`: nothing was kept;
            `export_altered`: items kept before it stay. UnsupportedError: an export of a later version.
        ApiError: `quota_exceeded` and other refusals; items kept before stay.
    """
    with reading_from(path) as archive:
        plan = read_plan(archive)
        rows = {row["id"]: row for row in client.catalogue.rows()}
        known = {item["id"] for item in plan.items}
        if any(row["erased_at"] is None and name not in known for name, row in rows.items()):
            raise ClientError("vault_not_empty")
        missing = [item for item in plan.items if item["id"] not in rows]
        _Import(client, plan).run(sorted(missing, key=lambda item: page_number(ItemId(unb64(item["id"])))))
        return Done(len(missing), len(plan.items) - len(missing))


def read_plan(archive: Archive) -> Plan:
    """Steps 3 to 5; raises like `import_vault`."""
    index = _index(archive)  # 3
    plan = Plan(archive, index["items"], {file["id"]: file for file in index["files"]})
    _check_paths(plan, index["files"])  # 4
    for item in plan.items:  # 5
        plan.records(item)
    return plan


def _index(archive: Archive) -> Document:
    if INDEX not in archive.sizes:
        raise ClientError("export_incomplete")
    data = _bounded(archive, INDEX, INDEX_LIMIT)
    try:
        index = json.loads(data.decode("utf-8"))
        INDEX_SHAPE(index)
    except (ValueError, RecursionError, MalformedError) as error:
        raise ClientError("export_malformed") from error
    return shapes.mapping(index)


def _check_paths(plan: Plan, files: list[Document]) -> None:
    records = [version["path"] for item in plan.items for version in item["versions"]]
    contents = [file["path"] for file in files]
    if len({*records, *contents}) < len(records) + len(contents) or len(plan.files) < len(files):
        raise ClientError("export_malformed")
    if len({item["id"] for item in plan.items}) < len(plan.items):
        raise ClientError("export_malformed")
    misplaced = [path for path in records if not path.startswith(f"{RECORDS}/")]
    if misplaced or not all(path.startswith((f"{ORIGINALS}/", f"{THUMBS}/")) for path in contents):
        raise ClientError("export_malformed")
    if any(path not in plan.archive.sizes for path in (*records, *contents)):
        raise ClientError("export_incomplete")
    if any(plan.archive.sizes[file["path"]] != file["size"] for file in files):
        raise ClientError("export_altered")


def _records(plan: Plan, item: Document) -> Iterator[Document]:
    numbers = [version["n"] for version in item["versions"]]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise ClientError("export_malformed")
    if sum(plan.archive.sizes[version["path"]] for version in item["versions"]) > ITEM_LIMIT:
        raise ClientError("export_too_large")
    for version in item["versions"]:
        data = _bounded(plan.archive, version["path"], DOCUMENT_MAX)
        if sha256(data) != unb64(version["sha256"]):
            raise ClientError("export_altered")
        try:
            record = load(data, schema.RECORD)
        except MalformedError as error:
            raise ClientError("export_malformed") from error
        _check_record(plan, item, record)
        yield record


def _check_record(plan: Plan, item: Document, record: Document) -> None:
    if record["kind"] != item["kind"]:
        raise ClientError("export_malformed")
    for reference, original in references(record):
        named = plan.files.get(reference["id"])
        wanted = {name: reference[name] for name in ("size", "sha256")} | {"thumb_of": original}
        if named is None or any(named[name] != value for name, value in wanted.items()):
            raise ClientError("export_malformed")


def references(record: Document) -> Iterator[tuple[Document, str | None]]:
    """The files of a record, the original first; with a thumbnail, the id of the original it belongs to."""
    file, thumb = record.get("file"), record.get("thumb")
    if file:
        yield file, None
    if thumb:
        yield thumb, file["id"] if file else None


def _bounded(archive: Archive, path: str, limit: int) -> bytes:
    if archive.sizes[path] > limit:
        raise ClientError("export_too_large")
    with archive.open(path) as stream:
        return stream.read(limit)


class _Import:
    """Items on their way into the vault: read, their files sealed, then kept."""

    def __init__(self, client: VaultClient, plan: Plan) -> None:
        self._client = client
        self._plan = plan
        self._batch: list[tuple[Document, list[Document]]] = []
        self._bytes = 0

    def run(self, items: list[Document]) -> None:
        """Keep all items."""
        for item in items:
            records = self._plan.records(item)
            if any(True for record in records for _ in references(record)):
                self._keep_with_files(item, records)
                continue
            size = sum(self._plan.archive.sizes[version["path"]] for version in item["versions"])
            if self._full(size, len(records)):
                self._flush()
            self._batch.append((item, records))
            self._bytes += size
        self._flush()

    def _full(self, size: int, versions: int) -> bool:
        count = sum(len(records) for _, records in self._batch) + versions
        return len(self._batch) >= BATCH_ITEMS or self._bytes + size > BATCH_BYTES or count > VERSIONS_LIMIT

    def _flush(self) -> None:
        if self._batch:
            self._keep(self._batch, [])
        self._batch, self._bytes = [], 0

    def _keep_with_files(self, item: Document, records: list[Document]) -> None:
        fresh: dict[str, Document] = {}
        try:
            rewritten = [self._rewritten(record, fresh) for record in records]
            self._keep([(item, rewritten)], [file["id"] for file in fresh.values()])
        except BaseException:
            # What a cut leaves all the same, the server removes by itself.
            for file in fresh.values():
                with suppress(ClientError):
                    self._client.api.delete(f"files/{file['id']}")
            raise

    def _rewritten(self, record: Document, fresh: dict[str, Document]) -> Document:
        """The record with its files under new keys and ids; `fresh` gets those by their old ids."""
        for reference, original in references(record):
            if reference["id"] not in fresh:
                parent = None if original is None else unb64(fresh[original]["id"])
                self._send(reference, parent, fresh)
        changed = {name: fresh[record[name]["id"]] for name in ("file", "thumb") if record.get(name)}
        # Name and type are those of this version: another one may have named the same file otherwise.
        return record | {
            name: reference | {member: record[name][member] for member in ("name", "type")}
            for name, reference in changed.items()
        }

    def _send(self, reference: Document, parent: bytes | None, fresh: dict[str, Document]) -> None:
        path = self._plan.files[reference["id"]]["path"]
        with self._plan.archive.open(path) as stream:
            kept = self._client.keep_file(
                stream, reference["name"], reference["type"], reference["size"], original=parent
            )
        fresh[reference["id"]] = kept
        if kept["sha256"] != reference["sha256"]:
            raise ClientError("export_altered")

    def _keep(self, batch: list[tuple[Document, list[Document]]], files: list[str]) -> None:
        def intention(catalogue: Catalogue) -> Intended:
            rows: dict[ItemId, Any] = {}
            bodies: list[Document] = []
            trash: list[str] = []
            for item, records in batch:
                item_id = ItemId(unb64(item["id"]))
                if _is_there(catalogue, item_id):
                    continue  # a run beside this one was quicker
                row, sealed = self._row(item_id, item, records)
                rows[item_id] = lambda _, row=row: row
                bodies += sealed
                trash += [item["id"]] if item["trashed_at"] else []
            return Intended(Change(rows), bodies, {"files": files if bodies else [], "trash": trash})

        self._client.commit(intention)

    def _row(self, item_id: ItemId, item: Document, records: list[Document]) -> tuple[Row, list[Document]]:
        row: Row | None = None
        bodies = []
        for version, record in zip(item["versions"], records, strict=True):
            key = new_item_key()
            sealed = seal_record(key, self._client.unlocked.vault_id, item_id, version["n"], record)
            files = tuple(unb64(reference["id"]) for reference, _ in references(record))
            new = NewVersion(version["n"], sha256(sealed), key, version["at"], summary_of(record), files)
            row = with_version(row, item_id, item["kind"], new)
            bodies.append({"item_id": item["id"], "version": version["n"], "sealed": b64(sealed)})
        if row is None:
            raise ClientError("export_malformed")
        return (trashed(row, now()) if item["trashed_at"] else row), bodies


def _is_there(catalogue: Catalogue, item_id: ItemId) -> bool:
    try:
        catalogue.row(item_id)
    except OmittedError:
        return False
    return True
