"""The list of sentences is the one that the sources hold now, so that a translation never misses one unnoticed."""

import io
import re

from babel.messages.pofile import read_po

from tools.strings import TEMPLATE, browser_sentences, collect

HOLES = re.compile(r"\{(\w+)\}|%\((\w+)\)[sd]")


def test_the_list_is_fresh() -> None:
    kept = TEMPLATE.read_text(encoding="utf-8") if TEMPLATE.exists() else ""
    assert kept == collect(), "sentences have changed: run `make strings` (python -m tools.strings)"


def test_the_list_is_a_catalogue() -> None:
    catalog = read_po(io.BytesIO(collect().encode()), abort_invalid=True)
    assert len(catalog) > 0
    assert {"Quitter vite", "Sans date"} <= {message.id for message in catalog if isinstance(message.id, str)}


def test_counted_sentences_hold_the_same_values() -> None:
    for path, sentence in browser_sentences():
        if isinstance(sentence, tuple):
            one, many = (set(HOLES.findall(text)) for text in sentence)
            assert one <= many, f"{path}: {sentence}"


def test_apostrophes_are_typographic() -> None:
    catalog = read_po(io.BytesIO(collect().encode()))
    sentences = [text for message in catalog for text in ([message.id] if isinstance(message.id, str) else message.id)]
    assert [text for text in sentences if re.search(r"\w'\w", text)] == []
