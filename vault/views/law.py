"""The pages that the law asks for, and `security.txt`. The operator fills them by settings (`services/law.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template

from vault.errors import NotFoundError
from vault.services import law as service
from vault.views.access import access, parts

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

law = Blueprint("law", __name__)


def install(app: Flask, started: datetime) -> None:
    """Give the application its law pages; `started` decides until when `security.txt` is believed."""
    app.extensions["memo_security_expires"] = service.expiry(started)
    app.register_blueprint(law)


@law.get("/mentions-legales")
@access("public")
def imprint() -> str:
    """Who publishes and hosts the site."""
    return _page("imprint")


@law.get("/confidentialite")
@access("public")
def privacy() -> str:
    """What is done with data, and how to use one's rights here."""
    return _page("privacy")


@law.get("/accessibilite")
@access("public")
def accessibility() -> str:
    """The declaration of accessibility, RGAA 4.1.2."""
    return _page("accessibility")


@law.get("/signaler-une-faille")
@access("public")
def security() -> str:
    """How to report a flaw."""
    return _page("security")


@law.get("/.well-known/security.txt")
@access("public")
def security_text() -> Response:
    """The same for machines (RFC 9116)."""
    text = service.security_text(parts().settings, _expires())
    if text is None:
        raise NotFoundError
    return Response(text, content_type="text/plain; charset=utf-8")


def _page(name: str) -> str:
    settings = parts().settings
    return render_template(
        f"law/{name}.html",
        said=service.words(settings),
        lasts=service.durations(settings),
        conformity=service.conformity(settings),
        rate=settings.accessibility_rate,
        site_url=settings.site_url,
    )


def _expires() -> datetime:
    expires: datetime = current_app.extensions["memo_security_expires"]
    return expires
