"""An erasure with the server killed in the middle: what was to go is there whole or gone whole, each time.

The whole server gets SIGKILL at a random moment of each act (the seed is fixed), and then a device that knows nothing
looks. (Every step of the erasure of a whole vault is cut, one by one, in `tests/functional/test_erasures_whole.py`; a
change of password, a rotation and a recovery are killed in `test_kill_ways.py`, imports cut in `tests/functional`.)

1. Of an item: it can be read, or nothing of it is left, and everything else is read either way.
2. Of the whole vault, at once by its phrase: it opens with everything in it, or its identifier is nobody's. After the
   next pass of the worker no row and no blob of a vault that is gone is left.
3. A client that dies after it asked leaves the same.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import threading
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from vault import cli
from vault.client_access import parse_words
from vault.client_api import Api
from vault.client_records import contact
from vault.client_vault import VaultClient
from vault.client_words import ApiError, ClientError
from vault.config import Settings
from vault.crypto.encoding import b64, unb64
from vault.crypto.material import ItemId
from vault.crypto.recovery import new_phrase, phrase_auth
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.server import Server

SEED = 20_261_126
KILLS = 12
LONGEST_RUN_SECONDS = {"item": 0.015, "whole": 0.2}
"""An erasure is one request; that of a whole vault proves the phrase before."""
AWAY_SECONDS = 30
ITEMS = 6
PASSWORD = "framboise tiroir lanterne galet"

pytestmark = pytest.mark.heavy  # each kill waits for a start


class Doomed:
    """A vault that is to lose something, on a server that dies."""

    def __init__(self, server: Server, login: str) -> None:
        self.server, self.login, self.up = server, login, threading.Event()
        self.up.set()
        self.words, self.dies = new_phrase("french"), False
        self.client = self.device()
        self.client.register(login, PASSWORD, parse_words(" ".join(self.words)))
        for number in range(ITEMS):
            self.client.put_item(contact(f"Témoin {number}", "witness"))

    def device(self) -> VaultClient:
        return VaultClient(Api(self.server.address, pause=self.pause))

    def pause(self, _seconds: float) -> None:
        if self.dies:
            raise ClientError("offline")
        assert self.up.wait(AWAY_SECONDS)

    def rows(self) -> list[dict[str, object]]:
        """What a device that knows nothing finds; all of it is read."""
        other = self.device()
        with closing(other.api):
            other.open(self.login, PASSWORD)
            rows = [row for row in other.catalogue.rows() if row["erased_at"] is None]
            other.read_records([(ItemId(unb64(row["id"])), 1) for row in rows])
        return rows

    def phrase_auth(self) -> str:
        return b64(phrase_auth(parse_words(" ".join(self.words)), self.login))

    def erase_whole(self) -> None:
        wish = {"whole": True, "items": [], "phrase_auth": self.phrase_auth(), "days": 3}
        self.client.api.post("erasures", wish)

    def doomed_item(self) -> ItemId:
        """One of its items, in the trash, whose erasure is ready."""
        item = ItemId(unb64(self.rows()[0]["id"]))
        self.client.trash(item)
        wish = {"whole": False, "items": [b64(item)], "phrase_auth": self.phrase_auth(), "days": 3}
        self.client.api.post("erasures", wish)
        return item


def kill_during(doomed: Doomed, act: Callable[[], object], moment: float) -> str:
    """Begin the act, kill the server at a random moment, start it again, let the act end; what it was answered.

    Where the client dies too, it does not ask again.
    """
    said: list[str] = []

    def run() -> None:
        try:
            act()
            said.append("done")
        except ClientError as error:
            said.append(error.code)

    thread = threading.Thread(target=run)
    thread.start()
    threading.Event().wait(moment)
    doomed.up.clear()
    doomed.server.kill()
    doomed.server.start()
    doomed.up.set()
    thread.join()
    doomed.dies = False
    return said[0]


def left_of(server: Server, vault_id: bytes, item: bytes | None = None) -> set[str]:
    """The tables that still hold something of a vault, or of an item."""
    found, name = set(), "item_id" if item else "vault_id"
    with sqlite3.connect(f"file:{server.folder / 'vault.db'}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = {column[1] for column in database.execute(f"PRAGMA table_info({table})")}
            if name not in columns:
                continue
            where = f"{name} = ? AND vault_id = ?" if item else "vault_id = ?"
            if database.execute(
                f"SELECT 1 FROM {table} WHERE {where}", (item, vault_id) if item else (vault_id,)
            ).fetchone():
                found.add(table)
    return found


def sweep(server: Server) -> None:
    parts = open_parts(Settings.from_env(server.environment))
    cli.sweep(parts)
    parts.db.dispose()
    parts.halves.dispose()


def test_an_item_is_there_or_gone(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    chance, said, gone = random.Random(SEED), [], 0
    for number in range(KILLS):
        doomed = Doomed(server, f"moineau-item-{number}")
        vault_id, item = bytes(doomed.client.unlocked.vault_id), doomed.doomed_item()
        doomed.dies = number % 2 == 0
        said.append(
            kill_during(doomed, partial(doomed.client.erase, item), chance.uniform(0, LONGEST_RUN_SECONDS["item"]))
        )
        ids = {unb64(str(row["id"])) for row in doomed.rows()}
        assert len(ids) == ITEMS - (bytes(item) not in ids)
        assert ("records" in left_of(server, vault_id, item)) == (bytes(item) in ids)
        assert said[-1] != "done" or bytes(item) not in ids
        gone += bytes(item) not in ids
        doomed.client.api.close()
    with capsys.disabled():
        sys.stdout.write(f"\n{KILLS} erasures of an item killed, {gone} of them gone: {dict(Counter(said))}\n")
    assert set(said) <= {"done", "offline"}


def test_a_vault_is_whole_or_nobodys(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    chance, gone = random.Random(SEED), 0
    for number in range(KILLS):
        doomed = Doomed(server, f"moineau-whole-{number}")
        vault_id = bytes(doomed.client.unlocked.vault_id)
        said = kill_during(doomed, doomed.erase_whole, chance.uniform(0, LONGEST_RUN_SECONDS["whole"]))
        assert said in {"done", "offline", "session_ended"}
        gone += settled(doomed, vault_id, answered=said == "done")
        doomed.client.api.close()
    with capsys.disabled():
        sys.stdout.write(f"\n{KILLS} erasures of a vault killed: {gone} gone, {KILLS - gone} whole\n")
    assert gone


def settled(doomed: Doomed, vault_id: bytes, *, answered: bool) -> bool:
    """Whether the vault is gone: then wholly, else it is whole. What was asked for and due is done by the next pass."""
    try:
        rows = doomed.rows()
    except ApiError as error:
        if error.code != "login_refused":
            raise
        sweep(doomed.server)
        assert left_of(doomed.server, vault_id) == set()
        return True
    assert not answered
    assert len(rows) == ITEMS
    return False


def test_a_client_that_dies_after_it_asked(server: Server) -> None:
    for whole in (False, True):
        doomed = Doomed(server, f"moineau-dying-{int(whole)}")
        vault_id, item = bytes(doomed.client.unlocked.vault_id), doomed.doomed_item()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Api, "post", dying(Api.post, "erasures" if whole else "commits"))
            with pytest.raises(SystemExit):
                doomed.erase_whole() if whole else doomed.client.erase(item)
        if whole:
            assert settled(doomed, vault_id, answered=True)
        else:
            assert len(doomed.rows()) == ITEMS - 1
            assert "records" not in left_of(server, vault_id, item)
        doomed.client.api.close()


def dying(post: Callable[..., object], where: str) -> Callable[..., object]:
    """The process ends between the request and its answer."""

    def then_die(api: Api, path: str, *given: object, **options: object) -> object:
        answer = post(api, path, *given, **options)
        if path == where:
            raise SystemExit
        return answer

    return then_die
