"""The S3 store against a store that fails, cuts and lies, and what a ticket is good for."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tests.parts import lying_s3
from tests.parts.lying_s3 import LyingS3
from tests.parts.s3 import S3
from vault.config import Settings
from vault.errors import PartMismatchError, StorageUnavailableError
from vault.ids import FileId, VaultId
from vault.storage import BlobKey, BlobPrefix, part_key
from vault.storage.s3 import Bucket, S3Store

BODY = os.urandom(200_000)
DIGEST = hashlib.sha256(BODY).digest()


def key(number: int = 0) -> BlobKey:
    return part_key(VaultId(bytes(16)), FileId(bytes(16)), number)


def store_on(server: S3, bucket: str = "bucket") -> S3Store:
    return S3Store(Bucket(bucket, server.region, server.access_key, server.secret_key, server.endpoint))


@pytest.fixture
def liar() -> Iterator[LyingS3]:
    with lying_s3.running() as server:
        yield server


def send(store: S3Store, body: bytes = BODY, **headers: str) -> httpx.Response:
    ticket = store.presign_put(key(), len(BODY), DIGEST)
    assert ticket is not None
    return httpx.put(ticket.url, headers={**ticket.headers, **headers}, content=body)


@pytest.mark.parametrize("lie", ["truncates", "flips", "deaf_flips", "misstates", "forgets"])
def test_a_part_that_the_store_does_not_hold_is_not_confirmed(liar: LyingS3, lie: str):
    store = store_on(liar.store)
    liar.tell(lie)
    assert send(store).status_code == 200
    with pytest.raises(PartMismatchError):
        store.check(key(), len(BODY), DIGEST)


def test_a_store_that_tells_no_checksum_is_read_back(liar: LyingS3):
    store = store_on(liar.store)
    liar.tell("deaf")
    send(store)
    store.check(key(), len(BODY), DIGEST)


@pytest.mark.parametrize("lie", ["fails", "hangs_up"])
def test_a_store_that_is_away_is_unavailable_not_wrong(liar: LyingS3, lie: str):
    store = store_on(liar.store)
    send(store)
    liar.tell(lie)
    for act in (
        lambda: store.check(key(), len(BODY), DIGEST),
        lambda: b"".join(store.open(key(), 0, 10)),
        lambda: store.delete(BlobPrefix("a/b/")),
        lambda: store.prepare("https://memo.example"),
    ):
        with pytest.raises(StorageUnavailableError):
            act()
    liar.tell(None)
    store.check(key(), len(BODY), DIGEST)


def test_a_cut_reading_is_unavailable_and_not_a_short_part(liar: LyingS3):
    store = store_on(liar.store)
    send(store)
    liar.tell("cuts")
    with pytest.raises(StorageUnavailableError):
        b"".join(store.open(key(), 0, len(BODY)))


def test_a_wrong_secret_is_unavailable(liar: LyingS3):
    store = store_on(replace(liar.store, secret_key="not the secret"))
    assert send(store).status_code == 403
    with pytest.raises(StorageUnavailableError):
        store.check(key(), len(BODY), DIGEST)


def test_a_ticket_takes_these_bytes_only(liar: LyingS3):
    store = store_on(liar.store)
    assert send(store, bytes([BODY[0] ^ 1]) + BODY[1:]).status_code == 400
    assert send(store, BODY[:-1]).status_code == 403
    assert send(store, **{"x-amz-checksum-sha256": "A" * 43 + "="}).status_code == 403
    assert liar.objects == {}


def test_a_reading_address_lives_at_most_a_minute_and_cannot_write(liar: LyingS3):
    store = store_on(liar.store)
    send(store)
    url = store.presign_get(key(), 3600)
    assert url is not None
    assert "X-Amz-Expires=60" in url
    assert httpx.get(url, headers={"Range": "bytes=5-9"}).content == BODY[5:10]
    assert httpx.put(url, content=b"x").status_code == 403
    assert httpx.get(url.replace(f"{0:05d}", f"{1:05d}")).status_code == 403


def test_the_real_store_takes_a_ticket_once_opened_to_our_pages(s3_server: S3, s3_bucket: str):
    store = store_on(s3_server, s3_bucket)
    store.prepare("https://memo.example")
    ticket = store.presign_put(key(), len(BODY), DIGEST)
    assert ticket is not None
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": ",".join(ticket.headers)}
    ours = httpx.options(ticket.url, headers={"Origin": "https://memo.example", **asked})
    assert ours.headers["access-control-allow-origin"] == "https://memo.example"
    theirs = httpx.options(ticket.url, headers={"Origin": "https://other.example", **asked})
    assert "access-control-allow-origin" not in theirs.headers
    assert httpx.put(ticket.url, headers=dict(ticket.headers), content=BODY[:-1]).status_code == 403
    assert httpx.put(ticket.url, headers=dict(ticket.headers), content=BODY).status_code == 200
    store.check(key(), len(BODY), DIGEST)


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-3"])
def test_without_an_endpoint_addresses_are_of_the_origin_that_pages_may_reach(region: str) -> None:
    store = S3Store(Bucket("bucket", region, "key", "secret"))
    url = store.presign_get(key())
    assert url is not None
    secret = "a secret of thirty-two characters"
    settings = Settings(
        secret_key=f"{secret} 1",
        pepper=f"{secret} 2",
        database_url="sqlite://",
        halves_database_url="sqlite:///halves",
        blobs="s3://bucket",
        s3_region=region,
        s3_access_key="key",
        s3_secret_key="secret",
    )
    assert url.startswith(f"{settings.blob_origin}/bucket/")
