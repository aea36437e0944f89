"""The documents of FORMAT 5 to 10 as shapes: member order, types, limits.

A shape is a check: it returns nothing and raises. Two codes, in this order (2.6):

1. `unsupported`: a `v`, `kind`, `kdf` or `mode` of the right type but not known here;
2. `malformed`: all else, such as a member missing, unknown, out of order, of another type or over its limit.

What ties two documents together (a row and its page, a share and its policy) is checked where both are at hand.
"""

from datetime import timedelta

from vault.crypto import constants, shapes
from vault.crypto.constants import HASH, ID, KEY, TEXT_LIMIT, TITLE_LIMIT
from vault.crypto.encoding import Shape, parse_time, unb64
from vault.crypto.errors import MalformedError

_ID = shapes.octets(ID)
_HASH = shapes.octets(HASH)
_TITLE = shapes.text(TITLE_LIMIT)
_TEXT = shapes.text(TEXT_LIMIT)
_IDS = shapes.listing(_ID)
_KIND = shapes.known(*constants.KINDS)
_DANGER = shapes.nullable(shapes.choice("yes", "some", "no", "unknown"))

# 5. and 6. Ways in, identity

KDF_PARAMS = shapes.members(
    v=shapes.version,
    kdf=shapes.known(constants.KDF_NAME),
    m=shapes.integer(0),
    t=shapes.integer(0),
    p=shapes.integer(0),
    salt=shapes.octets(constants.KDF_SALT),
)
SLOT_PARAMS = {
    "password": KDF_PARAMS,
    "phrase": shapes.members(v=shapes.version, kdf=shapes.known(constants.PHRASE_NAME)),
    "people": shapes.members(
        v=shapes.version,
        kdf=shapes.known(constants.PEOPLE_NAME),
        set=shapes.octets(constants.PEOPLE_SET),
        need=shapes.integer(constants.PEOPLE_NEED, constants.PEOPLE_NEED),
        of=shapes.integer(constants.PEOPLE_OF, constants.PEOPLE_OF),
    ),
    "passkey": shapes.members(
        v=shapes.version,
        kdf=shapes.known(constants.PASSKEY_NAME),
        credential=shapes.octets_up_to(constants.CREDENTIAL_MAX),
    ),
}
IDENTITY = shapes.members(v=shapes.version, ed25519=shapes.octets(constants.SEED), x25519=shapes.octets(constants.SEED))

# 8. Records (before 7, whose summaries share their parts)

_WHEN_MEMBERS = shapes.members(
    precision=shapes.choice("exact", "about", "period", "unknown"),
    **{"from": shapes.nullable(shapes.date), "to": shapes.nullable(shapes.date)},
    time=shapes.nullable(shapes.clock),
    text=_TITLE,
)


def _when(value: object) -> None:
    _WHEN_MEMBERS(value)
    when = shapes.mapping(value)
    if when["precision"] == "unknown" and (when["from"] is not None or when["to"] is not None):
        raise MalformedError("an unknown date has no bounds")


_WHO = shapes.listing(shapes.members(name=_TITLE, contact=shapes.nullable(_ID)))
_FILE = shapes.members(
    id=_ID,
    key=shapes.octets(KEY),
    name=_TITLE,
    type=_TITLE,
    size=shapes.integer(0),
    sealed=shapes.integer(0),
    sha256=_HASH,
)
_PLACE = shapes.members(lat=_TITLE, lon=_TITLE)
_SOURCE = shapes.members(
    taken_at=shapes.nullable(_TITLE), place=shapes.nullable(_PLACE), device=shapes.nullable(_TITLE)
)
_MEANS = shapes.members(type=shapes.choice("phone", "email", "address", "other"), value=_TITLE)
_ANSWER = shapes.members(id=_TITLE, answer=_TITLE)

_EVENT = shapes.members(
    v=shapes.version,
    kind=shapes.known("event"),
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


def _evidence(blind: Shape, self_: Shape) -> Shape:
    start: dict[str, Shape] = {
        "kind": shapes.known("evidence"),
        "title": _TITLE,
        "description": _TEXT,
        "obtained": _TEXT,
        "when": _when,
        "where": _TITLE,
        "who": _WHO,
        "file": shapes.nullable(_FILE),
        "thumb": shapes.nullable(_FILE),
        "text": _TEXT,
        "source": _SOURCE,
    }
    end: dict[str, Shape] = {"kept_at": shapes.time, "blind": blind}
    first = shapes.members(v=shapes.version, **start, **end)
    version = shapes.integer(constants.EVIDENCE_VERSION, constants.EVIDENCE_VERSION)
    members = shapes.members(v=version, **start, of=shapes.nullable(_ID), self=self_, **end)

    def check(value: object) -> None:
        evidence = shapes.mapping(value)
        (members if evidence.get("v") == constants.EVIDENCE_VERSION else first)(value)
        if evidence["file"] is None and not evidence["text"]:
            raise MalformedError("evidence has neither file nor text")

    return check


_CONTACT = shapes.members(
    v=shapes.version,
    kind=shapes.known("contact"),
    name=_TITLE,
    role=shapes.choice("witness", "relative", "professional", "involved", "other"),
    organisation=_TITLE,
    means=shapes.listing(_MEANS),
    notes=_TEXT,
)
_TIMELINE = shapes.members(v=shapes.version, kind=shapes.known("timeline"), title=_TITLE, description=_TEXT, items=_IDS)
_USE = shapes.choice(*constants.USES)
_READING_END = {"title": _TITLE, "when": _when, "answers": shapes.listing(_ANSWER), "note": _TEXT}
_READING_FIRST = shapes.members(v=shapes.version, kind=shapes.known("reading"), **_READING_END)
_READING_MEMBERS = shapes.members(
    v=shapes.integer(constants.READING_VERSION, constants.READING_VERSION),
    kind=shapes.known("reading"),
    use=_USE,
    **_READING_END,
)


def _reading(value: object) -> None:
    """Check a reading of either version (8.6)."""
    second = shapes.mapping(value).get("v") == constants.READING_VERSION
    (_READING_MEMBERS if second else _READING_FIRST)(value)


def _records(evidence_blind: Shape, evidence_self: Shape) -> Shape:
    return shapes.by_kind(
        {
            "event": _EVENT,
            "evidence": _evidence(evidence_blind, evidence_self),
            "contact": _CONTACT,
            "timeline": _TIMELINE,
            "reading": _reading,
        }
    )


RECORD = _records(shapes.octets(constants.KEY), shapes.nullable(_TITLE))
SHARED_RECORD = _records(shapes.nothing, shapes.nothing)

# 7. Catalogue

_EXCERPT = shapes.text(constants.EXCERPT_LIMIT)
_WORDS = shapes.text(constants.WORDS_LIMIT)
_COUNT = shapes.integer(0)
_NUMBER = shapes.integer(1)
_PAGE_NUMBER = shapes.integer(0, constants.PAGES - 1)

_READING_SUMMARY_FIRST = shapes.members(title=_TITLE, when=_when, words=_WORDS)
_READING_SUMMARY = shapes.members(title=_TITLE, when=_when, use=_USE, words=_WORDS)


def _reading_summary(value: object) -> None:
    """Check the summary of a reading of either version (7.7)."""
    (_READING_SUMMARY if "use" in shapes.mapping(value) else _READING_SUMMARY_FIRST)(value)


_SUMMARIES = {
    "event": shapes.members(
        title=_TITLE,
        when=_when,
        where=_TITLE,
        who=shapes.listing(_TITLE),
        danger=_DANGER,
        excerpt=_EXCERPT,
        words=_WORDS,
        evidence=_COUNT,
    ),
    "evidence": shapes.members(
        title=_TITLE,
        when=_when,
        excerpt=_EXCERPT,
        words=_WORDS,
        name=_TITLE,
        type=_TITLE,
        size=_COUNT,
        thumb=shapes.nullable(_FILE),
    ),
    "contact": shapes.members(title=_TITLE, role=_TITLE, excerpt=_EXCERPT, words=_WORDS),
    "timeline": shapes.members(title=_TITLE, excerpt=_EXCERPT, words=_WORDS, items=_IDS),
    "reading": _reading_summary,
}
_ROW_MEMBERS = shapes.members(
    id=_ID,
    kind=_KIND,
    versions=shapes.listing(shapes.members(n=_NUMBER, hash=_HASH, key=shapes.octets(KEY), at=shapes.time), None),
    summary=shapes.nullable(shapes.any_mapping),
    files=shapes.listing(_ID, None),
    trashed_at=shapes.nullable(shapes.time),
    erased_at=shapes.nullable(shapes.time),
)


def row(value: object) -> None:
    """Check one row of a page (7.5): an erased row says only that it is gone, another has all it needs."""
    _ROW_MEMBERS(value)
    members = shapes.mapping(value)
    if members["erased_at"] is not None:
        if members["versions"] or members["files"] or members["summary"] is not None:
            raise MalformedError("an erased row still holds something")
        return
    numbers = [version["n"] for version in members["versions"]]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise MalformedError("the versions of a row do not follow each other")
    _SUMMARIES[members["kind"]](members["summary"])


PAGE = shapes.members(v=shapes.version, page=_PAGE_NUMBER, rows=shapes.listing(row, None))

_WINDOW = {
    "not_before": shapes.time,
    "not_after": shapes.time,
    "max_opens": shapes.integer(1, constants.SHARE_OPENS_MAX),
}
_SHARE_ENTRY = shapes.members(
    id=_ID,
    label=_TITLE,
    purpose=_TITLE,
    **_WINDOW,
    items=_NUMBER,
    policy=_HASH,
    body=_HASH,
    sck=shapes.octets(KEY),
    link=shapes.octets(constants.LINK_SECRET),
    access=shapes.octets(KEY),
    made_at=shapes.time,
    ended_at=shapes.nullable(shapes.time),
)
_PUBLIC = shapes.members(ed25519=shapes.octets(KEY), x25519=shapes.octets(KEY))
_NAME = shapes.text(constants.NAME_LIMIT)
_SETTINGS_MEMBERS = shapes.members(
    phrase=shapes.choice(*constants.PHRASE_STATES),
    title=shapes.nullable(_NAME),
    icon=shapes.nullable(shapes.choice(*constants.ICONS)),
    blur=shapes.boolean,
    names=shapes.listing(shapes.members(id=_ID, name=_NAME), constants.NAMES_LIMIT),
)


def settings(value: object) -> None:
    """Check the settings of a root (7.3)."""
    _SETTINGS_MEMBERS(value)
    shapes.ascending([unb64(entry["id"]) for entry in shapes.mapping(value)["names"]])


_ROOT_START = {
    "vault_id": _ID,
    "seq": _NUMBER,
    "prev": shapes.nullable(_HASH),
    "epoch": _NUMBER,
    "identity": _PUBLIC,
    "slots_mac": _HASH,
    "pages": shapes.listing(shapes.tuple_of(_PAGE_NUMBER, _NUMBER, _HASH), constants.PAGES),
    "shares": shapes.listing(_SHARE_ENTRY, None),
    "recipients": shapes.listing(shapes.nothing, 0),
    "ledger": shapes.nothing,
}
_ROOT_FIRST = shapes.members(v=shapes.version, **_ROOT_START, time=shapes.time)
_ROOT_MEMBERS = shapes.members(
    v=shapes.integer(constants.ROOT_VERSION, constants.ROOT_VERSION), **_ROOT_START, settings=settings, time=shapes.time
)


def root(value: object) -> None:
    """Check a root document of either version (7.3)."""
    members = shapes.mapping(value)
    shape = _ROOT_MEMBERS if members.get("v") == constants.ROOT_VERSION else _ROOT_FIRST
    shape(value)
    shapes.ascending([page[0] for page in members["pages"]])
    if any(page[1] > members["seq"] for page in members["pages"]):
        raise MalformedError("a page is newer than its root")
    if (members["prev"] is None) != (members["seq"] == 1):
        raise MalformedError("only the first root has no previous one")


FRAME = shapes.members(
    v=shapes.version,
    seq=_NUMBER,
    root=_COUNT,
    pages=shapes.listing(shapes.tuple_of(_PAGE_NUMBER, _NUMBER, _COUNT), constants.PAGES),
)

# 9. Drafts

DRAFT = shapes.members(
    v=shapes.version,
    kind=shapes.known(*constants.DRAFT_KINDS),
    at=shapes.time,
    body=shapes.text(constants.DOCUMENT_MAX),
)

# 10. Shares


def _check_window(value: object) -> None:
    members = shapes.mapping(value)
    length = parse_time(members["not_after"]) - parse_time(members["not_before"])
    if not timedelta(0) < length <= timedelta(days=constants.SHARE_DAYS_MAX):
        raise MalformedError("a share lasts more than nothing and at most 30 days")


_POLICY_MEMBERS = shapes.members(v=shapes.version, mode=shapes.known(constants.SHARE_MODE), share_id=_ID, **_WINDOW)


def policy(value: object) -> None:
    """Check a policy document (10.6)."""
    _POLICY_MEMBERS(value)
    _check_window(value)


_SHARED_ITEM = shapes.members(id=_ID, kind=_KIND, version=_NUMBER, hash=_HASH, document=SHARED_RECORD)
_SHARE_MEMBERS = shapes.members(
    v=shapes.version,
    share_id=_ID,
    vault_id=_ID,
    sharer=shapes.octets(KEY),
    label=_TITLE,
    purpose=_TITLE,
    **_WINDOW,
    made_at=shapes.time,
    items=shapes.listing(_SHARED_ITEM),
)


def share(value: object) -> None:
    """Check a share document (10.7): what its items name is in it, and no item is there twice."""
    _SHARE_MEMBERS(value)
    _check_window(value)
    items = shapes.mapping(value)["items"]
    shared = {item["id"] for item in items}
    if not items or len(shared) != len(items):
        raise MalformedError("a share is empty, or holds an item twice")
    for item in items:
        document = item["document"]
        if document["kind"] != item["kind"]:
            raise MalformedError("an item is not of the kind that it says")
        of = [document["of"]] if document.get("of") else []
        if not shared.issuperset([*document.get("evidence", ()), *document.get("items", ()), *of]):
            raise MalformedError("a shared item names one that is not shared")


# 12. What a device keeps

DEVICE = shapes.members(
    v=shapes.version,
    kind=shapes.known(*constants.DEVICE_KINDS),
    at=shapes.time,
    body=shapes.text(constants.DOCUMENT_MAX),
)
