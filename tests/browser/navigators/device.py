"""A person whose phone keeps her vault: the browser is closed and opened again, with or without network."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.browser.navigators.keep import Keeper
from tests.hostile.server import Server
from tests.parts.chromium import ARGUMENTS
from tests.parts.ports import program
from vault.client_api import Api
from vault.client_vault import VaultClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Playwright

    from tests.hostile.proxy import LyingProxy

SIZE = {"width": 360, "height": 740}
NEUTRAL = "https://meteofrance.com/"
NOWHERE = "http://localhost:1"
NOTHING_KEPT = {"databases": 0, "caches": 0, "workers": 0}
FACT = "Premier soir qzxfirstwvk"
PIECE = "IMG_20210714_183205.jpg"
NOT_ONLINE = "pas encore en ligne"


@dataclass(frozen=True)
class Phone:
    """A profile on disk, the vault that it keeps, and the service that serves it, each in a folder of its own."""

    playwright: Playwright
    folder: Path
    proxy: LyingProxy
    login: str = ""
    phrase: str = ""
    words: tuple[str, ...] = ()
    servers: list[Server] = field(default_factory=list)

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    @property
    def server(self) -> Server:
        return self.servers[-1]

    def serve(self, name: str = "served") -> None:
        """Start a service on that folder; it takes the place of the one before."""
        server = Server(self.folder / name)
        server.start()
        self.servers.append(server)
        self.proxy.speak_for(server.address)

    def copy(self, folder: Path) -> Phone:
        """The same phone and service as they are now, apart from these."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder, servers=[])

    @contextmanager
    def browser(self) -> Iterator[Holder]:
        """The browser, opened on the profile; closed at the end."""
        context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=program("chromium"), args=ARGUMENTS, viewport=SIZE, locale="fr-FR",
            timezone_id="Europe/Paris",
        )  # fmt: skip
        context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutre</title>"))
        holder = Holder(context.new_page(), self.proxy.address)
        holder.login, holder.phrase = self.login, self.phrase
        try:
            yield holder
        finally:
            context.close()

    @contextmanager
    def desk(self) -> Iterator[VaultClient]:
        """Another device of hers: the command-line client."""
        api = Api(self.server.address)
        client = VaultClient(api)
        client.open(self.login, self.phrase)
        yield client
        api.close()


class Holder(Keeper):
    """Her gestures on the screen « Cet appareil », and what she is told."""

    def settings(self, name: str) -> None:
        self.page.get_by_role("link", name="Réglages et corbeille").click()
        self.page.locator("#main .rows").get_by_role("button", name=name, exact=True).click()
        self.title(name)

    def keep_here(self) -> None:
        """Says that this device is hers, and waits until all is on it."""
        self.settings("Cet appareil")
        self.page.locator("#device-read").check()
        self.press("Garder mon coffre ici")
        self.page.get_by_role("button", name="Retirer de cet appareil").wait_for()
        self.page.get_by_text("1 fichier sur 1").wait_for()

    def call(self, module: str, act: str) -> object:
        """What a flow answers to a gesture whose screen has tests of its own; `act` is of the module `m`."""
        return self.page.evaluate(f"async () => {{ const m = await import('{self.module(module)}'); return {act}; }}")

    def open_vault(self, phrase: str = "") -> None:
        self.knock(phrase=phrase)
        self.title("Journal")

    def refused_here(self, login: str = "", phrase: str = "") -> None:
        """Without network only the vault that is kept opens, with what is right for it."""
        self.knock(login, phrase)
        self.page.get_by_text("seul le coffre gardé sur cet appareil s’ouvre").wait_for()

    def open_with_no_other(self, phrase: str) -> None:
        """Without network, by a new passphrase: the one of before opens nothing."""
        self.refused_here()
        self.open_vault(phrase)

    def retry(self) -> None:
        """The network is back."""
        self.page.get_by_role("button", name="Réessayer").first.click()

    def go_on_with(self, phrase: str) -> None:
        """The network is back, the passphrase was changed elsewhere: she is told, and opens with the new one."""
        self.retry()
        self.page.get_by_text("ne s’ouvre plus avec cette phrase de passe").wait_for()
        self.press("Continuer")
        self.title("Verrouillé")
        self.phrase = phrase
        self.unlock()

    def correct(self, facts: str) -> None:
        """Writes the first fact of the journal otherwise."""
        self.page.locator(".thread .fact").get_by_role("button").first.click()
        self.press("Modifier")
        self.page.locator("#event-facts").fill(facts)
        self.save()
        self.page.get_by_text(NOT_ONLINE).first.wait_for()

    def online(self) -> None:
        """All that waited has gone."""
        self.page.get_by_text("Tout est en ligne.").wait_for()

    def kept_on_device(self) -> dict[str, int]:
        """How many databases, caches and service workers there are."""
        found: dict[str, int] = self.page.evaluate("""async () => ({
            databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length,
        })""")
        return found


def ready(page: Page) -> None:
    """The journal is there, drawn."""
    page.locator(".thread .fact").first.wait_for()
