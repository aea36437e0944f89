"""Promise 4: what is acknowledged is kept, though the server is killed a hundred times in the middle of its work.

Clients commit and send files without pause; at random moments (the seed is fixed) the whole server, or one worker, gets
SIGKILL. After each kill, from a client that has its own session:

1. every commit that was acknowledged is in the catalogue, which opens and is no older than the newest seen;
2. what was not acknowledged is wholly there or wholly absent: each listed record opens, each listed file is whole.

At the end, also from the server's side: no record and no kept file that the catalogue does not list, one commit for
each number, no room lost to uploads that were cut.
"""

from __future__ import annotations

import hashlib
import io
import random
import sqlite3
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.hostile.conftest import new_vault
from tests.hostile.tab import Tab
from vault import client_records as records
from vault.client_api import Api
from vault.client_vault import VaultClient
from vault.client_words import ClientError
from vault.crypto.constants import PART
from vault.crypto.encoding import b64, unb64
from vault.crypto.material import ItemId

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.hostile.server import Server

SEED = 20_261_123
KILLS = 100
WRITERS = 3
"""Two in one vault, so that conflicts are killed too, and one in another."""
PASSWORD = "framboise tiroir lanterne galet"
LONGEST_RUN_SECONDS = 0.3
WORKER_SHARE = 0.3
"""Of the kills, those that leave the master alive."""
BIG_FILE = PART + 70_000
AWAY_SECONDS = 30

pytestmark = pytest.mark.heavy  # a hundred kills take more than a minute


@dataclass
class Tally:
    """What happened, to be sure that the kills hit something."""

    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    """Titles by login."""
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1

    def acknowledge(self, login: str, title: str) -> None:
        with self.lock:
            self.acknowledged.setdefault(login, set()).add(title)

    def of(self, login: str) -> set[str]:
        with self.lock:
            return set(self.acknowledged.get(login, ()))


class Writer(threading.Thread):
    """A client that keeps things until told to stop; a request that is cut is taken up by the client itself."""

    def __init__(self, name: str, client: VaultClient, login: str, tally: Tally, stop: threading.Event) -> None:
        super().__init__(name=name)
        self.client, self.login, self.tally, self.halt = client, login, tally, stop
        self.chance = random.Random(f"{SEED}{name}")
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            number = 0
            while not self.halt.is_set():
                number += 1
                self._keep_one(f"{self.name} {number}")
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            self.failure = error

    def _keep_one(self, title: str) -> None:
        try:
            self._keep(title)
        except ClientError as error:
            # Nothing is known of it: the rules at the top hold either way.
            if error.code not in {"offline", "database_unavailable", "busy"}:
                raise
            self.tally.count(f"given up: {error.code}")
            self._see_what_was_kept()

    def _keep(self, title: str) -> None:
        record = records.event(title, title, records.when(None))
        if self.chance.random() < 0.4:
            body = self._body(title)
            file = self.client.keep_file(io.BytesIO(body), f"{title}.bin", "application/octet-stream")
            assert file["sha256"] == b64(hashlib.sha256(body).digest())
            record = records.evidence(title, file, records.when(None))
            self.tally.count("files")
        self.client.put_item(record)
        self.tally.acknowledge(self.login, title)

    def _body(self, title: str) -> bytes:
        size = BIG_FILE if self.chance.random() < 0.1 else self.chance.randrange(60_000)
        return (title.encode() * (size // len(title.encode()) + 1))[:size]

    def _see_what_was_kept(self) -> None:
        while not self.halt.is_set():
            try:
                self.client.refresh()
            except ClientError as error:
                if error.code not in {"offline", "database_unavailable"}:
                    raise
            else:
                return


class Auditor:
    """Reads a vault with a session of its own, after each kill what is new since the last one."""

    def __init__(self, client: VaultClient, login: str, tally: Tally) -> None:
        self.client, self.login, self.tally = client, login, tally
        self.read: set[str] = set()
        self.files = 0

    def audit(self) -> None:
        expected = self.tally.of(self.login)
        rows = list(self.client.refresh().rows())
        titles = [row["summary"]["title"] for row in rows]
        assert len(titles) == len(set(titles)), "something was kept twice"
        assert expected <= set(titles), f"lost: {expected - set(titles)}"
        fresh = [ItemId(unb64(row["id"])) for row in rows if row["id"] not in self.read]
        for record in self.client.read_records([(item, 1) for item in fresh]):
            self._check(record)
        self.read |= {row["id"] for row in rows}

    def _check(self, record: dict[str, object]) -> None:
        file = record.get("file")
        if file:
            # Its SHA-256 is checked by the client itself; the size is the sender's.
            assert sum(map(len, self.client.read_file(file))) == file["size"]
            self.files += 1


@dataclass
class Up:
    """Whether the server can be asked; clients wait for it instead of trying again after a time."""

    event: threading.Event = field(default_factory=threading.Event)

    def pause(self, _seconds: float) -> None:
        assert self.event.wait(AWAY_SECONDS)


def new_client(server: Server, up: Up, tally: Tally) -> VaultClient:
    def pause(seconds: float) -> None:
        tally.count("requests taken up again")
        up.pause(seconds)

    return VaultClient(Api(server.address, pause=pause))


def opened(server: Server, up: Up, tally: Tally, login: str) -> VaultClient:
    client = new_client(server, up, tally)
    client.open(login, PASSWORD)
    return client


def kill_at_random(server: Server, up: Up, chance: random.Random) -> None:
    """Let the writers work for a random moment, then kill. A moment is a time: no event of ours could be as unfair."""
    threading.Event().wait(chance.uniform(0, LONGEST_RUN_SECONDS))
    if chance.random() < WORKER_SHARE and server.kill_a_worker():
        return
    up.event.clear()
    server.kill()
    server.start()
    up.event.set()


def check_stores(server: Server, clients: dict[str, VaultClient]) -> None:
    """The server's own tables against the catalogues that its clients verified."""
    with sqlite3.connect(f"file:{server.folder / 'vault.db'}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for client in clients.values():
            check_vault(database, client)


def check_vault(database: sqlite3.Connection, client: VaultClient) -> None:
    vault = (bytes(client.unlocked.vault_id),)
    rows = list(client.refresh().rows())
    listed = {(unb64(row["id"]), version["n"]) for row in rows for version in row["versions"]}
    assert set(database.execute("SELECT item_id, version FROM records WHERE vault_id = ?", vault)) == listed
    files = {unb64(file) for row in rows for file in row["files"]}
    kept = "SELECT file_id FROM files WHERE vault_id = ? AND state = 'kept'"
    assert {name for (name,) in database.execute(kept, vault)} == files
    seqs = [seq for (seq,) in database.execute("SELECT seq FROM commits WHERE vault_id = ? ORDER BY seq", vault)]
    assert seqs == list(range(1, client.catalogue.root["seq"] + 1))
    room = "SELECT used, reserved FROM accounts WHERE vault_id = ?"
    used, reserved = database.execute(room, vault).fetchone()
    of_records = "SELECT coalesce(sum(length(sealed)), 0) FROM records WHERE vault_id = ?"
    assert used == size_of_files(database, vault, "kept") + database.execute(of_records, vault).fetchone()[0]
    assert reserved == size_of_files(database, vault, "open") + size_of_files(database, vault, "whole")


def size_of_files(database: sqlite3.Connection, vault: tuple[bytes], state: str) -> int:
    query = "SELECT coalesce(sum(size), 0) FROM files WHERE vault_id = ? AND state = ?"
    return int(database.execute(query, (*vault, state)).fetchone()[0])


def test_what_is_acknowledged_survives_a_hundred_kills(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    tally, up, stop, chance = Tally(), Up(), threading.Event(), random.Random(SEED)
    up.event.set()
    logins = {f"moineau-{number}": new_client(server, up, tally) for number in range(2)}
    for login, client in logins.items():
        client.register(login, PASSWORD)
    writers = [
        Writer(
            f"writer {number}", opened(server, up, tally, f"moineau-{number % 2}"), f"moineau-{number % 2}", tally, stop
        )
        for number in range(WRITERS)
    ]
    auditors = [Auditor(client, login, tally) for login, client in logins.items()]

    for writer in writers:
        writer.start()
    try:
        for _ in range(KILLS):
            kill_at_random(server, up, chance)
            for auditor in auditors:
                auditor.audit()
            assert not [writer.failure for writer in writers if writer.failure]
    finally:
        stop.set()
        up.event.set()
        for writer in writers:
            writer.join()

    assert not [writer.failure for writer in writers if writer.failure]
    for login in logins:
        # A client that knows nothing, from the first derivation on.
        last = Auditor(opened(server, up, tally, login), login, tally)
        last.audit()
        assert last.files
        last.client.leave()
    check_stores(server, logins)
    for client in [*logins.values(), *(writer.client for writer in writers)]:
        client.leave()
    kept = sum(len(tally.of(login)) for login in logins)
    with capsys.disabled():
        sys.stdout.write(f"\n{KILLS} kills, {kept} commits acknowledged, {dict(tally.counts)}\n")
    assert kept >= KILLS
    assert tally.counts["requests taken up again"] >= KILLS // 4


def test_a_tab_goes_on_through_kills(server: Server, new_page: Callable[[], Page]) -> None:
    tab = Tab(new_page(), f"{server.address}/notes")
    owner = new_vault(tab)
    titles = []
    for number in range(4):
        titles.append(f"Note {number}")
        tab.begin(titles[-1], "await memo.events.save({ title: given, facts: given })", titles[-1])
        # Half of the notes leave before the kill, half meet a server that is away.
        if number % 2:
            tab.end(titles[-1])
        server.kill()
        server.start()
    kept = tab.do("await memo.keep('piece.bin', 70000, given)", "Pièce")
    for title in titles:
        tab.end(title)

    assert tab.refresh() == sorted([*titles, "Pièce"])
    assert len(tab.read_file(kept["reference"])) == 70_000
    other = Tab(new_page(), f"{server.address}/notes")
    assert other.enter(owner) == sorted([*titles, "Pièce"])
