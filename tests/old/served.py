"""A stored vault, copied, brought to the newest tables, and served at the time of its making: shares have dates."""

from __future__ import annotations

import json
import tarfile
import threading
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from vault import cli
from vault.app import create_app
from vault.config import Settings
from vault.crypto.encoding import parse_time
from vault.models.base import utc_now

STORED = sorted(path for path in Path(__file__).parent.iterdir() if (path / "vault.tar.xz").exists())


class Old:
    """A stored vault, served: its address, and what is expected in it."""

    def __init__(self, stored: Path, folder: Path) -> None:
        self.expected: dict[str, Any] = json.loads((stored / "expected.json").read_text("utf-8"))
        self.as_of = parse_time(self.expected["as_of"])
        with tarfile.open(stored / "vault.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        kept = folder / "vault"
        settings = Settings(
            secret_key=self.expected["secret_key"],
            pepper=self.expected["pepper"],
            database_url=f"sqlite:///{kept / 'vault.db'}",
            halves_database_url=f"sqlite:///{kept / 'halves.db'}",
            blobs=str(kept / "blobs"),
            https=False,
        )
        self._ahead = self.as_of.replace(tzinfo=None) - utc_now()
        app = create_app(settings, lambda: utc_now() + self._ahead)
        self._parts = app.extensions["memo"]
        cli.migrate(self._parts)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.address = f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._parts.db.dispose()
        self._parts.halves.dispose()

    def items(self, *, erased: bool) -> list[dict[str, Any]]:
        return [item for item in self.expected["items"] if (item["erased_at"] is not None) == erased]

    def share(self, *, live: bool = True) -> dict[str, Any]:
        return next(share for share in self.expected["shares"] if share["live"] == live)
