"""Pages: they stand without script, tell nothing of their subject to the device, and lead out."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.functional.house import House
from vault.app import create_app
from vault.views.pages import pages

if TYPE_CHECKING:
    from vault.config import Settings

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)

LAW = ["/mentions-legales", "/confidentialite", "/accessibilite", "/signaler-une-faille"]
PAGES = ["/", "/notes", "/lire", "/securite", "/limites", "/navigateur", *LAW]


@pytest.mark.parametrize("path", PAGES)
def test_the_title_is_neutral_and_the_way_out_comes_first(house: House, path: str) -> None:
    text = house.get(path).get_data(as_text=True)
    assert "<title>Notes</title>" in text
    links = [link for link in re.findall(r"<a\b[^>]*>", text) if 'class="skip"' not in link]
    assert 'href="/quitter"' in links[0]
    assert 'content="noindex' in text


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_names_exists(house: House, path: str) -> None:
    text = house.get(path).get_data(as_text=True)
    named = set(re.findall(r'(?:src|href)="(/[^"#]*)', text)) - {"/quitter"}
    assert any(name.startswith("/static/") for name in named)
    for name in named:
        house.get(name)


def test_modules_of_a_page_are_announced(house: House) -> None:
    text = house.get("/notes").get_data(as_text=True)
    announced = re.findall(r'rel="modulepreload" href="([^"]+)"', text)
    assert len(announced) == len(set(announced)) > 5
    assert any(url.endswith("/js/flows/session.js") for url in announced)


def test_the_operator_chooses_title_and_way_out(settings: Settings) -> None:
    house = House(create_app(replace(settings, tab_title="Recettes", neutral_url="https://example.org/pain")))
    assert "<title>Recettes</title>" in house.get("/").get_data(as_text=True)
    assert house.get("/quitter", 303).headers["Location"] == "https://example.org/pain"


def test_french_spaces_do_not_break(house: House) -> None:
    text = html.unescape(house.get("/navigateur").get_data(as_text=True))
    assert "«\u202ftrès protégés\u202f»" in text
    assert "\u00a0:" in text


def test_no_search_engine(house: House) -> None:
    assert house.get("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(("path", "method", "status"), [("/rien", "GET", 404), ("/notes", "POST", 405)])
def test_errors_of_pages_are_pages(house: House, path: str, method: str, status: int) -> None:
    answer = house.call(method, path, status)
    assert answer.mimetype == "text/html"
    assert "<h1>" in answer.get_data(as_text=True)


def test_a_page_shows_no_title_of_the_site_to_others(house: House) -> None:
    assert pages.url_prefix is None
    assert "og:" not in house.get("/").get_data(as_text=True)
