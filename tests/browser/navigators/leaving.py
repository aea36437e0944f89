"""A person who takes away, waits, erases, and chooses what others see; and a site whose clock is moved by hand."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from werkzeug.http import http_date
from werkzeug.serving import WSGIRequestHandler

from tests.browser.navigators.keep import Keeper
from tests.parts.embedded import serving, settings_in
from tests.parts.ports import free_port
from vault import cli
from vault.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator

    from vault.services.parts import Parts

NEUTRAL = "https://neutral.test/"


class Place:
    """A site, and its time."""

    def __init__(self, folder: Path) -> None:
        self._ahead = timedelta()
        self.address = f"http://localhost:{free_port()}"
        self.app = create_app(
            # Every test of a file makes its vaults from one address.
            settings_in(folder, site_url=self.address, neutral_url=NEUTRAL, registrations_per_source=1000),
            self.now,
        )
        self.parts: Parts = self.app.extensions["memo"]
        cli.migrate(self.parts)

    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None) + self._ahead

    def advance(self, **amount: float) -> None:
        self._ahead += timedelta(**amount)

    def handler(self) -> type[WSGIRequestHandler]:
        """Answers with the time of this site, as browsers read it in `Date`."""
        place = self

        class Handler(WSGIRequestHandler):
            def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - the signature of http.server
                return http_date(place.now())

        return Handler


@contextmanager
def place_in(folder: Path) -> Iterator[Place]:
    place = Place(folder)
    port = int(place.address.rpartition(":")[2])
    with serving(place.app, port, place.handler()):
        yield place


class Leaver(Keeper):
    """Her gestures around leaving."""

    def settings(self, name: str) -> None:
        self.page.get_by_role("link", name="Réglages et corbeille").click()
        self.title("Réglages")
        self.page.locator("#main .rows").get_by_role("button", name=name, exact=True).click()
        self.title(name)

    def take_away(self, facts: str) -> None:
        """Writes a fact, and puts it into the trash."""
        self.note(facts)
        self.press("Supprimer")
        self.title("Journal")

    def trash(self) -> Locator:
        self.settings("Corbeille")
        return self.page.locator("#main .list-row")

    def prove(self) -> None:
        """The passphrase of the last minutes, when it is asked for."""
        self.page.locator("#fresh-password").fill(self.phrase)
        self.press("Continuer", exact=True)
        expect(self.page.locator("#fresh-password")).to_have_count(0)

    def give_words(self, words: list[str]) -> None:
        self.page.locator("#erase-words").fill(" ".join(words))

    def under_way(self) -> Locator:
        return self.page.get_by_role("region", name="Effacements demandés")

    def reopen(self) -> None:
        """Another day: the session is over, the page is loaded again."""
        self.knock()
        self.title("Journal")
