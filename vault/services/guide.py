"""The guide: short texts kept in `content/<language>/<slug>.md`, read and checked once, when the process starts.

A sheet is a front matter in TOML between two lines `+++`, then Markdown. A fault stops the build, never a reader:

1. The front matter is whole, with no member that is not known.
2. Every language has the same sheets; what is no sentence (kind, order, drawing, sources, links, what comes next) is
   the same in each.
3. Every fact has a source: an https address and the day it was read. It is the only place for an address elsewhere.
4. A link in a text leads to this site, or dials a number; a link to a sheet leads to one that exists.
5. The Markdown is a small part of it, without HTML or pictures: the text can bring nothing into a page but words.

Three shapes are ours: a list with `+` has boxes to tick by hand, a list with `*` is of things to avoid, a quotation is
something to watch out for. Whether a sentence is true, and kind, is left to the people who read it over.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vault.errors import typeset
from vault.languages import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markdown_it.token import Token

CONTENT = Path(__file__).resolve().parents[2] / "content"
FENCE = "+++\n"
PLACE = "/guide"
MARKDOWN = ("heading", "list", "blockquote", "emphasis", "link", "escape")
LISTS = {"+": "ticks", "*": "avoid"}
"""The mark of a list → the class of its element."""
INSIDE = re.compile(r"(?:/[a-z0-9/-]*(?:#[a-z-]+)?|(?:tel|sms):\+?[0-9]+)")
"""Where a link of a text may lead."""

Text = Annotated[str, Field(min_length=1, max_length=200)]
Need = Literal["danger", "listening", "hold", "child", "health", "rights", "report", "online", "money", "keep"]
"""What a reader may be looking for; the directory is in order of it too."""


class ContentError(ValueError):
    """A text of the guide is not as it should be; the message names the file."""


class Source(BaseModel):
    """Where a fact comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Text
    url: Annotated[str, Field(pattern=r"^https://[^\s/]+/\S*$")]
    read_on: date

    @property
    def host(self) -> str:
        """Who publishes it, as an address says it."""
        return self.url.split("/")[2].removeprefix("www.")


class Front(BaseModel):
    """The front matter of a sheet."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Text
    summary: Text
    drawing: Annotated[str, Field(pattern=r"^[a-z]+$")]
    order: Annotated[int, Field(ge=1)]
    kind: Literal["card", "sheet"]
    reviewed: bool
    """Whether a jurist and an association have read it over."""
    then: Annotated[list[str], Field(min_length=1)]
    """Slugs of what to read next."""
    needs: list[Need] = []
    """What a reader of it may look for in the directory, the first one first."""
    sources: Annotated[list[Source], Field(min_length=1)]


@dataclass(frozen=True)
class Sheet:
    """One text in one language; `html` is safe to show as it is, `links` is every address it leads to."""

    slug: str
    front: Front
    html: str
    links: frozenset[str]


@dataclass(frozen=True)
class Guide:
    """All sheets, by language and slug, in the order of kind and rank."""

    languages: Mapping[str, Mapping[str, Sheet]]

    def sheets(self, language: str) -> Mapping[str, Sheet]:
        """The sheets in this language, or in French when there are none."""
        return self.languages[self.written_in(language)]

    def written_in(self, language: str) -> str:
        """The language, or French when there are no sheets in it."""
        return language if self.languages.get(language) else DEFAULT


@cache
def load(root: Path = CONTENT) -> Guide:
    """The guide below this folder.

    Raises:
        ContentError: a text breaks one of the rules above.
    """
    languages = {folder.name: _folder(folder) for folder in sorted(root.iterdir()) if folder.is_dir()}
    if not languages.get(DEFAULT):
        raise ContentError(f"{root}: no sheet in {DEFAULT}")
    _check(languages)
    return Guide(languages)


def _folder(folder: Path) -> dict[str, Sheet]:
    sheets = [read(path, folder.name) for path in folder.glob("*.md")]
    return {sheet.slug: sheet for sheet in sorted(sheets, key=lambda sheet: (sheet.front.kind, sheet.front.order))}


def read(path: Path, language: str) -> Sheet:
    """One sheet.

    Raises:
        ContentError: its front matter or one of its links is refused.
    """
    text = path.read_text(encoding="utf-8")
    empty, front, body = [*(typeset(text) if language == DEFAULT else text).split(FENCE, 2), "", ""][:3]
    if empty or not body.strip():
        raise ContentError(f"{path}: no front matter, or nothing below it")
    try:
        checked = Front.model_validate(tomllib.loads(front))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(f"{path}: {error}") from error
    html, links = render(body)
    for link in links:
        if not INSIDE.fullmatch(link):
            raise ContentError(f"{path}: leads elsewhere: {link}")
    return Sheet(path.stem, checked, html, links)


def render(body: str) -> tuple[str, frozenset[str]]:
    """The HTML of a text, and the addresses it leads to."""
    markdown = MarkdownIt("zero").enable(MARKDOWN)
    tokens = markdown.parse(body)
    links = {str(child.attrs["href"]) for token in tokens for child in token.children or () if "href" in child.attrs}
    for token in tokens:
        _shape(token)
    return markdown.renderer.render(tokens, markdown.options, {}), frozenset(links)


def _shape(token: Token) -> None:
    """Give one of our three shapes to what was written with its mark."""
    if token.type == "bullet_list_open" and token.markup in LISTS:
        token.attrs = {"class": LISTS[token.markup], "role": "list"}  # Safari forgets a list without its markers
    elif token.type in {"blockquote_open", "blockquote_close"}:
        token.tag = "div"
        token.attrs = {"class": "note watch"} if token.nesting == 1 else {}


def _check(languages: Mapping[str, Mapping[str, Sheet]]) -> None:
    """What can only be told of all the sheets together: rules 2 and 4."""
    model = languages[DEFAULT]
    for language, sheets in languages.items():
        _refuse(f"{language}: missing or too many", set(sheets) ^ set(model))
    for language, sheets in languages.items():
        for slug, sheet in sheets.items():
            _refuse(f"{language}: {slug} leads to no sheet", _next(sheet) - set(sheets))
            _refuse(f"{language}: leads to itself", _next(sheet) & {slug})
    for language, sheets in languages.items():
        _refuse(f"{language}: differs from the French", {s for s in model if _bones(sheets[s]) != _bones(model[s])})


def _next(sheet: Sheet) -> set[str]:
    """The sheets that this one leads to, from its text or after it."""
    inside = (link for link in sheet.links if link.startswith(f"{PLACE}/"))
    return {link.removeprefix(f"{PLACE}/").partition("#")[0] for link in inside} | set(sheet.front.then)


def _bones(sheet: Sheet) -> tuple[object, ...]:
    """What is the same in every language."""
    front = sheet.front
    sources = [(source.url, source.read_on) for source in front.sources]
    return front.drawing, front.order, front.kind, front.reviewed, front.then, sources, sheet.links


def _refuse(what: str, faults: Iterable[str]) -> None:
    if faults := sorted(faults):
        raise ContentError(f"{what}: {', '.join(faults)}")
