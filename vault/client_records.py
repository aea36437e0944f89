"""Records as a desk writes them (FORMAT 8): members that were not given are empty, nothing is guessed.

Dates are given as `2021`, `2021-06` or `2021-06-15`, alone, « about », or as a period of two; what was typed is kept as
text. The browser reads dates as people say them; a script has no need of that.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vault.crypto.constants import KEY, VERSION
from vault.crypto.encoding import Document, b64, now

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_SOURCE: Document = {"taken_at": None, "place": None, "device": None}


def when(start: str | None, end: str | None = None, *, about: bool = False) -> Document:
    """A date of facts (8.1): unknown without `start`, a period with `end`, else exact or about."""
    if start is None:
        return {"precision": "unknown", "from": None, "to": None, "time": None, "text": ""}
    precision = "period" if end else "about" if about else "exact"
    text = f"{start} – {end}" if end else start
    return {"precision": precision, "from": start, "to": end, "time": None, "text": text}


def who(names: Sequence[str]) -> list[Document]:
    """People who were there, by name."""
    return [{"name": name, "contact": None} for name in names]


def event(title: str, facts: str, moment: Document, *, where: str = "", people: Sequence[str] = ()) -> Document:
    """An event: what happened, apart from what was felt."""
    return {
        "v": VERSION,
        "kind": "event",
        "title": title,
        "facts": facts,
        "said": "",
        "when": moment,
        "where": where,
        "who": who(people),
        "danger": None,
        "feelings": "",
        "thoughts": "",
        "evidence": [],
    }


def evidence(title: str, file: Document | None, moment: Document, *, description: str = "", text: str = "") -> Document:
    """A piece of evidence: a file that `keep_file` kept, or a text."""
    return {
        "v": VERSION,
        "kind": "evidence",
        "title": title,
        "description": description,
        "obtained": "",
        "when": moment,
        "where": "",
        "who": [],
        "file": file,
        "thumb": None,
        "text": text,
        "source": NO_SOURCE,
        "kept_at": now(),
        "blind": b64(os.urandom(KEY)),
    }


def contact(name: str, role: str, means: Sequence[tuple[str, str]] = (), notes: str = "") -> Document:
    """A contact; `means` are pairs of `phone`, `email`, `address` or `other` and a value."""
    return {
        "v": VERSION,
        "kind": "contact",
        "name": name,
        "role": role,
        "organisation": "",
        "means": [{"type": kind, "value": value} for kind, value in means],
        "notes": notes,
    }


def timeline(title: str, items: Sequence[bytes], description: str = "") -> Document:
    """A timeline of items, by id."""
    return {
        "v": VERSION,
        "kind": "timeline",
        "title": title,
        "description": description,
        "items": [b64(item_id) for item_id in items],
    }
