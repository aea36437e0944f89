"""The application: parts from settings, and the views on top of them. `create_app` is the only factory."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask_babel import Babel, gettext, ngettext
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from vault.assets import Assets
from vault.errors import typeset
from vault.models.base import utc_now
from vault.services.parts import open_parts
from vault.views import BLUEPRINTS, access, directory, errors, guide, law, readings, static
from vault.views.pages import pages
from vault.views.payloads import ErrorAnswer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask_openapi3.types import SecuritySchemesDict

    from vault.config import Settings

HERE = Path(__file__).resolve().parent
LANGUAGE = "fr"
SCHEMES: SecuritySchemesDict = {
    "session": {"type": "apiKey", "in": "cookie", "name": access.COOKIE},
    "opening": {"type": "http", "scheme": "bearer"},
}


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> OpenAPI:
    """The WSGI application for these settings; any number of them share the same databases.

    Raises:
        SettingsError: the settings name something that cannot be.
    """
    app = OpenAPI(
        __name__,
        info=Info(title="memo", version=version("memo-de-vie")),
        security_schemes=SCHEMES,
        validation_error_model=ErrorAnswer,
        validation_error_callback=errors.refuse_shape,
        doc_ui=False,
        template_folder=str(HERE.parent / "templates"),
        static_folder=None,
    )
    app.debug = settings.debug
    app.extensions["memo"] = open_parts(settings, clock)
    _install_sentences(app)
    access.install(app)
    errors.install(app)
    _install_pages(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_api(blueprint)
    return app


def _install_sentences(app: OpenAPI) -> None:
    """Sentences of templates: of the catalogue, with the no-break spaces of French."""
    Babel(app, default_locale=LANGUAGE, default_translation_directories=str(HERE / "translations"))
    environment = cast("Any", app.jinja_env)  # the i18n extension adds the method when it is loaded
    environment.install_gettext_callables(
        gettext=lambda sentence: typeset(gettext(sentence)),
        ngettext=lambda one, many, number: typeset(ngettext(one, many, number)),
        newstyle=True,
    )


def _install_pages(app: OpenAPI, settings: Settings) -> None:
    assets = Assets(watch=settings.debug)
    static.install(app, assets)
    app.register_blueprint(pages)
    law.install(app, app.extensions["memo"].clock())
    guide.install(app)
    directory.install(app)
    readings.install(app)
    app.jinja_env.globals |= {
        "asset": assets.url,
        "modules": assets.modules,
        "tab_title": settings.tab_title,
        "site_name": settings.site_name,
        "exit_url": settings.neutral_url,
        "lang": LANGUAGE,
    }
