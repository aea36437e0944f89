"""A real Redis, in memory, without persistence."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.parts.ports import free_port, program, wait_for_port


@contextmanager
def running(folder: Path, port: int | None = None) -> Iterator[str]:
    """Start Redis and yield its URL. A test that takes it away and brings it back gives its own `port`."""
    port = port or free_port()
    log = folder / "redis.log"
    options = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder, "logfile": log}
    arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    server = subprocess.Popen([program("redis-server"), *arguments])
    try:
        wait_for_port(port, log)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()
