"""Documents and originals in a folder that anyone can read: the only place where the client writes decrypted content.

`fiches/<id>-v<n>.json`   every kept version of every record, exactly as it was sealed
`fichiers/<n>-<name>`     every original, byte for byte, under a name that is safe on any system
`index.html`              the list, with links; no script, nothing from elsewhere
`SHA256SUMS`              `sha256sum -c SHA256SUMS` says whether the folder has changed since

Names come from content, which others may have written, so they never choose a path: a number comes first, and only
letters, digits and a few signs are left. The folder must be new or empty and is readable by its owner alone.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import unicodedata
from typing import TYPE_CHECKING, Protocol

from vault.client_words import ClientError, _
from vault.crypto.encoding import Document, dump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

NAME_LIMIT = 80
PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
<ul>
{entries}
</ul>
</body>
</html>
"""


class FileReader(Protocol):
    """Whoever can read a file by its reference: an open vault, or an opened share."""

    def read_file(self, reference: Document, original: bytes | None = None) -> Iterator[bytes]:
        """The bytes, in pieces."""
        ...


class Export:
    """A folder being filled; `finish` writes the index and the sums."""

    def __init__(self, folder: Path, reader: FileReader) -> None:
        """Take a folder that does not exist or is empty.

        Raises:
            ClientError: `folder_not_empty`.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ClientError("folder_not_empty")
        self._folder = folder
        self._reader = reader
        self._sums: list[str] = []
        self._entries: list[str] = []
        self._files: dict[str, str] = {}
        for name in ("fiches", "fichiers"):
            (folder / name).mkdir(mode=0o700)

    def add(self, item_id: str, version: int, record: Document) -> None:
        """Write one version of a record, and its original if it is not there yet.

        Raises:
            CryptoError: the original is not what was kept; the export is then not finished.
        """
        page = f"fiches/{item_id}-v{version}.json"
        self._write(page, [dump(record)])
        links = [(page, f"{title_of(record)} ({record['kind']}, v{version})")]
        if record.get("file"):
            links.append((self._original(record["file"]), record["file"]["name"]))
        self._entries.append(f"<li>{' · '.join(map(link, links))}</li>")

    def finish(self) -> None:
        """Write what says that the export is whole."""
        page = PAGE.format(title=html.escape(_("Contenu du coffre")), entries="\n".join(self._entries))
        self._write("index.html", [page.encode()])
        self._write("SHA256SUMS", ["".join(self._sums).encode()])

    def _original(self, reference: Document) -> str:
        path = self._files.get(reference["id"])
        if path is None:
            path = f"fichiers/{len(self._files) + 1:04d}-{safe_name(reference['name'])}"
            self._write(path, self._reader.read_file(reference))
            self._files[reference["id"]] = path
        return path

    def _write(self, path: str, pieces: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        write_new(self._folder / path, _hashed(pieces, digest.update))
        self._sums.append(f"{digest.hexdigest()}  {path}\n")


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that did not exist, readable by its owner alone; an interrupted one is removed.

    Raises:
        ClientError: `file_unreadable`.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ClientError("file_unreadable") from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(pieces)
    except BaseException:
        path.unlink()
        raise


def safe_name(name: str) -> str:
    """A file name without path, control, direction or device signs; never empty."""
    plain = unicodedata.normalize("NFC", name)
    kept = re.sub(r"[^\w.-]+", "_", plain).strip("._")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        return kept[:NAME_LIMIT] or "fichier"
    return f"{stem[:NAME_LIMIT]}.{suffix[:10]}"


def title_of(record: Document) -> str:
    """What a list shows of a record."""
    return str(record["name"] if record["kind"] == "contact" else record["title"])


def link(target: tuple[str, str]) -> str:
    """An HTML link to a path of the export."""
    path, text = target
    return f'<a href="{html.escape(path)}">{html.escape(text)}</a>'


def _hashed(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece
