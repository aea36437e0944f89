"""Static files. They alone are compressed: compressing an answer that holds secrets beside sent text would tell them
(BREACH).
"""

from mimetypes import guess_type
from pathlib import Path
from posixpath import normpath

from flask import Blueprint, Flask, Response, current_app, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache
from werkzeug.security import safe_join

from vault.assets import Assets
from vault.errors import NotFoundError
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
        "COMPRESS_BR_LEVEL": 11,  # each file once in a process's life: a tenth less on every first visit
        "COMPRESS_CACHE_KEY": _cache_key,
        "COMPRESS_CACHE_BACKEND": None if app.debug else DictCache,
    }
    compress.init_app(app)
    app.register_blueprint(static)


def _cache_key(_: object) -> str:
    # Without digest and ways round (`a/../css`): a stranger's inventions must not fill the memory.
    return normpath(str((request.view_args or {})["path"]))


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
    assets: Assets = current_app.extensions["memo_assets"]
    response = whole_file(assets.root, path)
    response.headers["Cache-Control"] = FOR_GOOD if digest == assets.digest else "no-cache"
    return response
