"""The worst day at the size of a long story: a vault of 10,000 items opened on a slow device, got back by twelve words
alone, and given new keys, in the browser and from a desk.

A device is made slow in two ways. *Page* is Chromium's own `Emulation.setCPUThrottlingRate`: it slows the page's thread
and no other. *Browser* is every process of the browser stopped for most of each twentieth of a second: workers, where
derivation and decryption are, are slowed too, which is what a slow phone does. How much each really slowed a thread of
the page and a worker is measured beside it, and said. The server is not slowed.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.memory import family
from bench.site import PASSPHRASE, chromium, folder, product, run
from bench.table import Row, in_turn, milliseconds, ratio
from bench.vaults import filled
from vault import client_access as access
from vault.client import Api, VaultClient
from vault.client_access import Rotation
from vault.crypto.recovery import new_phrase, parse_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Page

    Slow = Callable[[float], AbstractContextManager[None]]

ITEMS = 10_000
ROUNDS = 3
LOGIN = "bench-worst-12345"
OTHER = "bench autre phrase bruyère horloge sentier"
TIMES = (4, 10)
TURN_SECONDS = 0.05
"""One turn of running and standing still: long beside what a signal takes to arrive."""
TURNS = 10
"""After which processes that began meanwhile are looked for."""


@dataclass
class Owned:
    """The vault, and what opens it by now: recoveries and rotations change that."""

    page: Page
    address: str
    password: str
    words: list[str]

    def open(self) -> float:
        """Seconds from the click at the door to the first list."""
        self._door()
        self.page.locator("#login").fill(LOGIN)
        self.page.locator("#password").fill(self.password)
        return float(run(self.page, "click-open")["seconds"])

    def unlock(self) -> float:
        """Seconds from the click on a locked vault, which has not changed, to the first list."""
        run(self.page, "lock")
        self.page.locator("#password").fill(self.password)
        return float(run(self.page, "click-open")["seconds"])

    def recover(self) -> float:
        """Seconds from the click that gives words and a new passphrase to the first list."""
        self._door()
        self.page.get_by_role("button", name="J’ai perdu ma phrase de passe").click()
        self.page.locator("#recovery-login").fill(LOGIN)
        self.page.locator("#recovery-words").fill(" ".join(self.words))
        self.page.get_by_role("button", name="Continuer", exact=True).click()
        proposed = self.page.locator("ol.words li")
        proposed.first.wait_for()
        self.password = " ".join(proposed.all_inner_texts())
        return float(run(self.page, "click-recover"))

    def rotate(self) -> float:
        """Seconds of new keys for everything, in the open vault."""
        told = run(self.page, "rotate", password=self.password)
        self.password, self.words = told["password"], told["words"]
        return float(told["seconds"])

    def _door(self) -> None:
        self.page.goto(f"{self.address}/notes")
        self.page.locator("#main button").first.click()
        self.page.locator("#login").wait_for()


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        filled(address, LOGIN, ITEMS)
        words = new_phrase("french")
        _set_phrase(address, words)
        with chromium(home / "profile") as context:
            owned = Owned(context.new_page(), address, PASSPHRASE, words)
            yield from _on_slow_devices(owned, home / "profile")
            yield _recovery(owned)
            yield _rotation(owned)
        yield _rotation_from_a_desk(address, owned.password)


def _set_phrase(address: str, words: list[str]) -> None:
    client = VaultClient(Api(address))
    client.open(LOGIN, PASSPHRASE)
    access.set_phrase(client, PASSPHRASE, parse_phrase(" ".join(words)))
    client.leave()


def _on_slow_devices(owned: Owned, profile: Path) -> Iterator[Row]:
    owned.open()  # scripts run in the product's page
    for name, slow in (("page", _slow_page(owned.page)), ("browser", _slow_browser(profile))):
        for times in TIMES:
            yield from _slowed(owned, f"{name} slowed {times} ×", slow, times)


def _slowed(owned: Owned, how: str, slow: Slow, times: int) -> Iterator[Row]:
    def slowly(work: Callable[[], float]) -> Callable[[], float]:
        def run_slowly() -> float:
            with slow(times):
                return work()

        return run_slowly

    really = _really(owned, slowly)
    for what, work in (("Open", owned.open), ("Unlock", owned.unlock)):
        taken, plain = in_turn(ROUNDS, slowly(work), work)
        yield Row(
            f"{what} a vault of {ITEMS:,} items, {how}: click to first list", "the same, not slowed",
            f"{milliseconds(taken)} to {milliseconds(plain)}: {ratio(taken, plain)} × its time; {really}",
            "report", None,
        )  # fmt: skip


def _really(owned: Owned, slowly: Callable[[Callable[[], float]], Callable[[], float]]) -> str:
    """How much slower the page's thread and a worker were."""
    said = []
    for name, script in (("page", "main-thread"), ("worker", "argon2")):

        def work(script: str = script) -> float:
            return float(run(owned.page, script))

        taken, plain = in_turn(ROUNDS, slowly(work), work)
        said.append(f"{name} {ratio(taken, plain).median:.1f} ×")
    return f"slowed in truth: {', '.join(said)}"


def _slow_page(page: Page) -> Slow:
    told = page.context.new_cdp_session(page)

    @contextmanager
    def slow(times: float) -> Iterator[None]:
        told.send("Emulation.setCPUThrottlingRate", {"rate": times})
        try:
            yield
        finally:
            told.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    return slow


def _slow_browser(profile: Path) -> Slow:
    @contextmanager
    def slow(times: float) -> Iterator[None]:
        done = threading.Event()
        holding = threading.Thread(target=_hold, args=(profile, times, done))
        holding.start()
        try:
            yield
        finally:
            done.set()
            holding.join()

    return slow


def _hold(profile: Path, times: float, done: threading.Event) -> None:
    """Let the browser run for one part of each turn in `times`."""
    while not done.is_set():
        held = [int(process.name) for process in family(profile)]
        for _ in range(TURNS):
            _signal(held, signal.SIGSTOP)
            time.sleep(TURN_SECONDS * (1 - 1 / times))
            _signal(held, signal.SIGCONT)
            time.sleep(TURN_SECONDS / times)


def _signal(pids: Sequence[int], number: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _recovery(owned: Owned) -> Row:
    recovered, opened = in_turn(ROUNDS, owned.recover, owned.open)
    return Row(
        f"Recover a vault of {ITEMS:,} items by 12 words: click to first list", "opening it by its password",
        f"{milliseconds(recovered)} to {milliseconds(opened)}: {ratio(recovered, opened)} × its time", "report", None,
    )  # fmt: skip


def _rotation(owned: Owned) -> Row:
    owned.open()  # the last act may lie further back than a fresh session reaches
    rotated, plain = in_turn(ROUNDS, owned.rotate, owned.open)
    return Row(
        f"Rotate a vault of {ITEMS:,} items, in the browser", "opening it by its password",
        f"{milliseconds(rotated)} to {milliseconds(plain)}: {ratio(rotated, plain)} × its time", "report", None,
    )  # fmt: skip


def _rotation_from_a_desk(address: str, password: str) -> Row:
    passwords = [password, OTHER]
    clients: list[VaultClient] = []

    def opened() -> float:
        client = VaultClient(Api(address))
        start = time.perf_counter()
        client.open(LOGIN, passwords[0])
        seconds = time.perf_counter() - start
        clients.append(client)
        return seconds

    def rotate() -> float:
        if not clients:
            opened()
        start = time.perf_counter()
        access.rotate(clients[-1], passwords[0], Rotation(passwords[1]))
        seconds = time.perf_counter() - start
        passwords.reverse()
        return seconds

    rotated, plain = in_turn(ROUNDS, rotate, opened)
    for client in clients:
        client.api.close()
    return Row(
        f"Rotate a vault of {ITEMS:,} items, from a desk", "opening it by its password",
        f"{milliseconds(rotated)} to {milliseconds(plain)}: {ratio(rotated, plain)} × its time",
        "report", None,
    )  # fmt: skip
