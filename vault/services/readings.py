"""The landmark of coercive control (« repère d'emprise »): twenty-four sentences in `content/<language>/repere.json`.

Read and checked once, when the process starts; a fault stops the build, never a reader:

1. The file is whole, with no member that is not known.
2. The levels are green, amber, red, and the sentences go from the healthiest to the gravest: the gravest one decides.
3. A critical sentence is red and has help of its own, which is shown before anything else.
4. Every criterion that is named is explained, and every help that is named is in the directory.
5. Every language says the same: only words differ.

There is no total, and nothing here is counted by the server: the answers stay in the browser
(`static/js/flows/reading-scale.js` draws what follows from them).
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vault.errors import typeset
from vault.languages import DEFAULT
from vault.services import directory
from vault.services.guide import CONTENT, ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME = "repere.json"
LEVELS = ("green", "amber", "red")
WORDS = {"title", "notice", "authorship", "report", "label", "advice", "advice_relative", "text", "relative", "why"}
"""Members that a translation may change."""

Level = Literal["green", "amber", "red"]
Action = Literal[
    "redo_later", "read_library", "add_journal_event", "keep_document", "contact_resource", "show_emergency",
    "share_with_pro",
]  # fmt: skip
Text = Annotated[str, Field(min_length=1, max_length=400)]
Texts = Annotated[list[Text], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LevelOfScale(_Part):
    """What a level is called, what to do there, and whom to call."""

    id: Level
    label: Text
    advice: Texts
    advice_relative: Texts
    actions: list[Action]
    resources: list[str]


class Sentence(_Part):
    """One sentence, for the person concerned and for a relative."""

    id: Annotated[str, Field(pattern=r"^emp-\d\d$")]
    level: Level
    critical: bool
    criteria: Annotated[list[str], Field(min_length=1)]
    """The main one first. `M…` are the warning criteria of the ministry."""
    resources: list[str]
    text: Text
    relative: Text
    why: Text


class Criterion(_Part):
    """What a criterion is, and where it was read."""

    label: Text
    source: directory.Address


class Report(_Part):
    """What is said of the criteria touched; `many` holds `{n}`."""

    one: Text
    many: Annotated[str, Field(pattern=r"\{n\}", max_length=400)]


class Scale(_Part):
    """The landmark in one language."""

    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    as_of: Annotated[str, Field(pattern=r"^20\d\d-\d\d-\d\d$")]
    reviewed: bool
    """Whether associations and a psychologist have read it over."""
    title: Text
    notice: Text
    authorship: Text
    report: Report
    cluster: Annotated[int, Field(ge=2)]
    """How many amber sentences call for the contacts of red, without changing the level."""
    levels: list[LevelOfScale]
    sentences: list[Sentence]
    criteria: dict[str, Criterion]

    def content(self, language: str = DEFAULT) -> dict[str, Any]:
        """What a page hands to its script: the scale, and the help that it names, in the language of the page."""
        named = self.named()
        entries = (one for one in directory.load().entries.values() if one.id in named)
        return self.model_dump() | {"help": {one["id"]: one for one in directory.shown(entries, language)}}

    def named(self) -> set[str]:
        """Ids of all the help that it names."""
        lists = [level.resources for level in self.levels] + [one.resources for one in self.sentences]
        return {name for names in lists for name in names}


@cache
def load(root: Path = CONTENT) -> Mapping[str, Scale]:
    """The scale by language.

    Raises:
        ContentError: a file breaks one of the rules above.
    """
    scales = {path.parent.name: read(path) for path in sorted(root.glob(f"*/{NAME}"))}
    if DEFAULT not in scales:
        raise ContentError(f"{root}: no {NAME} in {DEFAULT}")
    model = _bones(scales[DEFAULT].model_dump())
    _refuse("differs from the French", {name for name, scale in scales.items() if _bones(scale.model_dump()) != model})
    return scales


def read(path: Path) -> Scale:
    """One language of it.

    Raises:
        ContentError: it breaks one of rules 1 to 4.
    """
    text = path.read_text(encoding="utf-8")
    try:
        scale = Scale.model_validate_json(typeset(text) if path.parent.name == DEFAULT else text)
    except ValidationError as error:
        raise ContentError(f"{path}: {directory.told(error)}") from error
    _check(scale, str(path))
    return scale


def sources(scale: Scale) -> list[tuple[str, list[str]]]:
    """Where the criteria were read, each page once with what it gave."""
    found: dict[str, list[str]] = {}
    for criterion in scale.criteria.values():
        found.setdefault(criterion.source, []).append(criterion.label)
    return list(found.items())


def _check(scale: Scale, where: str) -> None:
    """Rules 2 to 4."""
    _refuse(f"{where}: not the three levels", set() if tuple(one.id for one in scale.levels) == LEVELS else {"levels"})
    ranks = [LEVELS.index(one.level) for one in scale.sentences]
    pairs = zip(pairwise(ranks), scale.sentences[1:], strict=True)
    _refuse(f"{where}: out of order", {one.id for (before, after), one in pairs if after < before})
    ids = [one.id for one in scale.sentences]
    _refuse(f"{where}: twice", {one for one in ids if ids.count(one) > 1})
    helpless = {one.id for one in scale.sentences if one.critical and (one.level != "red" or not one.resources)}
    _refuse(f"{where}: critical, but not red or without help", helpless)
    criteria = {name for one in scale.sentences for name in one.criteria}
    _refuse(f"{where}: no such criterion", criteria - set(scale.criteria))
    _refuse(f"{where}: not in the directory", scale.named() - set(directory.load().entries))


def _bones(part: Any) -> Any:
    """What is the same in every language: everything but words, and how many of them."""
    if isinstance(part, dict):
        return {key: _size(value) if key in WORDS else _bones(value) for key, value in part.items()}
    return [_bones(one) for one in part] if isinstance(part, list) else part


def _size(words: object) -> int:
    return len(words) if isinstance(words, list) else 1


def _refuse(what: str, faults: Iterable[str]) -> None:
    if faults := sorted(faults):
        raise ContentError(f"{what}: {', '.join(faults)}")
