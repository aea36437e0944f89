"""Parts in a folder: the embedded store.

How a part is kept, in this order; a crash between two steps leaves the part absent or whole, never half:

1. write to a file of its own under `.partial`, hashing on the way; memory holds one chunk;
2. refuse unless size and SHA-256 are those announced;
3. flush the file to the disk;
4. link it under its key, which fails if the key exists: an object that a row may vouch for is never replaced;
5. flush the folders that changed.

The folder must be on one file system that knows hard links.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vault.errors import PartMismatchError, StorageFullError, StorageUnavailableError
from vault.storage import CHUNK, READ_SECONDS, BlobKey, BlobPrefix, ByteSource, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

PARTIAL = ".partial"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times are naive UTC everywhere on the server


class FolderStore:
    """A `BlobStore` and `PartReceiver` on a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._partial = root / PARTIAL

    def prepare(self, origin: str) -> None:  # noqa: ARG002 - a folder serves nobody directly
        """Make the folder, readable by nobody else, and see that it can be written."""
        with _translated():
            _make_folder(self._partial)
            with tempfile.TemporaryFile(dir=self._partial) as probe:
                probe.write(b"\0")

    def put(self, key: BlobKey, source: ByteSource, size: int, sha256: bytes) -> None:
        """As `PartReceiver.put`; the steps of the module."""
        final = self._root / key
        with _translated():
            _make_folder(self._partial)
            with tempfile.NamedTemporaryFile(dir=self._partial) as partial:
                if not hmac.compare_digest(_copy(source, partial, size), sha256):
                    raise PartMismatchError
                partial.flush()
                os.fsync(partial.fileno())
                self._publish(Path(partial.name), final, size, sha256)

    def check(self, key: BlobKey, size: int, sha256: bytes) -> None:
        """As `BlobStore.check`: reads the object again."""
        path = self._root / key
        with _translated():
            if not path.is_file() or path.stat().st_size != size:
                raise PartMismatchError
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").digest()
        if not hmac.compare_digest(found, sha256):
            raise PartMismatchError

    def open(self, key: BlobKey, start: int, end: int) -> Iterator[bytes]:
        """As `BlobStore.open`; a missing or short object is refused at once, while a status can still tell."""
        path = self._root / key
        with _translated():
            if path.stat().st_size < end:
                raise StorageUnavailableError
        return _slice(path, start, end)

    def delete(self, prefix: BlobPrefix) -> None:
        """As `BlobStore.delete`."""
        folder = self._root / prefix
        with _translated():
            if folder.is_dir():
                shutil.rmtree(folder)
                _flush_folder(folder.parent)
                _remove_if_empty(folder.parent)

    def presign_put(self, key: BlobKey, size: int, sha256: bytes) -> Ticket | None:  # noqa: ARG002 - bodies go through the app
        """None: parts come through the app."""
        return None

    def presign_get(self, key: BlobKey, seconds: int = READ_SECONDS) -> str | None:  # noqa: ARG002 - bodies go through the app
        """None: parts leave through the app."""
        return None

    def tidy(self, before: datetime) -> None:
        """Remove the partial files of processes that were killed."""
        limit = (before - EPOCH).total_seconds()
        with _translated():
            for partial in self._partial.glob("*"):
                _remove_if_older(partial, limit)

    def _publish(self, partial: Path, final: Path, size: int, sha256: bytes) -> None:
        made = _make_folder(final.parent)
        try:
            os.link(partial, final)
        except FileExistsError:
            # A part sent twice, or left by a crash before its row was written: kept if it is the same bytes.
            self.check(BlobKey(str(final.relative_to(self._root))), size, sha256)
        for folder in [final.parent, *(folder.parent for folder in made)]:
            _flush_folder(folder)


def _copy(source: ByteSource, target: IO[bytes], size: int) -> bytes:
    """Copy exactly `size` bytes and answer their SHA-256.

    Raises: PartMismatchError: the source ends early; what it holds beyond `size` is never read.
    """
    digest = hashlib.sha256()
    left = size
    while left:
        piece = source.read(min(CHUNK, left))
        if not piece:
            raise PartMismatchError
        digest.update(piece)
        target.write(piece)
        left -= len(piece)
    return digest.digest()


def _slice(path: Path, start: int, end: int) -> Iterator[bytes]:
    with _translated(), path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left:
            piece = file.read(min(CHUNK, left))
            if not piece:
                raise StorageUnavailableError
            left -= len(piece)
            yield piece


def _make_folder(folder: Path) -> list[Path]:
    """The folders that had to be made, private: their parents must be flushed, or power loss forgets the new names."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
    return missing


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_if_empty(folder: Path) -> None:
    """The name of a vault that has no file any more tells of it, too."""
    with suppress(OSError):  # another file is there, or was made in this moment
        folder.rmdir()
        _flush_folder(folder.parent)


def _remove_if_older(path: Path, limit: float) -> None:
    try:
        if path.stat().st_mtime < limit:
            path.unlink()
    except FileNotFoundError:
        return  # its writer, or another worker, was quicker


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the operating system says into our errors.

    Raises:
        StorageFullError: no room is left; what was there is intact.
        StorageUnavailableError: anything else, an object that has gone missing included.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFullError from error
        raise StorageUnavailableError from error
