"""Free ports and programs: what every part needs before it starts."""

import shutil
import socket
import time
from pathlib import Path

ANSWER_SECONDS = 60.0
_RETRY_SECONDS = 0.05


class PartError(RuntimeError):
    """A part is missing or did not start; the message says what to do."""


def free_port() -> int:
    """A loopback port that nothing listens to.

    Another process may take it before the part does; the part then fails to start, loudly.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str, *more_folders: Path) -> str:
    """The path of a program of this machine.

    Raises:
        PartError: it is not installed.
    """
    for folder in more_folders:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise PartError(f"{name} is not installed: run tools/test-parts.sh")
    return found


def wait_for_port(port: int, log: Path) -> None:
    """Return once something accepts connections.

    Raises:
        PartError: nothing did in time; the end of `log` is in the message.
    """
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as client:
            client.settimeout(1)
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(_RETRY_SECONDS)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else "(no log)"
    raise PartError(f"nothing answers on port {port}: {tail}")
