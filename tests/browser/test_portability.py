"""A vault is taken along and brought back in Chromium, on a phone, and understood by the other implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.navigators.axe import check
from tests.browser.navigators.share import PATIENCE, Faults
from tests.functional.portability import content, expected_content, rebuilt
from tests.old.served import STORED, Old
from vault import client_records as records
from vault.client_api import Api
from vault.client_export import export_vault
from vault.client_import import import_vault
from vault.client_vault import VaultClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route

PASSWORD = "framboise tiroir lanterne galet"
REFUSED = 403
CUTS = [("**/files", 1), ("**/tickets", 0), ("**/parts/*", 0), ("**/complete", 0), ("**/commits", 1), ("**/commits", 0)]
SCREEN = "Emporter ou rapporter"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    """The stored vault of the first release, beside which others can be made."""
    served = Old(STORED[0], tmp_path / "old")
    yield served
    served.close()


@pytest.fixture
def new_client(old: Old) -> Iterator[Callable[..., VaultClient]]:
    """A vault of the same site, open in the Python client."""
    clients = []

    def made(login: str, *, new: bool = True) -> VaultClient:
        client = VaultClient(Api(old.address))
        (client.register if new else client.open)(login, PASSWORD)
        clients.append(client)
        return client

    yield made
    for client in clients:
        client.leave()


class Refusing:
    """Lets so many requests through, and refuses the others."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self, route: Route) -> None:
        self.left -= 1
        if self.left < 0:
            route.fulfill(status=REFUSED, json={"error": {"code": "forbidden", "message": "Non."}})
        else:
            route.continue_()


class Traveller:
    """A person who takes her vault along, on a phone."""

    def __init__(self, page: Page, old: Old) -> None:
        self.page = page
        self.faults = Faults(page)
        self._old = old
        page.set_default_timeout(PATIENCE)
        page.clock.install(time=old.as_of)

    def open(self, login: str, password: str) -> None:
        self.page.goto(f"{self._old.address}/notes")
        self.page.get_by_role("button", name="J’ai déjà un coffre").click()
        self.page.locator("#login").fill(login)
        self.page.locator("#password").fill(password)
        self.page.get_by_role("button", name="Ouvrir", exact=True).click()
        self.page.locator("nav.tabs").wait_for()

    def reach(self) -> None:
        self.page.get_by_role("link", name="Réglages et corbeille").click()
        self.page.get_by_role("button", name=SCREEN).click()
        self.page.get_by_role("heading", level=1, name=SCREEN).wait_for()

    def take_along(self, path: Path) -> Path:
        self.page.get_by_role("button", name="Emporter mon coffre").click()
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Oui, l’écrire").click()
        download.value.save_as(path)
        expect(self.page.get_by_role("status").filter(has_text="Le fichier est enregistré")).to_be_visible()
        assert download.value.suggested_filename.startswith("documents-")
        return path

    def bring_back(self, path: Path) -> None:
        self.page.locator("#import-file").set_input_files(path)


@pytest.fixture
def traveller(person: Callable[..., Page], old: Old) -> Iterator[Traveller]:
    arrived = Traveller(person(has_touch=True, accept_downloads=True), old)
    yield arrived
    assert arrived.faults.said == []


def test_what_the_browser_takes_along_the_desk_brings_back(
    traveller: Traveller, old: Old, new_client: Callable[..., VaultClient], tmp_path: Path
) -> None:
    traveller.open(old.expected["login"], old.expected["password"])
    traveller.reach()
    check(traveller.page)
    path = traveller.take_along(tmp_path / "export.zip")
    check(traveller.page)
    client = new_client("roitelet-du-desk")

    import_vault(client, path)

    assert content(client) == expected_content(old.expected)


def test_what_the_desk_takes_along_the_browser_brings_back(
    traveller: Traveller, old: Old, new_client: Callable[..., VaultClient], tmp_path: Path
) -> None:
    new_client("roitelet-du-soir")
    traveller.open("roitelet-du-soir", PASSWORD)
    traveller.reach()
    check(traveller.page)

    traveller.bring_back(old_export(old, tmp_path))

    said = traveller.page.get_by_role("status").filter(has_text="éléments rapportés")
    expect(said).to_contain_text(str(len(expected_content(old.expected))))
    check(traveller.page)
    assert content(new_client("roitelet-du-soir", new=False)) == expected_content(old.expected)


def test_what_the_browser_wrote_the_browser_reads(
    traveller: Traveller, person: Callable[..., Page], old: Old, new_client: Callable[..., VaultClient], tmp_path: Path
) -> None:
    traveller.open(old.expected["login"], old.expected["password"])
    traveller.reach()
    path = traveller.take_along(tmp_path / "export.zip")
    new_client("roitelet-du-matin")
    other = Traveller(person(viewport=PHONE), old)
    other.open("roitelet-du-matin", PASSWORD)
    other.reach()

    other.bring_back(path)

    expect(other.page.get_by_role("status").filter(has_text="éléments rapportés")).to_be_visible()
    other.bring_back(path)
    expect(other.page.get_by_role("status").filter(has_text="déjà là")).to_contain_text("0 élément rapporté")
    assert content(new_client("roitelet-du-matin", new=False)) == expected_content(old.expected)
    assert other.faults.said == []


def test_an_import_that_is_cut_is_taken_up_by_doing_it_again(
    traveller: Traveller, old: Old, new_client: Callable[..., VaultClient], tmp_path: Path
) -> None:
    new_client("roitelet-coupe")
    page, path, whole = traveller.page, old_export(old, tmp_path), expected_content(old.expected)
    traveller.open("roitelet-coupe", PASSWORD)
    traveller.reach()
    for request, left in CUTS:
        page.route(request, Refusing(left))
        with page.expect_response(lambda answer: answer.status == REFUSED):
            traveller.bring_back(path)
        page.get_by_role("alert").wait_for()
        page.unroute(request)
        halfway = content(new_client("roitelet-coupe", new=False))
        assert halfway.items() <= whole.items()
        assert len(halfway) < len(whole)

    traveller.bring_back(path)
    expect(page.get_by_role("status").filter(has_text="déjà là")).to_be_visible()
    assert content(new_client("roitelet-coupe", new=False)) == whole


HOSTILE: dict[str, tuple[str, Callable[[dict[str, bytes]], Any]]] = {
    "traversal": ("n’est pas un export", lambda entries: entries.update({"../outside": b""})),
    "no index": ("Il manque quelque chose", lambda entries: entries.pop("memo.json")),
    "changed record": (
        "n’est plus celui qui a été écrit",
        lambda entries: entries.update({next(name for name in entries if "-v1" in name): b"{}"}),
    ),
    "not JSON": ("n’est pas un export", lambda entries: entries.update({"memo.json": b"{"})),
}


def test_a_hostile_export_is_refused_in_plain_words_and_nothing_is_kept(
    traveller: Traveller, old: Old, new_client: Callable[..., VaultClient], tmp_path: Path
) -> None:
    client = new_client("roitelet-mefiant")
    traveller.open("roitelet-mefiant", PASSWORD)
    traveller.reach()
    source = old_export(old, tmp_path)
    for name, (said, edit) in HOSTILE.items():
        traveller.bring_back(rebuilt(source, tmp_path / f"{name}.zip", edit))
        expect(traveller.page.get_by_role("alert")).to_contain_text(said)
    (tmp_path / "no.zip").write_bytes(bytes(100_000))
    traveller.bring_back(tmp_path / "no.zip")
    expect(traveller.page.get_by_role("alert")).to_contain_text("n’est pas un export")
    check(traveller.page)
    before = client.catalogue
    assert client.refresh() is before


def test_an_export_is_not_brought_into_a_vault_that_holds_something(
    traveller: Traveller, old: Old, new_client: Callable[..., VaultClient], tmp_path: Path
) -> None:
    new_client("roitelet-plein").put_item(records.event("Déjà là", "", records.when(None)))
    traveller.open("roitelet-plein", PASSWORD)
    traveller.reach()
    traveller.bring_back(old_export(old, tmp_path))
    expect(traveller.page.get_by_role("alert")).to_contain_text("contient déjà autre chose")


def old_export(old: Old, folder: Path) -> Path:
    """The stored vault, taken along by the Python client."""
    client = VaultClient(Api(old.address))
    client.open(old.expected["login"], old.expected["password"])
    path = folder / "desk.zip"
    export_vault(client, path)
    client.leave()
    return path
