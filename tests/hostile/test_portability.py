"""An import whose server is killed again and again ends with the whole vault, and is never there by half."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING

import pytest

from tests.functional.portability import content, expected_content, exported_old
from tests.hostile.test_kill import PASSWORD, SEED, Tally, Up, check_stores, new_client, opened
from vault import client_import
from vault.client_import import import_vault
from vault.client_words import ClientError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.hostile.server import Server
    from vault.client_vault import VaultClient

LOGIN = "moineau-voyageur"
KILLS = 8
LONGEST_RUN_SECONDS = 0.04

pytestmark = pytest.mark.heavy  # each kill is a restart


@pytest.fixture
def export(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    return exported_old(tmp_path)


class Importing(threading.Thread):
    """Does the import again until it ends."""

    def __init__(self, client: VaultClient, path: Path) -> None:
        super().__init__()
        self.client, self.path = client, path
        self.runs = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._once():
                self.runs += 1
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            self.failure = error

    def _once(self) -> bool:
        try:
            self.client.refresh()
            import_vault(self.client, self.path)
        except ClientError as error:
            # A request that cannot be repeated was cut: what was kept of it shows in the next run.
            if error.code not in {"offline", "database_unavailable", "busy"}:
                raise
            return False
        return True


def test_an_import_goes_on_through_kills(
    server: Server, export: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_import, "BATCH_ITEMS", 1)
    path, expected = export
    whole, tally, up, chance = expected_content(expected), Tally(), Up(), random.Random(SEED)
    up.event.set()
    client = new_client(server, up, tally)
    client.register(LOGIN, PASSWORD)
    importing = Importing(client, path)
    auditor = opened(server, up, tally, LOGIN)
    importing.start()
    kills = 0
    while importing.is_alive() and kills < KILLS:
        threading.Event().wait(chance.uniform(0, LONGEST_RUN_SECONDS))
        up.event.clear()
        server.kill()
        server.start()
        up.event.set()
        kills += 1
        auditor.refresh()
        assert content(auditor).items() <= whole.items()
    importing.join()

    assert importing.failure is None
    assert kills > 2
    auditor.refresh()
    assert content(auditor) == whole
    check_stores(server, {LOGIN: auditor})
    for one in (client, auditor):
        one.leave()
