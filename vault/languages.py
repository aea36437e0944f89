"""The languages of the product, one file each: `vault/translations/<code>.po`. The key of a sentence is the French one,
so French needs no file; a new language is one file more, and nothing else.

Each file is read and checked once, when the process starts; a fault stops the start, never a reader:

1. The name of the file is a language that CLDR knows; its header `Language` may say whose dates and numbers it uses.
2. Its plural forms are as many as the header says, and one for each of the categories by which browsers count.
3. No entry is fuzzy: it would be a guess.
4. A translation has the holes and the markup of its French sentence, and no other: a value that was to be said is
   said, and a translation brings no element into a page, not even by a quotation mark: templates trust it as markup.

A sentence without translation is said in French: better understood by half than absent. Which language a request is
answered in is the business of `views/languages.py`.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from vault.errors import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel.messages.catalog import Catalog

TRANSLATIONS = Path(__file__).resolve().parent / "translations"
DEFAULT = "fr"
COOKIE = "__Host-lang"
"""Holds the code of the language that was chosen; the browser forgets it with its window."""
HOLE = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
MARK = re.compile(r'</?[a-z][^>]*>|[<>"%]', re.IGNORECASE)
"""An element, in capitals too; else a sign by which one could begin, an attribute end or a value be formatted."""
COUNTS = (*range(201), 1_000_000)
"""Numbers among which every plural category of CLDR has one."""
COUNTED = {"{n}", "%(num)s", "%(num)d"}
"""The holes of the number itself, which a form may leave out (« une pièce »)."""


class LanguageError(ValueError):
    """A file of translations is not as it should be; the message names the file and the sentence."""


class French(NullTranslations):
    """The sentences as they are written, with the no-break spaces of French."""

    def gettext(self, message: str) -> str:
        """The sentence."""
        return typeset(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence for this number: French counts nought as one."""
        return typeset(msgid2 if n > 1 else msgid1)

    ugettext = gettext
    ungettext = ngettext


@dataclass(frozen=True)
class Entry:
    """A sentence, or the forms of a counted one, in French and in a language; the files that say it."""

    french: tuple[str, ...]
    said: tuple[str, ...]
    paths: frozenset[str]


@dataclass(frozen=True)
class Language:
    """One language: `translations` for the server; `plurals` and `entries` for browsers, none for French."""

    code: str
    locale: Locale
    translations: NullTranslations
    plurals: Mapping[str, int] = field(default_factory=dict, hash=False)
    entries: tuple[Entry, ...] = field(default=(), hash=False)

    @property
    def base(self) -> str:
        """The language alone, without its country: by it `content/` and the directory keep their texts."""
        return self.locale.language

    @property
    def tag(self) -> str:
        """BCP 47, for `<html lang>` and the browser's dates."""
        return str(self.locale).replace("_", "-")

    @property
    def name(self) -> str:
        """What those who speak it call it."""
        name = Locale(self.base).get_language_name() or self.code
        return name[:1].upper() + name[1:]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    def browser(self, modules: frozenset[str]) -> dict[str, Any]:
        """What these browser modules (`static/js/…`) say: `plurals`, the form of each plural category of CLDR, and
        `sentences`, French to a translation or, counted, to its forms.
        """
        found = [entry for entry in self.entries if modules & entry.paths]
        sentences = {one.french[0]: one.said[0] if len(one.french) == 1 else one.said for one in found}
        return {"plurals": self.plurals, "sentences": sentences}


@cache
def load(root: Path = TRANSLATIONS) -> Mapping[str, Language]:
    """The languages by code, French first.

    Raises:
        LanguageError: a file breaks one of the rules above.
    """
    french = Language(DEFAULT, Locale(DEFAULT), French())
    return {DEFAULT: french} | {one.code: one for one in map(read, sorted(root.glob("*.po")))}


def read(path: Path) -> Language:
    """One language.

    Raises:
        LanguageError: its file breaks one of the rules above.
    """
    code = path.stem.replace("_", "-")
    try:
        named = Locale.parse(code, sep="-")
        catalog = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)
        locale = catalog.locale or named
        _refuse(path, "is in another language", {str(locale)} if locale.language != named.language else set())  # 1
        plurals = _plurals(catalog, locale)  # 2
    except (PoFileError, UnknownLocaleError, ValueError) as error:
        raise LanguageError(f"{path}: {error}") from error
    _refuse(path, "fuzzy", {str(message.id) for message in catalog if message.id and message.fuzzy})  # 3
    entries = tuple(_entries(catalog))
    _refuse(path, "not all plural forms", {one.french[0] for one in entries if len(one.said) != _forms(one, catalog)})
    _refuse(path, "holes or markup differ", {one.french[0] for one in entries if not _is_faithful(one)})  # 4
    return Language(code, locale, _translations(catalog), plurals, entries)


def _translations(catalog: Catalog) -> NullTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    made = Translations(compiled)
    made.add_fallback(French())
    return made


def _entries(catalog: Catalog) -> Iterator[Entry]:
    """What says something in the language; the header says nothing."""
    for message in catalog:
        french, said = _sentences(message.id), _sentences(message.string)
        if message.id and all(said):
            yield Entry(french, said, frozenset(path for path, _ in message.locations))


def _sentences(one: object) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one) if isinstance(one, (tuple, list)) else ("",)


def _plurals(catalog: Catalog, locale: Locale) -> dict[str, int]:
    """Rule 2: the form of each category."""
    form, found = c2py(catalog.plural_expr), dict[str, int]()
    for count in COUNTS:
        category = locale.plural_form(count)
        if found.setdefault(category, form(count)) != form(count) or form(count) >= catalog.num_plurals:
            message = f"Plural-Forms has no one form for {count} ({category})"
            raise LanguageError(message)
    return found


def _forms(entry: Entry, catalog: Catalog) -> int:
    return 1 if len(entry.french) == 1 else catalog.num_plurals


def _is_faithful(entry: Entry) -> bool:
    """Rule 4; a form of a counted sentence may leave the number out."""
    holes, tags = _shape(entry.french[-1])
    may_lack = COUNTED if len(entry.french) > 1 else set()
    return all(holes - may_lack <= own <= holes and marks == tags for own, marks in map(_shape, entry.said))


def _shape(sentence: str) -> tuple[set[str], Counter[str]]:
    """Its holes and its markup."""
    return set(HOLE.findall(sentence)), Counter(MARK.findall(HOLE.sub("", sentence)))


def _refuse(path: Path, what: str, faults: set[str]) -> None:
    if faults:
        raise LanguageError(f"{path}: {what}: {'; '.join(sorted(faults))}")
