"""What lists, timelines and search need of a record, so that opening a vault reads no record (FORMAT 7.7).

A summary is made by the owner's client when it keeps a version, and sealed in the catalogue. It only helps to
find: nothing is decided from it.
"""

import unicodedata
from collections.abc import Iterable

from vault.crypto import schema
from vault.crypto.constants import EXCERPT_LIMIT, WORDS_LIMIT
from vault.crypto.encoding import Document


def fold(text: str) -> list[str]:
    """Return the words of `text` without marks and case: « Été » is found by « ete »."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter)[0] != "M")
    kept = (letter if unicodedata.category(letter)[0] in "LN" else " " for letter in "".join(letters).lower())
    return "".join(kept).split()


def summary_of(record: Document) -> Document:
    """Return the summary of a record, members in the order of 7.7.

    Raises:
        MalformedError, UnsupportedError: the record is not well formed.
    """
    schema.RECORD(record)
    return _MAKERS[record["kind"]](record)


def _words(title: str, excerpt: str, texts: Iterable[str]) -> str:
    seen = set(fold(title)) | set(fold(excerpt))
    words = dict.fromkeys(word for text in texts for word in fold(text) if word not in seen)
    kept: list[str] = []
    size = -1
    for word in words:
        size += 1 + len(word)
        if size > WORDS_LIMIT:
            break
        kept.append(word)
    return " ".join(kept)


def _event(record: Document) -> Document:
    excerpt = record["facts"][:EXCERPT_LIMIT]
    texts = [record[name] for name in ("facts", "said", "feelings", "thoughts")]
    return {
        "title": record["title"],
        "when": record["when"],
        "where": record["where"],
        "who": [person["name"] for person in record["who"]],
        "danger": record["danger"],
        "excerpt": excerpt,
        "words": _words(record["title"], excerpt, texts),
        "evidence": len(record["evidence"]),
    }


def _evidence(record: Document) -> Document:
    excerpt = (record["description"] or record["text"])[:EXCERPT_LIMIT]
    texts = [record[name] for name in ("description", "text", "obtained", "where")]
    texts += [person["name"] for person in record["who"]]
    file = record["file"] or {"name": "", "type": "", "size": 0}
    return {
        "title": record["title"],
        "when": record["when"],
        "excerpt": excerpt,
        "words": _words(record["title"], excerpt, texts),
        "name": file["name"],
        "type": file["type"],
        "size": file["size"],
        "thumb": record["thumb"],
    }


def _contact(record: Document) -> Document:
    excerpt = record["notes"][:EXCERPT_LIMIT]
    texts = [record["organisation"], *(means["value"] for means in record["means"]), record["notes"]]
    return {
        "title": record["name"],
        "role": record["role"],
        "excerpt": excerpt,
        "words": _words(record["name"], excerpt, texts),
    }


def _timeline(record: Document) -> Document:
    excerpt = record["description"][:EXCERPT_LIMIT]
    return {
        "title": record["title"],
        "excerpt": excerpt,
        "words": _words(record["title"], excerpt, [record["description"]]),
        "items": record["items"],
    }


def _reading(record: Document) -> Document:
    texts = [*(answer["answer"] for answer in record["answers"]), record["note"]]
    use = {"use": record["use"]} if "use" in record else {}
    return {"title": record["title"], "when": record["when"], **use, "words": _words(record["title"], "", texts)}


_MAKERS = {"event": _event, "evidence": _evidence, "contact": _contact, "timeline": _timeline, "reading": _reading}
