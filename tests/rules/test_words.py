"""Words that the product never says to a person: some lie about what it can do, some hurt the one who reads.

« Aucune trace », « garanti », « certifié » promise what no software holds (DESIGN 3, promise 9). « Secte » and
« gourou » are what a person who is still inside must not have to read about herself.
"""

import re
from pathlib import Path

from vault.languages import load

FORBIDDEN = re.compile(
    r"aucune\s+trace|\bgaranti|\bcertifi(?:é|ée|és|ées|er|ons)\b|\bsectes?\b|\bgourous?\b", re.IGNORECASE
)
FORBIDDEN_IN_ENGLISH = re.compile(
    r"(?:\bno|without (?:a|any))\s+traces?\b|\bguarantee|\bcertified\b|\bcults?\b|\bgurus?\b", re.IGNORECASE
)
SPOKEN = ("templates", "static/js", "vault")
SUFFIXES = {".html", ".js", ".py", ".pot", ".po", ".txt"}


def test_the_words_are_never_said(root: Path) -> None:
    said = [
        f"{path.relative_to(root)}: {match.group()}"
        for folder in SPOKEN
        for path in (root / folder).rglob("*")
        if path.suffix in SUFFIXES
        for match in FORBIDDEN.finditer(path.read_text(encoding="utf-8"))
    ]
    assert said == []


def test_the_words_are_never_said_in_english(root: Path) -> None:
    said = [form for entry in load()["en"].entries for form in entry.said]
    said += [path.read_text(encoding="utf-8") for path in (root / "content/en").iterdir()]
    assert [match.group() for text in said for match in FORBIDDEN_IN_ENGLISH.finditer(text)] == []


def test_the_rule_would_catch_them() -> None:
    for sentence in ("There is no trace.", "This is guaranteed", "a certified copy", "a cult", "their guru"):
        assert FORBIDDEN_IN_ENGLISH.search(sentence)
    assert not FORBIDDEN_IN_ENGLISH.search("a certificate, the culture, tracing paper")
    for sentence in ("Aucune trace.", "C’est garanti", "preuve certifiée", "une secte", "leur Gourou"):
        assert FORBIDDEN.search(sentence)
    assert not FORBIDDEN.search("un certificat, une section, un insecte")
