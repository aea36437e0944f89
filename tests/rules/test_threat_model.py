"""Each test that the threat model names exists: a promise without its test is only a sentence."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
MODEL = TESTS.parent / "docs/threat-model.md"
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_named_tests_exist() -> None:
    named = NAMED.findall(MODEL.read_text("utf-8"))
    assert len(named) > 40
    missing = [f"{path}::{name}" for path, name in named if f"def {name}(" not in text_of(TESTS / path)]
    assert missing == []


def text_of(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
