"""Settings: refused when missing or weak, and never shown."""

from __future__ import annotations

import stat
import threading
from typing import TYPE_CHECKING

import pytest

from vault.config import Settings, SettingsError, embedded_values

if TYPE_CHECKING:
    from pathlib import Path

STRONG = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz",
    "PEPPER": "zyxwvutsrqponmlkjihgfedcba-9876543210",
    "DATABASE_URL": "postgresql+psycopg://memo:motdepasse@db/memo",
    "HALVES_DATABASE_URL": "postgresql+psycopg://memo:motdepasse@halves/memo",
    "BLOBS": "/srv/blobs",
}


def test_production_is_named_one_by_one() -> None:
    settings = Settings.from_env(STRONG | {"QUOTA_BYTES": "1000", "HTTPS": "true", "DEBUG": "0", "HOME": "/root"})
    assert (settings.quota_bytes, settings.https, settings.debug) == (1000, True, False)


@pytest.mark.parametrize("name", STRONG)
def test_what_is_missing_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is missing"):
        Settings.from_env({key: value for key, value in STRONG.items() if key != name})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"SECRET_KEY": "court"}, "SECRET_KEY must have at least 32 bytes"),
        ({"PEPPER": "a" * 64}, "PEPPER is not random"),
        ({"PEPPER": STRONG["SECRET_KEY"]}, "PEPPER must not be SECRET_KEY"),
        ({"HALVES_DATABASE_URL": STRONG["DATABASE_URL"]}, "HALVES_DATABASE_URL must not be the main database"),
        ({"QUOTA_BYTES": "beaucoup"}, "QUOTA_BYTES is not of type int"),
        ({"QUOTA_BYTES": "-1"}, "QUOTA_BYTES must not be negative"),
        ({"DEBUG": "peut-être"}, "DEBUG is not of type bool"),
        ({"NEUTRAL_URL": "javascript:alert(1)"}, "NEUTRAL_URL must be an https address"),
        ({"SITE_URL": "memo.example.org"}, "SITE_URL must be an http or https address without a path"),
        ({"SITE_URL": "https://memo.example.org/memo"}, "SITE_URL must be an http or https address without a path"),
        ({"BLOBS": "s3://pieces"}, "S3_ACCESS_KEY is missing"),
        ({"BLOBS": "s3://pieces", "S3_ACCESS_KEY": "k"}, "S3_SECRET_KEY is missing"),
    ],
)
def test_what_is_weak_or_malformed_is_refused_without_being_shown(change: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(STRONG | change)
    assert str(caught.value) == message


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings.from_env(STRONG | {"REDIS_URL": "redis://:motdepasse@counters/0"}))
    assert STRONG["SECRET_KEY"] not in shown
    assert STRONG["PEPPER"] not in shown
    assert "motdepasse" not in shown


def test_embedded_makes_its_secrets_once(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    first = Settings.from_env({"EMBEDDED": str(folder)})
    assert Settings.from_env({"EMBEDDED": str(folder)}) == first
    for secret in (folder / "secrets").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list((folder / "secrets").iterdir())) == 2


def test_processes_that_start_together_share_the_secrets(tmp_path: Path) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(embedded_values(tmp_path / "var"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 8


def test_embedded_can_be_changed_by_name(tmp_path: Path) -> None:
    settings = Settings.from_env({"EMBEDDED": str(tmp_path), "TAB_TITLE": "Recettes"})
    assert settings.tab_title == "Recettes"


def test_the_origin_of_blobs(tmp_path: Path) -> None:
    settings = Settings.from_env({"EMBEDDED": str(tmp_path)})
    assert settings.blob_origin is None
