"""The directory: who helps, kept in `content/annuaire.json`, read and checked once, when the process starts.

A fault stops the build, never a reader:

1. Every entry is whole, with no member that is not known; kinds, needs and places are of closed lists.
2. No two entries have one id.
3. Each says where it was read (`source`), when that page was written if it is known (`as_of`), and how far it is to be
   believed (`confidence`).
4. A number is written so that it can be dialled.
5. What is a sentence may be there in other languages, each with the numbers of the French one, and no other. Names are
   what they are: they have one language.

How old an entry is depends on the day it is read: `doubts` says what makes one worth a check. Searching happens in the
browser: the server never hears what was asked.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from vault.errors import typeset
from vault.languages import DEFAULT
from vault.services.guide import CONTENT, ContentError, Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FILE = CONTENT / "annuaire.json"
PLACES = CONTENT / "departements.json"
EVERYWHERE = "FR"
A_YEAR = timedelta(days=365)
NUMBER = re.compile(r"\d+")

Kind = Literal[
    "emergency", "listening", "victims", "specialist", "children", "rights", "report", "online", "complaint",
    "compensation", "tool",
]  # fmt: skip
Confidence = Literal["official", "association", "secondary", "dated"]
Doubt = Literal["old", "undated", "association", "secondary", "dated"]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Description = Annotated[str, Field(min_length=1, max_length=600)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Phone = Annotated[str, Field(pattern=r"^(\+?[0-9][0-9 ]{0,18}[0-9])$")]
Address = Annotated[str, Field(pattern=r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$", max_length=300)]


class Words(BaseModel):
    """What an entry says, in a language other than French."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    hours: Line | None
    description: Description


class Entry(BaseModel):
    """One place to turn to, as the file keeps it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    name: Line
    kind: Kind
    needs: Annotated[list[Need], Field(min_length=1)]
    phones: list[Phone]
    sms: list[Phone]
    url: Address | None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=200)] | None
    territories: Annotated[list[str], Field(min_length=1)]
    """Codes of départements, or `FR` alone: the whole country."""
    hours: Line | None
    description: Description
    source: Address
    as_of: Annotated[str, Field(pattern=r"^20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")] | None
    confidence: Confidence
    translations: dict[Language, Words] = Field(default_factory=dict)
    """By language; none is French."""

    @field_validator("needs", "phones", "sms", "territories")
    @classmethod
    def _once(cls, values: list[str]) -> list[str]:
        if len(set(values)) != len(values):
            raise ValueError("a value is there twice")
        return values

    @field_validator("territories")
    @classmethod
    def _known(cls, codes: list[str]) -> list[str]:
        if codes == [EVERYWHERE]:
            return codes
        if unknown := set(codes) - {place.code for place in places()}:
            raise ValueError(f"no such place: {', '.join(sorted(unknown))}")
        return codes

    @field_validator("translations")
    @classmethod
    def _faithful(cls, translations: dict[str, Words], info: ValidationInfo) -> dict[str, Words]:
        """Rule 5."""
        if DEFAULT in translations:
            raise ValueError("the entry itself is French")
        for language, words in translations.items():
            for member in sorted({"hours", "description"} & set(info.data)):
                if _numbers(info.data[member]) != _numbers(getattr(words, member)):
                    raise ValueError(f"{language}: the numbers of {member} are not those of the French")
        return translations


class Place(BaseModel):
    """A département, or a territory overseas, and its tile on the drawn map."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: Annotated[str, Field(pattern=r"^(\d\d|2[AB]|9[78]\d)$")]
    name: Line
    column: Annotated[int, Field(ge=1, le=20)]
    row: Annotated[int, Field(ge=1, le=20)]


@dataclass(frozen=True)
class Directory:
    """All entries by id, in the order of the file."""

    entries: Mapping[str, Entry]

    def first_for(self, needs: Sequence[Need], language: str, most: int = 3) -> list[dict[str, Any]]:
        """Whom a person with these needs can call or write to from anywhere in the country, the first need first."""
        called = (one for one in self.entries.values() if one.phones or one.sms)
        near = [one for one in called if one.territories == [EVERYWHERE]]
        found = {one.id: one for need in needs for one in near if need in one.needs}
        return shown(list(found.values())[:most], language)

    def content(self, language: str = DEFAULT) -> dict[str, Any]:
        """What a page hands to its script: the entries and the tiles of the map."""
        return {"entries": shown(self.entries.values(), language), "places": [place.model_dump() for place in places()]}


@cache
def load(path: Path = FILE) -> Directory:
    """The directory in this file.

    Raises:
        ContentError: it breaks one of the rules above.
    """
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, name: str) -> Directory:
    """The directory written in this text; `name` is what a refusal calls it.

    Raises:
        ContentError: as for `load`.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise ContentError(f"{name}: {error}") from error
    if not isinstance(document, dict) or set(document) != {"entries"} or not isinstance(document["entries"], list):
        raise ContentError(f"{name}: not one list of entries")
    entries = [_entry(one, f"{name}: entry {number}") for number, one in enumerate(document["entries"], 1)]
    ids = [entry.id for entry in entries]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ContentError(f"{name}: twice: {', '.join(twice)}")
    return Directory({entry.id: entry for entry in entries})


def _entry(one: object, where: str) -> Entry:
    try:
        return Entry.model_validate(one)
    except ValidationError as error:
        raise ContentError(f"{where}: {told(error)}") from error


def told(error: ValidationError) -> str:
    """What is wrong with which member, in one line."""
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())


def shown(entries: Iterable[Entry], language: str = DEFAULT) -> list[dict[str, Any]]:
    """These entries as a page in this language shows them; the member `language` says in which one an entry speaks.
    French has its no-break spaces.
    """
    return [entry.model_dump(exclude={"translations"}) | _said(entry, language) for entry in entries]


def doubts(entry: Entry, today: date) -> list[Doubt]:
    """Why an entry is to be checked before it is relied on: the age of the page it was read on, and who says so.

    A page whose day is known in part is as young as it can be. Emergency numbers do not age: the Arcep lists
    them (code des postes et des communications électroniques, art. D98-8), and danger leaves no time to hesitate.
    """
    found: list[Doubt] = []
    if entry.kind == "emergency":
        return found
    if entry.as_of is None:
        found.append("undated")
    elif _last_day(entry.as_of) < today - A_YEAR:
        found.append("old")
    return found if entry.confidence == "official" else [*found, entry.confidence]


def _last_day(as_of: str) -> date:
    year, month, day = [*(int(part) for part in as_of.split("-")), 0, 0][:3]
    if day:
        return date(year, month, day)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if month else date(year, 12, 31)


def written(directory: Directory) -> str:
    """The text of the file that keeps this directory."""
    document = {"entries": [entry.model_dump() for entry in directory.entries.values()]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@cache
def places() -> tuple[Place, ...]:
    """Every département and territory, in the order of codes.

    Raises:
        ContentError: two have one code or one tile, or a member is wrong.
    """
    try:
        found = tuple(Place.model_validate(one) for one in json.loads(PLACES.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, ValidationError) as error:
        raise ContentError(f"{PLACES.name}: {error}") from error
    tiles = {(place.column, place.row) for place in found}
    if len({place.code for place in found}) != len(found) or len(tiles) != len(found):
        raise ContentError(f"{PLACES.name}: two places have one code or one tile")
    return found


def _said(entry: Entry, language: str) -> dict[str, str | None]:
    """What an entry says in this language, or in French when it does not speak it."""
    name = typeset(entry.name)
    if words := entry.translations.get(language):
        return {"name": name, "language": language} | words.model_dump()
    hours = entry.hours and typeset(entry.hours)
    return {"name": name, "language": DEFAULT, "hours": hours, "description": typeset(entry.description)}


def _numbers(text: str | None) -> set[str] | None:
    """The numbers in it, without the noughts of full hours, which French leaves out."""
    return None if text is None else set(NUMBER.findall(text)) - {"00"}
