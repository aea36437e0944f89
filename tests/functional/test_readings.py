"""The landmark: it stands without script or account, and says of itself what it is not."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest

from vault.services.readings import load

if TYPE_CHECKING:
    from tests.functional.house import House

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)


def read(house: House) -> str:
    return html.unescape(house.get("/repere").get_data(as_text=True))


def without_content(text: str) -> str:
    return re.sub(r'data-content="[^"]*"', "", text)


def test_without_script_the_sentences_are_read_in_order_with_their_help(house: House) -> None:
    answer = house.get("/repere")
    text = html.unescape(without_content(answer.get_data(as_text=True)))
    places = [text.index(one.text) for one in load()["fr"].sentences]
    assert places == sorted(places)
    for level in load()["fr"].levels:
        assert all(line in text for line in (level.label, *level.advice))
    assert {'href="tel:17"', 'href="sms:114"', 'href="tel:3114"', 'href="tel:119"', 'href="/annuaire"'} <= set(
        re.findall(r'href="[^"]*"', text)
    )
    assert "Set-Cookie" not in answer.headers
    assert "<title>Notes</title>" in text


def test_the_page_says_what_it_is_not(house: House) -> None:
    text = read(house)
    assert "ni un diagnostic, ni une preuve" in text
    assert "ni gardées, ni envoyées" in text
    assert "ne les ont encore relus" in text
    assert re.findall(r'<form[^>]*action="([^"]*)"', text) == ["/langue"]


def test_the_script_gets_the_whole_landmark(house: House) -> None:
    text = house.get("/repere").get_data(as_text=True)
    content = json.loads(html.unescape(re.findall(r'data-content="([^"]*)"', text)[0]))
    assert content == load()["fr"].content() | {"language": "fr"}


@pytest.mark.parametrize(("asked", "given"), [("en", "en"), ("de", "fr")])
def test_the_language_of_the_request_decides(house: House, asked: str, given: str) -> None:
    text = house.get("/repere", headers={"Accept-Language": asked}).get_data(as_text=True)
    assert load()[given].sentences[0].text in html.unescape(text)


def test_the_vault_gets_the_same_landmark(house: House) -> None:
    assert house.get("readings/scale").json == load()["fr"].content() | {"language": "fr"}
