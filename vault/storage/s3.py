"""Parts in an S3 bucket: bodies go straight between browser and store, never through the app.

1. A ticket signs the key, the length and the SHA-256 (`x-amz-checksum-sha256`): nothing else can be sent with it.
2. Nothing is believed until `check`: the size must agree, then the SHA-256. S3 computes it when the object arrives and
   says it on HEAD; stores that ignore the header (radosgw 16) say nothing: the object is read back and hashed here.
3. Reading addresses live a minute.

SDK checksums are `when_required` and the bucket is addressed by path, because stores that only resemble S3 need both.
Every region has its own host, the oldest one too: it is the one that the content security policy of our pages names.
This is the only module that imports boto3; its exceptions stop here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from vault.errors import PartMismatchError, StorageUnavailableError
from vault.storage import CHUNK, READ_SECONDS, TICKET_SECONDS, BlobKey, BlobPrefix, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CORSConfigurationTypeDef

CHECKSUM_HEADER = "x-amz-checksum-sha256"
CONNECT_SECONDS = 5
ANSWER_SECONDS = 30
TRIES = 2
"""Tries of one call in all: the client of the vault tries again by itself, and a person waits."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the bucket is and who we are to it."""

    name: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    endpoint: str = ""


class S3Store:
    """A `BlobStore` on a bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket.name
        self._client = _new_client(bucket)

    def prepare(self, origin: str) -> None:
        """See that the bucket answers and lets pages of `origin`, and no others, send and read parts."""
        rules: CORSConfigurationTypeDef = {
            "CORSRules": [
                {
                    "AllowedOrigins": [origin],
                    "AllowedMethods": ["GET", "PUT"],
                    "AllowedHeaders": ["content-type", "range", CHECKSUM_HEADER],
                    "ExposeHeaders": ["content-length", "content-range", "etag"],
                    "MaxAgeSeconds": 3600,
                }
            ]
        }
        with _translated():
            self._client.head_bucket(Bucket=self._bucket)
            self._client.put_bucket_cors(Bucket=self._bucket, CORSConfiguration=rules)

    def check(self, key: BlobKey, size: int, sha256: bytes) -> None:
        """As `BlobStore.check`; rule 2 of the module."""
        with _translated():
            try:
                head = self._client.head_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
            except ClientError as error:
                if _status(error) == 404:
                    raise PartMismatchError from error
                raise
        if head["ContentLength"] != size:
            raise PartMismatchError
        found = _stated_sha256(head.get("ChecksumSHA256")) or self._hash(key, size)
        if not hmac.compare_digest(found, sha256):
            raise PartMismatchError

    def open(self, key: BlobKey, start: int, end: int) -> Iterator[bytes]:
        """As `BlobStore.open`."""
        with _translated():
            answer = self._client.get_object(Bucket=self._bucket, Key=key, Range=f"bytes={start}-{end - 1}")
            if answer["ContentLength"] != end - start:
                answer["Body"].close()
                raise StorageUnavailableError
            yield from answer["Body"].iter_chunks(CHUNK)

    def delete(self, prefix: BlobPrefix) -> None:
        """As `BlobStore.delete`. One call an object: the batch call needs checksums that lesser stores do not know."""
        with _translated():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                for entry in page.get("Contents", []):
                    self._client.delete_object(Bucket=self._bucket, Key=entry["Key"])

    def presign_put(self, key: BlobKey, size: int, sha256: bytes) -> Ticket | None:
        """A ticket for exactly these bytes; rule 1 of the module. The browser sets the signed length by itself."""
        checksum = base64.b64encode(sha256).decode()
        values = {"Bucket": self._bucket, "Key": key, "ContentLength": size, "ChecksumSHA256": checksum}
        url = self._client.generate_presigned_url("put_object", Params=values, ExpiresIn=TICKET_SECONDS)
        return Ticket(url, {CHECKSUM_HEADER: checksum})

    def presign_get(self, key: BlobKey, seconds: int = READ_SECONDS) -> str | None:
        """A reading address; the store honours `Range` on it."""
        values = {"Bucket": self._bucket, "Key": key}
        return self._client.generate_presigned_url("get_object", Params=values, ExpiresIn=min(seconds, READ_SECONDS))

    def tidy(self, before: datetime) -> None:
        """Nothing: a part is one PUT, which the store keeps whole or not at all."""

    def _hash(self, key: BlobKey, size: int) -> bytes:
        digest = hashlib.sha256()
        for piece in self.open(key, 0, size):
            digest.update(piece)
        return digest.digest()


def _new_client(bucket: Bucket) -> S3Client:
    return boto3.client(
        "s3",
        endpoint_url=bucket.endpoint or None,
        region_name=bucket.region,
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path", "us_east_1_regional_endpoint": "regional"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "total_max_attempts": TRIES},
        ),
    )


def _stated_sha256(stated: str | None) -> bytes | None:
    """The SHA-256 that the store computed itself, if it did; a composite one (`…-3`) is not of the object."""
    if stated is None or "-" in stated:
        return None
    return base64.b64decode(stated)


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


@contextmanager
def _translated() -> Iterator[None]:
    """Raises: StorageUnavailableError: the store refused, failed, cut or could not be reached."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageUnavailableError from error
