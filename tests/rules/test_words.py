"""Words that the product never says to a person: some lie about what it can do, some hurt the one who reads.

« Aucune trace », « garanti », « certifié » promise what no software holds (DESIGN 3, promise 9). « Secte » and
« gourou » are what a person who is still inside must not have to read about herself.
"""

import re
from pathlib import Path

FORBIDDEN = re.compile(
    r"aucune\s+trace|\bgaranti|\bcertifi(?:é|ée|és|ées|er|ons)\b|\bsectes?\b|\bgourous?\b", re.IGNORECASE
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


def test_the_rule_would_catch_them() -> None:
    for sentence in ("Aucune trace.", "C’est garanti", "preuve certifiée", "une secte", "leur Gourou"):
        assert FORBIDDEN.search(sentence)
    assert not FORBIDDEN.search("un certificat, une section, un insecte")
