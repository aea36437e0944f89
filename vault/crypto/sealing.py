"""The one sealing primitive: C2SP chunked-encryption with AES-256-GCM and HKDF-Expand-SHA-512 (FORMAT 4).

    sealed = salt (24) ‖ commitment (32) ‖ chunk_0 ‖ … ‖ chunk_n

Whole objects and streams go through `cryptography.cobblestone`, which implements the same specification
(https://c2sp.org/chunked-encryption). Random access does not exist there, so `open_range` derives the subkey and
opens single chunks itself; the tests hold both to the same bytes.

Rules, in order:

1. the commitment is compared in constant time before anything is decrypted (A16);
2. each chunk opens at its own place only: the nonce is XORed with its index (A8);
3. the last chunk is shorter than 16,384 bytes of plaintext, so a cut at a chunk boundary shows (A8);
4. one error for all failures (A1).

A stream releases plaintext chunk by chunk: each is authentic when it comes out, but only `finish` says that the
object is complete. What a key may seal (4.6) and what a context names (4.5) is the caller's to decide.
"""

import hmac
from typing import NamedTuple

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import AlreadyFinalized, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from vault.crypto.constants import (
    CHUNK,
    CHUNKS_LIMIT,
    COMMITMENT,
    HEADER,
    KEY,
    NONCE,
    SALT,
    SEALED_CHUNK,
    SEALING_LABEL,
    TAG,
)
from vault.crypto.errors import DoesNotOpenError, MalformedError
from vault.crypto.material import SealingKey

_REFUSED = "a sealed object does not open"
_STREAM_REFUSALS = (InvalidTag, AlreadyFinalized)  # the second: a caller went on after the first


class _Subkey(NamedTuple):
    """What one salt makes of a key and a context (4.1)."""

    key: bytes
    nonce: bytes
    commitment: bytes


def sealed_size(size: int) -> int:
    """Return the sealed size of `size` bytes of plaintext, both in bytes (4.2)."""
    if size < 0:
        raise MalformedError("a size is negative")
    chunks, rest = divmod(size, CHUNK)
    return HEADER + chunks * SEALED_CHUNK + rest + TAG


def plain_size(sealed: int) -> int:
    """Return the plaintext size of `sealed` bytes, the inverse of `sealed_size`.

    Raises:
        MalformedError: no plaintext has this sealed size.
    """
    chunks, rest = divmod(sealed - HEADER, SEALED_CHUNK)
    if chunks < 0 or rest < TAG:
        raise MalformedError("no sealed object has this size")
    return chunks * CHUNK + rest - TAG


def chunk_range(start: int, end: int) -> tuple[int, int, int]:
    """Return `(sealed_start, sealed_end, first_chunk)` that cover plaintext bytes `start` to `end` excluded (4.4).

    `sealed_end` is that of a full chunk: the caller limits it to the sealed size, known from a verified document.
    """
    if not 0 <= start < end:
        raise MalformedError("a range is empty or negative")
    first, last = start // CHUNK, (end - 1) // CHUNK
    return HEADER + first * SEALED_CHUNK, HEADER + (last + 1) * SEALED_CHUNK, first


def seal(key: SealingKey, context: bytes, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed under `key` (32 bytes) and `context`, with a new salt."""
    _check_key(key)
    sealer = Cobblestone256Encryptor(key, context)
    return sealer.update(plaintext) + sealer.finalize()


def open_sealed(key: SealingKey, context: bytes, sealed: bytes) -> bytes:
    """Return the whole plaintext of `sealed`.

    Raises:
        DoesNotOpenError: wrong key, wrong context, or bytes altered, moved, added or cut.
    """
    opener = Opener(key, context, sealed[:HEADER])
    return opener.update(sealed[HEADER:]) + opener.finish()


class Sealer:
    """Seals a stream: `header()` once, then `update` with blocks of any size, then `finish`."""

    def __init__(self, key: SealingKey, context: bytes) -> None:
        """Take a 32-byte key that seals this object only, and its context."""
        _check_key(key)
        self._stream = Cobblestone256Encryptor(key, context)
        self._header = self._stream.update(b"")

    def header(self) -> bytes:
        """Return salt and commitment, the first 56 bytes of the object."""
        return self._header

    def update(self, data: bytes | memoryview) -> bytes:
        """Return the sealed chunks that `data` completes, maybe none."""
        return self._stream.update(data)

    def finish(self) -> bytes:
        """Return the last, short chunk."""
        return self._stream.finalize()


class Opener:
    """Opens a stream: `update` with sealed blocks of any size, then `finish`, which alone says that it is whole."""

    def __init__(self, key: SealingKey, context: bytes, header: bytes) -> None:
        """Check the 56 bytes of `header` against key and context before anything is decrypted (rule 1).

        Raises:
            DoesNotOpenError: it was not sealed by this key under this context.
        """
        _check_key(key)
        if len(header) != HEADER:
            raise DoesNotOpenError(_REFUSED)
        self._stream = Cobblestone256Decryptor(key, context)
        self.update(header)

    def update(self, data: bytes | memoryview) -> bytes:
        """Return the plaintext of the chunks that `data` completes.

        Raises:
            DoesNotOpenError: a chunk is altered or not at its place.
        """
        try:
            return self._stream.update(data)
        except _STREAM_REFUSALS as error:
            raise DoesNotOpenError(_REFUSED) from error

    def finish(self) -> bytes:
        """Return the plaintext of the last chunk.

        Raises:
            DoesNotOpenError: it is altered, missing or not short (rule 3).
        """
        try:
            return self._stream.finalize()
        except _STREAM_REFUSALS as error:
            raise DoesNotOpenError(_REFUSED) from error


def open_range(
    key: SealingKey,
    context: bytes,
    header: bytes,
    sealed_chunks: bytes,
    first_chunk: int,
    *,
    is_last: bool,
) -> bytes:
    """Return the plaintext of consecutive whole chunks, the first of which is number `first_chunk` (4.4).

    `is_last` says whether the object ends with them, from the sealed size that a verified document gives.

    Raises:
        DoesNotOpenError: a chunk is altered, cut or not at its place.
    """
    # 1.
    subkey = _subkey(key, context, header)
    # 3.
    whole, rest = divmod(len(sealed_chunks), SEALED_CHUNK)
    if not 0 <= first_chunk < CHUNKS_LIMIT or (rest < TAG if is_last else rest != 0 or whole == 0):
        raise DoesNotOpenError(_REFUSED)
    # 2.
    cipher = AESGCM(subkey.key)
    view = memoryview(sealed_chunks)
    starts = range(0, len(sealed_chunks), SEALED_CHUNK)
    chunks = [
        _open_chunk(cipher, _nonce(subkey, first_chunk + place), view[start : start + SEALED_CHUNK])
        for place, start in enumerate(starts)
    ]
    return b"".join(chunks)


def _check_key(key: bytes) -> None:
    if len(key) != KEY:
        raise MalformedError("a sealing key is 32 bytes")


def _derive(key: bytes, context: bytes, salt: bytes) -> _Subkey:
    _check_key(key)
    expand = HKDFExpand(SHA512(), KEY + NONCE + COMMITMENT, SEALING_LABEL + salt + context)
    okm = expand.derive(key)
    return _Subkey(okm[:KEY], okm[KEY : KEY + NONCE], okm[KEY + NONCE :])


def _subkey(key: bytes, context: bytes, header: bytes) -> _Subkey:
    if len(header) != HEADER:
        raise DoesNotOpenError(_REFUSED)
    subkey = _derive(key, context, header[:SALT])
    if not hmac.compare_digest(subkey.commitment, header[SALT:]):
        raise DoesNotOpenError(_REFUSED)
    return subkey


def _nonce(subkey: _Subkey, index: int) -> bytes:
    return (int.from_bytes(subkey.nonce, "big") ^ index).to_bytes(NONCE, "big")


def _open_chunk(cipher: AESGCM, nonce: bytes, sealed: memoryview) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, None)
    except InvalidTag as error:
        raise DoesNotOpenError(_REFUSED) from error


def _seal_from_salt(key: SealingKey, context: bytes, plaintext: bytes, salt: bytes) -> bytes:
    """Seal with a given salt, for the vectors only: a repeated salt repeats the nonces."""
    subkey = _derive(key, context, salt)
    cipher = AESGCM(subkey.key)
    starts = range(0, len(plaintext) // CHUNK * CHUNK + 1, CHUNK)
    chunks = [
        cipher.encrypt(_nonce(subkey, place), plaintext[start : start + CHUNK], None)
        for place, start in enumerate(starts)
    ]
    return salt + subkey.commitment + b"".join(chunks)
