"""The shapes of the documents of FORMAT 5 to 10: member order, types, limits.

A shape is a check: it returns nothing and raises. Two codes, in this order (2.6):

1. `unsupported`: a first member `v`, or a `kind`, `kdf` or `mode`, of the right type but not known here;
2. `malformed`: all else, such as a member missing, unknown, out of order, of another type or over its limit.

What ties two documents together (a row and its page, a share and its policy) is checked where both are at hand.
"""

import re
from collections.abc import Mapping
from datetime import date as calendar_date
from datetime import timedelta
from typing import TypeVar

from vault.crypto import constants
from vault.crypto.constants import HASH, ID, INTEGER_MAX, KEY, LIST_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from vault.crypto.encoding import Document, Shape, parse_time, unb64
from vault.crypto.errors import MalformedError, UnsupportedError

_Key = TypeVar("_Key", int, bytes)

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedError("a member is not text")
    return value


def _text(limit: int) -> Shape:
    def check(value: object) -> None:
        if len(_string(value)) > limit:
            raise MalformedError("a text is too long")

    return check


def _integer(low: int, high: int = INTEGER_MAX) -> Shape:
    def check(value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise MalformedError("an integer is out of its bounds")

    return check


def _bytes(length: int) -> Shape:
    def check(value: object) -> None:
        unb64(_string(value), length)

    return check


def _time(value: object) -> None:
    parse_time(_string(value))


def _nothing(value: object) -> None:
    if value is not None:
        raise MalformedError("a reserved member is not null")


def _nullable(shape: Shape) -> Shape:
    def check(value: object) -> None:
        if value is not None:
            shape(value)

    return check


def _choice(*words: str) -> Shape:
    def check(value: object) -> None:
        if _string(value) not in words:
            raise MalformedError("a word is not one of its list")

    return check


def _known(*words: str) -> Shape:
    def check(value: object) -> None:
        if _string(value) not in words:
            raise UnsupportedError("a document is of a kind that is not known")

    return check


def _version(value: object) -> None:
    _integer(0)(value)
    if value != constants.VERSION:
        raise UnsupportedError("a document is of a version that is not known")


def _entries(value: object, limit: int | None = None) -> list[object]:
    if not isinstance(value, list) or (limit is not None and len(value) > limit):
        raise MalformedError("a list is too long, or is no list")
    return value


def _list(shape: Shape, limit: int | None = LIST_LIMIT) -> Shape:
    def check(value: object) -> None:
        for entry in _entries(value, limit):
            shape(entry)

    return check


def _tuple(*shapes: Shape) -> Shape:
    def check(value: object) -> None:
        entries = _entries(value)
        if len(entries) != len(shapes):
            raise MalformedError("a list does not have its number of entries")
        for shape, entry in zip(shapes, entries, strict=True):
            shape(entry)

    return check


def _object(value: object) -> Document:
    if not isinstance(value, dict):
        raise MalformedError("a member is not an object")
    return value


def _any_object(value: object) -> None:
    _object(value)


def _members(**shapes: Shape) -> Shape:
    """Return the shape of an object that has exactly these members in this order; `v` and `kind` speak first."""

    def check(value: object) -> None:
        members = _object(value)
        for name in ("v", "kind"):
            if name in shapes and name in members:
                shapes[name](members[name])
        if list(members) != list(shapes):
            raise MalformedError("an object does not have exactly its members in order")
        for name, shape in shapes.items():
            shape(members[name])

    return check


def _by_kind(shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape of an object whose member `kind` picks the shape of the whole."""
    known = _known(*shapes)

    def check(value: object) -> None:
        members = _object(value)
        if "v" in members:
            _version(members["v"])
        kind = members.get("kind")
        known(kind)
        shapes[_string(kind)](members)

    return check


def _date(value: object) -> None:
    text = _string(value)
    if not _DATE.fullmatch(text):
        raise MalformedError("a date is not YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        calendar_date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError as error:
        raise MalformedError("a date is not in the calendar") from error


def _clock(value: object) -> None:
    if not _CLOCK.fullmatch(_string(value)):
        raise MalformedError("a time of day is not HH:MM")


_ID = _bytes(ID)
_HASH = _bytes(HASH)
_TITLE = _text(TITLE_LIMIT)
_TEXT = _text(TEXT_LIMIT)
_IDS = _list(_ID)
_KIND = _known(*constants.KINDS)
_DANGER = _nullable(_choice("yes", "some", "no", "unknown"))

# 5. and 6. Ways in, identity

KDF_PARAMS = _members(
    v=_version,
    kdf=_known(constants.KDF_NAME),
    m=_integer(0),
    t=_integer(0),
    p=_integer(0),
    salt=_bytes(constants.KDF_SALT),
)
IDENTITY = _members(v=_version, ed25519=_bytes(constants.SEED), x25519=_bytes(constants.SEED))

# 8. Records (before 7, whose summaries share their parts)

_WHEN_MEMBERS = _members(
    precision=_choice("exact", "about", "period", "unknown"),
    **{"from": _nullable(_date), "to": _nullable(_date)},
    time=_nullable(_clock),
    text=_TITLE,
)


def _when(value: object) -> None:
    _WHEN_MEMBERS(value)
    when = _object(value)
    if when["precision"] == "unknown" and (when["from"] is not None or when["to"] is not None):
        raise MalformedError("an unknown date has no bounds")


_WHO = _list(_members(name=_TITLE, contact=_nullable(_ID)))
_FILE = _members(
    id=_ID,
    key=_bytes(KEY),
    name=_TITLE,
    type=_TITLE,
    size=_integer(0),
    sealed=_integer(0),
    sha256=_HASH,
)
_PLACE = _members(lat=_TITLE, lon=_TITLE)
_SOURCE = _members(taken_at=_nullable(_TITLE), place=_nullable(_PLACE), device=_nullable(_TITLE))
_MEANS = _members(type=_choice("phone", "email", "address", "other"), value=_TITLE)
_ANSWER = _members(id=_TITLE, answer=_TITLE)

_EVENT = _members(
    v=_version,
    kind=_known("event"),
    title=_TITLE,
    facts=_TEXT,
    said=_TEXT,
    when=_when,
    where=_TITLE,
    who=_WHO,
    danger=_DANGER,
    feelings=_TEXT,
    thoughts=_TEXT,
    evidence=_IDS,
)


def _evidence(blind: Shape) -> Shape:
    members = _members(
        v=_version,
        kind=_known("evidence"),
        title=_TITLE,
        description=_TEXT,
        obtained=_TEXT,
        when=_when,
        where=_TITLE,
        who=_WHO,
        file=_nullable(_FILE),
        thumb=_nullable(_FILE),
        text=_TEXT,
        source=_SOURCE,
        kept_at=_time,
        blind=blind,
    )

    def check(value: object) -> None:
        members(value)
        evidence = _object(value)
        if evidence["file"] is None and not evidence["text"]:
            raise MalformedError("evidence has neither file nor text")

    return check


_CONTACT = _members(
    v=_version,
    kind=_known("contact"),
    name=_TITLE,
    role=_choice("witness", "relative", "professional", "involved", "other"),
    organisation=_TITLE,
    means=_list(_MEANS),
    notes=_TEXT,
)
_TIMELINE = _members(v=_version, kind=_known("timeline"), title=_TITLE, description=_TEXT, items=_IDS)
_READING = _members(
    v=_version,
    kind=_known("reading"),
    title=_TITLE,
    when=_when,
    answers=_list(_ANSWER),
    note=_TEXT,
)


def _records(evidence_blind: Shape) -> Shape:
    return _by_kind(
        {
            "event": _EVENT,
            "evidence": _evidence(evidence_blind),
            "contact": _CONTACT,
            "timeline": _TIMELINE,
            "reading": _READING,
        }
    )


RECORD = _records(_bytes(constants.KEY))
SHARED_RECORD = _records(_nothing)

# 7. Catalogue

_EXCERPT = _text(constants.EXCERPT_LIMIT)
_WORDS = _text(constants.WORDS_LIMIT)
_COUNT = _integer(0)
_NUMBER = _integer(1)
_PAGE_NUMBER = _integer(0, constants.PAGES - 1)

_SUMMARIES = {
    "event": _members(
        title=_TITLE,
        when=_when,
        where=_TITLE,
        who=_list(_TITLE),
        danger=_DANGER,
        excerpt=_EXCERPT,
        words=_WORDS,
        evidence=_COUNT,
    ),
    "evidence": _members(
        title=_TITLE,
        when=_when,
        excerpt=_EXCERPT,
        words=_WORDS,
        name=_TITLE,
        type=_TITLE,
        size=_COUNT,
        thumb=_nullable(_FILE),
    ),
    "contact": _members(title=_TITLE, role=_TITLE, excerpt=_EXCERPT, words=_WORDS),
    "timeline": _members(title=_TITLE, excerpt=_EXCERPT, words=_WORDS, items=_IDS),
    "reading": _members(title=_TITLE, when=_when, words=_WORDS),
}
_ROW_MEMBERS = _members(
    id=_ID,
    kind=_KIND,
    versions=_list(_members(n=_NUMBER, hash=_HASH, key=_bytes(KEY), at=_time), None),
    summary=_nullable(_any_object),
    files=_list(_ID, None),
    trashed_at=_nullable(_time),
    erased_at=_nullable(_time),
)


def row(value: object) -> None:
    """Check one row of a page (7.5): an erased row says only that it is gone, another has all it needs."""
    _ROW_MEMBERS(value)
    members = _object(value)
    if members["erased_at"] is not None:
        if members["versions"] or members["files"] or members["summary"] is not None:
            raise MalformedError("an erased row still holds something")
        return
    numbers = [version["n"] for version in members["versions"]]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise MalformedError("the versions of a row do not follow each other")
    _SUMMARIES[members["kind"]](members["summary"])


PAGE = _members(v=_version, page=_PAGE_NUMBER, rows=_list(row, None))

_WINDOW = {"not_before": _time, "not_after": _time, "max_opens": _integer(1, constants.SHARE_OPENS_MAX)}
_SHARE_ENTRY = _members(
    id=_ID,
    label=_TITLE,
    purpose=_TITLE,
    **_WINDOW,
    items=_NUMBER,
    policy=_HASH,
    body=_HASH,
    sck=_bytes(KEY),
    link=_bytes(constants.LINK_SECRET),
    access=_bytes(KEY),
    made_at=_time,
    ended_at=_nullable(_time),
)
_PUBLIC = _members(ed25519=_bytes(KEY), x25519=_bytes(KEY))
_ROOT_MEMBERS = _members(
    v=_version,
    vault_id=_ID,
    seq=_NUMBER,
    prev=_nullable(_HASH),
    epoch=_NUMBER,
    identity=_PUBLIC,
    slots_mac=_HASH,
    pages=_list(_tuple(_PAGE_NUMBER, _NUMBER, _HASH), constants.PAGES),
    shares=_list(_SHARE_ENTRY, None),
    recipients=_list(_nothing, 0),
    ledger=_nothing,
    time=_time,
)


def ascending(keys: list[_Key]) -> None:
    """Refuse keys that are not in strictly ascending order: no order is left to choose, nothing is there twice."""
    if sorted(set(keys)) != keys:
        raise MalformedError("a list is not in ascending order")


def root(value: object) -> None:
    """Check a root document (7.3)."""
    _ROOT_MEMBERS(value)
    members = _object(value)
    ascending([page[0] for page in members["pages"]])
    if any(page[1] > members["seq"] for page in members["pages"]):
        raise MalformedError("a page is newer than its root")
    if (members["prev"] is None) != (members["seq"] == 1):
        raise MalformedError("only the first root has no previous one")


FRAME = _members(
    v=_version,
    seq=_NUMBER,
    root=_COUNT,
    pages=_list(_tuple(_PAGE_NUMBER, _NUMBER, _COUNT), constants.PAGES),
)

# 9. Drafts

DRAFT = _members(
    v=_version,
    kind=_known(*constants.DRAFT_KINDS),
    at=_time,
    body=_text(constants.DOCUMENT_MAX),
)

# 10. Shares


def _check_window(value: object) -> None:
    members = _object(value)
    length = parse_time(members["not_after"]) - parse_time(members["not_before"])
    if not timedelta(0) < length <= timedelta(days=constants.SHARE_DAYS_MAX):
        raise MalformedError("a share lasts more than nothing and at most 30 days")


_POLICY_MEMBERS = _members(v=_version, mode=_known(constants.SHARE_MODE), share_id=_ID, **_WINDOW)


def policy(value: object) -> None:
    """Check a policy document (10.6)."""
    _POLICY_MEMBERS(value)
    _check_window(value)


_SHARED_ITEM = _members(id=_ID, kind=_KIND, version=_NUMBER, hash=_HASH, document=SHARED_RECORD)
_SHARE_MEMBERS = _members(
    v=_version,
    share_id=_ID,
    vault_id=_ID,
    sharer=_bytes(KEY),
    label=_TITLE,
    purpose=_TITLE,
    **_WINDOW,
    made_at=_time,
    items=_list(_SHARED_ITEM),
)


def share(value: object) -> None:
    """Check a share document (10.7): what its items name is in it, and no item is there twice."""
    _SHARE_MEMBERS(value)
    _check_window(value)
    items = _object(value)["items"]
    shared = {item["id"] for item in items}
    if not items or len(shared) != len(items):
        raise MalformedError("a share is empty, or holds an item twice")
    for item in items:
        document = item["document"]
        if document["kind"] != item["kind"]:
            raise MalformedError("an item is not of the kind that it says")
        if not shared.issuperset([*document.get("evidence", ()), *document.get("items", ())]):
            raise MalformedError("a shared item names one that is not shared")
