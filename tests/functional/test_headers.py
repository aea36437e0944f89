"""Headers where they differ by kind of answer; the common ones are checked by the house client at every call."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.functional.accounts import make_account
from tests.functional.house import SITE, House
from vault.app import create_app
from vault.views import compression, static

if TYPE_CHECKING:
    from flask import Flask

    from vault.config import Settings

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)

LAW = ["/mentions-legales", "/confidentialite", "/accessibilite", "/signaler-une-faille"]
PAGES = ["/", "/notes", "/lire", "/securite", "/limites", "/navigateur", *LAW]


def directives(policy: str) -> dict[str, str]:
    return {name: values for name, _, values in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page"])
def test_pages_run_our_scripts_only(house: House, path: str) -> None:
    policy = directives(
        house.call("GET", path, 404 if path == "/no-such-page" else 200).headers["Content-Security-Policy"]
    )
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["style-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "lit-html app"
    assert not any("unsafe-inline" in values or "data:" in values or "*" in values for values in policy.values())


def test_the_viewer_is_sealed_off(house: House) -> None:
    policy = directives(house.get("/voir").headers["Content-Security-Policy"])
    assert policy["sandbox"] == "allow-scripts"
    assert policy["connect-src"] == policy["form-action"] == policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"


def test_answers_of_the_api_can_do_nothing(house: House) -> None:
    policy = directives(house.get("health").headers["Content-Security-Policy"])
    assert set(policy.values()) == {"'none'"}


def test_parts_may_go_to_the_object_store(settings: Settings) -> None:
    store = {"blobs": "s3://pieces", "s3_access_key": "k", "s3_secret_key": "s"}
    for endpoint, origin in [
        ("https://s3.example.org:9000/x", "https://s3.example.org:9000"),
        ("", "https://s3.eu.amazonaws.com"),
    ]:
        app = create_app(replace(settings, **store, s3_endpoint=endpoint, s3_region="eu"))
        policy = directives(House(app).get("/robots.txt").headers["Content-Security-Policy"])
        assert policy["connect-src"] == f"'self' {origin}"


def test_https_is_kept(settings: Settings) -> None:
    secure = create_app(replace(settings, https=True))
    assert "max-age=63072000" in House(secure).get("/robots.txt").headers["Strict-Transport-Security"]
    plain = create_app(replace(settings, https=False))
    assert "Strict-Transport-Security" not in House(plain).get("/robots.txt").headers


def test_nothing_of_the_device_is_asked_for(house: House) -> None:
    permissions = house.get("/robots.txt").headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= {part.strip() for part in permissions.split(",")}


def test_only_the_vault_may_ask_for_the_microphone(house: House) -> None:
    paths = ("/", "/notes", "/lire", "/voir", "/repere")
    permissions = {path: house.get(path).headers["Permissions-Policy"] for path in paths}
    assert [path for path in paths if "microphone=(self)" in permissions[path]] == ["/notes"]
    assert all("camera=()" in permissions[path] for path in paths)


def test_a_fault_has_headers_and_tells_nothing(app: Flask, house: House, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("Claire, 12 mars")

    app.extensions["memo"] = replace(app.extensions["memo"], clock=fail)
    house.browser.set_cookie("__Host-session", "A" * 43, domain="localhost", secure=True)
    house.refused("internal", "GET", "sessions")
    assert "RuntimeError" in caplog.text
    assert "Claire" not in caplog.text


def test_refusals_leave_no_trace_of_what_was_sent(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    canary = "canari-7f3a9"
    body = {"login": canary, canary: canary}
    answers = [
        house.call("POST", "logins", 422, json=body),
        house.call("POST", "logins", 400, data=canary.encode()),
        house.call("GET", f"/api/v1/{canary}", 404),
        house.call("GET", f"/{canary}", 404),
        house.call("POST", "sessions", 401, json={"login": canary, "auth": "A" * 43}),
    ]
    assert not any(canary.encode() in answer.data for answer in answers)
    assert canary not in caplog.text


def test_static_files_are_kept_for_good_and_compressed(house: House) -> None:
    home = house.get("/").get_data(as_text=True)
    url = home.split('rel="stylesheet" href="')[1].split('"')[0]
    plain = house.get(url)
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for encoding in ("gzip", "br"):
        small = house.get(url, headers={"Accept-Encoding": encoding})
        assert small.headers["Content-Encoding"] == encoding
        assert len(small.data) < len(plain.data) / 2
        assert "Accept-Encoding" in small.headers["Vary"]
    old = url.replace(url.split("/")[2], "0123456789abcdef")
    assert house.get(old).headers["Cache-Control"] == "no-cache"


def test_many_writings_of_one_address_are_compressed_once(app: Flask) -> None:
    browser = app.test_client()
    for round_about in ("", "a/../", "b/../", "./"):
        headers = {"Accept-Encoding": "gzip"}
        answer = browser.get(f"/static/x/{round_about}css/base.css", base_url=SITE, headers=headers)
        assert answer.headers["Content-Encoding"] == "gzip"
    kept = [key for key in static.compress.cache.data if key.endswith("base.css")]
    assert kept == ["gzip;css/base.css"]


SAME_FOR_ALL = ["/", "/notes", "/repere", "/annuaire", "/guide/abri", "/api/v1/directory", "/api/v1/readings/scale"]


@pytest.mark.parametrize("path", SAME_FOR_ALL)
def test_public_pages_are_compressed_and_say_the_same_to_everybody(house: House, app: Flask, path: str) -> None:
    small = {"Accept-Encoding": "gzip"}
    stranger = app.test_client().get(path, base_url=SITE, headers=small)
    assert stranger.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= set(stranger.headers["Vary"].split(", "))
    make_account(house)
    asked = house.browser.get(f"{path}?canari", base_url=SITE, headers=small | {"Referer": f"{SITE}/canari"})
    assert gzip.decompress(asked.data) == gzip.decompress(stranger.data)
    english = app.test_client().get(path, base_url=SITE, headers=small | {"Accept-Language": "en"})
    assert gzip.decompress(english.data) != gzip.decompress(stranger.data)


def test_no_answer_of_a_session_and_no_refusal_is_compressed(house: House) -> None:
    make_account(house)
    for path in ("/api/v1/sessions", "/api/v1/events", "/api/v1/access", "/api/v1/openapi.json", "/robots.txt"):
        assert "Content-Encoding" not in house.get(path, headers={"Accept-Encoding": "gzip, br"}).headers
    for path in ("/guide/nulle-part", "/nulle-part"):
        assert "Content-Encoding" not in house.get(path, 404, headers={"Accept-Encoding": "gzip, br"}).headers


def test_what_is_compressed_is_public_and_read_only(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in compression.SAME_FOR_ALL]
    assert {rule.endpoint for rule in rules} == compression.SAME_FOR_ALL
    assert all(app.view_functions[rule.endpoint].access.level == "public" for rule in rules)
    assert {method for rule in rules for method in rule.methods or ()} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", ["../vault/config.py", "..%2fsetup.cfg", "css/../../setup.cfg", "no-such.css", "css"])
def test_nothing_outside_the_static_folder_is_served(app: Flask, path: str) -> None:
    answer = app.test_client().get(f"/static/x/{path}", base_url=SITE)
    assert answer.status_code == 404


def test_the_service_worker_covers_the_site_and_is_asked_for_again(house: House) -> None:
    answer = house.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
