"""The directory of help, for anyone, without account. The server hands all of it out and hears no search."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vault.services import directory as service
from vault.views.access import Api, access, parts
from vault.views.languages import current

if TYPE_CHECKING:
    from flask import Flask

pages = Blueprint("directory_pages", __name__)
api = Api("directory")

KINDS = {
    "emergency": _l("Urgence"),
    "listening": _l("Écoute"),
    "victims": _l("Aide aux victimes"),
    "specialist": _l("Associations spécialisées dans l’emprise"),
    "children": _l("Protection des enfants"),
    "rights": _l("Accès au droit"),
    "report": _l("Signaler"),
    "online": _l("Violences en ligne"),
    "complaint": _l("Porter plainte"),
    "compensation": _l("Indemnisation"),
    "tool": _l("Outils"),
}
NEEDS = {
    "danger": _l("Danger immédiat"),
    "listening": _l("Parler à quelqu’un"),
    "hold": _l("Comprendre l’emprise"),
    "child": _l("Un enfant"),
    "health": _l("Soins, détresse"),
    "rights": _l("Connaître mes droits"),
    "report": _l("Signaler"),
    "online": _l("Sur internet"),
    "money": _l("Argent, indemnisation"),
    "keep": _l("Garder des preuves"),
}
CHECKS = {
    "old": _l("page de plus d’un an"),
    "undated": _l("page sans date"),
    "association": _l("dit par une association"),
    "secondary": _l("source indirecte"),
    "dated": _l("à confirmer"),
}
MONTHS = {4: "yyyy", 7: "LLLL yyyy"}
"""How a day that is only known in part is said, by the length of what is known."""


def install(app: Flask) -> None:
    """Give the application its directory.

    Raises:
        ContentError: the file is not as it should be.
    """
    app.extensions["memo_directory"] = service.load()
    app.register_blueprint(pages)


@pages.get("/annuaire")
@access("public")
def listed() -> str:
    """Everybody, by kind; with a script, by need and place too."""
    content = _content()
    names = {place["code"]: f"{place['name']} ({place['code']})" for place in content["places"]}
    places = [{"id": place["code"], "label": f"{place['code']} {place['name']}"} for place in content["places"]]
    return render_template("directory/list.html", content=content, names=names, places=places)


@api.get("/directory", responses={200: {"description": "The directory", "content": {"application/json": {}}}})
@access("public")
def whole() -> Response:
    """The whole directory, for the vault to search in the browser"""
    return jsonify(_content())


def _content() -> dict[str, Any]:
    kept: service.Directory = current_app.extensions["memo_directory"]
    today = parts().clock().date()
    shown = kept.content(current().base)
    for entry in shown["entries"]:
        kept_entry = kept.entries[entry["id"]]
        entry["checks"] = [str(CHECKS[doubt]) for doubt in service.doubts(kept_entry, today)]
        entry["origin"] = _origin(kept_entry)
    labels = {"kinds": KINDS, "needs": NEEDS}
    return shown | {
        name: [{"id": one, "label": str(label)} for one, label in words.items()] for name, words in labels.items()
    }


def _origin(entry: service.Entry) -> str:
    """Who published the page that the entry was read on, and when."""
    host = entry.source.split("/")[2].removeprefix("www.")
    if entry.as_of is None:
        return host
    first = date.fromisoformat((entry.as_of + "-01-01")[:10])
    day = format_date(first, MONTHS.get(len(entry.as_of), "long"))
    said: str = _("%(host)s, page datée : %(day)s", host=host, day=day)
    return said
