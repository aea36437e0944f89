"""Pages for people. Everything inside a vault has one neutral address; nothing of it is in a title or an address
(promise 6).
"""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request

from vault import assets
from vault.errors import CrossSiteError
from vault.views.access import access, parts, refuse_other_site
from vault.views.answers import leave

pages = Blueprint("pages", __name__)

ROBOTS = "User-agent: *\nDisallow: /\n"


@pages.get("/")
@access("public")
def home() -> str:
    """The doors."""
    return render_template("pages/home.html")


@pages.get("/notes")
@access("public")
def vault() -> str:
    """The vault; what it shows is opened in the browser."""
    return render_template("vault/app.html")


@pages.get("/lire")
@access("public")
def reader() -> str:
    """Where a recipient opens a share; the link's secret is in the fragment, which never comes here."""
    return render_template("shares/read.html")


@pages.get("/voir")
@access("public", policy="viewer")
def viewer() -> str:
    """The sandboxed frame that shows one opened document."""
    return render_template("vault/viewer.html")


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


@pages.get("/sw.js")
@access("public", policy="static")
def service_worker() -> Response:
    """The service worker, at the root so that its scope is the site; asked for again at each start of it."""
    response = Response((assets.ROOT / "js/sw.js").read_bytes(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response
