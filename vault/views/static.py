"""Static files, and the sentences of a page's scripts in each language.

The sentences of a page are those that the modules it may ever run ask for. Their address has a digest of them, so that
a browser keeps them for good; under another digest (a tab opened before an upgrade) today's are given, not to be kept.
"""

import json
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app
from werkzeug.security import safe_join

from vault.assets import Assets, short_digest
from vault.errors import NotFoundError
from vault.languages import DEFAULT, Language
from vault.views.access import access
from vault.views.compression import compress
from vault.views.languages import spoken

static = Blueprint("static_files", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"
ENTRIES = "js/pages/"
"""Below it, the first module of each page."""
FEW = 4096
"""Characters of sentences that travel in the page: another request would take longer."""


def install(app: Flask, assets: Assets) -> None:
    """Give the application its static files."""
    app.extensions["memo_assets"] = assets
    app.register_blueprint(static)
    app.jinja_env.globals |= {"asset": assets.url, "modules": assets.modules, "sentences": sentences_for}


def whole_file(root: Path, path: str) -> Response:
    """The file as one body, which the cache of compressed files can hold; 404 for what is not below `root`."""
    found = safe_join(str(root), path)
    if found is None or not Path(found).is_file():
        raise NotFoundError
    return Response(Path(found).read_bytes(), mimetype=guess_type(found)[0] or "application/octet-stream")


@static.get("/static/<digest>/<path:path>")
@access("public", policy="static")
@compress.compressed()
def file(digest: str, path: str) -> Response:
    """A static file; kept for good under today's digest, not at all under another."""
    assets = _assets()
    response = whole_file(assets.root, path)
    response.headers["Cache-Control"] = FOR_GOOD if digest == assets.digest else "no-cache"
    return response


@static.get("/sentences/<code>/<page>-<digest>.json")
@access("public", policy="static")
@compress.compressed()
def sentences(code: str, page: str, digest: str) -> Response:
    """What the scripts of a page say in a language; kept for good under today's digest."""
    entry, language = f"{ENTRIES}{page}.js", spoken().get(code)
    if language is None or not (_assets().root / ENTRIES / f"{page}.js").is_file():
        raise NotFoundError
    said, today = _sentences(language, _assets().reach(entry))
    response = Response(said, mimetype="application/json")
    response.headers["Cache-Control"] = FOR_GOOD if digest == today else "no-cache"
    return response


def sentences_for(language: Language, entry: str) -> str | None:
    """What a page says of the sentences of its scripts: where they are, or they themselves when they are few. French
    needs none.
    """
    if language.code == DEFAULT:
        return None
    said, digest = _sentences(language, _assets().reach(entry))
    page = entry.removeprefix(ENTRIES).removesuffix(".js")
    return said if len(said) <= FEW else f"/sentences/{language.code}/{page}-{digest}.json"


def page_sentences(language: Language, entry: str) -> str:
    """What the scripts of a page say, as JSON; `vault.languages.Language.browser` has the shape."""
    return _sentences(language, _assets().reach(entry))[0]


@lru_cache(maxsize=64)
def _sentences(language: Language, modules: frozenset[str]) -> tuple[str, str]:
    """As JSON, and the digest of it."""
    named = frozenset(f"static/{path}" for path in modules)
    said = json.dumps(language.browser(named), ensure_ascii=False, separators=(",", ":"))
    return said, short_digest(said.encode())


def _assets() -> Assets:
    assets: Assets = current_app.extensions["memo_assets"]
    return assets
