"""Pages for people. Everything inside a vault has one neutral address; nothing of it is in a title or an address
(promise 6).
"""

import json
from http import HTTPStatus

from flask import Blueprint, Response, current_app, redirect, render_template, request

from vault import assets
from vault.errors import CrossSiteError
from vault.views.access import access, parts, refuse_other_site
from vault.views.answers import leave

pages = Blueprint("pages", __name__)

ROBOTS = "User-agent: *\nDisallow: /\n"
PAPER = "#f8f5ef"
"""The paper of `static/css/tokens.css`: a colour that says nothing."""


@pages.get("/")
@access("public")
def home() -> str:
    """The doors."""
    return render_template("pages/home.html")


@pages.get("/notes")
@access("public", policy="vault")
def vault() -> str:
    """The vault; what it shows is opened in the browser."""
    return render_template("vault/app.html")


@pages.get("/lire")
@access("public")
def reader() -> str:
    """Where a recipient opens a share; the link's secret is in the fragment, which never comes here."""
    return render_template("shares/read.html")


@pages.get("/securite")
@access("public")
def safety() -> str:
    """Before beginning."""
    return render_template("pages/safety.html")


@pages.get("/limites")
@access("public")
def limits() -> str:
    """What we cannot do."""
    return render_template("pages/limits.html")


@pages.get("/navigateur")
@access("public")
def browser() -> str:
    """Which browsers work."""
    return render_template("pages/browser.html")


@pages.get("/quitter")
@access("public")
def quick_exit() -> Response:
    """The way out without any script. It leads out whoever asks, but no other site can end the session by it."""
    away = redirect(parts().settings.neutral_url, HTTPStatus.SEE_OTHER)
    response = Response(headers=away.headers, status=away.status_code)
    try:
        refuse_other_site(request)
    except CrossSiteError:
        return response
    return leave(response)


@pages.get("/robots.txt")
@access("public")
def robots() -> Response:
    """No search engine."""
    return Response(ROBOTS, mimetype="text/plain")


@pages.get("/manifest.webmanifest")
@access("public")
def manifest() -> Response:
    """What an icon on a device would be called and look like: as neutral as a tab. No page names it; a screen of the
    vault does, for who asks and has read what it shows.
    """
    title, static = parts().settings.tab_title, current_app.extensions["memo_assets"]
    icon = {"src": static.url("img/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    said = {
        "id": "/notes", "name": title, "short_name": title, "start_url": "/notes", "scope": "/",
        "display": "standalone", "background_color": PAPER, "theme_color": PAPER, "icons": [icon],
    }  # fmt: skip
    return Response(json.dumps(said), mimetype="application/manifest+json")


@pages.get("/sw.js")
@access("public", policy="static")
def service_worker() -> Response:
    """The service worker, at the root so that its scope is the site; asked for again at each start of it."""
    response = Response((assets.ROOT / "js/sw.js").read_bytes(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response
