"""Where sealed parts are kept: the words that the folder and the S3 store share.

1. A part is one object; its key is made here from ids, never from anything a person typed.
2. A part that a store accepted is verified: its size and SHA-256 are those announced, on disk, before the answer.
3. What a store refuses, loses, cuts or mixes up becomes one of our errors in the store's own module.

Who may read or write a part, and which parts exist, is for `services.files`; a store knows neither vaults nor people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NewType, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from vault.ids import FileId, VaultId

BlobKey = NewType("BlobKey", str)
"""`<vault hex>/<file hex>/<number, 5 digits>`."""
BlobPrefix = NewType("BlobPrefix", str)
"""`<vault hex>/<file hex>/`: all parts of a file."""

TICKET_SECONDS = 900
"""How long a part may be sent after its ticket: a part takes three minutes on a bad phone link."""
READ_SECONDS = 60
"""How long a presigned reading address lives, so that an ended session or share ends it too."""
CHUNK = 1024 * 1024
"""Bytes read at a time: memory stays flat whatever the size of a part."""


class ByteSource(Protocol):
    """A request body, a file: anything read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where the client sends one part itself, and the headers that go with it."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class BlobStore(Protocol):
    """What every store does."""

    def prepare(self, origin: str) -> None:
        """Make the store ready for clients served from `origin`; may be repeated.

        Raises:
            StorageUnavailableError: it cannot be reached or written.
        """
        ...

    def check(self, key: BlobKey, size: int, sha256: bytes) -> None:
        """Return only if the object is there and is `size` bytes whose SHA-256 is `sha256`.

        Raises:
            PartMismatchError: it is absent or something else.
            StorageUnavailableError: the store fails.
        """
        ...

    def open(self, key: BlobKey, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, without, `end`, in pieces.

        Raises:
            StorageUnavailableError: the store fails, or has not all the bytes.
        """
        ...

    def delete(self, prefix: BlobPrefix) -> None:
        """Remove every object below `prefix`; what is absent already is no error.

        Raises:
            StorageUnavailableError: the store fails; to be tried again.
        """
        ...

    def presign_put(self, key: BlobKey, size: int, sha256: bytes) -> Ticket | None:
        """A ticket to send exactly these bytes to the store itself, or None where bodies go through the app."""
        ...

    def presign_get(self, key: BlobKey, seconds: int = READ_SECONDS) -> str | None:
        """A short-lived reading address, or None where bodies go through the app."""
        ...

    def tidy(self, before: datetime) -> None:
        """Remove what was begun before this naive UTC time and never finished."""
        ...


@runtime_checkable
class PartReceiver(Protocol):
    """A store that takes bodies through the app."""

    def put(self, key: BlobKey, source: ByteSource, size: int, sha256: bytes) -> None:
        """Keep exactly `size` bytes of `source` under `key`, durably, if their SHA-256 is `sha256`.

        An object is never replaced: putting the same bytes again succeeds, others are refused.

        Raises:
            PartMismatchError: the bytes are not those announced, or others are there; nothing was changed.
            StorageFullError: no room; nothing was changed.
            StorageUnavailableError: the store fails; nothing was changed.
        """
        ...


def file_prefix(vault_id: VaultId, file_id: FileId) -> BlobPrefix:
    """Where all parts of a file are."""
    return BlobPrefix(f"{vault_id.hex()}/{file_id.hex()}/")


def part_key(vault_id: VaultId, file_id: FileId, number: int) -> BlobKey:
    """Where part `number`, counted from 0, is."""
    return BlobKey(f"{file_prefix(vault_id, file_id)}{number:05d}")
