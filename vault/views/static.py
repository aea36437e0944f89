"""Static files. They alone are compressed: compressing an answer that holds secrets beside sent text would tell them
(BREACH).
"""

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

from vault.assets import Assets
from vault.views.access import access

static = Blueprint("static_files", __name__)
compress = Compress()

FOR_GOOD = "public, max-age=31536000, immutable"
COMPRESSED = ["text/css", "text/javascript", "image/svg+xml", "application/wasm", "application/json"]


def install(app: Flask, assets: Assets) -> None:
    """Give the application its static files."""
    app.extensions["memo_assets"] = assets
    app.config |= {
        "COMPRESS_REGISTER": False,
        "COMPRESS_MIMETYPES": COMPRESSED,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 9,
        "COMPRESS_CACHE_KEY": _cache_key,
        "COMPRESS_CACHE_BACKEND": None if app.debug else DictCache,
    }
    compress.init_app(app)
    app.register_blueprint(static)


def _cache_key(_: object) -> str:
    # Without the digest of the address: a stranger's inventions must not fill the memory.
    return str((request.view_args or {})["path"])


@static.get("/static/<digest>/<path:path>")
@access("public", policy="static")
@compress.compressed()
def file(digest: str, path: str) -> Response:
    """A static file; kept for good under today's digest, not at all under another."""
    assets: Assets = current_app.extensions["memo_assets"]
    response = send_from_directory(assets.root, path, etag=True)
    if response.status_code == 200:
        # Whole, not streamed: that is what the cache of compressed files holds.
        response.direct_passthrough = False
        response.set_data(response.get_data())
    response.headers["Cache-Control"] = FOR_GOOD if digest == assets.digest else "no-cache"
    return response
