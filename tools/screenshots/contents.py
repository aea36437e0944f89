"""The list of the pictures, by screen: `docs/pictures/README.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.screenshots.screens import GROUPS

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("phone", "desktop", "phone-dark", "en-phone")
HEAD = """# The product, screen by screen

Made by `make screenshots` from the running product and the invented case of `make demo`; nobody in them exists.
Phones are 360 pixels wide, desktops 1280.
"""


def contents(folder: Path) -> str:
    """A table for each group of screens, with the pictures that the folder holds."""
    parts = [HEAD]
    for group, found in GROUPS.items():
        rows = [f"| {screen.title} | {_links(folder, screen.name)} |" for screen in found]
        parts.append("\n".join([f"## {group}\n", "| Screen | Pictures |", "| --- | --- |", *rows, ""]))
    return "\n".join(parts)


def _links(folder: Path, name: str) -> str:
    files = {kind: f"{name}-{kind}.png" for kind in KINDS}
    return ", ".join(f"[{kind.replace('-', ' ')}]({file})" for kind, file in files.items() if (folder / file).exists())
