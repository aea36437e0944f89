"""summary.json: folded words, and the summary of each kind of record."""

from typing import Any

from vault.crypto import summary
from vault.crypto.constants import EXCERPT_LIMIT, TEXT_LIMIT, USES

from . import documents
from .common import Case, outcome


def _records() -> list[Case]:
    event, evidence, contact = documents.event(), documents.evidence(), documents.contact()
    long = "é" * (EXCERPT_LIMIT - 1) + "🐢 puis la suite ; Puis ÉTÉ."
    many = " ".join(f"mot{i}" for i in range(2000))
    exact = "a" * 300 + " " + "b" * 1999 + " " + "c" * 2000
    records: list[tuple[str, dict[str, Any]]] = [
        *documents.records().items(),
        *((f"a reading: {use}", documents.reading_of(use)) for use in USES),
        ("an event without text", event | {"facts": "", "said": "", "feelings": "", "title": ""}),
        ("a long event", event | {"facts": long}),
        ("words over the limit", event | {"facts": "", "said": many}),
        ("words at the limit", event | {"facts": "", "said": "b" * 1999 + " " + "c" * 2000, "feelings": "d"}),
        (
            "a word over the limit, then a short one",
            event | {"facts": "", "said": "b" * 1999 + " " + "c" * 2001 + " d", "feelings": ""},
        ),
        ("one long word", event | {"facts": "", "said": "m" * TEXT_LIMIT}),
        ("words of the excerpt are not said again", event | {"facts": exact, "said": "A" * 280 + " B"}),
        ("evidence without description", evidence | {"description": "", "text": "Le message disait : viens."}),
        ("evidence without file", evidence | {"file": None, "text": "copie du message"}),
        (
            "evidence with a thumb",
            evidence | {"thumb": documents.file("thumb"), "who": [{"name": "Anaïs", "contact": None}]},
        ),
        ("a contact without notes", contact | {"notes": "", "means": []}),
    ]
    cases: list[Case] = [{"id": name, "record": record, "out": summary.summary_of(record)} for name, record in records]
    bad: list[tuple[str, dict[str, Any], str]] = [
        ("no title", {k: v for k, v in event.items() if k != "title"}, "malformed"),
        ("another kind", event | {"kind": "note"}, "unsupported"),
        ("facts too long", event | {"facts": "x" * (TEXT_LIMIT + 1)}, "malformed"),
    ]
    cases += [
        outcome({"id": name, "record": record, "error": code}, lambda record=record: summary.summary_of(record))
        for name, record, code in bad
    ]
    return cases


def make() -> dict[str, Any]:
    texts = [
        "",
        "Été À la Sainte-Cécile",
        "l’œuvre d'ÆTHER",
        "ﬁn ½ n°12",
        "ΣΊΣΥΦΟΣ",
        "İstanbul Straße",
        "a_b-c.d,e",
        "日本語 テスト",
        "\u200bzéro\u200dlargeur",
        "e\u0301te\u0301",
        "🐢 lent 🐢",
        "ǅ Ǆ ǆ",
        "१२३ ٣",
        "\t\n x \u00a0y\u202fz",
    ]
    return {
        "fold": [{"id": str(i), "text": text, "out": summary.fold(text)} for i, text in enumerate(texts)],
        "summary_of": _records(),
    }
