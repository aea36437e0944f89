"""The directory: whole without script, dated, and marked where it is to be checked. It never hears a search."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest

from vault.services.directory import load
from vault.views.directory import KINDS

if TYPE_CHECKING:
    from tests.functional.house import House

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)


def read(house: House) -> str:
    return house.get("/annuaire").get_data(as_text=True)


def without_script(house: House) -> str:
    return html.unescape(re.sub(r'data-content="[^"]*"', "", read(house)))


def test_without_script_everybody_is_there_by_kind(house: House) -> None:
    text = without_script(house)
    for entry, shown in zip(load().entries.values(), load().content()["entries"], strict=True):
        assert f'<strong lang="fr">{shown["name"]}</strong>' in text
        assert f'href="{entry.source}"' in text
        for number in entry.phones:
            assert f'href="tel:{number.replace(" ", "")}">{number}</a>' in text
    headings = re.findall(r"<h2>([^<]+)</h2>", text)
    assert headings == [str(label) for label in KINDS.values()]
    assert "Set-Cookie" not in house.get("/annuaire").headers


def test_what_is_to_be_checked_is_said_in_words(house: House) -> None:
    text = without_script(house)
    entry = text[text.index("France Victimes 44 (ADAVI 44)") :].partition("</li>")[0]
    assert "À vérifier" in entry
    assert "page de plus d’un an, à confirmer" in entry
    assert "20minutes.fr, page datée\u00a0: 9 juillet 2018" in entry


def test_the_emergency_numbers_are_apart_from_the_list(house: House) -> None:
    strip = without_script(house).partition('class="directory-urgent"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', strip) == ["tel:17", "tel:112", "sms:114", "tel:15", "tel:18", "tel:3114"]


def test_the_script_and_the_vault_get_the_same(house: House) -> None:
    content = json.loads(html.unescape(re.findall(r'data-content="([^"]*)"', read(house))[0]))
    assert content == house.get("directory").json
    assert len(content["entries"]) == len(load().entries)
    assert len(content["places"]) == 107


def test_a_search_changes_nothing(house: House) -> None:
    assert house.get("/annuaire?q=rhone&place=69").data == house.get("/annuaire").data


def test_in_english_it_says_what_it_can_and_marks_the_rest_as_french(house: House) -> None:
    english = {"Accept-Language": "en"}
    text = html.unescape(house.get("/annuaire", headers=english).get_data(as_text=True))
    listed = re.sub(r'data-content="[^"]*"', "", text)
    assert '<strong lang="fr">Numéro d’urgence européen</strong>' in listed
    assert '<p class="entry-say" lang="en">Any emergency, from a landline or a mobile' in listed
    assert 'class="entry-say" lang="fr"' not in listed
    content = house.get("directory", headers=english).json
    assert {entry["language"] for entry in content["entries"]} == {"en"}
    help_lines = house.get("/repere", headers=english).get_data(as_text=True)
    assert '<span class="soft small" lang="en">24/7</span>' in help_lines
