"""The pages of the guide: they stand without script or account, lead on within the site, and tell nothing outside."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vault.services.guide import load

if TYPE_CHECKING:
    from tests.functional.house import House

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)

SLUGS = list(load().sheets("fr"))
PATHS = ["/guide", *(f"/guide/{slug}" for slug in SLUGS)]
DRAWINGS = Path(__file__).parents[2] / "static/img/guide.svg"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_stands_without_script(house: House, path: str) -> None:
    answer = house.get(path)
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/html"
    assert "Set-Cookie" not in answer.headers
    assert re.findall(r"<script\b[^>]*>", text) == re.findall(r'<script src="[^"]+/js/quick-exit\.js">', text)
    assert "<title>Notes</title>" in text
    assert text.count("<h1>") == 1


@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_somewhere(house: House, path: str) -> None:
    text = house.get(path).get_data(as_text=True)
    inside = set(re.findall(r'(?:src|href)="(/[^"#]*)', text)) - {"/quitter"}
    assert {"/", "/guide"} <= inside | {path}
    for name in inside:
        house.get(name)


@pytest.mark.parametrize("path", PATHS)
def test_the_drawing_of_a_page_exists(house: House, path: str) -> None:
    drawn = set(re.findall(r'img/guide\.svg#([a-z]+)"', house.get(path).get_data(as_text=True)))
    assert drawn
    assert drawn <= set(re.findall(r'<symbol id="([a-z]+)"', DRAWINGS.read_text(encoding="utf-8")))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_sheet_shows_what_it_says_and_where_from(house: House, slug: str) -> None:
    front = load().sheets("fr")[slug].front
    text = html.unescape(house.get(f"/guide/{slug}").get_data(as_text=True))
    assert f"<h1>{front.title}</h1>" in text
    for source in front.sources:
        assert f'<a href="{source.url}" rel="noreferrer">{source.title}</a>' in text
    assert text.count("lu le 23 novembre 2026") == len(front.sources)
    assert "n’ont pas encore relu ce texte" in text
    for name in front.then:
        assert f'href="/guide/{name}"' in text


def test_a_sheet_ends_with_whom_to_call_and_what_comes_next(house: House) -> None:
    for slug, sheet in load().sheets("fr").items():
        text = house.get(f"/guide/{slug}").get_data(as_text=True)
        assert sheet.front.needs, slug
        called = text.partition('class="prose guide-help"')[2].partition("</section>")[0]
        assert re.search(r'href="(tel|sms):', called), slug
        for way in ("/annuaire", "/repere", "/notes"):
            assert f'href="{way}"' in text.partition("<article")[2].partition("<footer")[0], (slug, way)


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        ("/repere", {"/annuaire", "/guide", "/notes"}),
        ("/annuaire", {"/guide", "/guide/aide", "/repere", "/notes"}),
        ("/guide", {"/annuaire", "/repere", "/notes"}),
    ],
)
def test_a_public_page_leads_on(house: House, path: str, ways: set[str]) -> None:
    main = house.get(path).get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    assert ways <= set(re.findall(r'href="(/[^"]*)"', main))


def test_contents_lead_to_every_sheet(house: House) -> None:
    text = house.get("/guide").get_data(as_text=True)
    assert re.findall(r'href="/guide/([a-z]+)"', text) == SLUGS


def test_the_language_of_the_request_decides(house: House) -> None:
    text = html.unescape(house.get("/guide/temoin", headers={"Accept-Language": "en"}).get_data(as_text=True))
    assert "<h1>A witness statement</h1>" in text


@pytest.mark.parametrize("path", ["/guide/nulle-part", "/guide/..%2ffr%2fabri", "/guide/ABRI", "/guide/abri.md"])
def test_what_is_not_there_is_not_found(house: House, path: str) -> None:
    house.get(path, 404)
