"""The folder store when the disk is full, slow, cut or wrong."""

import errno
import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from vault.errors import PartMismatchError, StorageFullError, StorageUnavailableError
from vault.ids import FileId, VaultId
from vault.storage import BlobKey, part_key
from vault.storage.folder import FolderStore

KEY = part_key(VaultId(bytes(16)), FileId(bytes(16)), 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def put(store: FolderStore, body: bytes, key: BlobKey = KEY) -> None:
    store.put(key, BytesIO(body), len(body), hashlib.sha256(body).digest())


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_verified_part_is_never_replaced(root: Path):
    store = FolderStore(root)
    put(store, b"first")
    with pytest.raises(PartMismatchError):
        put(store, b"other")
    assert b"".join(store.open(KEY, 0, 5)) == b"first"


def test_nothing_is_left_of_a_refused_part(root: Path):
    store = FolderStore(root)
    with pytest.raises(PartMismatchError):
        store.put(KEY, BytesIO(b"short"), 6, hashlib.sha256(b"short").digest())
    with pytest.raises(PartMismatchError):
        store.put(KEY, BytesIO(b"wrong"), 5, hashlib.sha256(b"right").digest())
    assert files(root) == []


def test_a_full_disk_keeps_what_is_there_and_takes_parts_again_once_there_is_room(small_disk: Path):
    store = FolderStore(small_disk)
    put(store, os.urandom(400_000))
    with pytest.raises(StorageFullError):
        put(store, os.urandom(900_000), part_key(VaultId(bytes(16)), FileId(b"f" * 16), 0))
    assert len(files(small_disk)) == 1
    assert len(b"".join(store.open(KEY, 0, 400_000))) == 400_000
    put(store, os.urandom(400_000), part_key(VaultId(bytes(16)), FileId(b"f" * 16), 1))


@pytest.mark.parametrize("failing", ["fsync", "link"])
def test_a_disk_error_is_never_taken_for_kept(root: Path, monkeypatch: pytest.MonkeyPatch, failing: str):
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "input/output error")

    store = FolderStore(root)
    store.prepare("")
    with monkeypatch.context() as patched:
        patched.setattr(os, failing, fail)
        with pytest.raises(StorageUnavailableError):
            put(store, b"body")
    put(store, b"body")


def test_the_part_is_on_the_disk_before_it_has_its_name_and_the_name_before_the_answer(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(root)
    store.prepare("")
    acts: list[str] = []
    fsync, link = os.fsync, os.link

    def seen_fsync(descriptor: int) -> None:
        acts.append("file" if stat.S_ISREG(os.fstat(descriptor).st_mode) else "folder")
        fsync(descriptor)

    def seen_link(source: Path, target: Path) -> None:
        acts.append("link")
        link(source, target)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(os, "link", seen_link)
    put(store, b"body")
    assert acts == ["file", "link", "folder", "folder", "folder"]  # the file's folder, the vault's, the root


def test_prepare_fails_on_a_folder_that_cannot_be(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageUnavailableError):
        FolderStore(tmp_path / "file" / "blobs").prepare("")


def test_a_killed_writer_leaves_nothing_under_the_key_and_tidy_removes_the_rest(root: Path):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from vault.storage.folder import FolderStore\n"
        "class Killer:\n"
        "    def read(self, size):\n"
        "        if hasattr(self, 'used'): os.kill(os.getpid(), 9)\n"
        "        self.used = True\n"
        "        return bytes(10)\n"
        "FolderStore(Path(sys.argv[1])).put(sys.argv[2], Killer(), 20, bytes(32))\n"
    )
    FolderStore(root).prepare("")
    done = subprocess.run([sys.executable, "-c", script, str(root), KEY], check=False)
    assert done.returncode == -9
    assert not (root / KEY).exists()
    left = files(root)
    assert len(left) == 1
    made = datetime.fromtimestamp(left[0].stat().st_mtime, UTC).replace(tzinfo=None)
    FolderStore(root).tidy(made - timedelta(seconds=1))
    assert files(root) == left
    FolderStore(root).tidy(made + timedelta(seconds=1))
    assert files(root) == []


def test_memory_holds_a_chunk_not_a_part(root: Path):
    class Zeros:
        largest = 0

        def read(self, size: int) -> bytes:
            self.largest = max(self.largest, size)
            return bytes(size)

    source, size = Zeros(), 16_793_600
    FolderStore(root).put(KEY, source, size, hashlib.sha256(bytes(size)).digest())
    assert source.largest <= 1 << 20


def test_others_of_the_machine_cannot_read(root: Path):
    put(FolderStore(root), b"sealed")
    assert all(path.stat().st_mode & 0o077 == 0 for path in files(root))
    assert all(path.stat().st_mode & 0o077 == 0 for path in root.rglob("*") if path.is_dir())
