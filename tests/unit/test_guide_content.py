"""The texts of the guide, and the rules that `vault/services/guide.py` holds them to."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.rules.test_words import FORBIDDEN
from vault.services.guide import CONTENT, INSIDE, ContentError, load, render

if TYPE_CHECKING:
    from pathlib import Path

CARDS = ["abri", "lien", "traces", "soins", "aide"]
SHEETS = ["proche", "garder", "son", "medecin", "temoin", "banque", "internet", "enfants", "partir", "telephone"]
FILES = sorted(CONTENT.rglob("*.md"))
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]
NUMBERS = {
    "tel:112", "tel:116006", "tel:119", "tel:15", "tel:17", "tel:18", "tel:3018", "tel:3039", "tel:3114", "tel:3919",
    "tel:+33180523376", "tel:0805805817", "sms:114",
}  # fmt: skip
READ_ON = {date(2026, 11, 23)}
"""The days on which sources were read; a new one is added by whoever reads them again."""
FRONT = """
+++
title = "Un titre"
summary = "Une phrase."
drawing = "abri"
kind = "card"
order = 1
reviewed = false
then = ["b"]

[[sources]]
title = "Une page"
url = "https://example.org/page"
read_on = 2026-11-23
+++

""".lstrip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sheets in two languages, which are as they should be."""
    for language in ("fr", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.md").write_text(FRONT + "## Voir [l’autre](/guide/b)\n", encoding="utf-8")
        (tmp_path / language / "b.md").write_text(FRONT.replace('["b"]', '["a"]') + "Bonjour.\n", encoding="utf-8")
    return tmp_path


def test_every_sheet_is_there_in_both_languages_and_in_order() -> None:
    assert sorted(load().languages) == ["en", "fr"]
    for language in ("fr", "en"):
        assert list(load().sheets(language)) == CARDS + SHEETS
    assert load().sheets("de") == load().sheets("fr")


def test_the_title_says_another_thing_in_english() -> None:
    french, english = load().sheets("fr"), load().sheets("en")
    assert [slug for slug in french if french[slug].front.title == english[slug].front.title] == []
    assert [slug for slug in french if french[slug].html == english[slug].html] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_languages_say_as_many_things(language: str) -> None:
    for slug, sheet in load().sheets(language).items():
        assert sheet.html.count("<li>") == load().sheets("fr")[slug].html.count("<li>"), slug


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sources_are_dated_and_safe_to_follow(language: str) -> None:
    for slug, sheet in load().sheets(language).items():
        addresses = [source.url for source in sheet.front.sources]
        assert len(addresses) == len(set(addresses)), slug
        assert {source.read_on for source in sheet.front.sources} <= READ_ON, "say here that it was read again"


def test_only_known_numbers_are_dialled() -> None:
    links = {link for sheet in load().sheets("fr").values() for link in sheet.links}
    assert {link for link in links if link.startswith(("tel:", "sms:"))} == NUMBERS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_is_the_one_that_is_read(language: str) -> None:
    for slug, sheet in load().sheets(language).items():
        for dialled, read in re.findall(r'href="(?:tel|sms):([^"]+)">([^<]+)<', sheet.html):
            assert dialled == re.sub(r"\s", "", read), slug


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_text_hurts_nobody_and_promises_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert FORBIDDEN.findall(text) == []
    assert re.findall(r"trop tard|too late|\bcults?\b|\bgurus?\b|guarantee[ds]\b|hors délai", text, re.IGNORECASE) == []
    assert re.findall(r"\w'\w| ,|  +\S", text) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_legal_duration_is_never_given(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\b\d+\s+(?:ans?|mois|years?|months?|€|euros?)\b", text) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_address_tells_nothing(path: Path) -> None:
    assert re.fullmatch(r"[a-z]{3,9}", path.stem)


def test_where_the_law_is_told_something_is_to_be_checked() -> None:
    for slug in ("soins", "aide", "son", "medecin", "temoin", "banque", "enfants"):
        assert "<strong>Repère à vérifier.</strong>" in load().sheets("fr")[slug].html
        assert "<strong>To be checked.</strong>" in load().sheets("en")[slug].html


def test_french_spaces_do_not_break() -> None:
    html = load().sheets("fr")["abri"].html
    assert "coups\u00a0: <a" in html
    assert not re.search(r" [:;!?»]|« ", html)


def test_the_three_shapes() -> None:
    html, links = render("+ un\n\ntexte\n\n* deux\n\ntexte\n\n- trois [17](tel:17)\n\n> **Attention.** Oui.\n")
    assert '<ul class="ticks" role="list">\n<li>un</li>' in html
    assert '<ul class="avoid" role="list">\n<li>deux</li>' in html
    assert '<ul>\n<li>trois <a href="tel:17">17</a></li>' in html
    assert '<div class="note watch">\n<p><strong>Attention.</strong> Oui.</p>\n</div>' in html
    assert links == {"tel:17"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>gras</b>", "![x](/static/x.png)", "`code`"])
def test_nothing_but_words(text: str) -> None:
    html, _ = render(text)
    assert re.findall(r"<(?!/?(?:p|a)\b)", html) == []


@pytest.mark.parametrize(
    "link", ["https://example.org/", "//example.org", "mailto:a@example.org", "guide/abri", "/Guide", "tel:dix-sept"]
)
def test_a_text_leads_nowhere_else(link: str) -> None:
    assert not INSIDE.fullmatch(link)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("fr/a.md", 'title = "Un titre"\n', "", "title"),
        ("fr/a.md", "order = 1", "order = 1\nauthor = 1", "author"),
        ("fr/a.md", "https://example.org/page", "http://example.org/page", "url"),
        ("fr/a.md", "read_on = 2026-11-23", 'read_on = "hier"', "read_on"),
        ("fr/a.md", "/guide/b", "https://example.org/b", "leads elsewhere"),
        ("fr/a.md", "/guide/b", "/guide/c", "leads to no sheet: c"),
        ("fr/a.md", '["b"]', '["c"]', "leads to no sheet: c"),
        ("fr/a.md", '["b"]', '["a"]', "leads to itself"),
        ("fr/a.md", "+++", "---", "front matter"),
        ("fr/b.md", "Bonjour.", "", "nothing below"),
        ("en/a.md", "order = 1", "order = 2", "differs from the French: a"),
        ("en/a.md", "example.org/page", "example.org/autre", "differs from the French: a"),
    ],
)
def test_a_fault_stops_the_start(folder: Path, name: str, old: str, new: str, told: str) -> None:
    assert load(folder)
    load.cache_clear()
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        load(folder)


def test_a_sheet_missing_in_one_language_stops_the_start(folder: Path) -> None:
    (folder / "en" / "b.md").unlink()
    with pytest.raises(ContentError, match="missing or too many: b"):
        load(folder)


def test_no_french_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no sheet in fr"):
        load(tmp_path)
