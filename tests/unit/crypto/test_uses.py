"""What a reading is, and what of it a share may hold: the cases of `uses.json`."""

import json
from typing import Any

import make
import pytest

from vault.crypto import uses

VECTORS: dict[str, Any] = json.loads((make.HERE / "uses.json").read_text(encoding="ascii"))


@pytest.mark.parametrize("given", VECTORS["use_of"], ids=lambda given: given["id"])
def test_use_of(given: dict[str, Any]) -> None:
    assert uses.use_of(given["reading"]) == given["out"]


@pytest.mark.parametrize("given", VECTORS["marks_for"], ids=lambda given: given["id"])
def test_marks_for(given: dict[str, Any]) -> None:
    assert uses.marks_for(given["record"], set(given["shared"])) == given["out"]


@pytest.mark.parametrize("given", VECTORS["without_words"], ids=lambda given: given["id"])
def test_without_words(given: dict[str, Any]) -> None:
    assert uses.without_words(given["reading"]) == given["out"]
