"""A full copy of everything a deployment keeps, as somebody who takes the machine has it, and the search in it."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vault.models.base import Database


def store_bytes(database: Database) -> bytes:
    """Every byte a database has on its disk: all files of the SQLite folder, or all table files of PostgreSQL."""
    url = database.engine.url
    if database.is_sqlite:
        folder = Path(str(url.database)).parent
        return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute("CHECKPOINT")
        return b"\n".join(_table_files(admin))


def _table_files(admin: psycopg.Connection[tuple[bytes]]) -> Iterator[bytes]:
    paths = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relfilenode <> 0"
    for (path,) in admin.execute(paths).fetchall():
        row = admin.execute("SELECT pg_read_binary_file(%s)", [path]).fetchone()
        assert row is not None
        yield row[0]


def found_forms(secret: bytes, copy: bytes) -> list[str]:
    """In which forms the copy holds the secret: as it is, in hexadecimal, or in base 64 at any offset."""
    forms = {
        "raw": secret,
        "hex": secret.hex().encode(),
        "HEX": secret.hex().upper().encode(),
        "gzip": gzip.compress(secret),
    }
    for offset in range(3):
        # The first and last characters depend on what stands around the secret.
        inner = base64.b64encode(bytes(offset) + secret)[4:-4]
        forms[f"base64+{offset}"] = inner
        forms[f"base64url+{offset}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return [name for name, form in forms.items() if form in copy]
