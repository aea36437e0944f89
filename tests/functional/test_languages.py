"""The language of an answer, the choice of another, and what a third one asks for: one file."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.functional.house import SITE, House
from tests.languages import arabic, make_language
from vault.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from vault.config import Settings

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)

FRENCH, ENGLISH = '<html lang="fr" dir="ltr"', '<html lang="en-GB" dir="ltr"'
LATIN = re.compile(r"[a-zà-ÿ]{4,}")


def language_of(house: House, path: str = "/", **headers: str) -> str:
    text = house.get(path, headers=headers).get_data(as_text=True)
    return "en" if ENGLISH in text else "fr" if FRENCH in text else "?"


def choose(house: House, lang: str, back: str = "/") -> tuple[str, str]:
    """Where the choice leads, and the cookie it sets."""
    answer = house.call("POST", "/langue", 303, data={"lang": lang, "next": back})
    return answer.headers["Location"], answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "fr"), ("fr", "fr"), ("fr-CA,en;q=0.5", "fr"), ("en", "en"), ("en-US", "en"), ("de", "fr"), ("*", "fr"),
        ("en-GB,fr;q=0.3", "en"), ("fr;q=0.3,en-GB", "en"), ("de,en;q=0.2", "en"), ("en;q=0,de", "fr"),
        ("EN-us", "en"), ("x" * 2000, "fr"), ("en_US", "fr"), (";q=,,;", "fr"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_first_of_its_languages_that_there_is(house: House, asked: str, given: str) -> None:
    assert language_of(house, **{"Accept-Language": asked}) == given


def test_the_choice_lasts_as_long_as_the_window(house: House) -> None:
    where, cookie = choose(house, "en", "/guide")
    assert where == "/guide"
    assert cookie.startswith("__Host-lang=en;")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert language_of(house) == language_of(house, "/notes") == language_of(house, "/lire") == "en"
    assert language_of(house, **{"Accept-Language": "fr"}) == "en"
    choose(house, "fr")
    assert language_of(house, **{"Accept-Language": "en"}) == "fr"


def test_leaving_forgets_the_choice(house: House) -> None:
    choose(house, "en")
    house.post("sessions/leave", status=204)
    assert language_of(house) == "fr"
    choose(house, "en")
    house.get("/quitter", 303)
    assert language_of(house) == "fr"


@pytest.mark.parametrize("lang", ["", "de", "FR", "en-GB", "../en", "en\r\nSet-Cookie: a=b", "é" * 500])
def test_what_is_no_language_is_not_kept(house: House, lang: str) -> None:
    assert choose(house, lang)[1] == ""
    assert house.call("POST", "/langue", 303).headers["Location"] == "/"


def test_a_cookie_that_names_no_language_is_as_none(house: House) -> None:
    for value in ("de", "", "fr-FR", "%00", '"en'):
        house.browser.set_cookie("__Host-lang", value, domain="localhost", secure=True)
        assert language_of(house) == "fr"


@pytest.mark.parametrize(
    "back",
    [
        "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test", "https:evil.test",
        "/.evil", "/quitter", "/voir", "/api/v1/health", "/static/x/css/base.css", "/sw.js", "/langue",
        "/notes?x=1", "/notes#x", "/notes\r\nX: y", "", "/%2f%2fevil.test", "/notes/../quitter",
        "javascript:alert(1)", "/guide//evil.test",
    ],
)  # fmt: skip
def test_the_choice_leads_nowhere_else(house: House, back: str) -> None:
    assert choose(house, "en", back)[0] == "/"


@pytest.mark.parametrize("back", ["/", "/notes", "/lire", "/guide", "/guide/abri", "/annuaire", "/repere", "/securite"])
def test_the_choice_leads_back(house: House, back: str) -> None:
    text = house.get(back).get_data(as_text=True)
    assert f'<input type="hidden" name="next" value="{back}">' in text
    assert choose(house, "en", back)[0] == back


def test_another_site_chooses_nothing(house: House) -> None:
    house.call("POST", "/langue", 403, data={"lang": "en"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert language_of(house) == "fr"


def test_an_error_page_repeats_no_address(house: House) -> None:
    for path in ("/canari-7f3a9", "/guide/canari-7f3a9"):
        assert "canari" not in house.get(path, 404).get_data(as_text=True)


def test_a_refusal_is_said_in_the_language_of_the_request(house: House) -> None:
    said = house.get("sessions", 401, headers={"Accept-Language": "en"}).json["error"]["message"]
    assert said == "The session has ended. What is saved is safe. Open your vault again."
    body = {"login": "x", "auth": 3}
    field = house.call("POST", "sessions", 422, json=body, headers={"Accept-Language": "en"}).json["error"]["message"]
    assert "“login”" in field
    assert "« " not in field


def test_texts_are_in_the_language_of_the_page(house: House) -> None:
    choose(house, "en")
    assert "<h1>A witness statement</h1>" in house.get("/guide/temoin").get_data(as_text=True)
    assert house.get("readings/scale").json["language"] == "en"


def sentences(house: House, path: str) -> tuple[str, dict[str, dict[str, object]]]:
    """The address of the sentences that a page names, and what is there."""
    text = house.get(path, headers={"Accept-Language": "en"}).get_data(as_text=True)
    found = re.search(r'data-sentences="([^"]*)"', text)
    assert found
    said = html.unescape(found[1])
    if said.startswith("{"):
        return "", json.loads(said)
    assert f'<link rel="preload" as="fetch" crossorigin href="{said}">' in text
    return said, house.get(said).json


def test_french_pages_fetch_no_sentences(house: House) -> None:
    for path in ("/", "/notes", "/lire", "/repere", "/annuaire", "/voir"):
        text = house.get(path).get_data(as_text=True)
        assert "data-sentences" not in text
        assert "/sentences/" not in text


def test_a_page_gets_the_sentences_of_its_scripts(house: House) -> None:
    _, vault = sentences(house, "/notes")
    _, reader = sentences(house, "/lire")
    assert vault["plurals"] == {"one": 0, "other": 1}
    assert vault["sentences"]["Sans date"] == "Undated"
    assert len(reader["sentences"]) < len(vault["sentences"]) / 3
    assert sentences(house, "/voir")[0] == ""
    assert sentences(house, "/repere")[0] == ""


def test_sentences_are_kept_for_good_and_compressed(house: House) -> None:
    address, said = sentences(house, "/notes")
    answer = house.get(address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(answer.data) < 60_000
    old = re.sub(r"-[0-9a-f]{16}\.json", "-0123456789abcdef.json", address)
    assert house.get(old).headers["Cache-Control"] == "no-cache"
    assert house.get(old).json == said


@pytest.mark.parametrize("path", ["xx/vault-0", "en/nothing-0", "en/../vault-0", "en/vault", "en/.-0", "en/x/y-0"])
def test_no_other_sentences_are_there(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/sentences/{path}.json", base_url=SITE).status_code == 404


@pytest.fixture
def third(settings: Settings, app: Flask, tmp_path: Path) -> House:
    """A browser on the same site with one file more."""
    folder = tmp_path / "translations"
    folder.mkdir()
    return House(create_app(settings, translations=make_language(folder)))


@pytest.mark.parametrize("path", ["/", "/notes", "/lire", "/securite", "/limites", "/repere", "/guide"])
def test_a_third_language_is_one_file(third: House, path: str) -> None:
    text = third.get(path, headers={"Accept-Language": "ar-MA,ar;q=0.9"}).get_data(as_text=True)
    assert '<html lang="ar" dir="rtl"' in text
    for code in ("fr", "en"):
        assert f'<button name="lang" value="{code}"' in text
    unmarked = re.sub(r"<(\w+)[^<>]*\slang=.*?</\1>|<[^>]*>", " ", text.partition("<body>")[2], flags=re.DOTALL)
    said = re.sub(r"\S*[@/.]\S*", " ", html.unescape(unmarked))
    assert set(LATIN.findall(said.lower())) <= {"notes", "mémo", "ctrl"}


def test_what_a_language_lacks_is_marked(third: House) -> None:
    text = third.get("/guide/abri", headers={"Accept-Language": "ar"}).get_data(as_text=True)
    assert '<article class="prose" lang="fr" dir="ltr">' in text
    assert third.get("readings/scale", headers={"Accept-Language": "ar"}).json["language"] == "fr"
    message = third.get("sessions", 401, headers={"Accept-Language": "ar"}).json["error"]["message"]
    assert message.startswith(arabic("La session est terminée."))
