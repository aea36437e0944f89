"""What the shapes of documents are made of: small checks that return nothing and raise (FORMAT 2.3, 2.6).

Messages name no member and hold no value: what is refused may be a secret.
"""

import re
from collections.abc import Mapping
from datetime import date as calendar_date
from typing import TypeVar

from vault.crypto.constants import INTEGER_MAX, LIST_LIMIT, VERSION
from vault.crypto.encoding import Document, Shape, parse_time, unb64
from vault.crypto.errors import MalformedError, UnsupportedError

_Key = TypeVar("_Key", int, bytes)

_FORMAT_MEMBERS = ("v", "kind", "kdf", "mode")  # 2.6

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def string(value: object) -> str:
    """Return `value` if it is text."""
    if not isinstance(value, str):
        raise MalformedError("a member is not text")
    return value


def text(limit: int) -> Shape:
    """Return the shape of a text of at most `limit` characters (code points)."""

    def check(value: object) -> None:
        if len(string(value)) > limit:
            raise MalformedError("a text is too long")

    return check


def integer(low: int, high: int = INTEGER_MAX) -> Shape:
    """Return the shape of an integer from `low` to `high`, both included."""

    def check(value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise MalformedError("an integer is out of its bounds")

    return check


def octets(length: int) -> Shape:
    """Return the shape of base64url of exactly `length` bytes."""

    def check(value: object) -> None:
        unb64(string(value), length)

    return check


def octets_up_to(limit: int) -> Shape:
    """Return the shape of base64url of 1 to `limit` bytes."""

    def check(value: object) -> None:
        if not 1 <= len(unb64(string(value))) <= limit:
            raise MalformedError("bytes have the wrong length")

    return check


def time(value: object) -> None:
    """Check a *time*."""
    parse_time(string(value))


def nothing(value: object) -> None:
    """Check a member that is reserved: null."""
    if value is not None:
        raise MalformedError("a reserved member is not null")


def nullable(shape: Shape) -> Shape:
    """Return the shape of null or `shape`."""

    def check(value: object) -> None:
        if value is not None:
            shape(value)

    return check


def choice(*words: str) -> Shape:
    """Return the shape of one of these words; another is malformed."""

    def check(value: object) -> None:
        if string(value) not in words:
            raise MalformedError("a word is not one of its list")

    return check


def known(*words: str) -> Shape:
    """Return the shape of one of these words; another is of a format that this reader does not know."""

    def check(value: object) -> None:
        if string(value) not in words:
            raise UnsupportedError("a document is of a kind that is not known")

    return check


def version(value: object) -> None:
    """Check a member `v`."""
    integer(0)(value)
    if value != VERSION:
        raise UnsupportedError("a document is of a version that is not known")


def entries(value: object, limit: int | None = None) -> list[object]:
    """Return `value` if it is a list of at most `limit` entries."""
    if not isinstance(value, list) or (limit is not None and len(value) > limit):
        raise MalformedError("a list is too long, or is no list")
    return value


def listing(shape: Shape, limit: int | None = LIST_LIMIT) -> Shape:
    """Return the shape of a list of at most `limit` entries, each of `shape`."""

    def check(value: object) -> None:
        for entry in entries(value, limit):
            shape(entry)

    return check


def tuple_of(*shapes: Shape) -> Shape:
    """Return the shape of a list with one entry of each shape, in order."""

    def check(value: object) -> None:
        found = entries(value)
        if len(found) != len(shapes):
            raise MalformedError("a list does not have its number of entries")
        for shape, entry in zip(shapes, found, strict=True):
            shape(entry)

    return check


def mapping(value: object) -> Document:
    """Return `value` if it is an object."""
    if not isinstance(value, dict):
        raise MalformedError("a member is not an object")
    return value


def boolean(value: object) -> None:
    """Check a member that is true or false."""
    if not isinstance(value, bool):
        raise MalformedError("a member is neither true nor false")


def any_mapping(value: object) -> None:
    """Check an object whose members are checked elsewhere."""
    mapping(value)


def members(**shapes: Shape) -> Shape:
    """Return the shape of an object that has exactly these members in order; what tells its format speaks first."""

    def check(value: object) -> None:
        found = mapping(value)
        for name in _FORMAT_MEMBERS:
            if name in shapes and name in found:
                shapes[name](found[name])
        if list(found) != list(shapes):
            raise MalformedError("an object does not have exactly its members in order")
        for name, shape in shapes.items():
            shape(found[name])

    return check


def by_kind(shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape of an object whose member `kind` picks the shape of the whole."""
    known_kind = known(*shapes)

    def check(value: object) -> None:
        found = mapping(value)
        kind = string(found.get("kind"))
        known_kind(kind)
        shapes[kind](found)

    return check


def date(value: object) -> None:
    """Check a date of 8.1: a year, a month or a day of the calendar."""
    written = string(value)
    if not _DATE.fullmatch(written):
        raise MalformedError("a date is not YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        calendar_date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError as error:
        raise MalformedError("a date is not in the calendar") from error


def clock(value: object) -> None:
    """Check a time of day, 00:00 to 23:59."""
    if not _CLOCK.fullmatch(string(value)):
        raise MalformedError("a time of day is not HH:MM")


def ascending(keys: list[_Key]) -> None:
    """Refuse keys that are not in strictly ascending order: no order is left to choose, nothing is there twice."""
    if sorted(set(keys)) != keys:
        raise MalformedError("a list is not in ascending order")
