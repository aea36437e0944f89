"""An export, written: everything in the clear, in a folder or a ZIP (`docs/export.md`). With the originals that `memo
get` writes, the only place where the client writes decrypted content.

Names come from content, which others may have written, so they never choose a path: a number comes first, and only
letters, digits and a few signs are left. The folder must be new or empty, the ZIP new; both are readable by their owner
alone. The index says what is there and is written when all of it is: an export that was cut has none.

What a share shows is written the same way, without index: a share cannot be read back into a vault.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from vault.client_export_page import page_of
from vault.client_files import beside
from vault.client_words import ClientError
from vault.crypto.constants import VERSION
from vault.crypto.encoding import Document, b64, dump, now, parse_time, sha256, unb64
from vault.crypto.material import ItemId
from vault.crypto.recovery import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from vault.client_vault import VaultClient
    from vault.crypto.rows import Row

NAME_LIMIT = 80
FORMAT = "memo-export"
INDEX, SUMS = "memo.json", "SHA256SUMS"
RECORDS, ORIGINALS, THUMBS = "fiches", "fichiers", "vignettes"
VERSIONS_AT_ONCE = 200


class FileReader(Protocol):
    """Whoever can read a file by its reference: an open vault, or an opened share."""

    def read_file(self, reference: Document, original: bytes | None = None) -> Iterator[bytes]:
        """The bytes, in pieces."""
        ...


class Target(Protocol):
    """Where an export is written to."""

    def write(self, path: str, pieces: Iterable[bytes], size: int) -> None:
        """Write one file of `size` bytes."""
        ...


class FolderTarget:
    """A folder that did not exist or was empty."""

    def __init__(self, folder: Path) -> None:
        """Make the folder.

        Raises:
            ClientError: `folder_not_empty`.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ClientError("folder_not_empty")
        self._folder = folder
        for name in (RECORDS, ORIGINALS, THUMBS):
            (folder / name).mkdir(mode=0o700)

    def write(self, path: str, pieces: Iterable[bytes], size: int) -> None:  # noqa: ARG002 - a folder need not know
        """As `Target`."""
        write_new(self._folder / path, pieces)


class ZipTarget:
    """A ZIP whose entries are stored; every entry carries the time of the export."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._date = parse_time(now()).timetuple()[:6]

    def write(self, path: str, pieces: Iterable[bytes], size: int) -> None:
        """As `Target`."""
        entry = zipfile.ZipInfo(path, self._date)
        entry.external_attr = 0o600 << 16
        with self._archive.open(entry, "w", force_zip64=size >= zipfile.ZIP64_LIMIT) as stream:
            for piece in pieces:
                stream.write(piece)


@contextmanager
def writing_to(path: Path) -> Iterator[Target]:
    """A ZIP when the name ends in `.zip`, else a folder; a ZIP that was cut is removed.

    Raises:
        ClientError: `folder_not_empty`, `file_unreadable`.
    """
    if path.suffix.lower() != ".zip":
        yield FolderTarget(path)
        return
    with create(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        yield ZipTarget(archive)


class Export:
    """An export being written; `finish` writes the page for people, the index and the sums."""

    def __init__(self, target: Target, reader: FileReader) -> None:
        self._target = target
        self._reader = reader
        self._sums: list[str] = []
        self._paths: dict[str, str] = {}
        self._shown: dict[str, Document] = {}
        self.files: list[Document] = []
        """Of the index (`docs/export.md` 2)."""

    def add(self, item_id: str, version: int, record: Document, trashed_at: str | None = None) -> Document:
        """Write one version of a record, with its files if they are not there yet; its path and hash for the index.

        Raises:
            CryptoError: a file is not what was kept; the export is then not finished.
        """
        path = f"{RECORDS}/{item_id}-v{version}.json"
        digest = self._write(path, dump(record))
        file, thumb = record.get("file"), record.get("thumb")
        for reference, original, folder in ((file, None, ORIGINALS), (thumb, file, THUMBS)):
            if reference and reference["id"] not in self._paths:
                self._add_file(reference, original, folder)
        shown = self._shown.setdefault(item_id, {"trashed": trashed_at is not None, "versions": []})
        shown["versions"].append(path)
        shown |= {"record": record, "file": self._paths[file["id"]] if file else None}
        return {"path": path, "sha256": b64(digest)}

    def finish(self, index: Document | None = None) -> None:
        """Write what says that the export is whole; `index` without its files, which are added."""
        self._text("index.html", page_of(list(self._shown.values())))
        if index is not None:
            self._text(INDEX, json.dumps(index | {"files": self.files}, ensure_ascii=False, separators=(",", ":")))
        self._text(SUMS, "".join(self._sums))

    def _add_file(self, reference: Document, original: Document | None, folder: str) -> None:
        path = f"{folder}/{len(self._paths) + 1:04d}-{safe_name(reference['name'])}"
        parent = original["id"] if original else None
        # The reader gives the last piece only of the very file that was kept: hashing it twice would find nothing.
        pieces = self._reader.read_file(reference, None if parent is None else unb64(parent))
        self._target.write(path, beside(pieces), reference["size"])
        self._sums.append(f"{unb64(reference['sha256']).hex()}  {path}\n")
        self._paths[reference["id"]] = path
        named = {name: reference[name] for name in ("size", "sha256")}
        self.files.append({"id": reference["id"], "path": path} | named | {"thumb_of": parent})

    def _text(self, path: str, text: str) -> None:
        self._write(path, text.encode())

    def _write(self, path: str, body: bytes) -> bytes:
        digest = sha256(body)
        self._target.write(path, [body], len(body))
        self._sums.append(f"{digest.hex()}  {path}\n")
        return digest


def export_vault(client: VaultClient, path: Path) -> None:
    """Write everything that the vault holds, every version of it, the trash too, to a folder or a `.zip`.

    Raises:
        ClientError: `folder_not_empty`, `file_unreadable`; CryptoError, ApiError: the vault could not be read whole.
    """
    with writing_to(path) as target:
        export = Export(target, client)
        items = {row["id"]: _item(row) for row in client.catalogue.rows() if row["erased_at"] is None}
        for row, version, record in _every_version(client):
            kept = export.add(row["id"], version["n"], record, row["trashed_at"])
            items[row["id"]]["versions"].append({"n": version["n"], "at": version["at"]} | kept)
        unlocked = client.unlocked
        mark = fingerprint(unlocked.vault_id, unlocked.identity.public())
        head = {"v": VERSION, "format": FORMAT, "made_at": now(), "vault": mark}
        export.finish(head | {"items": list(items.values())})


def _item(row: Row) -> Document:
    return {"id": row["id"], "kind": row["kind"], "trashed_at": row["trashed_at"], "versions": []}


def _every_version(client: VaultClient) -> Iterator[tuple[Row, Document, Document]]:
    names = [(row, version) for row in client.catalogue.rows() for version in row["versions"]]
    for start in range(0, len(names), VERSIONS_AT_ONCE):
        batch: Sequence[tuple[Row, Document]] = names[start : start + VERSIONS_AT_ONCE]
        asked = [(ItemId(unb64(row["id"])), int(version["n"])) for row, version in batch]
        for (row, version), record in zip(batch, client.read_records(asked), strict=True):
            yield row, version, record


@contextmanager
def create(path: Path) -> Iterator[BinaryIO]:
    """A file that did not exist, readable by its owner alone; an interrupted one is removed.

    Raises:
        ClientError: `file_unreadable`.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ClientError("file_unreadable") from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
    except BaseException:
        path.unlink()
        raise


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that did not exist; raises like `create`."""
    with create(path) as stream:
        stream.writelines(pieces)


def safe_name(name: str) -> str:
    """A file name without path, control, direction or device signs; never empty."""
    plain = unicodedata.normalize("NFC", name)
    kept = re.sub(r"[^\w.-]+", "_", plain).strip("._")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        return kept[:NAME_LIMIT] or "fichier"
    return f"{stem[:NAME_LIMIT]}.{suffix[:10]}"
