"""The page of an export that people read: items by kind, oldest first, with their texts and links; no script.

Everything in it is content that others may have written, so all of it is escaped, and the page may load nothing.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from vault.client_words import _
from vault.crypto.uses import use_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.crypto.encoding import Document

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "li{margin:0 0 1rem}p{margin:.25rem 0;white-space:pre-wrap}time,.s{color:#555}"
)
PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
{sections}
</body>
</html>
"""
LAST = "9999"
"""Sorts after every year: what has no date comes at the end."""


def page_of(items: Sequence[Document]) -> str:
    """The page, of items `{record, versions: [path], file: path or None, trashed}`."""
    sections = [_section(heading, [one for one in items if _place(one["record"]) == kind]) for kind, heading in kinds()]
    return PAGE.format(title=html.escape(_("Contenu du coffre")), style=STYLE, sections="".join(sections))


def kinds() -> list[tuple[str, str]]:
    """The kinds in the order of the page, with their headings; a reading stands under what it is (FORMAT 8.6)."""
    return [
        ("event", _("Faits")),
        ("evidence", _("Pièces")),
        ("timeline", _("Frises")),
        ("contact", _("Contacts")),
        ("date", _("Grandes dates")),
        ("days", _("Comment c’était")),
        ("landmark", _("Repères")),
        ("marks", _("Images difficiles")),
    ]


def _place(record: Document) -> str:
    return use_of(record) if record["kind"] == "reading" else str(record["kind"])


def texts(record: Document) -> list[str]:
    """What a person wrote in a record, in the order of its form."""
    names = ("facts", "said", "description", "text", "obtained", "where", "feelings", "thoughts", "organisation")
    written = [str(record[name]) for name in (*names, "notes", "note") if record.get(name)]
    people = [who["name"] for who in record.get("who", ())]
    means = [means["value"] for means in record.get("means", ())]
    answers = [_spoken(record, given["id"], given["answer"]) for given in record.get("answers", ())]
    return [*written, *([", ".join(people)] if people else []), *means, *answers]


def _spoken(reading: Document, name: str, answer: str) -> str:
    """One answer of a reading in words, where it has some; the sentences of the landmark stay ids, as they are kept."""
    words = {
        "danger/no": _("pas de danger ressenti"),
        "danger/some": _("un peu de danger ressenti"),
        "danger/yes": _("danger ressenti"),
        "mood/heavy": _("journée lourde"),
        "mood/restless": _("journée agitée"),
        "mood/even": _("journée calme"),
        "mood/light": _("journée légère"),
        "level/green": _("Relation libre"),
        "level/amber": _("Vigilance"),
        "level/red": _("Danger"),
    }
    day, _slash, asked = name.partition("/") if use_of(reading) == "days" else ("", "", name)
    said = words.get(f"{asked}/{answer}", answer)
    return f"{day or name} : {said}" if day or said == answer else said


def title_of(record: Document) -> str:
    """What a list shows of a record."""
    return str(record["name"] if record["kind"] == "contact" else record["title"])


def _section(heading: str, items: Sequence[Document]) -> str:
    if not items:
        return ""
    entries = "\n".join(_entry(one) for one in sorted(items, key=_order))
    return f"<h2>{html.escape(heading)}</h2>\n<ul>\n{entries}\n</ul>\n"


def _order(item: Document) -> tuple[str, str]:
    record = item["record"]
    return (record.get("when") or {}).get("from") or LAST, title_of(record)


def _entry(item: Document) -> str:
    record = item["record"]
    date = html.escape((record.get("when") or {}).get("text", ""))
    head = f"<strong>{html.escape(title_of(record))}</strong>"
    marks = [f"<time>{date}</time>" if date else "", html.escape(_("corbeille")) if item["trashed"] else ""]
    links = [_link(path, f"v{number}") for number, path in enumerate(item["versions"], 1)]
    if item["file"]:
        links.insert(0, _link(item["file"], record["file"]["name"]))
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts(record))
    return f'<li>{" · ".join(filter(None, [head, *marks]))}{body}<p class="s">{" · ".join(links)}</p></li>'


def _link(path: str, text: str) -> str:
    return f'<a href="{html.escape(path)}">{html.escape(text)}</a>'
