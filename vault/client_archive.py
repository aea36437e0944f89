"""The files of an export, in a folder or a ZIP that anyone may have prepared (`docs/export.md` 3.2, steps 1 and 2).

1. Every name is relative and plain; none is there twice; there are at most a million. Links and devices are refused.
2. A ZIP is stored, not encrypted; its entries follow each other without overlapping, each as large as it says.

Nothing is ever written under a name of an archive: what a path could reach is refused all the same, because the archive
is then no export, and other tools would open it.
"""

from __future__ import annotations

import re
import stat
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from vault.client_words import ClientError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

ENTRIES_LIMIT = 1_000_000
_PLAIN_PART = re.compile(r"[^/\\:\x00-\x1f\x7f]+")
_LOCAL_HEADER = 30
_ENCRYPTED = 1


class Archive(Protocol):
    """The files of an export; `sizes` are in bytes, by path."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """As above."""
        ...

    def open(self, path: str) -> BinaryIO:
        """The bytes of one file, from its start."""
        ...


class Folder:
    """An export as a folder."""

    def __init__(self, root: Path) -> None:
        """List the folder.

        Raises:
            ClientError: `export_malformed`.
        """
        self._root = root
        self.sizes = check_names(_files_below(root, ""))

    def open(self, path: str) -> BinaryIO:
        """As `Archive`."""
        return (self._root / path).open("rb")


class Zip:
    """An export as a ZIP."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read the list of entries.

        Raises:
            ClientError: `export_malformed`.
        """
        self._archive = archive
        _check_entries(archive)
        entries = archive.infolist()
        named = check_names((entry.filename.removesuffix("/"), entry.file_size) for entry in entries)
        self.sizes = {entry.filename: entry.file_size for entry in entries if entry.filename in named}

    def open(self, path: str) -> BinaryIO:
        """As `Archive`."""
        return cast("BinaryIO", self._archive.open(path))


@contextmanager
def reading_from(path: Path) -> Iterator[Archive]:
    """The files of the folder or ZIP at `path`.

    Raises:
        ClientError: `export_malformed`, rules 1 and 2; `export_altered`, an entry reads otherwise than it was written.
        OSError: it cannot be read.
    """
    if path.is_dir():
        yield Folder(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ClientError("export_malformed") from error
    try:
        with archive:
            yield Zip(archive)
    except (zipfile.BadZipFile, EOFError) as error:
        raise ClientError("export_altered") from error


def check_names(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sizes by name (rule 1).

    Raises:
        ClientError: `export_malformed`.
    """
    sizes: dict[str, int] = {}
    for name, size in found:
        parts = name.split("/")
        if name in sizes or len(sizes) >= ENTRIES_LIMIT:
            raise ClientError("export_malformed")
        if not all(_PLAIN_PART.fullmatch(part) and part not in {".", ".."} for part in parts):
            raise ClientError("export_malformed")
        sizes[name] = size
    return sizes


def _check_entries(archive: zipfile.ZipFile) -> None:
    end = 0
    for entry in sorted(archive.infolist(), key=lambda one: one.header_offset):
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & _ENCRYPTED:
            raise ClientError("export_malformed")
        if entry.file_size != entry.compress_size or entry.header_offset < end:
            raise ClientError("export_malformed")
        end = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    if end > archive.start_dir:
        raise ClientError("export_malformed")


def _files_below(root: Path, prefix: str) -> Iterator[tuple[str, int]]:
    for path in root.iterdir():
        told = path.lstat()
        name = f"{prefix}{path.name}"
        if stat.S_ISDIR(told.st_mode):
            yield from _files_below(path, f"{name}/")
        elif stat.S_ISREG(told.st_mode):
            yield name, told.st_size
        else:
            raise ClientError("export_malformed")
