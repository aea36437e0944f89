"""What is compressed on its way: static files, and public pages that say the same to everybody.

Compressing an answer that holds a secret beside what somebody else may have put into it would tell the secret by its
length (BREACH). So, in order:

1. Nothing is compressed that is not named: static files and sentences where they are served, and `SAME_FOR_ALL` here.
2. What is named holds no secret: no token, nothing of a session, and depends on no cookie but the language.
3. It repeats nothing of the request but the path of a page that exists.
4. No other answer of the API, and no error, is ever compressed.
"""

from posixpath import normpath

from flask import Flask, Response, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

from vault.views.access import parts
from vault.views.languages import current

compress = Compress()

TYPES = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/wasm", "application/json"]
SAME_FOR_ALL = {
    "pages.home", "pages.vault", "pages.reader", "pages.safety", "pages.limits", "pages.browser",
    "guide.contents", "guide.sheet", "directory_pages.listed", "readings_pages.scale", "device_pages.offer",
    "law.imprint", "law.privacy", "law.accessibility", "law.security",
    "directory.whole", "readings.whole",
}  # fmt: skip
"""Endpoints of rules 2 and 3."""
MOST = 2000
"""How many compressed bodies are remembered: more than files, pages and languages make."""


class Remembered(DictCache):
    """Compressed bodies by key, the oldest given up for the newest: the directory changes with the day."""

    def set(self, key: str, value: bytes) -> None:
        """Remember it."""
        if key not in self.data and len(self.data) >= MOST:
            self.data.pop(next(iter(tuple(self.data))), None)  # a copy: threads share it
        super().set(key, value)


def install(app: Flask) -> None:
    """Give the application its compression."""
    app.config |= {
        "COMPRESS_REGISTER": False,
        "COMPRESS_MIMETYPES": TYPES,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 11,  # each once in a process's life: a tenth less on every first visit
        "COMPRESS_CACHE_KEY": _cache_key,
        "COMPRESS_CACHE_BACKEND": None if app.debug else Remembered,
    }
    compress.init_app(app)
    app.after_request(_public_page)


def _public_page(response: Response) -> Response:
    return compress.after_request(response) if request.endpoint in SAME_FOR_ALL else response


def _cache_key(_: object) -> str:
    named = request.view_args or {}
    if "path" in named:
        # Without digest and ways round (`a/../css`): a stranger's inventions must not fill the memory.
        return normpath(str(named["path"]))
    if "code" in named:
        return f"sentences/{named['code']}/{named['page']}"
    return f"page/{current().code}/{parts().clock().date()}{request.path}"
