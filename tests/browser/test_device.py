"""« Cet appareil est le mien »: a phone that keeps the vault opens, reads and writes without network.

Each test gets a copy of one phone and one service, on which a vault with a fact and a photo is kept; the service is a
real one that is killed, the browser is really closed.
"""

from __future__ import annotations

import shutil
import threading
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.navigators.axe import check
from tests.browser.navigators.device import FACT, NEUTRAL, NOT_ONLINE, NOTHING_KEPT, PIECE, ready
from tests.hostile import lies
from tests.hostile.canaries import files_of, sightings
from vault import client_access
from vault.crypto.encoding import unb64
from vault.crypto.material import ItemId

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.navigators.device import Phone
    from tests.hostile.proxy import Answer, Request

PATIENCE = 30.0
"""Seconds for a commit to arrive."""
WRITTEN = "Écrit dans le train qzxtrainwvk"
NEW_PHRASE = "lanterne violet poivre sentier nacelle horloge verger tambour"

WALL = """async () => {
    const reach = [() => parent.document, () => document.cookie, () => localStorage, () => caches.keys(),
        () => indexedDB.open("kept")];
    const tried = reach.map(async (one) => one());
    return [origin, ...(await Promise.all(tried.map((one) => one.then(() => "reached", ({ name }) => name))))];
}"""
"""What a document could reach from the frame that shows it."""


def wall(headers: dict[str, str]) -> dict[str, str]:
    """The headers by which the frame of a document is held; the others are of its way here."""
    of_the_way = {"connection", "content-encoding", "content-length", "date", "server", "transfer-encoding"}
    return {name.lower(): value for name, value in headers.items() if name.lower() not in of_the_way}


def without_wall(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    """A server that takes the sandbox away from the frame."""
    answer = ask(request)
    if request.call != "GET /voir":
        return answer
    held = ((name, value.replace("; sandbox allow-scripts", "")) for name, value in answer.headers)
    return replace(answer, headers=tuple(held))


def test_a_vault_is_read_and_written_without_network(
    phone: Phone, samples: Callable[..., Path], tmp_path: Path
) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        ready(hers.page)
        hers.page.get_by_text("Sans réseau : vous lisez et écrivez").wait_for()
        check(hers.page)
        assert hers.facts() == [FACT]
        hers.page.get_by_role("link", name="Chercher").first.click()
        hers.page.locator("#search").fill("telephone")
        hers.page.locator(".row-open").first.wait_for()
        hers.look(PIECE).locator("img").wait_for()
        hers.note(WRITTEN)
        hers.page.get_by_text(f"Ceci est gardé sur cet appareil, {NOT_ONLINE}.").wait_for()
        expect(hers.page.get_by_text("Enregistré", exact=False)).to_have_count(0)
        check(hers.page)
        hers.page.get_by_role("link", name="Chercher").first.click()
        hers.page.locator("#search").fill("qzxtrainwvk")
        hers.page.locator(".row-open").first.wait_for()
        other = shutil.copy(samples("photo"), tmp_path / "qzxphotowvk.jpg")
        hers.begin_piece(tmp_path / other)
        hers.page.get_by_text(f"est gardé sur cet appareil, {NOT_ONLINE}").wait_for()
    secrets = {"fact": "qzxtrainwvk", "title": FACT, "piece": PIECE, "new piece": "qzxphotowvk", "phrase": phone.phrase}
    left = files_of(phone.profile)
    assert sightings(secrets, left) == []
    # A browser notes by itself which names were typed beside a passphrase, copy or not: the safety page says to refuse.
    by_us = {name: data for name, data in left.items() if "Login Data" not in name}
    assert sightings({"login": phone.login}, by_us) == []
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.online()
        expect(hers.page.get_by_text(NOT_ONLINE)).to_have_count(0)
    with phone.desk() as desk:
        titles = sorted(row["summary"]["title"] for row in desk.refresh().rows())
    assert titles == sorted([FACT, WRITTEN, PIECE, "qzxphotowvk.jpg"])


def test_a_text_and_a_pdf_are_shown_without_network_behind_the_same_wall(
    phone: Phone, samples: Callable[..., Path], tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Reçu le trois, à la main", "utf-8")
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.keep_pieces(samples("letter"), note)
        hers.settings("Cet appareil")
        hers.page.get_by_text("3 fichiers sur 3").wait_for()
        with urllib.request.urlopen(f"{phone.server.address}/voir") as answer:
            online = wall(dict(answer.headers))
        phone.server.kill()
        hers.look(note.name)
        expect(hers.page.frame_locator(".viewer iframe").locator("main")).to_contain_text("Reçu le trois")
    with phone.browser() as hers:
        hers.open_vault()
        with hers.page.expect_response("**/voir") as given:
            hers.look(samples("letter").name)
        shown = hers.page.frame_locator(".viewer iframe").locator("main")
        expect(shown).to_contain_text("trois stages de purification")
        check(hers.page)
        assert wall(given.value.all_headers()) == online
        assert online["content-security-policy"].endswith("; sandbox allow-scripts")
        frame = next(one for one in hers.page.frames if one.url.endswith("/voir"))
        assert frame.evaluate(WALL) == ["null", *["SecurityError"] * 5]


def test_a_frame_that_has_an_origin_is_given_nothing(phone: Phone, samples: Callable[..., Path]) -> None:
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.keep_pieces(samples("letter"))
        phone.proxy.lie = without_wall
        hers.look(samples("letter").name)
        hers.page.get_by_text("Ce document ne peut pas être affiché ici.").first.wait_for()
        assert phone.proxy.sent("^GET /voir$")


def test_a_device_that_was_not_said_to_be_hers_keeps_nothing(phone: Phone, tmp_path: Path) -> None:
    phone.serve()
    shutil.rmtree(phone.profile)
    with phone.browser() as hers:
        hers.open_vault()
        hers.look(PIECE).locator("img").wait_for()
        assert hers.kept_on_device() | {"workers": 0} == NOTHING_KEPT
        hers.page.get_by_role("link", name="Quitter vite").click()
        hers.page.wait_for_url(NEUTRAL)
    names = [name for name in files_of(phone.profile) if "IndexedDB" in name or "CacheStorage" in name]
    assert [name for name in names if "localhost" in name or "index-dir" in name] == []
    phone.server.kill()
    with phone.browser() as hers, pytest.raises(Exception, match="ERR_"):
        hers.page.goto(f"{hers.address}/notes")


def test_two_devices_that_write_to_one_item_keep_both(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        hers.correct("Corrigé sans réseau")
    phone.serve()
    with phone.desk() as desk:
        [row] = [one for one in desk.refresh().rows() if one["kind"] == "event"]
        fact = ItemId(unb64(row["id"]))
        desk.put_item(desk.read_record(fact) | {"facts": "Corrigé au bureau"}, fact)
    with phone.browser() as hers:
        hers.open_vault()
        hers.page.get_by_text("Les deux versions sont gardées").wait_for()
        hers.online()
    with phone.desk() as desk:
        desk.refresh()
        found = [desk.read_record(fact, n)["facts"] for n in (1, 2, 3)]
    assert found == [f"{FACT}. Mon téléphone reste à l’entrée.", "Corrigé au bureau", "Corrigé sans réseau"]


def test_what_the_service_refused_is_read_and_kept_as_a_new_item(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        hers.correct(f"{WRITTEN}. La porte était fermée.")
        phone.serve()
        phone.proxy.lie = lies.instead("POST commits$", lies.refusal(403, "forbidden"))
        hers.retry()
        hers.page.locator(".standing").get_by_role("button", name="Voir", exact=True).click()
        hers.page.get_by_text("La porte était fermée.").wait_for()
        check(hers.page)
        phone.proxy.forget()
        hers.press("Garder comme un nouvel élément")
        hers.online()
        expect(hers.page.get_by_text("La porte était fermée.")).to_have_count(0)
    with phone.desk() as desk:
        found = [
            (row["summary"]["title"], len(row["versions"])) for row in desk.refresh().rows() if row["kind"] == "event"
        ]
    assert sorted(found) == sorted([(FACT, 1), (WRITTEN, 1)])


def test_a_lost_answer_and_a_killed_browser_send_a_change_once(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        hers.note(WRITTEN)
        hers.note(f"{WRITTEN}, suite")
    phone.serve()

    kept = threading.Event()

    def lost(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        answer = ask(request)
        if request.call == "POST commits":
            kept.set()
            raise ConnectionError  # the server has it; its answer never comes
        return answer

    phone.proxy.lie = lost
    with phone.browser() as hers:
        hers.open_vault()
        assert kept.wait(PATIENCE)
    phone.proxy.forget()
    with phone.browser() as hers:
        hers.open_vault()
        hers.online()
    with phone.desk() as desk:
        rows = [row for row in desk.refresh().rows() if WRITTEN in row["summary"]["title"]]
        assert sorted((row["summary"]["title"], len(row["versions"])) for row in rows) == [
            (WRITTEN, 1),
            (f"{WRITTEN}, suite", 1),
        ]


def test_a_service_that_goes_back_is_refused_and_what_waits_stays(phone: Phone) -> None:
    shutil.copytree(phone.folder / "served", phone.folder / "older")
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.note("Vu par ce téléphone")
        hers.settings("Cet appareil")
        hers.page.get_by_text("3 éléments").wait_for()
    phone.server.kill()
    with phone.browser() as hers:
        hers.open_vault()
        hers.note(WRITTEN)
    phone.serve("older")
    phone.proxy.forget()
    with phone.browser() as hers:
        hers.knock()
        hers.page.get_by_text("Le service montre un état ancien de votre coffre").wait_for()
    assert phone.proxy.sent("^POST commits") == []
    phone.server.kill()
    with phone.browser() as hers:
        hers.open_vault()
        expect(hers.page.locator(".thread .fact h3", has_text=WRITTEN)).to_have_count(1)


def test_taken_away_nothing_is_left_to_open(phone: Phone) -> None:
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.settings("Cet appareil")
        hers.press("Retirer de cet appareil")
        hers.page.get_by_role("dialog").get_by_role("button", name="Retirer", exact=True).click()
        hers.page.get_by_text("Retiré de cet appareil.").wait_for()
        assert hers.kept_on_device() == NOTHING_KEPT
        hers.go("Journal")
        hers.keep_here()
        hers.page.get_by_role("link", name="Réglages et corbeille").click()
        hers.press("Fermer et retirer de cet appareil")
        hers.title("Un endroit à vous")
        assert hers.kept_on_device() == NOTHING_KEPT


def test_leaving_quickly_leaves_the_sealed_copy_and_nothing_open(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        ready(hers.page)
        hers.page.get_by_role("link", name="Quitter vite").click()
        hers.page.wait_for_url(NEUTRAL)
        hers.page.go_back()
        expect(hers.page.get_by_text(FACT)).to_have_count(0)
    with phone.browser() as hers:
        hers.page.goto(f"{hers.address}/notes")
        hers.title("Un endroit à vous")
        hers.open_vault()


def test_a_wrong_phrase_or_another_identifier_opens_nothing(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.refused_here(phrase="autre chose que la phrase de passe")
        hers.refused_here(login="olive-marteau-1111")


def test_a_passphrase_changed_elsewhere_is_asked_for_and_what_waits_goes(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        hers.note(WRITTEN)
        phone.serve()
        with phone.desk() as desk:
            client_access.change_password(desk, phone.phrase, NEW_PHRASE)
        hers.go_on_with(NEW_PHRASE)
        hers.online()
    phone.server.kill()
    with phone.browser() as hers:
        hers.open_with_no_other(NEW_PHRASE)
        expect(hers.page.locator(".thread .fact h3", has_text=WRITTEN)).to_have_count(1)
