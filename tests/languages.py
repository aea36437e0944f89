"""A third language that nobody speaks: every sentence of the product in Arabic letters, each standing for a French one.

It shows that a language is one file, and what right-to-left does to pages. Holes and markup stay; all else changes, so
that a sentence which is still in Latin letters was not in the catalogue.
"""

import io
import re
from pathlib import Path

from babel.messages.pofile import read_po

from tools.strings import TEMPLATE, body

KEPT = re.compile(r"(\{\w+\}|%\(\w+\)[sd]|%%|<[^>]*>|&\w+;)")
LATIN = [character for character in map(chr, range(0x41, 0x180)) if character.isalpha()]
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LETTERS = {ord(letter): ARABIC[i % len(ARABIC)] for i, letter in enumerate(LATIN)}
HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

"""


def arabic(sentence: str) -> str:
    """The sentence in Arabic letters."""
    parts = KEPT.split(sentence)
    return "".join(part if KEPT.fullmatch(part) else part.translate(LETTERS) for part in parts)


def make_language(folder: Path) -> Path:
    """A folder of translations with this language, `ar`, beside those that there are."""
    catalog = read_po(io.BytesIO(TEMPLATE.read_bytes()))
    for message in catalog:
        if not isinstance(message.id, str):
            message.string = tuple(arabic(message.id[min(form, 1)]) for form in range(6))
        elif message.id:
            message.string = arabic(message.id)
    (folder / "ar.po").write_text(HEADER + body(catalog), encoding="utf-8")
    for path in TEMPLATE.parent.glob("*.po"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
