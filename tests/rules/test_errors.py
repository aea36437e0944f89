"""Codes are a contract: unique, with a sentence in French, and known to the browser's messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vault.errors import every_error, typeset

if TYPE_CHECKING:
    from pathlib import Path

CODES = sorted(error.code for error in every_error())


def test_codes_are_unique_and_stable_words() -> None:
    assert len(CODES) == len(set(CODES))
    assert all(re.fullmatch(r"[a-z][a-z_]*[a-z]", code) for code in CODES)


def test_every_code_says_what_happened_what_is_safe_and_what_to_do() -> None:
    for error in every_error():
        sentence = str(error.message)
        assert sentence.endswith("."), error.code
        assert len(re.findall(r"[.:]( |$)", sentence)) >= 2, error.code
        assert "'" not in sentence, error.code
        assert not re.search(r" [:;!?»]|« ", typeset(sentence)), error.code


def test_the_browser_knows_every_code(root: Path) -> None:
    text = (root / "static/js/ui/messages.js").read_text("utf-8")
    assert [code for code in CODES if code not in text] == []
