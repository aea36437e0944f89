"""The sentences of the landmark, and the rules that `vault/services/readings.py` holds them to."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.rules.test_words import FORBIDDEN
from vault.services.guide import CONTENT, ContentError
from vault.services.readings import NAME, load, sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LANGUAGES = ["fr", "en"]
COVERED = {"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M9"}
"""The two others (courts, public authorities) are seen of a group, not lived by a person."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        shutil.copy(CONTENT / language / NAME, tmp_path / language)
    return tmp_path


def words(language: str) -> list[str]:
    scale = load()[language]
    said = [text for one in scale.sentences for text in (one.text, one.relative, one.why)]
    said += [text for level in scale.levels for text in (level.label, *level.advice, *level.advice_relative)]
    return [*said, scale.notice, scale.authorship, scale.report.one, scale.report.many]


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_four_sentences_eight_a_level(language: str) -> None:
    scale = load()[language]
    assert [one.id for one in scale.sentences] == [f"emp-{number:02}" for number in range(1, 25)]
    assert [one.level for one in scale.sentences] == ["green"] * 8 + ["amber"] * 8 + ["red"] * 8
    assert [one.id for one in scale.sentences if one.critical] == [f"emp-{number}" for number in range(20, 25)]
    assert {name for one in scale.sentences for name in one.criteria if name.startswith("M")} == COVERED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_hurts_nobody_and_promises_nothing(language: str) -> None:
    text = "\n".join(words(language))
    assert FORBIDDEN.findall(text) == []
    assert re.findall(r"trop tard|too late|\bcults?\b|\bgurus?\b|score|\d+\s*%", text, re.IGNORECASE) == []
    assert re.findall(r"\w'\w| ,|  +\S", text) == []
    assert len(words(language)) == len(set(words(language))) + 4, "the four pieces of advice that both readers share"


def test_english_says_it_in_its_own_words() -> None:
    assert set(words("fr")) & set(words("en")) == set()


def test_french_spaces_do_not_break() -> None:
    assert [text for text in words("fr") if re.search(r" [:;!?»]|« ", text)] == []
    assert [text for text in words("en") if re.search("[«»\u202f]", text)] == []


def test_it_is_said_that_nobody_has_validated_it() -> None:
    assert not load()["fr"].reviewed
    assert "ni un diagnostic, ni une preuve" in load()["fr"].notice
    assert "neither a diagnosis, nor proof" in load()["en"].notice


def test_every_criterion_was_read_somewhere() -> None:
    listed = [label for _, labels in sources(load()["fr"]) for label in labels]
    assert sorted(listed) == sorted(one.label for one in load()["fr"].criteria.values())


def test_a_page_gets_the_help_that_is_named_and_no_other() -> None:
    content = load()["fr"].content()
    named = {name for part in (*content["levels"], *content["sentences"]) for name in part["resources"]}
    assert set(content["help"]) == named
    assert content["help"]["urgence-114"]["sms"] == ["114"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.pop("title"), "title: Field required"),
        (lambda one: one.update(total=1), "total: Extra inputs"),
        (lambda one: one["sentences"].insert(0, one["sentences"].pop()), "out of order: emp-01"),
        (lambda one: one["sentences"][1].update(id="emp-01"), "twice: emp-01"),
        (lambda one: one["levels"].reverse(), "not the three levels"),
        (lambda one: one["sentences"][0].update(critical=True), "critical, but not red or without help: emp-01"),
        (lambda one: one["sentences"][23].update(resources=[]), "critical, but not red or without help: emp-24"),
        (lambda one: one["sentences"][0].update(criteria=["M11"]), "no such criterion: M11"),
        (lambda one: one["levels"][2]["resources"].append("nowhere"), "not in the directory: nowhere"),
        (lambda one: one["report"].update(many="rien"), "report.many"),
        (lambda one: one["sentences"][0].update(level="orange"), "sentences.0.level"),
        (lambda one: one["criteria"]["M1"].update(source="here"), "criteria.M1.source"),
        (lambda one: one.update(cluster=5), "differs from the French: en"),
        (lambda one: one["levels"][0]["advice"].pop(), "differs from the French: en"),
        (lambda one: one["sentences"][9].update(criteria=["M2"]), "differs from the French: en"),
    ],
)
def test_a_fault_stops_the_start(folder: Path, change: Callable[[dict[str, Any]], object], told: str) -> None:
    path = folder / "en" / NAME
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(told)):
        load(folder)


def test_the_copy_as_it_is_starts(folder: Path) -> None:
    assert load(folder) == load()


def test_no_french_stops_the_start(folder: Path) -> None:
    (folder / "fr" / NAME).unlink()
    with pytest.raises(ContentError, match=r"no repere\.json in fr"):
        load(folder)
