"""uses.json: what a reading is, and what of it a share may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vault.crypto import uses
from vault.crypto.summary import summary_of

from . import documents

if TYPE_CHECKING:
    from .common import Case

_USES = ("landmark", "marks", "days", "date")


def make() -> dict[str, Any]:
    readings = [("a reading of version 1", documents.reading())]
    readings += [(f"a reading of use {use}", documents.reading_of(use)) for use in _USES]
    of: list[Case] = [{"id": name, "reading": given, "out": uses.use_of(given)} for name, given in readings]
    of += [
        {"id": f"{name}, by its summary", "reading": summary_of(given), "out": uses.use_of(given)}
        for name, given in readings
    ]
    marked, other = documents.ident("event"), documents.ident("elsewhere")
    rows: list[tuple[str, dict[str, Any], list[str]]] = [
        ("two marks, one of them shared", documents.marks("event", "elsewhere"), [marked]),
        ("none of them", documents.marks("event"), [other]),
        ("answers of the landmark", documents.reading(), []),
        ("an event", documents.event(), []),
    ]
    marks: list[Case] = [
        {"id": name, "record": record, "shared": shared, "out": uses.marks_for(record, set(shared))}
        for name, record, shared in rows
    ]
    days, landmark = documents.days(), documents.reading_of("landmark")
    words: list[Case] = [
        {"id": name, "reading": given, "out": uses.without_words(given)}
        for name, given in [
            ("days", days),
            ("a landmark", landmark),
            ("of version 1", documents.reading()),
            ("a landmark with an answer named as a note", landmark | {"answers": days["answers"]}),
        ]
    ]
    return {"use_of": of, "marks_for": marks, "without_words": words}
