"""Vaults that earlier releases wrote open in this one, item for item, in both clients.

A stored deployment (`tests/old/`) is copied, its tables brought to the newest, and served at the time of its making:
shares have dates.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.tab import Tab
from tests.old.served import STORED, Old
from tests.parts.chromium import ARGUMENTS
from tests.parts.ports import program
from vault import client_shares
from vault.client_api import Api
from vault.client_files import read_file
from vault.client_shares import ShareReader, list_shares
from vault.client_vault import VaultClient
from vault.crypto.encoding import b64, context, load, unb64
from vault.crypto.material import ItemId
from vault.crypto.padding import unpad
from vault.crypto.schema import DRAFT
from vault.crypto.sealing import open_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright

WHOLE = (
    "memo.encoding.b64(await new memo.sealedFile.SealedFile("
    "given[0], memo.sources.vaultSource(), given[1] ?? undefined).readAll())"
)


@pytest.fixture(params=STORED, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Old]:
    served = Old(request.param, tmp_path)
    yield served
    served.close()


@pytest.fixture
def client(old: Old) -> Iterator[VaultClient]:
    opened = VaultClient(Api(old.address))
    opened.open(old.expected["login"], old.expected["password"])
    yield opened
    opened.leave()


def test_a_release_is_stored() -> None:
    assert [path.name for path in STORED][:1] == ["v1"]


def test_the_python_client_finds_every_item(old: Old, client: VaultClient) -> None:
    rows = [
        {name: row[name] for name in ("id", "kind", "summary", "trashed_at", "erased_at")}
        | {"versions": [{"n": kept["n"], "at": kept["at"]} for kept in row["versions"]]}
        for row in client.catalogue.rows()
    ]
    expected = [
        item | {"versions": [{"n": kept["n"], "at": kept["at"]} for kept in item["versions"]]}
        for item in old.expected["items"]
    ]

    assert rows == expected
    assert client.catalogue.root["seq"] >= old.expected["seq"]
    assert client.catalogue.root["identity"] == old.expected["identity"]


def test_the_python_client_reads_every_version_and_every_file(old: Old, client: VaultClient) -> None:
    files = {}
    for item in old.items(erased=False):
        for version in item["versions"]:
            document = client.read_record(ItemId(unb64(item["id"])), version["n"])
            assert document == version["document"]
            files |= read_files(client, document)

    assert files == old.expected["files"]


def read_files(client: VaultClient, document: dict[str, Any]) -> dict[str, str]:
    """The SHA-256 of the files of a record, by id."""
    found = {}
    for name, original in (("file", None), ("thumb", document.get("file"))):
        reference = document.get(name)
        if reference is not None:
            digest = hashlib.sha256()
            for piece in client.read_file(reference, None if original is None else unb64(original["id"])):
                digest.update(piece)
            found[reference["id"]] = b64(digest.digest())
    return found


def test_the_python_client_opens_the_drafts(old: Old, client: VaultClient) -> None:
    served = {one["draft_id"]: unb64(one["sealed"]) for one in client.api.get("drafts")["drafts"]}
    unlocked = client.unlocked
    opened = {}
    for name, sealed in served.items():
        bound = context("draft", vault_id=unlocked.vault_id, object_id=unb64(name), version=1)
        opened[name] = load(unpad(open_sealed(unlocked.keys.drafts, bound, sealed)), DRAFT)

    assert opened == {draft["id"]: draft["document"] for draft in old.expected["drafts"]}


def test_shares_are_as_they_were_left(old: Old, client: VaultClient) -> None:
    seen = {share.entry["id"]: share for share in list_shares(client)}

    assert list(seen) == [share["id"] for share in old.expected["shares"]]
    for share in old.expected["shares"]:
        assert seen[share["id"]].entry["label"] == share["label"]
        assert len(seen[share["id"]].openings) == (1 if share["live"] else 0)
        assert (seen[share["id"]].entry["ended_at"] is not None) == (share["ended_why"] == "revoked")


def test_a_recipient_still_opens_the_live_share(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    class AsOf(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            assert tz is UTC
            return old.as_of

    monkeypatch.setattr(client_shares, "datetime", AsOf)
    share = old.share()

    reader = ShareReader.open(share["link"].replace("http://localhost", old.address), share["code"])

    shown = next(item["document"] for item in reader.document["items"] if item["document"].get("file"))
    digest = hashlib.sha256(b"".join(read_file(reader, vault_of(reader), shown["file"])))
    assert b64(digest.digest()) == shown["file"]["sha256"]
    reader.api.close()


def vault_of(reader: ShareReader) -> Any:
    return unb64(reader.document["vault_id"], 16)


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)
    yield browser
    browser.close()


def test_the_browser_finds_and_reads_every_item(old: Old, chromium: Browser) -> None:
    page = chromium.new_page(locale="fr-FR")
    page.clock.set_system_time(old.as_of)
    tab = Tab(page, f"{old.address}/notes")
    tab.enter({name: old.expected[name] for name in ("login", "password")})

    for item in old.items(erased=False):
        row = tab.do("memo.catalogue.row(given)", item["id"])
        names = ("kind", "trashed_at", "erased_at")
        assert [row[name] for name in names] == [item[name] for name in names]
        # The words to search by stay in a worker.
        assert row["summary"] | {"words": item["summary"]["words"]} == item["summary"]
        assert tab.do("await memo.records.history(given)", item["id"]) == [
            {"n": version["n"], "at": version["at"], "record": version["document"]}
            for version in sorted(item["versions"], key=lambda one: one["n"], reverse=True)
        ]
    for item in old.items(erased=True):
        assert tab.do("memo.catalogue.row(given).erased_at", item["id"]) == item["erased_at"]
    assert browser_files(tab, old) == old.expected["files"]
    drafts = {one["id"]: (one["kind"], one["body"]) for one in tab.do("await memo.drafts.drafts()")}
    assert drafts == {
        one["id"]: (one["document"]["kind"], json.loads(one["document"]["body"])) for one in old.expected["drafts"]
    }


def browser_files(tab: Tab, old: Old) -> dict[str, str]:
    """The SHA-256 of every file, as the browser reads it."""
    found = {}
    for document in (version["document"] for item in old.items(erased=False) for version in item["versions"]):
        for name, original in (("file", None), ("thumb", document.get("file"))):
            if document.get(name):
                given = [document[name], original and original["id"]]
                found[document[name]["id"]] = b64(hashlib.sha256(unb64(tab.do(WHOLE, given))).digest())
    return found
