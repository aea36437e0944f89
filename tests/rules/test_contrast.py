"""The pairs of colours that tokens.css promises hold WCAG 2.2 AA in the light and in the dark theme."""

import re
from pathlib import Path

import pytest

TEXT = 4.5  # WCAG 1.4.3
EDGE = 3.0  # WCAG 1.4.11, boundaries of controls and the focus ring

SURFACES = ("paper", "sheet", "well")
PAIRS = [
    *[(ink, surface, TEXT) for ink in ("ink", "ink-soft", "pine", "clay", "ochre") for surface in SURFACES],
    *[(tone, f"{tone}-wash", TEXT) for tone in ("pine", "clay", "ochre")],
    *[("ink", f"{tone}-wash", TEXT) for tone in ("pine", "clay", "ochre")],
    ("pine-deep", "pine-wash", TEXT),
    ("clay-deep", "clay-wash", TEXT),
    ("on-pine", "pine", TEXT),
    ("on-pine", "pine-deep", TEXT),
    ("on-clay", "clay", TEXT),
    ("on-clay", "clay-deep", TEXT),
    *[("edge", surface, EDGE) for surface in SURFACES],
    *[("focus", surface, EDGE) for surface in SURFACES],
]


def themes(sheet: str) -> dict[str, dict[str, str]]:
    """Colour of each token, by theme; the dark one changes only some."""
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", sheet, maxsplit=1)
    dark = dark.split("@media", maxsplit=1)[0]
    first, changed = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text)) for text in (light, dark))
    return {"light": first, "dark": first | changed}


def luminance(colour: str) -> float:
    """WCAG relative luminance, from 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_is_readable(root: Path, theme: str) -> None:
    colours = themes((root / "static/css/tokens.css").read_text(encoding="utf-8"))[theme]
    poor = {
        (front, back): round(contrast(colours[front], colours[back]), 2)
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    }
    assert poor == {}


def test_the_measure_is_that_of_the_norm() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
