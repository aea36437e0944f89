"""The list of sentences is the one that the sources hold now, and every language has a translation of each of them.

Holes, markup and plural forms are held by `vault/languages.py`, which reads each file as it is read here.
"""

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools.strings import TEMPLATE, TRANSLATIONS, browser_sentences, collect, merged, template
from vault.languages import read

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


LANGUAGES = sorted(TRANSLATIONS.glob("*.po"))
in_each_language = pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)


def entries(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """French and translated forms of each sentence."""
    catalog = read_po(io.BytesIO(path.read_bytes()))
    pairs = [(message.id, message.string) for message in catalog if message.id]
    return [tuple((one,) if isinstance(one, str) else tuple(one) for one in pair) for pair in pairs]  # type: ignore[misc]


@in_each_language
def test_a_language_has_every_sentence_and_no_other(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == merged(path, template()), "run `make strings`"
    assert [french[0] for french, said in entries(path) if not all(said)] == []
    assert len(read(path).entries) == len(entries(path))


def _ends(sentence: str) -> tuple[bool, bool]:
    return sentence != sentence.strip(), sentence.endswith((".", ","))


@in_each_language
def test_a_translation_begins_and_ends_as_its_sentence(path: Path) -> None:
    """Spaces at the ends join it to what stands beside; a point makes it a sentence, a comma opens a letter."""
    uneven = [
        (french[0], form)
        for french, said in entries(path)
        for form in said
        if _ends(form) != _ends(french[-1])
    ]
    assert uneven == []


@in_each_language
def test_signs_of_translations_are_typographic(path: Path) -> None:
    said = [form for _, forms in entries(path) for form in forms]
    assert [form for form in said if re.search(r"\w'\w|\"|« | »| [:;!?](?:\s|$)", form)] == []
