"""What an association sends: a table of entries (CSV), checked whole and put into the directory, or refused whole.

1. The table is UTF-8, its first line names every column of `COLUMNS`, each once and no other; commas or semicolons.
2. A line is an entry of the same form as in the file; several values in one cell are separated by `|`.
3. No two lines have one id. Every wrong line is named by its number, and one wrong line refuses the table.
4. A line whose id is known takes the place of that entry; another is added at the end. What is not in the table stays.
5. A table speaks French. An entry keeps its translations while the sentences that they say are the same; else they are
   dropped, which the changes say, and the entry speaks French everywhere until somebody translates it anew.

Nothing says here whether a number answers: somebody reads the changes before they are kept.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from vault.services.directory import Directory, Entry, told
from vault.services.guide import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

TRANSLATIONS = "translations"
COLUMNS = tuple(name for name in Entry.model_fields if name != TRANSLATIONS)
LISTS = {"needs", "phones", "sms", "territories"}
MAY_BE_EMPTY = {"url", "email", "hours", "as_of"}
BETWEEN = "|"


class TableError(ContentError):
    """The table is refused; one line of the message for each wrong line."""


@dataclass(frozen=True)
class Merge:
    """The directory as it becomes, and what changes, one sentence each."""

    directory: Directory
    changes: tuple[str, ...]


def merge(directory: Directory, table: bytes) -> Merge:
    """The directory with the entries of this table.

    Raises:
        TableError: the table breaks one of rules 1 to 3.
    """
    sent = [_translated(entry, directory.entries.get(entry.id)) for entry in _entries(table)]
    changes = tuple(change for entry in sent for change in _changes(directory.entries.get(entry.id), entry))
    return Merge(Directory({**directory.entries, **{entry.id: entry for entry in sent}}), changes)


def _entries(table: bytes) -> list[Entry]:
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for number, row in _rows(table):
        try:
            entry = _entry(row)
        except ValidationError as error:
            faults.append(f"line {number}: {told(error)}")
            continue
        if entry.id in entries:
            faults.append(f"line {number}: id: {entry.id} is there twice")
        entries[entry.id] = entry
    if not entries and not faults:
        faults.append("line 2: there is no entry")
    if faults:
        raise TableError("\n".join(faults))
    return list(entries.values())


def _rows(table: bytes) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Each line below the first with its number in the file, which is that of its last row when a cell has several."""
    try:
        text = table.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = table.count(b"\n", 0, error.start) + 1
        raise TableError(f"line {line}: the table is not UTF-8") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    try:
        if sorted(reader.fieldnames or ()) != sorted(COLUMNS):
            raise TableError(f"line 1: the columns are not {', '.join(COLUMNS)}")
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise TableError(f"line {reader.line_num}: {error}") from error


def _entry(row: dict[str, str | None]) -> Entry:
    """The entry of a line; a line with too few or too many cells is refused by the form of the entry."""
    return Entry.model_validate({name: _value(name, cell) for name, cell in row.items()})


def _translated(entry: Entry, before: Entry | None) -> Entry:
    """Rule 5."""
    same = before is not None and (before.hours, before.description) == (entry.hours, entry.description)
    return entry.model_copy(update={TRANSLATIONS: before.translations}) if before and same else entry


def _value(name: str, cell: str | None) -> object:
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if name in LISTS:
        return [part.strip() for part in text.split(BETWEEN)] if text else []
    return None if name in MAY_BE_EMPTY and not text else text


def _changes(before: Entry | None, after: Entry) -> Iterator[str]:
    if before is None:
        yield f"+ {after.id}: {after.name!r}"
        return
    for name in COLUMNS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"~ {after.id}: {name}: {old!r} -> {new!r}"
    if before.translations != after.translations:
        yield f"~ {after.id}: to be translated anew: {', '.join(sorted(before.translations))}"
