"""An operator finds every setting in the README; a setting without a line there does not exist."""

from dataclasses import MISSING, fields
from pathlib import Path

from vault.config import Settings


def test_every_setting_is_in_the_readme(root: Path) -> None:
    rows = [line for line in (root / "README.md").read_text().splitlines() if line.startswith("| `")]
    documented = {row.split("`")[1] for row in rows}
    assert {setting.name.upper() for setting in fields(Settings)} - documented == set()


def test_the_readme_gives_the_true_defaults(root: Path) -> None:
    rows = [line.split("|") for line in (root / "README.md").read_text().splitlines() if line.startswith("| `")]
    told = {row[1].strip(" `"): row[2].strip(" `") for row in rows if len(row) > 3}
    for setting in fields(Settings):
        default = "needed" if setting.default is MISSING else str(setting.default).lower()
        assert told[setting.name.upper()].lower() == default, setting.name
