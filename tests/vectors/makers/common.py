"""The parts of a vector: fixed bytes, patterns, edits described as slices, cases."""

import hashlib
from collections.abc import Callable
from typing import Any

from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import CryptoError

Case = dict[str, Any]


def fixed(label: str, size: int = 32) -> bytes:
    """Return `size` bytes that depend on `label` only."""
    return hashlib.shake_256(b"memo vectors " + label.encode()).digest(size)


def pattern(size: int) -> bytes:
    """Return a plaintext that both languages can make: byte i is (31 i + floor(i / 256)) mod 256."""
    return bytes((31 * i + (i >> 8)) & 0xFF for i in range(size))


def literal(data: bytes) -> str:
    """Return a literal part of a build."""
    return b64(data)


def flip(size: int, at: int, data: bytes) -> list[Any]:
    """Return the build of an object of `size` bytes whose byte `at` is flipped."""
    at %= size
    return [[0, at], literal(bytes([data[at] ^ 0x01])), [at + 1, size]]


def build(base: bytes, parts: list[Any]) -> bytes:
    """Return the bytes that a build describes: slices of `base` and literal bytes, joined."""
    return b"".join(unb64(part) if isinstance(part, str) else base[part[0] : part[1]] for part in parts)


def refused(code: str, act: Callable[[], object], name: str) -> None:
    """Check, while making it, that a case is refused with this code."""
    try:
        act()
    except CryptoError as error:
        if error.code != code:
            raise AssertionError(f"{name}: {error.code}, wanted {code}") from error
    else:
        raise AssertionError(f"{name}: accepted, wanted {code}")


def outcome(case: Case, act: Callable[[], Any]) -> Case:
    """Return `case` with what `act` gives: its `out`, or its `error`; a case that names neither is a surprise."""
    try:
        result = act()
    except CryptoError as error:
        found = {"error": error.code}
    else:
        found = {"out": result}
    wanted = {key: case[key] for key in ("out", "error") if key in case}
    if wanted != found:
        raise AssertionError(f"{case['id']}: wanted {wanted}, found {found}")
    return case
