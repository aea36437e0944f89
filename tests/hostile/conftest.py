"""One real server, one lying proxy in front of it, one real browser, and a vault with something in it.

The server is gunicorn on SQLite and a folder, as `make run` serves it; its counters are wide, because a suite opens
vaults faster than any person.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.desk import Desk, DeskReader
from tests.hostile.proxy import LyingProxy
from tests.hostile.server import Server, running
from tests.hostile.tab import Tab, TabReader
from tests.parts.chromium import ARGUMENTS
from tests.parts.ports import free_port, program, wait_for_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

    from tests.hostile.client import Client, Reader

ROOT = Path(__file__).parents[2]
WIDE = "100000"
COUNTERS = ("LOGIN", "SOURCE", "ACCOUNT")
VAULT_PAGE = "/notes"
SECRET_WORDS = "le-voisin-a-tout-entendu"
"""In each title of the vault: must never be shown by a tab that was lied to, nor reach the server."""


@dataclass(frozen=True)
class Served:
    """The real server: where it answers, and the folder that holds everything of it."""

    address: str
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")


@dataclass(frozen=True)
class Vault:
    """A vault with something in it: its owner's words, and the ids of what she kept."""

    owner: dict[str, str]
    first: str
    """A fact."""
    second: str
    """Another fact, in another page."""
    piece: str
    reference: dict[str, Any]
    """The file of the piece: five chunks."""


@contextmanager
def _serving(folder: Path, site_url: str) -> Iterator[Served]:
    port = free_port()
    settings = {f"ATTEMPTS_PER_{name}": WIDE for name in COUNTERS}
    more = {"ATTEMPTS_OVERALL": WIDE, "REGISTRATIONS_PER_SOURCE": WIDE, "EMBEDDED": str(folder), "SITE_URL": site_url}
    environment = os.environ | settings | more
    subprocess.run([sys.executable, "-m", "vault.cli", "migrate"], env=environment, cwd=ROOT, check=True)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8"]
    log = folder / "server.log"
    with log.open("w") as handle:
        server = subprocess.Popen([*command, "vault.wsgi:app"], env=environment, cwd=ROOT, stdout=handle, stderr=handle)
        try:
            wait_for_port(port, log)
            yield Served(f"http://127.0.0.1:{port}", folder)
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with _serving(tmp_path_factory.mktemp("served"), "http://localhost:8000") as found:
        yield found


@pytest.fixture(scope="session")
def _proxy(served: Served) -> Iterator[LyingProxy]:
    proxy = LyingProxy(served.address)
    yield proxy
    proxy.close()


@pytest.fixture
def proxy(_proxy: LyingProxy, vault: Vault) -> Iterator[LyingProxy]:
    """The proxy, honest and with nothing heard yet; the vault is there already."""
    _proxy.forget()
    yield _proxy
    _proxy.forget()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Shared, so that scripts come from the browser's cache; each test has a tab and cookies of its own."""
    context = chromium.new_context(locale="fr-FR")
    yield context
    context.close()


@pytest.fixture(scope="session")
def vault(_proxy: LyingProxy, context: BrowserContext) -> Vault:
    """Made in the browser, through the honest proxy."""
    page = context.new_page()
    tab = Tab(page, _proxy.address + VAULT_PAGE)
    owner = new_vault(tab)
    first, second = tab.note(f"Premier {SECRET_WORDS}"), tab.note(f"Second {SECRET_WORDS}")
    kept = tab.do("await memo.keep('piece.bin', 70000, given)", f"Piece {SECRET_WORDS}")
    page.close()
    context.clear_cookies()
    return Vault(owner, first, second, kept["id"], kept["reference"])


@pytest.fixture(scope="session")
def other_vault(_proxy: LyingProxy, vault: Vault, context: BrowserContext) -> dict[str, str]:
    """The owner of another vault of the same server."""
    page = context.new_page()
    owner = new_vault(Tab(page, _proxy.address + VAULT_PAGE))
    page.close()
    context.clear_cookies()
    return owner


def new_vault(tab: Tab) -> dict[str, str]:
    """Make a vault in this tab, which is then open: login and password."""
    password = "(await memo.identifier.proposePassphrase()).join(' ')"
    owner = tab.do(f"({{ login: await memo.identifier.proposeLogin(), password: {password} }})")
    tab.do("await memo.newVault(given)", owner)
    return dict(owner)


@pytest.fixture
def new_page(chromium: Browser, context: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Opens tabs without cookies, closed with the test. One with a time of its own has a context of its own too: the
    clock of a context is that of all its tabs, also in the tests that follow.
    """
    context.clear_cookies()
    pages: list[Page] = []

    def opened(now: datetime | None = None) -> Page:
        pages.append((chromium.new_context(locale="fr-FR") if now else context).new_page())
        if now:
            pages[-1].clock.set_fixed_time(now)
        return pages[-1]

    yield opened
    for page in pages:
        (page if page.context == context else page.context).close()
    context.clear_cookies()


@pytest.fixture
def new_client(proxy: LyingProxy, new_page: Callable[[], Page]) -> Iterator[Callable[[str], Client]]:
    """`new_client("browser")` or `new_client("desk")`: at the door, knowing nothing."""
    with ExitStack() as closing:

        def made(kind: str) -> Client:
            if kind == "browser":
                return Tab(new_page(), proxy.address + VAULT_PAGE)
            desk = Desk(proxy.address)
            closing.callback(desk.close)
            return desk

        yield made


@pytest.fixture
def new_reader(proxy: LyingProxy, new_page: Callable[[], Page]) -> Iterator[Callable[[str], Reader]]:
    """The same for a recipient."""
    with ExitStack() as closing:

        def made(kind: str) -> Reader:
            if kind == "browser":
                return TabReader(new_page, proxy.address)
            reader = DeskReader(proxy.address)
            closing.callback(reader.close)
            return reader

        yield made


@pytest.fixture(params=["browser", "desk"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each of the two clients."""
    return str(request.param)


@pytest.fixture
def client(new_client: Callable[[str], Client], proxy: LyingProxy, kind: str) -> Client:
    """A client at the door; what its page loaded is not in `proxy.heard`."""
    made = new_client(kind)
    proxy.forget()
    return made


@pytest.fixture
def inside(client: Client, vault: Vault, proxy: LyingProxy) -> Client:
    """A client with the vault open and its lists read; the way in is not in `proxy.heard`."""
    client.enter(vault.owner)
    proxy.forget()
    return client


@pytest.fixture
def door(new_client: Callable[[str], Tab], proxy: LyingProxy) -> Tab:
    """The browser, at the door."""
    made = new_client("browser")
    proxy.forget()
    return made


@pytest.fixture
def tab(new_client: Callable[[str], Tab], vault: Vault, proxy: LyingProxy) -> Tab:
    """The browser, inside."""
    made = new_client("browser")
    made.enter(vault.owner)
    proxy.forget()
    return made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, which it may kill."""
    folder = tmp_path / "server"
    folder.mkdir()
    with running(folder) as made:
        yield made


@pytest.fixture
def hearing(server: Server) -> Iterator[LyingProxy]:
    """A proxy in front of it that has heard everything since it began."""
    proxy = LyingProxy(server.address)
    yield proxy
    proxy.close()
