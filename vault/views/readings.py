"""The landmark of coercive control, for anyone, without account: the server hands out sentences and hears no answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template
from flask_babel import get_locale

from vault.services import readings as service
from vault.services.guide import DEFAULT_LANGUAGE
from vault.views.access import access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

readings = Blueprint("readings", __name__)


def install(app: Flask) -> None:
    """Give the application its landmark.

    Raises:
        ContentError: a text is not as it should be.
    """
    app.extensions["memo_scale"] = service.load()
    app.register_blueprint(readings)


@readings.get("/repere")
@access("public")
def scale() -> str:
    """The sentences, what each level means and whom to call."""
    scales: Mapping[str, service.Scale] = current_app.extensions["memo_scale"]
    locale = get_locale()
    shown = scales.get(locale.language if locale else "") or scales[DEFAULT_LANGUAGE]
    content = shown.content()
    return render_template(
        "readings/scale.html",
        scale=shown,
        content=content,
        named=lambda ids: [content["help"][one] for one in ids],
        sources=service.sources(shown),
        read_on=date.fromisoformat(shown.as_of),
    )
