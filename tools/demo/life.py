"""What the person of `make demo` keeps for herself alone: key dates, days, looks at the landmark, what is hard to see.

All of it is readings (FORMAT 8.6); none is ever offered to a share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.demo.case import UNKNOWN, when
from vault.crypto.constants import READING_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vault.crypto.encoding import Document

HEAVY = ("video",)
"""Pieces that she would rather not come upon."""

_KEY_DATES = (
    ("Emménagement à Crest", when("about", "automne 2017", "2017-09", "2017-11")),
    ("Naissance de Basile, le fils d’Élodie", when("exact", "17 mai 2020", "2020-05-17")),
    ("Fin de mon travail à la médiathèque", when("exact", "30 juin 2021", "2021-06-30")),
    ("Mon appartement à Valence", when("exact", "1er juin 2022", "2022-06-01")),
)


@dataclass(frozen=True)
class Month:
    """The days of one month: a letter for each, from the first on; `-` where she said nothing."""

    month: str
    title: str
    danger: str
    mood: str
    notes: tuple[tuple[int, str], ...]


_DANGER = {"n": "no", "s": "some", "y": "yes"}
_MOOD = {"h": "heavy", "r": "restless", "e": "even", "l": "light"}
_MONTHS = (
    Month("2022-02", "Comment c’était, février 2022", "ss-sys-s-yss-ss-yy-s-ssy-yyy", "hr-rhh-r-hrr-hr-hh-r-rrh-rhr",
          ((1, "Lever à 4 h 30, comme hier. J’ai pu appeler Élodie depuis la gare."),
           (18, "On a relu mon courrier à table."), (26, "J’ai préparé mon sac. Nadia sait."),
           (27, "Partie à 6 h 40."))),
    Month("2022-03", "Comment c’était, mars 2022", "s-nn-sn-nnn-s-nnn-nn-snnn-n-nnn", "r-ee-re-ehe-r-eel-el-rlee-l-ell",
          ((1, "Chez Élodie. J’ai dormi onze heures."), (13, "Il a appelé trois fois. Je n’ai pas répondu."),
           (17, "Marché avec Basile."), (22, "Une voiture comme la sienne en bas. Ce n’était pas lui."))),
)  # fmt: skip

_SCALE = "0.1.0"
_LOOKS = (
    ("2022-01-10", "10 janvier 2022", "red", "10 11 13 14 16 17 18 19 20 24"),
    ("2022-03-20", "20 mars 2022", "red", "06 11 13 24"),
    ("2022-06-12", "12 juin 2022", "amber", "02 03 05 06 11"),
)


def readings() -> Iterator[Document]:
    """All but the marks, which name pieces."""
    for title, moment in _KEY_DATES:
        yield _reading("date", title, moment, ())
    for month in _MONTHS:
        yield _reading("days", month.title, when("period", "", month.month, month.month), _answers(month))
    for day, named, level, ticked in _LOOKS:
        about = (("audience", "person"), ("scale", _SCALE), ("level", level))
        said = ((f"emp-{number}", "yes") for number in ticked.split())
        yield _reading("landmark", f"Repère du {named}", when("exact", "", day, time="20:15"), (*about, *said))


def marks(ids: Iterable[str]) -> Document:
    """Pieces of these ids are shown only when asked for."""
    return _reading("marks", "Images difficiles", UNKNOWN | {"text": ""}, [(one, "heavy") for one in ids])


def _answers(month: Month) -> Iterator[tuple[str, str]]:
    notes = dict(month.notes)
    for day, (danger, mood) in enumerate(zip(month.danger, month.mood, strict=True), start=1):
        said = {"danger": _DANGER.get(danger, ""), "mood": _MOOD.get(mood, ""), "note": notes.get(day, "")}
        yield from ((f"{day:02}/{name}", answer) for name, answer in said.items() if answer)


def _reading(use: str, title: str, moment: Document, answers: Iterable[tuple[str, str]]) -> Document:
    said = [{"id": name, "answer": answer} for name, answer in answers]
    own = {"use": use, "title": title, "when": moment, "answers": said, "note": ""}
    return {"v": READING_VERSION, "kind": "reading"} | own
