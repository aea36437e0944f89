"""The real application on a port of its own, and the system's Chromium."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.parts.ports import free_port
from vault import cli
from vault.app import create_app
from vault.config import Settings
from vault.models.base import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

pytest.register_assert_rewrite("tests.browser.navigators")
# A busy machine is slow, not wrong: what is awaited may take as long here as anywhere else in Playwright.
expect.set_options(timeout=30_000)

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@dataclass
class Clock:
    """The server's clock, which a test may put ahead."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[str]:
    """The address of a site of this module's own, with a folder and SQLite."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    address = f"http://localhost:{port}"
    app = create_app(
        Settings(
            site_url=address,
            secret_key="a-secret-of-the-tests-0123456789-abcdef",
            pepper="the-pepper-of-the-tests-9876543210-zyxwv",
            database_url=f"sqlite:///{folder / 'vault.db'}",
            halves_database_url=f"sqlite:///{folder / 'halves.db'}",
            blobs=str(folder / "blobs"),
            https=False,
            registrations_per_source=1000,  # every test of a file makes its vaults from one address
        ),
        clock,
    )
    cli.migrate(app.extensions["memo"])
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def person(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page of a browser of its own: `person(viewport=PHONE, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def arrives(**options: Any) -> Page:
        chosen = {"viewport": PHONE, "locale": "fr-FR", "timezone_id": "Europe/Paris"} | options
        context = chromium.new_context(**chosen)
        contexts.append(context)
        return context.new_page()

    yield arrives
    for context in contexts:
        context.close()
