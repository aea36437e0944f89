"""Collects every sentence that a person reads into `vault/translations/messages.pot`, and brings the file of each
language up to it: `python -m tools.strings`.

Three sources: Python and templates, found by Babel; browser modules, found by `tools/strings.mjs`. In a language's file
a new sentence is empty, one that nobody says any more is gone, and the header stays as its translators wrote it.
The files carry no date and no line number, so that they change only when a sentence does; a rule of the test suite
compares them with what this module collects.
"""

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "vault" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"

# `_l` marks a sentence that is translated when it is shown rather than where it is written.
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}

Sentence = str | tuple[str, ...]


def server_sentences() -> Iterator[tuple[str, Sentence]]:
    """Path and sentence, of Python and templates."""
    for folder, pattern, method in (("vault", "**.py", "python"), ("templates", "**.html", "jinja2")):
        for found in extract_from_dir(ROOT / folder, [(pattern, method)], keywords=KEYWORDS):
            yield f"{folder}/{found[0]}", found[2]


def browser_sentences() -> Iterator[tuple[str, Sentence]]:
    """Path and sentence, of the browser modules.

    Raises: CalledProcessError after the script has named the line of a sentence that is no literal.
    """
    done = subprocess.run(["node", ROOT / "tools" / "strings.mjs"], stdout=subprocess.PIPE, check=True)
    for call in json.loads(done.stdout):
        sentences = call["sentences"]
        yield call["file"], sentences[0] if len(sentences) == 1 else tuple(sentences)


def template() -> Catalog:
    """Every sentence, as the sources are now."""
    catalog = Catalog(project="memo-de-vie", charset="utf-8")
    for path, sentence in sorted([*server_sentences(), *browser_sentences()], key=str):
        catalog.add(sentence, locations=[(path, 0)])
    return catalog


def collect() -> str:
    """The text of `messages.pot` as the sources are now."""
    return HEADER + body(template())


def merged(path: Path, fresh: Catalog) -> str:
    """The text of a language's file, brought up to the sentences of now."""
    catalog = read_po(io.BytesIO(path.read_bytes()))
    catalog.update(fresh, no_fuzzy_matching=True)
    header, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
    return f"{header.rstrip()}\n\n{body(catalog)}"


def body(catalog: Catalog) -> str:
    """A catalogue without its header."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue().decode("utf-8")


HEADER = """\
# Every sentence of the product; the key is the French one. Made by `python -m tools.strings`, not written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def main() -> None:
    fresh = template()
    TEMPLATE.write_text(HEADER + body(fresh), encoding="utf-8")
    for path in TRANSLATIONS.glob("*.po"):
        path.write_text(merged(path, fresh), encoding="utf-8")


if __name__ == "__main__":
    main()
