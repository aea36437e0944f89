"""Styles say start and end, never left and right, so that a page read from right to left is its mirror.

A shorthand of four values names the left and the right too: where they differ it is written as block and inline.
"""

import re
from collections.abc import Iterator
from pathlib import Path

DECLARATION = re.compile(r"(?<![\w-])([a-z-]+)\s*:\s*([^;{}]+)")
SIDE = re.compile(r"(?<![\w-])(?:left|right)(?![\w-])")
FOUR = {"padding", "margin", "inset", "border-width", "scroll-margin", "scroll-padding"}
# A turned corner of a box draws an arrow: its own rule turns it the other way.
KEPT = {"0 2px 2px 0"}


def values(text: str) -> list[str]:
    """The values of a shorthand, functions whole."""
    whole = text
    while whole != (whole := re.sub(r"\([^() ]*\)|\([^()]*\)", lambda part: re.sub(r"[() ]", "_", part[0]), whole)):
        pass
    return whole.split()


def sides(css: str) -> Iterator[str]:
    """Declarations that are not the same in both directions."""
    for name, value in DECLARATION.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        parts = values(value)
        uneven = name in FOUR and len(parts) == len("trbl") and parts[1] != parts[3]
        if (uneven and value.strip() not in KEPT) or SIDE.search(name.replace("-", " ")) or SIDE.search(value):
            yield f"{name}: {value.strip()}"


def test_styles_have_no_left_and_right(root: Path) -> None:
    found = {path.name: list(sides(path.read_text(encoding="utf-8"))) for path in (root / "static/css").glob("*.css")}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_rule_would_catch_them() -> None:
    assert list(sides("a { padding: 0 1px calc(1px + (2px)) 2px; margin-left: 0; left: 0; text-align: right }")) == [
        "padding: 0 1px calc(1px + (2px)) 2px", "margin-left: 0", "left: 0", "text-align: right",
    ]  # fmt: skip
    assert list(sides("a { padding: 0 1px 3px 1px; inset: 0; inset-inline-start: 0; text-align: end }")) == []
