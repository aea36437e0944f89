"""The language of an answer, and the choice of another: a form at the foot of each page, without script.

1. What was chosen here: a cookie that ends with the browser's window, and when the person leaves.
2. What the browser asks for, among the languages there are (`Accept-Language`).
3. French.

A page has one address whatever its language. After a choice the person is back on her page; she is led to a page of
ours or to the first one, never elsewhere.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, current_app, has_request_context, redirect, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.exceptions import HTTPException

from vault.languages import COOKIE, DEFAULT, Language
from vault.views.access import API_PREFIX, Access, access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import NullTranslations
    from flask import Flask

languages = Blueprint("languages", __name__)

HOME = "/"
WAY_OUT = "pages.quick_exit"
PAGES = {None, "page", "vault"}
"""Policies of what a person looks at; without one it is a page."""


class Spoken(Domain):
    """Where flask-babel finds its sentences: in the languages that are in memory."""

    def get_translations(self) -> NullTranslations:
        """Those of the request's language."""
        return current().translations


def install(app: Flask, known: Mapping[str, Language]) -> None:
    """Give the application its languages."""
    app.extensions["memo_languages"] = known
    babel = Babel(app, default_locale=DEFAULT, locale_selector=_choose)
    babel.domain_instance = Spoken()
    app.context_processor(lambda: {"language": current(), "languages": spoken().values()})
    app.register_blueprint(languages)


def spoken() -> Mapping[str, Language]:
    """The languages of this application, by code."""
    return cast("Mapping[str, Language]", current_app.extensions["memo_languages"])


def current() -> Language:
    """The language of the answer."""
    locale = get_locale()
    return next((one for one in spoken().values() if one.locale == locale), spoken()[DEFAULT])


def _choose() -> str:
    """The rules above."""
    if not has_request_context():
        return DEFAULT
    known = spoken()
    asked = [tag.lower() for tag, quality in request.accept_languages if quality > 0]
    wanted = [request.cookies.get(COOKIE, ""), *(tag for whole in asked for tag in (whole, whole.partition("-")[0]))]
    codes = {code.lower(): code for code in known}
    return str(known[next((codes[tag] for tag in wanted if tag in codes), DEFAULT)].locale)


@languages.post("/langue")
@access("public")
def choose() -> Response:
    """Keep the choice for as long as the window is open, and go back to the page it was made on."""
    away = redirect(_own_page(request.form.get("next", HOME)), HTTPStatus.SEE_OTHER)
    response = Response(headers=away.headers, status=away.status_code)
    code = request.form.get("lang", "")
    if code in spoken():
        response.set_cookie(COOKIE, code, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def _own_page(path: str) -> str:
    """The path of one of our pages, written anew from what the router made of it; else the first page."""
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, values = adapter.match(path, method="GET") if adapter else ("", {})
    except HTTPException:
        return HOME
    declared = getattr(current_app.view_functions.get(endpoint), "access", None)
    is_page = isinstance(declared, Access) and declared.policy in PAGES and not path.startswith(API_PREFIX)
    return adapter.build(endpoint, values) if adapter and is_page and endpoint != WAY_OUT else HOME
