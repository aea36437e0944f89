"""Writes the table of settings of the README from `vault/config.py`: `python -m tools.settings_table`."""

import ast
import inspect
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path

from vault.config import Settings

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- settings: python -m tools.settings_table -->\n", "<!-- /settings -->"


def explanations() -> dict[str, str]:
    """The docstring below each field, on one line."""
    body = ast.parse(inspect.getsource(Settings)).body[0].body  # type: ignore[attr-defined]  # it is a class
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }


def table() -> str:
    """A row for each setting: its variable, its default (« needed » when it has none), what it decides."""
    told = explanations()
    rows = ["| Variable | Default | What it decides |", "|---|---|---|"]
    for setting in fields(Settings):
        default = "needed" if setting.default is MISSING else f"`{setting.default}`" if setting.default != "" else ""
        rows.append(f"| `{setting.name.upper()}` | {default} | {told[setting.name]} |")
    return "\n".join(rows) + "\n"


def written(readme: str) -> str:
    """The README with the table of now."""
    before, rest = readme.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
