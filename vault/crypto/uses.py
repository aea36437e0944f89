"""What a reading is (FORMAT 8.6)."""

from typing import Literal, cast

from vault.crypto.encoding import Document

Use = Literal["landmark", "marks", "days", "date"]


def use_of(reading: Document) -> Use:
    """Return the use of a reading, or of its summary; those of version 1 are landmarks."""
    return cast("Use", reading.get("use", "landmark"))


def marks_for(record: Document, shared: set[str]) -> Document:
    """Return marks that name items of a share only; another record comes back as it is (10.7)."""
    if record["kind"] != "reading" or use_of(record) != "marks":
        return record
    return record | {"answers": [answer for answer in record["answers"] if answer["id"] in shared]}


def without_words(reading: Document) -> Document:
    """Return a reading without what was written in it: its note, and those of its days (10.7)."""
    days = use_of(reading) == "days"
    answers = [answer for answer in reading["answers"] if not (days and answer["id"].endswith("/note"))]
    return reading | {"answers": answers, "note": ""}
