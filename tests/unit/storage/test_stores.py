"""What every store promises (`vault.storage`): on a folder, on a real S3, on the stand-in while it is honest."""

import hashlib
import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest

from tests.parts import lying_s3
from tests.parts.s3 import S3
from vault.errors import PartMismatchError, StorageUnavailableError
from vault.ids import FileId, VaultId
from vault.storage import BlobKey, BlobStore, PartReceiver, file_prefix, part_key
from vault.storage.folder import FolderStore
from vault.storage.s3 import Bucket, S3Store


def s3_store(server: S3, bucket: str) -> S3Store:
    return S3Store(Bucket(bucket, server.region, server.access_key, server.secret_key, server.endpoint))


@pytest.fixture
def folder_store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "blobs")


@pytest.fixture
def stand_in_store() -> Iterator[S3Store]:
    with lying_s3.running() as server:
        yield s3_store(server.store, "bucket")


@pytest.fixture
def s3_store_real(s3_server: S3, s3_bucket: str) -> S3Store:
    return s3_store(s3_server, s3_bucket)


@pytest.fixture(params=["folder_store", "stand_in_store", pytest.param("s3_store_real", marks=pytest.mark.heavy)])
def store(request: pytest.FixtureRequest) -> BlobStore:
    return request.getfixturevalue(request.param)


@pytest.fixture
def ids() -> tuple[VaultId, FileId]:
    return VaultId(os.urandom(16)), FileId(os.urandom(16))


def send(store: BlobStore, key: BlobKey, body: bytes, *, announced: bytes | None = None) -> None:
    """Send a part the way a client would: through the app, or with a ticket."""
    announced = body if announced is None else announced
    digest = hashlib.sha256(announced).digest()
    if isinstance(store, PartReceiver):
        store.put(key, BytesIO(body), len(announced), digest)
        return
    ticket = store.presign_put(key, len(announced), digest)
    assert ticket is not None
    httpx.put(ticket.url, headers=dict(ticket.headers), content=body)
    store.check(key, len(announced), digest)


def read(store: BlobStore, key: BlobKey, start: int, end: int) -> bytes:
    return b"".join(store.open(key, start, end))


def test_what_was_sent_is_read_whole_and_by_ranges(store: BlobStore, ids: tuple[VaultId, FileId]):
    body, key = os.urandom(3_000_001), part_key(*ids, 0)
    send(store, key, body)
    assert read(store, key, 0, len(body)) == body
    assert read(store, key, 17, 1_500_000) == body[17:1_500_000]
    assert read(store, key, len(body) - 1, len(body)) == body[-1:]


def test_sending_again_is_the_same(store: BlobStore, ids: tuple[VaultId, FileId]):
    body, key = os.urandom(1000), part_key(*ids, 7)
    send(store, key, body)
    send(store, key, body)
    assert read(store, key, 0, 1000) == body


@pytest.mark.parametrize(
    "change", [lambda body: body[:-1], lambda body: bytes([body[0] ^ 1]) + body[1:], lambda _: b""]
)
def test_other_bytes_than_announced_are_refused(
    store: BlobStore, ids: tuple[VaultId, FileId], change: Callable[[bytes], bytes]
):
    body, key = os.urandom(5000), part_key(*ids, 0)
    with pytest.raises(PartMismatchError):
        send(store, key, change(body), announced=body)


def test_check_refuses_what_is_absent_or_other(store: BlobStore, ids: tuple[VaultId, FileId]):
    body, key = os.urandom(5000), part_key(*ids, 0)
    digest = hashlib.sha256(body).digest()
    with pytest.raises(PartMismatchError):
        store.check(key, len(body), digest)
    send(store, key, body)
    store.check(key, len(body), digest)
    with pytest.raises(PartMismatchError):
        store.check(key, len(body) + 1, digest)
    with pytest.raises(PartMismatchError):
        store.check(key, len(body), hashlib.sha256(b"other").digest())


def test_reading_beyond_the_object_fails(store: BlobStore, ids: tuple[VaultId, FileId]):
    key = part_key(*ids, 0)
    send(store, key, os.urandom(100))
    with pytest.raises(StorageUnavailableError):
        read(store, key, 0, 101)
    with pytest.raises(StorageUnavailableError):
        read(store, part_key(*ids, 1), 0, 1)


def test_delete_takes_all_parts_of_a_file_and_no_other(store: BlobStore, ids: tuple[VaultId, FileId]):
    vault_id, file_id = ids
    other = FileId(os.urandom(16))
    for number in range(3):
        send(store, part_key(vault_id, file_id, number), b"part")
    send(store, part_key(vault_id, other, 0), b"kept")
    store.delete(file_prefix(vault_id, file_id))
    store.delete(file_prefix(vault_id, file_id))
    for number in range(3):
        with pytest.raises(StorageUnavailableError):
            read(store, part_key(vault_id, file_id, number), 0, 4)
    assert read(store, part_key(vault_id, other, 0), 0, 4) == b"kept"
