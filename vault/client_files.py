"""Files: sealed as they are read, sent part by part; fetched part by part, opened as they come. Memory stays flat.

Sending, in order:

1. The size decides the sealed size, so room is asked for before the first byte.
2. Each part has its ticket and its SHA-256, and is sent again if the network fails: the same sealed bytes each time.
3. Several parts are on their way at once, and no more: memory stays flat, and neither side waits for the other.
4. A file that turns out longer or shorter than announced is given up: the record would say a size that is not true.

Reading trusts nothing but the file's reference, which a verified record holds: the number and sizes of the parts follow
from it, every chunk is authenticated, the padding is zeros, and the whole has the SHA-256 it was kept with (A8, A9).
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from vault.client_api import member
from vault.client_words import ApiError, ClientError
from vault.crypto.constants import HEADER, KEY, PART
from vault.crypto.encoding import Document, b64, context, random_id, unb64
from vault.crypto.errors import ForgedError, OmittedError
from vault.crypto.material import SealingKey, VaultId
from vault.crypto.padding import file_padded_size
from vault.crypto.sealing import Opener, Sealer, sealed_size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from vault.client_api import Api

BLOCK = 1024 * 1024
"""Bytes read at a time."""
PARTS_AT_ONCE = 3
"""Parts on their way, or read ahead."""
PIECES_AHEAD = 8
"""Blocks opened before their turn."""


class PartSource(Protocol):
    """Where parts are read from: the vault's own files, or an opened share's."""

    def part(self, file_id: str, number: int) -> bytes | bytearray:
        """The sealed bytes of one part, as the server gives them."""
        ...


@dataclass(frozen=True)
class VaultSource:
    """The files of the vault that the session has open."""

    api: Api

    def part(self, file_id: str, number: int) -> bytearray:
        """As `PartSource`."""
        return self.api.get_part(f"files/{file_id}/parts/{number}")


def file_context(vault_id: VaultId, file_id: bytes, original: bytes | None = None) -> bytes:
    """The context of a file, or of the thumbnail of `original` (FORMAT 4.5)."""
    if original is None:
        return context("file", vault_id=vault_id, object_id=file_id, version=1)
    return context("thumb", vault_id=vault_id, object_id=file_id, version=1, parent_id=original)


class FileSender:
    """Sends one file; `send` gives its reference (FORMAT 8.2), to be put into a record and kept by a commit."""

    def __init__(self, api: Api, vault_id: VaultId, size: int, original: bytes | None = None) -> None:
        self._api = api
        self._size = size
        self._id = random_id()
        self._key = SealingKey(os.urandom(KEY))
        self._sealer = Sealer(self._key, file_context(vault_id, self._id, original))
        self._digest = hashlib.sha256()
        self._parts = 0
        self._sending: deque[Future[None]] = deque()

    def send(self, stream: BinaryIO, name: str, media_type: str) -> Document:
        """Seal and send all of `stream`.

        Raises:
            ApiError: `quota_exceeded`, `file_too_large`, and other refusals; nothing is kept.
            ClientError: `file_changed`, the stream is not `size` bytes long.
        """
        sealed = sealed_size(file_padded_size(self._size))
        self._api.post("files", {"file_id": b64(self._id), "size": sealed}, repeat=False)
        try:
            self._send_parts(stream)
        except ClientError:
            self._api.delete(f"files/{b64(self._id)}")
            raise
        self._api.post(f"files/{b64(self._id)}/complete", repeat=True)
        return {
            "id": b64(self._id),
            "key": b64(self._key),
            "name": name,
            "type": media_type,
            "size": self._size,
            "sealed": sealed,
            "sha256": b64(self._digest.digest()),
        }

    def _send_parts(self, stream: BinaryIO) -> None:
        # Leaving waits for what is on its way: a file can only be given up once nothing of it arrives any more.
        with ThreadPoolExecutor(PARTS_AT_ONCE) as pool:
            pending = bytearray(self._sealer.header())
            for block in beside(self._blocks(stream)):
                pending += self._sealer.update(block)
                if len(pending) >= PART:
                    pending = self._begin(pool, pending)
            pending += self._sealer.finish()
            while pending:
                pending = self._begin(pool, pending)
            for sent in self._sending:
                sent.result()

    def _begin(self, pool: ThreadPoolExecutor, body: bytearray) -> bytearray:
        """Rule 3; what is beyond the part begins the next."""
        beyond = body[PART:]
        del body[PART:]
        if len(self._sending) >= PARTS_AT_ONCE:
            self._sending.popleft().result()
        self._sending.append(pool.submit(self._send_part, self._parts, body))
        self._parts += 1
        return beyond

    def _blocks(self, stream: BinaryIO) -> Iterator[bytes]:
        """The file and its padding."""
        read = 0
        while block := stream.read(BLOCK):
            read += len(block)
            self._digest.update(block)
            yield block
        if read != self._size:
            raise ClientError("file_changed")
        padding = file_padded_size(self._size) - self._size
        while padding:
            yield bytes(min(BLOCK, padding))
            padding -= min(BLOCK, padding)

    def _send_part(self, number: int, body: bytearray) -> None:
        digest = b64(hashlib.sha256(body).digest())
        path = f"files/{b64(self._id)}"
        asked = {"parts": [{"number": number, "size": len(body), "sha256": digest}]}
        tickets = member(self._api.post(f"{path}/tickets", asked, repeat=True), "tickets", list)
        ticket = tickets[0] if tickets else None
        headers = {str(name): str(value) for name, value in member(ticket, "headers", dict).items()}
        self._api.put_part(member(ticket, "url", str), headers, body)
        if member(ticket, "confirm", bool):
            self._api.post(f"{path}/parts/{number}/confirm", {"sha256": digest}, repeat=True)


def stream_size(stream: BinaryIO) -> int:
    """Bytes from the start of a seekable stream to its end; it is left at its start."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def read_file(
    source: PartSource, vault_id: VaultId, reference: Document, original: bytes | None = None
) -> Iterator[bytes]:
    """The bytes of a file in pieces, each authenticated; the last comes only if the whole is right.

    Raises:
        DoesNotOpenError: altered, cut or of another file.
        OmittedError: a part has not the size that the reference says.
        ForgedError: the padding is not zeros, or the whole has another SHA-256.
    """
    digest, left, held = hashlib.sha256(), int(reference["size"]), b""
    for block in _opened(source, vault_id, reference, original):
        content, padding = block[:left], block[left:]
        if padding.strip(b"\x00"):
            raise ForgedError("the padding of a file is not zeros")
        if content:
            yield from [held] if held else []
            held = content
        left -= len(content)
        digest.update(content)
    if left or digest.digest() != unb64(reference["sha256"]):
        raise ForgedError("a file is not the one that was kept")
    if held:
        yield held


def beside(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, made by a thread of their own while those before are used; raises what making them raises."""
    with ThreadPoolExecutor(1) as pool:
        coming = deque(pool.submit(next, pieces, None) for _ in range(PIECES_AHEAD))
        try:
            while (piece := coming.popleft().result()) is not None:
                coming.append(pool.submit(next, pieces, None))
                yield piece
        finally:
            pool.shutdown(cancel_futures=True)


def _opened(source: PartSource, vault_id: VaultId, reference: Document, original: bytes | None) -> Iterator[bytes]:
    sealed_under = file_context(vault_id, unb64(reference["id"]), original)
    parts = _ahead(source, reference["id"], list(_part_sizes(reference)))
    first = memoryview(next(parts))
    opener = Opener(SealingKey(unb64(reference["key"])), sealed_under, bytes(first[:HEADER]))
    yield from _in_blocks(opener, first[HEADER:])
    for body in parts:
        yield from _in_blocks(opener, memoryview(body))
    yield opener.finish()


def _in_blocks(opener: Opener, sealed: memoryview) -> Iterator[bytes]:
    """A part, opened piece by piece: memory for all of it at once would cost more than the cipher."""
    for start in range(0, len(sealed), BLOCK):
        yield opener.update(sealed[start : start + BLOCK])


def _ahead(source: PartSource, file_id: str, sizes: list[int]) -> Iterator[bytes | bytearray]:
    """The parts in order, a few of them asked for before their turn."""
    with ThreadPoolExecutor(PARTS_AT_ONCE) as pool:
        coming: deque[Future[bytes | bytearray]] = deque()
        try:
            for number, size in enumerate(sizes):
                coming.append(pool.submit(_part, source, file_id, number, size))
                if len(coming) >= PARTS_AT_ONCE:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _part_sizes(reference: Document) -> Iterator[int]:
    left = sealed_size(file_padded_size(reference["size"]))
    if left != reference["sealed"]:
        raise ForgedError("a file is not as long as its reference says")
    while left:
        yield min(PART, left)
        left -= min(PART, left)


def _part(source: PartSource, file_id: str, number: int, size: int) -> bytes | bytearray:
    try:
        body = source.part(file_id, number)
    except ApiError as error:
        if error.code == "not_found":
            raise OmittedError("the server does not give a part of a file") from error
        raise
    if len(body) != size:
        raise OmittedError("a part of a file is not whole")
    return body
