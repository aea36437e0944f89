"""The guide « les gestes qui sauvent »: five cards and their sheets, for anyone, without account and without script.

An address is one ordinary word that tells nothing of the subject (promise 6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from vault.errors import NotFoundError
from vault.services import directory
from vault.services import guide as service
from vault.views.access import access
from vault.views.languages import current

if TYPE_CHECKING:
    from flask import Flask

guide = Blueprint("guide", __name__)


def install(app: Flask) -> None:
    """Give the application its guide.

    Raises:
        ContentError: a text is not as it should be.
    """
    app.extensions["memo_guide"] = service.load()
    app.register_blueprint(guide)


@guide.get("/guide")
@access("public")
def contents() -> str:
    """The five cards, then the sheets."""
    sheets = _guide().sheets(current().base).values()
    return render_template("guide/contents.html", sheets=sheets, written_in=_written_in())


@guide.get("/guide/<slug>")
@access("public")
def sheet(slug: str) -> str:
    """One card or sheet."""
    sheets = _guide().sheets(current().base)
    if slug not in sheets:
        raise NotFoundError
    found = sheets[slug]
    return render_template(
        "guide/sheet.html",
        front=found.front,
        text=Markup(found.html),  # noqa: S704 - made from our own files, by a Markdown that passes no HTML through
        then=[sheets[name] for name in found.front.then],
        help=_directory().first_for(found.front.needs, current().base),
        written_in=_written_in(),
    )


def _written_in() -> str:
    return _guide().written_in(current().base)


def _directory() -> directory.Directory:
    kept: directory.Directory = current_app.extensions["memo_directory"]
    return kept


def _guide() -> service.Guide:
    kept: service.Guide = current_app.extensions["memo_guide"]
    return kept
