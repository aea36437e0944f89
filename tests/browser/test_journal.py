"""What helps memory and what spares it, in Chromium: key dates, notes in bulk, a voice, veils and pauses.

One vault for all, on a phone; each state on the way is accessible and fits, and no word of hers is in a request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.navigators.device import NEUTRAL
from tests.browser.navigators.keep import DRAFT_KEPT, IDLE, Keeper
from tests.browser.navigators.share import Given, Reader
from tests.parts.chromium import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Playwright, Request

CANARY = "hirondelle"
"""In all that she writes here: it must be in no request."""
NOTEBOOK = f"""12/03/2023 : il appelle trois fois, {CANARY}.
Vers l’été 2021, premier week-end. On nous prend les téléphones.
La réunion du dimanche, je ne sais plus quand."""
CLOUD_ONLY = """for (const name of ["SpeechRecognition", "webkitSpeechRecognition"]) {
    const value = class { start() { throw new Error("the voice goes to a service"); } };
    Object.defineProperty(globalThis, name, { value });
}"""
"""A browser that recognises speech by sending it away."""
SECONDS_OF = """async (address) => {
    const sound = await (await fetch(address)).arrayBuffer();
    return (await new OfflineAudioContext(1, 1, 48000).decodeAudioData(sound)).duration;
}"""
VOICE = [*ARGUMENTS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def keeper(chromium: Browser, site: str) -> Iterator[Keeper]:
    context = chromium.new_context(
        viewport=PHONE, locale="fr-FR", timezone_id="Europe/Paris", has_touch=True, reduced_motion="reduce"
    )
    keeper = Keeper(context.new_page(), site)
    keeper.page.clock.install()
    told: list[str] = []
    keeper.page.on("request", lambda request: told.append(said(request)))
    keeper.make_vault()
    yield keeper
    assert keeper.faults.said == []
    assert [one[:80] for one in told if CANARY in one] == []
    context.close()


def said(request: Request) -> str:
    return f"{request.method} {request.url} {(request.post_data_buffer or b'').decode('utf-8', 'replace')}"


def test_a_fact_is_placed_by_what_one_remembers(keeper: Keeper) -> None:
    page = keeper.page
    keeper.press("Noter un fait")
    page.locator("#event-facts").fill(f"Il a crié devant tout le monde, {CANARY}.")
    page.get_by_text("C’était avant, après ou pendant…").click()
    keeper.press("Ajouter une grande date")
    page.locator("#event-when-key-title").fill("Déménagement à Lyon")
    page.locator("#event-when-key-date").fill("mars 2021")
    keeper.press("Garder cette date")
    understood = page.locator(".when-field > .understood")
    expect(understood).to_have_text("Compris : depuis mars 2021")
    page.locator("#event-when-year").fill("2021")
    page.get_by_label("avant", exact=True).check()
    keeper.press("Noël 2021")
    expect(understood).to_have_text("Compris : entre mars 2021 et le 25 décembre 2021")
    keeper.check()
    keeper.save()
    expect(page.locator(".item")).to_contain_text("avant Noël 2021")
    keeper.note(f"Un autre jour, {CANARY}.", "après le déménagement à Lyon, avant 2023")
    expect(page.locator(".when-line")).to_have_text("entre mars 2021 et 2023")
    keeper.go("Journal")
    expect(page.locator(".thread > .anchor")).to_have_text(re.compile("vers mars 2021.*Déménagement à Lyon"))
    assert len(keeper.facts()) == 2, "a key date is no fact"
    keeper.check()


def test_key_dates_are_corrected_found_and_taken_away(keeper: Keeper) -> None:
    page = keeper.page
    keeper.go("Journal")
    keeper.press("Grandes dates")
    keeper.title("Grandes dates")
    page.locator("#new-key-title").fill(f"Naissance de Léo, {CANARY}")
    page.locator("#new-key-date").fill("12/06/2019")
    keeper.press("Garder cette date")
    expect(page.locator(".key-dates > li")).to_have_count(2)
    keeper.check()
    page.get_by_role("button", name=re.compile("^Modifier.*Naissance")).click()
    page.locator("#edit-key-date").fill("juin 2019")
    page.locator(".editing").get_by_role("button", name="Garder cette date").click()
    expect(page.locator(".key-dates > li").first).to_contain_text("vers juin 2019")
    page.get_by_role("link", name="Chercher").or_(page.get_by_role("button", name="Chercher")).first.click()
    page.locator("#search").fill("naissance")
    expect(page.locator(".list-row .meta")).to_have_text(re.compile("^Grande date"))
    page.locator(".row-open").click()
    keeper.title("Grandes dates")
    page.locator(".editing").wait_for()
    page.get_by_role("button", name=re.compile("^Supprimer.*Déménagement")).click()
    expect(page.locator(".key-dates > li")).to_have_count(1)


def test_notes_in_bulk_survive_a_lock_and_are_sorted_one_by_one(keeper: Keeper) -> None:
    page = keeper.page
    keeper.go("Journal")
    keeper.press("Noter en vrac")
    keeper.title("Noter en vrac")
    page.locator("#heap-text").fill(NOTEBOOK)
    page.clock.run_for(DRAFT_KEPT)
    page.get_by_text("Brouillon gardé, chiffré").wait_for()
    keeper.check()
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    assert CANARY not in page.content()
    keeper.unlock()
    expect(page.locator("#heap-text")).to_have_value(NOTEBOOK)
    keeper.press("Trier maintenant")
    keeper.title("Trier")
    expect(page.locator("#note-facts")).to_have_value(f"Il appelle trois fois, {CANARY}.")
    expect(page.locator(".when-field > .understood")).to_have_text("Compris : 12 mars 2023")
    keeper.check()
    keeper.press("Garder comme un fait")
    expect(page.locator("#note-facts")).to_have_value("Premier week-end. On nous prend les téléphones.")
    keeper.press("Ne pas garder")
    expect(page.locator("#note-facts")).to_have_value("La réunion du dimanche, je ne sais plus quand.")
    keeper.press("Annuler")
    expect(page.locator(".list-row")).to_have_text(re.compile("Premier week-end"))
    page.locator("#note-facts").fill("La réunion du dimanche, en avril je crois.")
    keeper.go("Journal")
    expect(page.locator(".thread")).to_contain_text(f"Il appelle trois fois, {CANARY}")
    keeper.press("Notes à trier, quand vous voudrez")
    expect(page.locator(".list-row")).to_have_text([re.compile("Premier week-end"), re.compile("en avril je crois")])
    keeper.check()
    for _ in range(2):
        page.locator(".row-open").first.click()
        keeper.press("Garder comme un fait")
        page.get_by_text("Enregistré.").first.wait_for()
        page.go_back()
    keeper.go("Journal")
    expect(page.get_by_role("button", name="Noter en vrac")).to_be_visible()


def test_what_is_hard_to_see_is_veiled_here_and_for_whoever_it_is_shown_to(
    keeper: Keeper, person: Callable[..., Page], samples: Callable[..., Path]
) -> None:
    page, photo = keeper.page, samples("photo")
    keeper.keep_pieces(photo)
    keeper.look(photo.name).locator("img").wait_for()
    page.get_by_label("Image difficile").check()
    page.locator(".frame .blurred").wait_for()
    keeper.check()
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    keeper.unlock()
    page.locator(".frame .blurred").wait_for()
    keeper.go("Pièces")
    page.locator(".tile .blurred").wait_for()
    keeper.check()
    keeper.look(photo.name)
    keeper.press("Quelqu’un d’autre peut relire pour moi")
    keeper.title("Que montrer ?")
    expect(page.locator(".pick-bar")).to_contain_text("1 pièce")
    keeper.press("Continuer")
    expect(page.locator("#purpose")).to_have_value("Relire à ma place et me dire ce qui compte")
    page.locator("#label").fill("Claire")
    keeper.press("Relire avant d’ouvrir")
    page.locator(".look .blurred").first.wait_for()
    expect(page.locator(".look")).to_contain_text("1 pièce")
    keeper.check()
    given = keeper.open_share()
    keeper.done()
    read_by_another(person(), given)


def read_by_another(page: Page, given: Given) -> None:
    reader = Reader(page)
    reader.open(given)
    page.locator(".reading .tile .blurred").wait_for()
    expect(page.locator(".reading")).to_contain_text("contenu difficile")
    assert "repère" not in reader.reading()
    reader.look_at("Pièce 1")
    reader.element(".blurred img").wait_for()
    assert "blur(" in page.get_by_role("dialog").locator("img").evaluate("(image) => getComputedStyle(image).filter")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Image difficile : montrer")).click()
    expect(reader.element(".blurred")).to_have_count(0)
    assert reader.faults.said == []


def test_a_pause_is_offered_after_several_heavy_moments_and_not_again_at_once(keeper: Keeper) -> None:
    page = keeper.page
    for number in range(4):
        assert page.locator(".pause").count() == 0
        heavy_fact(keeper, f"Il a menacé, {number}")
    page.locator(".pause").wait_for()
    expect(page.locator(".pause")).to_contain_text("3114")
    assert not re.search(r"\b4\b|quatre", page.locator(".pause").inner_text()), "nothing is counted"
    keeper.check()
    keeper.press("Continuer", exact=True)
    expect(page.locator(".pause")).to_have_count(0)
    for number in range(4, 8):
        heavy_fact(keeper, f"Il a menacé, {number}")
    assert page.locator(".pause").count() == 0
    for _ in range(8):
        page.clock.run_for(160_000)
        page.mouse.move(10, 10)
        page.mouse.move(20, 20)
    heavy_fact(keeper, "Il a menacé encore")
    keeper.press("Arrêter pour aujourd’hui")
    keeper.title("Verrouillé")
    keeper.unlock()
    page.locator(".item").wait_for()
    expect(page.locator(".pause")).to_have_count(0)


def heavy_fact(keeper: Keeper, facts: str) -> None:
    keeper.go("Journal")
    keeper.press("Noter un fait")
    keeper.page.locator("#event-facts").fill(facts)
    keeper.page.get_by_label("Oui", exact=True).check()
    keeper.save()
    keeper.page.locator(".item .chip", has_text="danger ressenti").wait_for()


def test_a_voice_is_a_piece_and_goes_to_nobody_else(playwright: Playwright, site: str) -> None:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=VOICE)
    page = browser.new_context(viewport=PHONE, locale="fr-FR").new_page()
    page.add_init_script(CLOUD_ONLY)
    elsewhere: list[str] = []
    page.context.on("request", lambda request: elsewhere.append(request.url))
    page.context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutre</title>"))
    keeper = Keeper(page, site)
    keeper.make_vault()
    keeper.press("Noter un fait")
    page.get_by_text("Parler plutôt qu’écrire").click()
    expect(page.locator(".voice-absent")).to_contain_text("peut envoyer votre voix à son fabricant")
    keeper.check()
    keeper.press("Enregistrer ma voix")
    expect(page.locator(".voice.on")).to_contain_text("2 s")
    keeper.check()
    keeper.press("Terminer et garder")
    tile = page.locator(".tile", has_text="Note vocale du")
    tile.wait_for()
    keeper.save()
    page.locator(".item .tile-open", has_text="Note vocale du").click()
    page.locator(".frame audio").wait_for()
    a_lock_keeps_a_voice(keeper)
    the_way_out_leaves_what_was_sealed(keeper)
    assert keeper.faults.said == []
    assert [url for url in elsewhere if not url.startswith((site, "blob:", NEUTRAL))] == []
    browser.close()


def speak(keeper: Keeper) -> None:
    """Begins a voice note in a new fact."""
    keeper.go("Journal")
    keeper.press("Noter un fait")
    keeper.page.get_by_text("Parler plutôt qu’écrire").click()
    keeper.press("Enregistrer ma voix")
    keeper.page.locator(".voice.on").wait_for()


def a_lock_keeps_a_voice(keeper: Keeper) -> None:
    """As it comes by itself, in the middle of a sentence."""
    page = keeper.page
    speak(keeper)
    expect(page.locator(".voice.on")).to_contain_text("1 s")
    page.evaluate(f"import('{keeper.module('flows/session.js')}').then(({{ lock }}) => lock())")
    keeper.title("Verrouillé")
    keeper.unlock()
    keeper.title("Noter un fait")
    page.locator(".tile", has_text="Note vocale du").wait_for()
    keeper.save()
    page.locator(".item .tile-open", has_text="Note vocale du").wait_for()


def the_way_out_leaves_what_was_sealed(keeper: Keeper) -> None:
    """Five seconds of it, which the browser takes as long to record."""
    page = keeper.page
    speak(keeper)
    expect(page.locator(".voice.on .sealed")).to_have_text("Gardé au fur et à mesure, chiffré", timeout=15_000)
    keeper.check()
    page.locator("[data-quick-exit]").first.click()
    page.wait_for_url(NEUTRAL)
    keeper.come_back(page.context.new_page())
    page = keeper.page
    offered = page.locator(".note", has_text="L’enregistrement de votre voix")
    expect(offered).to_contain_text("Ce qui est à l’abri")
    keeper.check()
    keeper.press("Garder comme pièce")
    keeper.press("Voir")
    expect(page.locator("h1")).to_contain_text("Note vocale du")
    assert page.evaluate(SECONDS_OF, page.locator(".frame audio").get_attribute("src")) >= 4
    keeper.go("Journal")
    expect(offered).to_have_count(0)
