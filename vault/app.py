"""The application: parts from settings, and the views on top of them. `create_app` is the only factory."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from vault.assets import Assets
from vault.languages import TRANSLATIONS, load
from vault.models.base import utc_now
from vault.services.parts import open_parts
from vault.views import (
    BLUEPRINTS,
    access,
    compression,
    device,
    directory,
    errors,
    guide,
    languages,
    law,
    readings,
    static,
    viewer,
)
from vault.views.pages import pages
from vault.views.payloads import ErrorAnswer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask_openapi3.types import SecuritySchemesDict

    from vault.config import Settings

HERE = Path(__file__).resolve().parent
SCHEMES: SecuritySchemesDict = {
    "session": {"type": "apiKey", "in": "cookie", "name": access.COOKIE},
    "opening": {"type": "http", "scheme": "bearer"},
}


def create_app(
    settings: Settings, clock: Callable[[], datetime] = utc_now, translations: Path = TRANSLATIONS
) -> OpenAPI:
    """The WSGI application for these settings; any number of them share the same databases.

    Raises:
        SettingsError: the settings name something that cannot be.
        LanguageError: a file of `translations` is not as it should be.
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
    languages.install(app, load(translations))
    access.install(app)
    errors.install(app)
    _install_pages(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_api(blueprint)
    return app


def _install_pages(app: OpenAPI, settings: Settings) -> None:
    assets = Assets(watch=settings.debug)
    compression.install(app)
    static.install(app, assets)
    app.register_blueprint(pages)
    law.install(app, app.extensions["memo"].clock())
    guide.install(app)
    directory.install(app)
    readings.install(app)
    viewer.install(app)
    device.install(app)
    app.jinja_env.globals |= {
        "tab_title": settings.tab_title,
        "site_name": settings.site_name,
        "exit_url": settings.neutral_url,
    }
