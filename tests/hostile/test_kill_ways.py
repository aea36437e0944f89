"""A change of ways in, a rotation and a recovery, with the server killed in the middle: one readable state each time.

The whole server gets SIGKILL at a random moment of each act (the seed is fixed). The client asks again by itself; what
counts is what a device that knows nothing finds afterwards: the vault opens with exactly one of the two passwords, the
one that the acting client ended with if it ended, and everything in it is read. (Every step of the transaction, one by
one, is cut in `tests/functional/test_access_cut.py`; the client killed in the middle is a request that is never
repeated, which the last test is about.)
"""

from __future__ import annotations

import random
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from vault import client_access as access
from vault.client_access import Rotation
from vault.client_api import Api
from vault.client_records import contact
from vault.client_vault import VaultClient
from vault.client_words import ClientError
from vault.crypto.encoding import unb64
from vault.crypto.material import ItemId
from vault.crypto.recovery import new_phrase, parse_phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.server import Server

SEED = 20_261_124
KILLS = 20
LONGEST_RUN_SECONDS = 0.8
"""A change at a desk: two derivations, then one request."""
AWAY_SECONDS = 30
ITEMS = 12
LOGIN = "moineau-killed"

pytestmark = pytest.mark.heavy  # each kill waits for a start


class Life:
    """A vault on a server that dies: its passwords, of which one opens, and the words of its paper."""

    def __init__(self, server: Server) -> None:
        self.server, self.up = server, threading.Event()
        self.up.set()
        self.password, self.other = "framboise tiroir lanterne galet", "bruyère horloge sentier cannelle"
        self.words = new_phrase("french")
        self.sure = 0
        with self.device() as client:
            client.register(LOGIN, self.password, parse_phrase(" ".join(self.words)))
            for number in range(ITEMS):
                client.put_item(contact(f"Témoin {number}", "witness"))

    def device(self) -> Device:
        return Device(self)

    def pause(self, _seconds: float) -> None:
        assert self.up.wait(AWAY_SECONDS)

    def kill_during(self, act: Callable[[], None], chance: random.Random) -> None:
        """Run `act`, kill at a random moment, start again, and let the act end."""
        failure: list[BaseException] = []

        def run() -> None:
            try:
                act()
                self.sure += 1
                self.password, self.other = self.other, self.password
            except ClientError as error:
                failure.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        threading.Event().wait(chance.uniform(0, LONGEST_RUN_SECONDS))
        self.up.clear()
        self.server.kill()
        self.server.start()
        self.up.set()
        thread.join()
        assert {error.code for error in failure if isinstance(error, ClientError)} <= {"change_unsure", "offline"}

    def check(self) -> None:
        """One state: exactly one password opens it, and all of it is read."""
        opened = [password for password in (self.password, self.other) if self.opens(password)]
        assert len(opened) == 1
        if opened != [self.password]:
            self.password, self.other = self.other, self.password

    def opens(self, password: str) -> bool:
        with self.device() as client:
            try:
                client.open(LOGIN, password)
            except ClientError as error:
                if error.code != "login_refused":
                    raise
                return False
            rows = list(client.catalogue.rows())
            assert len(rows) == ITEMS
            client.read_records([(ItemId(unb64(row["id"])), 1) for row in rows])
            return True


class Device:
    """A client for as long as it is used; a server that is away is waited for."""

    def __init__(self, life: Life) -> None:
        self.client = VaultClient(Api(life.server.address, pause=life.pause))

    def __enter__(self) -> VaultClient:
        return self.client

    def __exit__(self, *_given: object) -> None:
        self.client.api.close()


def change(life: Life) -> None:
    with life.device() as client:
        client.open(LOGIN, life.password)
        access.change_password(client, life.password, life.other)


def rotate(life: Life) -> None:
    with life.device() as client:
        client.open(LOGIN, life.password)
        access.rotate(client, life.password, Rotation(life.other, parse_phrase(" ".join(life.words))))


def recover(life: Life) -> None:
    with life.device() as client:
        key = access.recover_by_phrase(client, LOGIN, " ".join(life.words))
        access.set_password(client, key, life.other)


@pytest.mark.parametrize("act", [change, rotate, recover])
def test_killed_anywhere_there_is_one_readable_state(
    server: Server, act: Callable[[Life], None], capsys: pytest.CaptureFixture[str]
) -> None:
    life, chance = Life(server), random.Random(SEED)
    for _ in range(KILLS):
        life.kill_during(lambda: act(life), chance)
        life.check()
    with life.device() as client:
        access.recover_by_phrase(client, LOGIN, " ".join(life.words))
    with capsys.disabled():
        sys.stdout.write(f"\n{act.__name__}: {KILLS} kills, {life.sure} acts ended with an answer\n")
    assert life.sure > 0


def test_a_client_that_dies_after_it_asked_leaves_one_state(server: Server) -> None:
    life = Life(server)
    for act in (change, rotate, recover):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Api, "post", dying(Api.post))
            with pytest.raises(SystemExit):
                act(life)
        life.check()


def dying(post: Callable[..., object]) -> Callable[..., object]:
    """The process ends between the request and its answer."""

    def then_die(api: Api, path: str, *given: object, **options: object) -> object:
        answer = post(api, path, *given, **options)
        if path == "access":
            raise SystemExit
        return answer

    return then_die
