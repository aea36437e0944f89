"""Bytes, identifiers, times and documents: one way to write each, and a reader that accepts no other (FORMAT 2).

Rules that `load` follows, in order:

1. the size is at most 8 MiB, and the bytes are UTF-8 without byte order mark;
2. they parse as JSON without a fraction, an exponent or a constant that JSON does not have;
3. writing the parsed value again gives the same bytes: no white space, duplicate member or odd escape is left on
   which two parsers could disagree;
4. nesting, integers and characters are within what both languages hold exactly;
5. the value has the shape that the caller names (`vault.crypto.schema`).

Whether the bytes come from whom they should is decided before, by a seal or a signature (2.4).
"""

import base64
import binascii
import hashlib
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NoReturn

from vault.crypto.constants import CONTEXT_FIELDS, DEPTH_MAX, DOCUMENT_MAX, HASH, ID, INTEGER_MAX, PRODUCT
from vault.crypto.errors import MalformedError, UnsupportedError

Document = dict[str, Any]
"""A JSON object whose shape a schema has checked; members are then taken by name."""

Shape = Callable[[object], None]
"""A check of `vault.crypto.schema`: raises `MalformedError` or `UnsupportedError`."""

_FIELD_SIZE = {"vault_id": ID, "object_id": ID, "key_id": HASH, "parent_id": ID}
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_B64 = re.compile(r"[A-Za-z0-9_-]*")


def _unsigned(number: int, size: int) -> bytes:
    if not 0 <= number < 1 << (8 * size):
        raise MalformedError("an integer does not fit its field")
    return number.to_bytes(size, "big")


def u16(number: int) -> bytes:
    """Return 2 bytes, big-endian."""
    return _unsigned(number, 2)


def u32(number: int) -> bytes:
    """Return 4 bytes, big-endian."""
    return _unsigned(number, 4)


def u64(number: int) -> bytes:
    """Return 8 bytes, big-endian."""
    return _unsigned(number, 8)


def lp(data: bytes) -> bytes:
    """Return `data` after its length in 2 bytes, so that joined fields cannot slide into each other."""
    return u16(len(data)) + data


def sha256(data: bytes) -> bytes:
    """Return SHA-256 of `data`, 32 bytes."""
    return hashlib.sha256(data).digest()


def b64(data: bytes) -> str:
    """Return base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64(text: str, length: int | None = None) -> bytes:
    """Return the bytes of base64url `text`, of `length` bytes where given.

    Raises:
        MalformedError: another alphabet, padding, stray bits in the last character, or another length.
    """
    if not _B64.fullmatch(text):
        raise MalformedError("text is not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise MalformedError("text is not base64url") from error
    if b64(data) != text:
        raise MalformedError("text is not the only base64url form of its bytes")
    if length is not None and len(data) != length:
        raise MalformedError("bytes have the wrong length")
    return data


def random_id() -> bytes:
    """Return a new id: 16 random bytes."""
    return os.urandom(ID)


def context(
    kind: str,
    *,
    vault_id: bytes = b"",
    object_id: bytes = b"",
    version: int = 0,
    key_id: bytes = b"",
    parent_id: bytes = b"",
) -> bytes:
    """Return the context that an object of type `kind` is sealed under (4.5).

    Raises:
        UnsupportedError: a type that FORMAT does not have.
        MalformedError: a field that the type needs is missing, or one that it does not have is there.
    """
    wanted = CONTEXT_FIELDS.get(kind)
    if wanted is None:
        raise UnsupportedError("a sealed type is not known")
    fields = {"vault_id": vault_id, "object_id": object_id, "key_id": key_id, "parent_id": parent_id}
    for name, value in fields.items():
        if len(value) != (_FIELD_SIZE[name] if name in wanted else 0):
            raise MalformedError(f"a context has the wrong {name}")
    if version < 1:
        raise MalformedError("versions start at 1")
    joined = lp(vault_id) + lp(object_id) + u64(version) + lp(key_id) + lp(parent_id)
    return f"{PRODUCT}{kind}".encode("ascii") + b"\x00" + joined


def now() -> str:
    """Return this second as a *time*, UTC."""
    return format_time(datetime.now(UTC))


def format_time(moment: datetime) -> str:
    """Return an aware `moment` as `YYYY-MM-DDTHH:MM:SSZ`, the fraction dropped.

    Raises:
        MalformedError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise MalformedError("a time needs its zone")
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}-{utc:%m-%dT%H:%M:%SZ}"


def parse_time(text: str) -> datetime:
    """Return the aware datetime of a *time*.

    Raises:
        MalformedError: another form, or no such second in the calendar.
    """
    if not _TIME.fullmatch(text):
        raise MalformedError("a time is not YYYY-MM-DDTHH:MM:SSZ")
    try:
        return datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedError("a time is not in the calendar") from error


def dump(document: Document) -> bytes:
    """Return the only bytes of `document` (2.1): members in the order given, no white space.

    Raises:
        MalformedError: what `load` would refuse, whatever the shape.
    """
    _check_values(document, 1)
    data = _write(document)
    if len(data) > DOCUMENT_MAX:
        raise MalformedError("a document is too large")
    return data


def load(data: bytes, shape: Shape) -> Document:
    """Return the document that `data` is, checked against `shape`; the rules are those above.

    Raises:
        MalformedError: a rule is not kept.
        UnsupportedError: a version or kind that `shape` does not know.
    """
    # 1.
    if len(data) > DOCUMENT_MAX:
        raise MalformedError("a document is too large")
    # 2.
    value = _parse(data)
    # 3. and 4.
    if not isinstance(value, dict):
        raise MalformedError("a document is not an object")
    _check_values(value, 1)
    if _write(value) != data:
        raise MalformedError("a document is not in its only form")
    # 5.
    shape(value)
    return value


def _parse(data: bytes) -> object:
    try:
        text = data.decode("utf-8")
        return json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise MalformedError("a document is not JSON") from error


def _refuse(_: str) -> NoReturn:
    raise MalformedError("a document holds a number that is not an integer")


def _write(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _check_values(value: object, depth: int) -> None:
    if isinstance(value, dict | list):
        if depth > DEPTH_MAX:
            raise MalformedError("a document is nested too deep")
        members = value.values() if isinstance(value, dict) else value
        for member in members:
            _check_values(member, depth + 1)
        if isinstance(value, dict):
            for name in value:
                _check_text(name)
    elif isinstance(value, str):
        _check_text(value)
    elif value is not None and not isinstance(value, bool):
        _check_integer(value)


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise MalformedError("a member is not named by text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedError("a text holds half a character") from error


def _check_integer(value: object) -> None:
    if not isinstance(value, int) or abs(value) > INTEGER_MAX:
        raise MalformedError("a number is not an integer that both languages hold")
