"""The landmark of coercive control, for anyone, without account: the server hands out sentences and hears no answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from vault.languages import DEFAULT
from vault.services import readings as service
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
    shown, content = _content()
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
    _, content = _content()
    return jsonify(content)


def _content() -> tuple[service.Scale, dict[str, Any]]:
    """The landmark in the language of the request, or in French when there is none; and what its script is handed:
    which of the two it is, and the help in the language of the page.
    """
    scales: Mapping[str, service.Scale] = current_app.extensions["memo_scale"]
    asked = current().base
    language = asked if asked in scales else DEFAULT
    return scales[language], scales[language].content(asked) | {"language": language}
