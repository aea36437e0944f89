"""uses.json: what a reading is, by its date, and marks as a share may hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vault.crypto import uses

from . import documents

if TYPE_CHECKING:
    from .common import Case

_DATES = [
    ("a day and its hour", "exact", "2026-11-23", None, "21:30"),
    ("an hour alone", "exact", None, None, "21:30"),
    ("no date", "unknown", None, None, None),
    ("a period without ends", "period", None, None, None),
    ("a month", "period", "2026-11", "2026-11", None),
    ("a month that is no period", "about", "2026-11", "2026-11", None),
    ("a year", "period", "2026", "2026", None),
    ("a day as a period", "period", "2026-11-23", "2026-11-23", None),
    ("two months", "period", "2026-10", "2026-11", None),
    ("since a month", "period", "2026-11", None, None),
    ("a day", "exact", "2026-11-23", None, None),
    ("about a summer", "about", "2021-06", "2021-08", None),
]


def make() -> dict[str, Any]:
    dates: list[Case] = []
    for name, precision, start, end, time in _DATES:
        when = {"precision": precision, "from": start, "to": end, "time": time, "text": ""}
        dates.append({"id": name, "when": when, "out": uses.use_of(when)})
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
    return {"use_of": dates, "marks_for": marks}
