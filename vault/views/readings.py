"""The landmark of coercive control, for anyone, without account: the server hands out sentences and hears no answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, jsonify, render_template

from vault.services import readings as service
from vault.services.guide import DEFAULT_LANGUAGE
from vault.views.access import Api, access
from vault.views.languages import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

pages = Blueprint("readings_pages", __name__)
api = Api("readings")


def install(app: Flask) -> None:
    """Give the application its landmark.

    Raises:
        ContentError: a text is not as it should be.
    """
    app.extensions["memo_scale"] = service.load()
    app.register_blueprint(pages)


@pages.get("/repere")
@access("public")
def scale() -> str:
    """The sentences, what each level means and whom to call."""
    language, shown = _scale()
    content = shown.content(current().locale.language) | {"language": language}
    return render_template(
        "readings/scale.html",
        scale=shown,
        content=content,
        named=lambda ids: [content["help"][one] for one in ids],
        sources=service.sources(shown),
        read_on=date.fromisoformat(shown.as_of),
    )


@api.get("/readings/scale", responses={200: {"description": "The landmark", "content": {"application/json": {}}}})
@access("public")
def whole() -> Response:
    """The sentences of the landmark, for the vault; the answers stay in the browser"""
    language, shown = _scale()
    return jsonify(shown.content(current().locale.language) | {"language": language})


def _scale() -> tuple[str, service.Scale]:
    """The landmark in the language of the request, or in French when there is none; and which of the two it is."""
    scales: Mapping[str, service.Scale] = current_app.extensions["memo_scale"]
    asked = current().locale.language
    language = asked if asked in scales else DEFAULT_LANGUAGE
    return language, scales[language]
