"""Sizes that say little: Padmé padding of documents and files (FORMAT 3).

Padmé (Nikitin et al., PURBs, PoPETS 2019): at most 12 % more, and a length leaks O(log log L) bits.
"""

from vault.crypto.constants import FILE_PAD_MINIMUM
from vault.crypto.errors import MalformedError


def padme(length: int) -> int:
    """Return the padded size of `length` bytes (3.1)."""
    if length < 0:
        raise MalformedError("a length is negative")
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << max(low_bits, 0)) - 1
    return (length + mask) & ~mask


def pad(data: bytes, minimum: int) -> bytes:
    """Return a document followed by zeros (3.2).

    Raises:
        MalformedError: `data` ends in a zero, so that the padding could not be told from it.
    """
    if not data or data[-1] == 0:
        raise MalformedError("a padded document cannot be empty or end in zero")
    return data.ljust(max(minimum, padme(len(data))), b"\x00")


def unpad(data: bytes) -> bytes:
    """Return `data` without its trailing zeros (3.2); what is left must then parse to its last byte.

    Raises:
        MalformedError: nothing but zeros.
    """
    stripped = data.rstrip(b"\x00")
    if not stripped:
        raise MalformedError("a padded document holds only zeros")
    return stripped


def file_padded_size(size: int) -> int:
    """Return the size in bytes of a file of `size` bytes once padded (3.3)."""
    return max(FILE_PAD_MINIMUM, padme(size))


def pad_file(data: bytes) -> bytes:
    """Return a whole file followed by zeros (3.3)."""
    return data.ljust(file_padded_size(len(data)), b"\x00")


def unpad_file(data: bytes, size: int) -> bytes:
    """Return the first `size` bytes of a padded file (3.3).

    Raises:
        MalformedError: the padded size is not that of a file of `size` bytes, or the padding is not zero.
    """
    if len(data) != file_padded_size(size) or any(data[size:]):
        raise MalformedError("a file is not padded as its record says")
    return data[:size]
