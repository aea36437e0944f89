"""A real server that a test may kill: gunicorn, master and workers, on SQLite and a folder, in a group of its own.

It is forked from a process that has already imported the application, so that a restart takes a fraction of a second
and a hundred of them fit in a test. Nothing else differs from `make run`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gunicorn.app import wsgiapp

import vault.app  # noqa: F401 - imported once, before the forks
from tests.parts.ports import free_port, wait_for_port
from vault import cli
from vault.config import Settings
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WIDE = {
    "ATTEMPTS_PER_LOGIN": "100000",
    "ATTEMPTS_PER_SOURCE": "100000",
    "ATTEMPTS_PER_ACCOUNT": "100000",
    "ATTEMPTS_OVERALL": "100000",
    "REGISTRATIONS_PER_SOURCE": "100000",
}
END_SECONDS = 30


def _serve(environment: dict[str, str], arguments: list[str], log: str) -> None:
    os.setsid()
    os.environ.update(environment)
    os.chdir(ROOT)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.argv = ["gunicorn", *arguments]
    wsgiapp.run()


class Server:
    """One server at one address, started and killed any number of times on the same folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.log = folder / "server.log"
        self.environment = WIDE | {"EMBEDDED": str(folder), "SITE_URL": self.address} | settings
        self._forks = multiprocessing.get_context("forkserver")
        self._forks.set_forkserver_preload([__name__])
        parts = open_parts(Settings.from_env(self.environment))
        cli.migrate(parts)
        parts.db.dispose()
        parts.halves.dispose()

    def start(self) -> None:
        """Answers when this returns."""
        arguments = [
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            "1",
            "--threads",
            "8",
            "--worker-tmp-dir",
            "/dev/shm",
        ]
        arguments += ["--config", str(ROOT / "gunicorn.conf.py"), "--no-control-socket", "vault.wsgi:app"]
        self._master = self._forks.Process(target=_serve, args=(self.environment, arguments, str(self.log)))
        self._master.start()
        wait_for_port(self.port, self.log)

    def kill(self) -> None:
        """SIGKILL to master and workers at once: nothing of theirs runs any more when this returns."""
        assert self._master.pid is not None
        with suppress(ProcessLookupError):
            os.killpg(self._master.pid, signal.SIGKILL)
        self._master.join(END_SECONDS)
        # The master is gone; a worker that dies a moment later holds the port until then.
        deadline = time.monotonic() + END_SECONDS
        while self._is_heard():
            assert time.monotonic() < deadline

    def _is_heard(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill_a_worker(self) -> bool:
        """SIGKILL to one worker, which the master replaces; whether there was one."""
        children = Path(f"/proc/{self._master.pid}/task/{self._master.pid}/children").read_text().split()
        for child in children[:1]:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        return bool(children)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Server]:
    """A started server, killed on leaving."""
    server = Server(folder, **settings)
    server.start()
    try:
        yield server
    finally:
        server.kill()
