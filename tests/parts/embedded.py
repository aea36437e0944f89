"""The application on what `make run` stands on: SQLite, a folder for the files, counters in memory."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from vault.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

SECRET = "a-secret-of-the-tests-0123456789-abcdef"
PEPPER = "the-pepper-of-the-tests-9876543210-zyxwv"


def settings_in(folder: Path, **more: Any) -> Settings:
    """Settings whose databases and files are in this folder."""
    return Settings(
        secret_key=SECRET,
        pepper=PEPPER,
        database_url=f"sqlite:///{folder / 'vault.db'}",
        halves_database_url=f"sqlite:///{folder / 'halves.db'}",
        blobs=str(folder / "blobs"),
        https=False,
        **more,
    )


@contextmanager
def serving(app: Flask, port: int = 0, handler: type[WSGIRequestHandler] | None = None) -> Iterator[int]:
    """The port of this machine at which the application answers; a free one unless it is given."""
    served = make_server("127.0.0.1", port, app, threaded=True, request_handler=handler)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield served.server_port
    served.shutdown()
    thread.join()
    served.server_close()
