"""What a reading is (FORMAT 8.6), told by its date alone, so that a row of the catalogue says it without its record.

Rules, in order:

1. with an hour, or of an unknown date, the landmark as it was answered;
2. a period without ends, marks on items of the vault;
3. a period that is one month, the days of that month;
4. else a key date: a birth, a move, what helps to place other facts.

A date that is none of a kind is a key date: nothing is refused here.
"""

from typing import Literal

from vault.crypto.encoding import Document

Use = Literal["landmark", "marks", "days", "date"]

_MONTH_LENGTH = 7  # YYYY-MM


def use_of(when: Document) -> Use:
    """Return what a reading of this date is (8.6)."""
    if when["time"] is not None or when["precision"] == "unknown":  # 1.
        return "landmark"
    if when["precision"] != "period" or when["from"] != when["to"]:  # 4.
        return "date"
    if when["from"] is None:  # 2.
        return "marks"
    return "days" if len(when["from"]) == _MONTH_LENGTH else "date"  # 3.


def marks_for(record: Document, shared: set[str]) -> Document:
    """Return marks that name items of a share only; another record comes back as it is (10.7)."""
    if record["kind"] != "reading" or use_of(record["when"]) != "marks":
        return record
    return record | {"answers": [answer for answer in record["answers"] if answer["id"] in shared]}
