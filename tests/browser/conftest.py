"""The real application on a port of its own, and the system's Chromium."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.navigators.axe import check
from tests.browser.navigators.device import FACT, NOTHING_KEPT, NOWHERE, Phone
from tests.browser.navigators.keep import Keeper
from tests.hostile.proxy import LyingProxy
from tests.parts.chromium import ARGUMENTS
from tests.parts.embedded import serving, settings_in
from tests.parts.ports import free_port, program
from vault import cli
from vault.app import create_app
from vault.models.base import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

# A busy machine is slow, not wrong: what is awaited may take as long here as anywhere else in Playwright.
expect.set_options(timeout=30_000)

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
    # Every test of a file makes its vaults from one address.
    app = create_app(settings_in(folder, site_url=address, registrations_per_source=1000), clock)
    cli.migrate(app.extensions["memo"])
    with serving(app, port):
        yield address


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)
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


@pytest.fixture
def keeper(person: Callable[..., Page], site: str) -> Iterator[Keeper]:
    """A person with a new vault, on a phone; at the end her browser has complained of nothing."""
    keeper = Keeper(person(has_touch=True), site)
    keeper.make_vault()
    yield keeper
    assert keeper.faults.said == []


@pytest.fixture(scope="session")
def first_phone(
    playwright: Playwright, samples: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Phone]:
    """A phone whose owner keeps her vault on it, closed, its service stopped: what `phone` copies."""
    proxy = LyingProxy(NOWHERE)
    phone = Phone(playwright, tmp_path_factory.mktemp("phone"), proxy)
    phone.serve()
    with phone.browser() as hers:
        hers.make_vault()
        hers.note(f"{FACT}. Mon téléphone reste à l’entrée.", "vers l’été 2021", "Claire")
        hers.keep_pieces(samples("photo"))
        assert hers.kept_on_device() | {"workers": 0} == NOTHING_KEPT
        hers.keep_here()
        check(hers.page)
        assert hers.faults.said == []
        kept = replace(phone, login=hers.login, phrase=hers.phrase, words=tuple(hers.words))
    phone.server.kill()
    yield kept
    proxy.close()


@pytest.fixture
def phone(first_phone: Phone, tmp_path: Path) -> Iterator[Phone]:
    """A copy of it, without service until `serve`."""
    first_phone.proxy.forget()
    first_phone.proxy.speak_for(NOWHERE)
    copied = first_phone.copy(tmp_path / "phone")
    yield copied
    for server in copied.servers:
        server.kill()
