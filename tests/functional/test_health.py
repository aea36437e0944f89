"""Whether the service stands, said truly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.functional.house import House
from vault.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from vault.config import Settings


def test_stands(house: House) -> None:
    assert house.get("health").json == {"status": "ok"}


def test_says_that_the_database_is_away(settings: Settings, tmp_path: Path) -> None:
    away = f"sqlite:///{tmp_path / 'absent' / 'vault.db'}"
    app = create_app(replace(settings, database_url=away))
    answer = House(app)
    assert answer.refused("database_unavailable", "GET", "health") == {}
    assert answer.call("GET", "health", 503).headers["Retry-After"] == "3"


def test_without_the_database_pages_stand_and_leaving_works(settings: Settings, tmp_path: Path) -> None:
    away = House(create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'absent' / 'vault.db'}")))
    away.browser.set_cookie("__Host-session", "A" * 43, domain="localhost", secure=True)
    away.get("/securite")
    away.refused("database_unavailable", "GET", "sessions")
    assert away.get("/quitter", 303).headers["Location"] == settings.neutral_url
    away.browser.set_cookie("__Host-session", "A" * 43, domain="localhost", secure=True)
    away.post("sessions/leave", status=204)
    assert away.browser.get_cookie("__Host-session", "localhost") is None
