"""The drill of `docs/operations.md`: the machine is lost, and what is rebuilt from the backup is what was backed up.

A vault comes back whole, as of the backup. No share comes back, ended or not: halves are in no backup. Whoever has seen
a newer state is told that the server shows an older one, and accepts nothing of it.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.hostile.server import running
from tests.parts import postgres
from tests.parts.ports import program
from vault import client_records as records
from vault.client import ShareReader, VaultClient
from vault.client_api import Api
from vault.client_shares import Wanted
from vault.client_words import ApiError
from vault.crypto.encoding import unb64
from vault.crypto.errors import OmittedError, RollbackError
from vault.crypto.material import ShareId

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hostile.server import Server

LOGIN, PASSWORD = "moineau-42", "framboise tiroir lanterne galet"
BACKED_UP = ("blobs", "secrets")


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def opened(server: Server) -> VaultClient:
    client = VaultClient(Api(server.address))
    client.open(LOGIN, PASSWORD)
    return client


def back_up(server: Server, database: str, target: Path) -> None:
    """The database first, then files: a file without a row is swept, a row without its file would be a loss."""
    subprocess.run([program("pg_dump"), "-Fc", "-f", str(target / "main.dump"), plain(database)], check=True)
    for name in BACKED_UP:
        shutil.copytree(server.folder / name, target / name)


def restore(source: Path, database: str, folder: Path) -> None:
    subprocess.run(
        [program("pg_restore"), "--no-owner", "--exit-on-error", "-d", plain(database), str(source / "main.dump")],
        check=True,
    )
    for name in BACKED_UP:
        shutil.copytree(source / name, folder / name)


def test_a_lost_machine_is_rebuilt_from_its_backup(postgres_server: str, tmp_path: Path) -> None:
    old, backup, new = (tmp_path / name for name in ("old", "backup", "new"))
    for folder in (old, backup, new):
        folder.mkdir()
    body = os.urandom(100_000)
    with postgres.fresh_database(postgres_server) as lost, postgres.fresh_database(postgres_server) as rebuilt:
        # Given a vault with a piece and two shares, backed up; then one share ends and something more is kept
        with running(old, DATABASE_URL=lost) as server:
            owner = VaultClient(Api(server.address))
            owner.register(LOGIN, PASSWORD)
            file = owner.keep_file(io.BytesIO(body), "note.bin", "application/octet-stream")
            piece = owner.put_item(records.evidence("Pièce", file, records.when(None)))
            ending, living = (owner.make_share(Wanted([piece], "Me Martin", "")) for _ in range(2))
            ShareReader.open(living.link, living.code, Api(server.address)).api.close()
            back_up(server, lost, backup)
            owner.end_share(ShareId(unb64(ending.entry["id"])))
            later = owner.put_item(records.event("Après", "Après la sauvegarde.", records.when(None)))
            newest = owner.seen
            port = server.port

        # When the machine is lost and rebuilt
        restore(backup, rebuilt, new)
        with running(new, DATABASE_URL=rebuilt) as server:
            # Then the vault is whole, as of the backup
            client = opened(server)
            record = client.read_record(piece)
            assert b"".join(client.read_file(record["file"])) == body
            with pytest.raises(OmittedError):
                client.read_record(later)
            client.put_item(records.event("Depuis", "La vie continue.", records.when(None)))

            # No share opens, not even the one that was live
            for share in (ending, living):
                link = share.link.replace(f":{port}/", f":{server.port}/")
                asking = Api(server.address)
                with pytest.raises(ApiError, match="share_unavailable"):
                    ShareReader.open(link, share.code, asking)
                asking.close()

            # Who has seen more is told
            remembering = VaultClient(Api(server.address), newest)
            with pytest.raises(RollbackError):
                remembering.open(LOGIN, PASSWORD)
            for one in (client, remembering, owner):
                one.api.close()
