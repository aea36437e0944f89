"""One vault, two implementations: what the browser writes the desk's client reads, and the reverse.

Neither knows the other’s code; they share FORMAT and the vectors. A vault made by one is opened, read, written and
shared by the other, byte for byte.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.navigators.keep import Keeper
from vault.client_api import Api
from vault.client_records import event, evidence, when
from vault.client_shares import ShareReader, Wanted
from vault.client_vault import VaultClient
from vault.crypto.encoding import unb64
from vault.crypto.material import ItemId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

PHOTO = "IMG_20210714_183205.jpg"
LETTER = b"Vous nous devez encore trois stages.\n"


@pytest.fixture
def keeper(person: Callable[..., Page], site: str) -> Iterator[Keeper]:
    keeper = Keeper(person(), site)
    keeper.make_vault()
    yield keeper
    assert keeper.faults.said == []


@pytest.fixture
def desk(keeper: Keeper) -> Iterator[VaultClient]:
    """The same vault, opened by the Python client with what was shown on the phone."""
    api = Api(keeper.address)
    client = VaultClient(api)
    client.open(keeper.login, keeper.phrase)
    yield client
    api.close()


def item(client: VaultClient, title: str) -> ItemId:
    """The id of the one item with this title in the newest catalogue."""
    [found] = [row["id"] for row in client.refresh().rows() if row["summary"]["title"] == title]
    return ItemId(unb64(found))


def test_the_desk_reads_what_the_phone_kept(keeper: Keeper, desk: VaultClient, samples: Callable[..., Path]) -> None:
    keeper.note("Premier week-end. Mon téléphone reste à l’entrée.", "vers l’été 2021", "Claire")
    keeper.keep_pieces(samples("photo"))
    fact = desk.read_record(item(desk, "Premier week-end"))
    assert fact["when"] == {
        "precision": "about", "from": "2021-06", "to": "2021-08", "time": None, "text": "vers l’été 2021",
    }  # fmt: skip
    assert [one["name"] for one in fact["who"]] == ["Claire"]
    piece = desk.read_record(item(desk, PHOTO))
    assert b"".join(desk.read_file(piece["file"])) == samples("photo").read_bytes()
    assert b"".join(desk.read_file(piece["thumb"], unb64(piece["file"]["id"])))[:3] in {b"RIF", b"\xff\xd8\xff"}


def test_the_phone_reads_what_the_desk_kept(keeper: Keeper, desk: VaultClient) -> None:
    letter = desk.keep_file(io.BytesIO(LETTER), "Relance.txt", "text/plain")
    desk.put_item(evidence("Relance reçue", letter, when("2021-09-03"), description="Deuxième relance"))
    desk.put_item(event("Appel du soir", "On m’appelle trois fois.", when("2021-09"), people=["Paul"]))
    keeper.note("Je réponds non.", "12/09/2021")
    keeper.go("Journal")
    assert keeper.facts() == ["Appel du soir", "Je réponds non."]
    frame = keeper.look("Relance reçue").locator("iframe").content_frame
    expect(frame.locator("pre")).to_have_text(re.compile("trois stages"))


def test_each_opens_the_share_of_the_other(keeper: Keeper, desk: VaultClient, person: Callable[..., Page]) -> None:
    letter = desk.keep_file(io.BytesIO(LETTER), "Relance.txt", "text/plain")
    piece = desk.put_item(evidence("Relance reçue", letter, when("2021-09-03")))
    made = desk.make_share(Wanted([piece], "Me Martin", "préparer le rendez-vous"))

    lawyer = person(viewport=DESK)
    lawyer.goto(made.link)
    lawyer.get_by_label("Code").fill(made.code)
    lawyer.get_by_role("button", name="Ouvrir").click()
    expect(lawyer.get_by_text("Relance reçue").first).to_be_visible()

    keeper.come_back(person())
    keeper.begin()
    keeper.choose_one("Pièces", "Relance reçue")
    keeper.next()
    keeper.address_to("L’association", "")
    given = keeper.open_share()
    reader = ShareReader.open(given.link, given.code)
    [shown] = reader.document["items"]
    assert b"".join(reader.read_file(shown["document"]["file"])) == LETTER
