"""encoding.json: base64url, times, contexts, and documents that have one form only."""

import json
from collections.abc import Callable
from typing import Any

from vault.crypto import encoding, schema
from vault.crypto.constants import CONTEXT_FIELDS, DOCUMENT_MAX, TEXT_LIMIT, TITLE_LIMIT, USES
from vault.crypto.encoding import Document, Shape, b64

from . import documents
from .common import Case, fixed, outcome

SHAPES: dict[str, Shape] = {
    "kdf_params": schema.KDF_PARAMS,
    "identity": schema.IDENTITY,
    "record": schema.RECORD,
    "shared_record": schema.SHARED_RECORD,
    "draft": schema.DRAFT,
    "device": schema.DEVICE,
    "policy": schema.policy,
    "page": schema.PAGE,
    "root": schema.root,
    "share": schema.share,
    "frame": schema.FRAME,
}


def write(document: object) -> bytes:
    """Return the form of `document`, right or wrong."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load_case(name: str, shape: str, data: bytes, error: str | None = None) -> Case:
    """Return a case of `load`; a success says only that the bytes are accepted."""
    case: Case = {"id": name, "shape": shape, "data": b64(data)}
    case |= {"error": error} if error else {"out": True}
    return outcome(case, lambda: bool(encoding.load(data, SHAPES[shape])))


def changed(document: Document, path: str, value: Any) -> Document:
    """Return a copy of `document` whose member at the dotted `path` is `value`."""
    copy = json.loads(json.dumps(document))
    *parents, last = path.split(".")
    place = copy
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[int(last) if isinstance(place, list) else last] = value
    return copy


def _forms() -> list[Case]:
    """One document, and the many ways to write it otherwise."""
    good = write(documents.draft())
    body = documents.draft() | {
        "body": '\u0000\u001f\u007f\u2028\ud83d\udc22/é\\"\b\t\n\f\r'.encode("utf-16", "surrogatepass").decode("utf-16")
    }
    cases = [load_case("a draft", "draft", good), load_case("all escapes", "draft", write(body))]
    device = documents.device()
    cases.append(load_case("a change that waits on a device", "device", write(device)))
    cases.append(load_case("the login of a copy", "device", write(device | {"kind": "login", "body": "citron-0482"})))
    cases.append(load_case("a draft is no change", "device", good, "unsupported"))
    cases.append(load_case("a change is no draft", "draft", write(device), "unsupported"))
    cases.append(load_case("a change with a member more", "device", write(device | {"id": "x"}), "malformed"))
    cases.append(load_case("a draft of notes in bulk", "draft", write(documents.draft() | {"kind": "heap"})))
    cases.append(load_case("a stretch of a voice", "draft", write(documents.draft() | {"kind": "voice"})))
    cases.append(load_case("ways in that a rotation ended", "draft", write(documents.draft() | {"kind": "ways"})))
    swaps: list[tuple[str, bytes, bytes]] = [
        ("a space", b'"v":1', b'"v": 1'),
        ("a duplicate member", b'"v":1', b'"v":1,"v":1'),
        ("a duplicate member that says otherwise", b'"kind":"upload"', b'"kind":"event","kind":"upload"'),
        ("an escape that is not needed", b"upload", b"\\u0075pload"),
        ("an escaped solidus", b"en cours", b"en\\/cours"),
        ("an escaped name", b'"at"', b'"\\u0061t"'),
        ("upper case hexadecimal", b"en cours", b"\\u001F"),
        ("a long escape", b"en cours", b"\\u000a"),
        ("half a character, escaped", b"en cours", b"\\ud83d"),
        ("the other half, escaped", b"en cours", b"\\udc22"),
        ("halves in the wrong order", b"en cours", b"\\udc22\\ud83d"),
        ("a pair, escaped", b"en cours", b"\\ud83d\\udc22"),
        ("half a character, raw", b"en cours", b"\xed\xa0\xbd"),
        ("half a character in a name", b'"body"', b'"b\\ud83d"'),
        ("a raw line feed", b"en cours", b"\n"),
        ("a fraction", b'"v":1', b'"v":1.0'),
        ("an exponent", b'"v":1', b'"v":1e0'),
        ("minus zero", b'"v":1', b'"v":-0'),
        ("a leading zero", b'"v":1', b'"v":01'),
        ("a plus", b'"v":1', b'"v":+1'),
        ("NaN", b'"v":1', b'"v":NaN'),
        ("Infinity", b'"v":1', b'"v":Infinity'),
        ("a trailing comma", b'"}', b'",}'),
        ("a comment", b"{", b"{/**/"),
        ("single quotes", b'"upload"', b"'upload'"),
        ("two documents", b'"}', b'"}{}'),
        ("overlong UTF-8", b"en cours", b"\xc0\xaf"),
        ("cut UTF-8", b"en cours", b"\xc3"),
        ("a member not known", b'"v":1', b'"v":1,"x":1'),
        ("a prototype", b'"v":1', b'"v":1,"__proto__":{}'),
        ("a member missing", b'"kind":"upload",', b""),
        ("members out of order", b'"v":1,"kind":"upload"', b'"kind":"upload","v":1'),
        ("a number for text", b'"upload"', b"1"),
        ("null for text", b'"upload"', b"null"),
        ("text for v", b'"v":1', b'"v":"1"'),
        ("true for v", b'"v":1', b'"v":true'),
        ("a huge v", b'"v":1', b'"v":9007199254740993'),
        ("a v of many digits", b'"v":1', b'"v":1' + b"0" * 400),
    ]
    for name, old, new in swaps:
        data = good.replace(old, new, 1) if old != b'"}' else good[:-2] + new
        if data == good:
            raise AssertionError(name)
        cases.append(load_case(name, "draft", data, "malformed"))
    for name, data in (
        ("nothing", b""),
        ("a byte order mark", b"\xef\xbb\xbf" + good),
        ("a zero after", good + b"\x00"),
        ("a line feed after", good + b"\n"),
        ("a list", b"[]"),
        ("text", b'"v"'),
        ("null", b"null"),
        ("UTF-16", good.decode().encode("utf-16-le")),
        ("cut", good[:-1]),
        ("deep lists", b"[" * 100_000),
        ("deep objects", b'{"v":' * 5_000 + b"1" + b"}" * 5_000),
    ):
        cases.append(load_case(name, "draft", data, "malformed"))
    for name, old, new in (
        ("version 2", b'"v":1', b'"v":2'),
        ("version 0", b'"v":1', b'"v":0'),
        ("version 2 and a new member", b'"v":1', b'"v":2,"x":1'),
        ("a kind not known", b"upload", b"diary"),
    ):
        cases.append(load_case(name, "draft", good.replace(old, new, 1), "unsupported"))
    return cases


def _bounds() -> list[Case]:
    event, evidence = documents.event(), documents.evidence()
    good: list[tuple[str, Document, str, Any]] = [
        ("a title of 300 turtles", event, "title", "🐢" * TITLE_LIMIT),
        ("facts of 20,000", event, "facts", "é" * TEXT_LIMIT),
        ("1,000 people", event, "who", [{"name": "x", "contact": None}] * 1000),
        ("no danger said", event, "danger", None),
        ("empty texts", event, "title", ""),
        ("a leap day", event, "when.from", "2024-02-29"),
        ("a year", event, "when.from", "0001"),
        ("a clock", event, "when.time", "23:59"),
        ("text instead of a file", changed(evidence, "text", "copie"), "file", None),
        ("no place", evidence, "source.place", None),
        ("a large file", evidence, "file.size", 2**53 - 1),
    ]
    bad: list[tuple[str, Document, str, Any]] = [
        ("a title of 301", event, "title", "🐢" * (TITLE_LIMIT + 1)),
        ("facts of 20,001", event, "facts", "é" * (TEXT_LIMIT + 1)),
        ("a place of 301", event, "where", "x" * 301),
        ("a date text of 301", event, "when.text", "x" * 301),
        ("1,001 people", event, "who", [{"name": "x", "contact": None}] * 1001),
        ("another danger", event, "danger", "maybe"),
        ("an empty danger", event, "danger", ""),
        ("29 February 2023", event, "when.from", "2023-02-29"),
        ("month 13", event, "when.from", "2021-13"),
        ("month 0", event, "when.from", "2021-00"),
        ("year 0", event, "when.from", "0000"),
        ("a short year", event, "when.from", "21"),
        ("a date with time", event, "when.from", "2021-06-01T00:00"),
        ("digits of another script", event, "when.from", "२०२१"),
        ("24:00", event, "when.time", "24:00"),
        ("a clock with seconds", event, "when.time", "23:59:00"),
        ("another precision", event, "when.precision", "rough"),
        ("an unknown date with a bound", event, "when.precision", "unknown"),
        ("a short id", event, "evidence", ["AAAA"]),
        ("stray bits in an id", event, "evidence", [documents.ident("evidence")[:-1] + "B"]),
        ("padding in an id", event, "evidence", [documents.ident("evidence") + "=="]),
        ("an id of null", event, "evidence", [None]),
        ("neither file nor text", evidence, "file", None),
        ("a negative size", evidence, "file.size", -1),
        ("a size of 2^53", evidence, "file.size", 2**53),
        ("a size of true", evidence, "file.size", True),
        ("a long file key", evidence, "file.key", b64(bytes(33))),
        ("no blind", evidence, "blind", None),
        ("a time without Z", evidence, "kept_at", "2024-02-29T23:59:59"),
        ("a leap second", evidence, "kept_at", "2024-02-29T23:59:60Z"),
        ("a fraction of a second", evidence, "kept_at", "2024-02-29T23:59:59.5Z"),
        ("an object for a list", event, "who", {}),
        ("a list for an object", event, "when", []),
        ("another role", documents.contact(), "role", "friend"),
        ("another means", documents.contact(), "means.0.type", "fax"),
        ("a contact id in a name", event, "who.0.name", None),
    ]
    cases = [load_case(name, "record", write(changed(document, path, value))) for name, document, path, value in good]
    cases += [
        load_case(name, "record", write(changed(document, path, value)), "malformed")
        for name, document, path, value in bad
    ]
    cases.append(load_case("another kind", "record", write(changed(event, "kind", "note")), "unsupported"))
    cases.append(load_case("no kind", "record", b'{"v":1}', "malformed"))
    cases.append(load_case("no version", "record", write({k: v for k, v in event.items() if k != "v"}), "malformed"))
    cases.append(load_case("version 2 of a record", "record", write(event | {"v": 2}), "unsupported"))
    return cases


def _large() -> list[Case]:
    """The data is `start`, then `fill` (one byte) `times` times, then `end`."""
    good = write(documents.draft() | {"body": ""})
    start, end = good[:-2], good[-2:]
    room = DOCUMENT_MAX - len(good)
    cases: list[Case] = []
    for name, times, error in (("8 MiB", room, None), ("8 MiB and a byte", room + 1, "malformed")):
        data = start + b"a" * times + end
        case: Case = {
            "id": name,
            "shape": "draft",
            "start": b64(start),
            "fill": b64(b"a"),
            "times": times,
            "end": b64(end),
        }
        case |= {"error": error} if error else {"out": True}
        cases.append(outcome(case, lambda data=data: bool(encoding.load(data, schema.DRAFT))))
    return cases


def _context_cases() -> list[Case]:
    values = {
        "vault_id": fixed("vault", 16),
        "object_id": fixed("object", 16),
        "version": 7,
        "key_id": fixed("key id"),
        "parent_id": fixed("parent", 16),
    }
    cases: list[Case] = []
    for kind, fields in CONTEXT_FIELDS.items():
        given = {name: value for name, value in values.items() if name in fields}
        tries: list[tuple[str, dict[str, Any], str | None]] = [(kind, given, None)]
        tries += [
            (f"{kind} without {name}", {k: v for k, v in given.items() if k != name}, "malformed") for name in given
        ]
        tries += [
            (f"{kind} with {name}", given | {name: value}, "malformed")
            for name, value in values.items()
            if name not in given
        ]
        for name, arguments, error in tries:
            case: Case = {
                "id": name,
                "type": kind,
                "fields": {k: b64(v) if isinstance(v, bytes) else v for k, v in arguments.items()},
            }
            case |= {"error": error} if error else {"out": b64(encoding.context(kind, **arguments))}
            cases.append(outcome(case, lambda kind=kind, arguments=arguments: b64(encoding.context(kind, **arguments))))
    given = {"vault_id": values["vault_id"], "object_id": b"short", "version": 1}
    cases.append(
        outcome(
            {
                "id": "a short object id",
                "type": "record",
                "fields": {"vault_id": b64(given["vault_id"]), "object_id": b64(b"short"), "version": 1},
                "error": "malformed",
            },
            lambda: encoding.context("record", **given),
        )
    )
    cases.append(
        outcome(
            {"id": "another type", "type": "note", "fields": {}, "error": "unsupported"},
            lambda: encoding.context("note"),
        )
    )
    return cases


def _texts(act: Callable[[str], Any], good: list[tuple[str, Any]], bad: list[str]) -> list[Case]:
    cases: list[Case] = [
        outcome({"id": f"good {i}", "text": text, "out": out}, lambda text=text: act(text))
        for i, (text, out) in enumerate(good)
    ]
    cases += [
        outcome({"id": f"bad {i}", "text": text, "error": "malformed"}, lambda text=text: act(text))
        for i, text in enumerate(bad)
    ]
    return cases


def make() -> dict[str, Any]:
    times = ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "9999-12-31T23:59:59Z"]
    bad_times = [
        "",
        "2023-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T23:60:00Z",
        "2024-01-01T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00z",
        "2024-01-01t00:00:00Z",
        "2024-01-01 00:00:00Z",
        "2024-01-01T00:00:00+00:00",
        "2024-01-01T00:00:00.000Z",
        "2024-1-1T0:0:0Z",
        "+02024-01-01T00:00:00Z",
        "2024-01-01T00:00Z",
        "2024-01-01T00:00:00Z\n",
        " 2024-01-01T00:00:00Z",
    ]
    bytes_ = [b"", b"\x00", b"\xff\xef", b"\xfb\xff\xfe", bytes(range(16)), fixed("b64", 33)]
    bad_b64 = ["A", "AAAAA", "AA==", "AAA=", "AB", "AAB", "+A", "/w", "A A", "AA\n", "é", "\u0661\u0661", "AA\u0000A"]
    return {
        "unb64": _texts(lambda text: b64(encoding.unb64(text)), [(b64(data), b64(data)) for data in bytes_], bad_b64),
        "parse_time": _texts(
            lambda text: int(encoding.parse_time(text).timestamp()),
            [(text, int(encoding.parse_time(text).timestamp())) for text in times],
            bad_times,
        ),
        "context": _context_cases(),
        "load": _forms()
        + _bounds()
        + [load_case(f"a record: {kind}", "record", write(record)) for kind, record in documents.records().items()]
        + [
            load_case(f"evidence: {name}", "record", write(document), error)
            for name, document, error in (
                ("taken out of another", documents.evidence_of(documents.ident("evidence")), None),
                ("a conversation and who she is in it", documents.evidence_of(None, "Inès"), None),
                ("a conversation without her", documents.evidence_of(None, ""), None),
                ("version 2 that says neither", documents.evidence_of(None), None),
                ("taken out of a name", documents.evidence_of("Marc"), "malformed"),
                ("a name of 301", documents.evidence_of(None, "x" * 301), "malformed"),
                ("version 1 with them", documents.evidence_of(None, "Inès") | {"v": 1}, "malformed"),
                ("version 2 without them", documents.evidence() | {"v": 2}, "malformed"),
                ("version 3", documents.evidence_of(None) | {"v": 3}, "unsupported"),
            )
        ]
        + [load_case(f"a reading: {use}", "record", write(documents.reading_of(use))) for use in USES]
        + [
            load_case(f"a reading: {name}", "record", write(document), error)
            for name, document, error in (
                ("version 1 with a use", documents.reading_of("days") | {"v": 1}, "malformed"),
                ("version 2 without a use", documents.reading() | {"v": 2}, "malformed"),
                ("another use", documents.reading_of("dream"), "malformed"),
                ("version 3", documents.reading_of("days") | {"v": 3}, "unsupported"),
                ("no version", {n: v for n, v in documents.reading().items() if n != "v"}, "malformed"),
                ("a version of letters", documents.reading() | {"v": "2"}, "malformed"),
            )
        ]
        + [load_case("a policy", "policy", write(documents.policy()))]
        + [
            load_case(f"a policy: {name}", "policy", write(documents.policy() | change), code)
            for name, change, code in (
                ("31 days", {"not_after": "2024-03-31T08:00:01Z"}, "malformed"),
                ("no time", {"not_after": "2024-03-01T08:00:00Z"}, "malformed"),
                ("backwards", {"not_after": "2024-02-01T08:00:00Z"}, "malformed"),
                ("no opening", {"max_opens": 0}, "malformed"),
                ("1,001 openings", {"max_opens": 1001}, "malformed"),
                ("another mode", {"mode": "open"}, "unsupported"),
                ("exactly 30 days", {"not_after": "2024-03-31T08:00:00Z"}, None),
            )
        ],
        "load_large": _large(),
    }
