"""An operator finds every setting in the README, with its true default and what it decides."""

from dataclasses import fields
from pathlib import Path

from tools.settings_table import explanations, written
from vault.config import Settings


def test_every_setting_is_explained() -> None:
    assert {setting.name for setting in fields(Settings)} == set(explanations())


def test_the_readme_has_the_table_of_now(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert readme == written(readme), "run: make fix"
