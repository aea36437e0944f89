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
    assert answer.call("GET", "health", 503).headers["Retry-After"] == "10"
