"""Keeping facts, pieces, people and timelines, in Chromium on the real application, as a person does it.

Each state on the way is checked: accessible, nothing wider than the screen, nothing that the browser complains of.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.keep import DRAFT_KEPT, IDLE, Keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Response, Route

PHOTO = "IMG_20210714_183205.jpg"
SLOW = 8_000_000
LARGE = 50_000_000
DEVICES = [(320, "light"), (PHONE["width"], "dark"), (DESK["width"], "dark")]
ACTIONS = [
    ("Journal", "Noter un fait"),
    ("Pièces", "Ajouter une pièce"),
    ("Frises", "Nouvelle frise"),
    ("Contacts", "Ajouter un contact"),
]
FACTS = [
    ("Le virement", "3 avril 2023"),
    ("Le stage", "vers l’été 2021"),
    ("La réunion", ""),
    ("Les dimanches", "entre 2019 et 2020"),
]
DURATION = """async (sound) => {
    const known = new Promise((resolve) => sound.addEventListener("loadedmetadata", resolve, { once: true }));
    if (!sound.duration) await known;
    return sound.duration;
}"""
SEEK = """async (film) => {
    film.muted = true;
    film.currentTime = film.duration * 0.8;
    await new Promise((resolve) => film.addEventListener("seeked", resolve, { once: true }));
    return film.videoWidth;
}"""


def is_part_kept(answer: Response) -> bool:
    return answer.request.method == "PUT" and "/parts/" in answer.url and answer.ok


@pytest.fixture
def keeper(person: Callable[..., Page], site: str) -> Iterator[Keeper]:
    """A person with a new vault, on a phone; at the end her browser has complained of nothing."""
    keeper = Keeper(person(has_touch=True, accept_downloads=True), site)
    keeper.page.clock.install()
    keeper.make_vault()
    yield keeper
    assert keeper.faults.said == []


def test_a_fact_with_its_photo_is_kept_in_one_gesture(keeper: Keeper, samples: Callable[..., Path]) -> None:
    page = keeper.page
    keeper.check()
    keeper.press("Noter un fait")
    keeper.check()
    page.locator("#event-facts").fill("Premier week-end « de ressourcement ». Mon téléphone reste à l’entrée.")
    page.locator("#event-said").fill("Ici, on n’en a pas besoin.")
    page.locator("#event-when-words").fill("vers l’été 2021")
    expect(page.locator(".understood")).to_have_text(re.compile("Compris.*été 2021"))
    page.locator("#event-who").fill("Claire, Paul")
    page.locator("#event-who").press("Enter")
    page.get_by_label("Un peu", exact=True).check()
    page.locator("#event-files-photo").set_input_files(samples("photo"))
    page.locator(".tile img").wait_for()
    keeper.check()
    keeper.save()
    page.get_by_text("Enregistré.").wait_for()
    expect(page.locator(".tile")).to_have_count(1)
    expect(page.locator(".item")).to_contain_text("un peu de danger ressenti")
    keeper.check()
    keeper.go("Journal")
    expect(page.locator(".band")).to_contain_text("1 fait")
    expect(page.locator(".band")).to_contain_text("tout est enregistré")
    assert keeper.facts() == ["Premier week-end « de ressourcement »"]
    expect(page.locator(".fact.about.danger")).to_contain_text("Mon téléphone reste à l’entrée.")
    keeper.check()


def test_nothing_is_asked_but_a_text_or_a_file(keeper: Keeper) -> None:
    keeper.press("Noter un fait")
    keeper.page.locator("#event-where").fill("Lyon")
    keeper.save()
    expect(keeper.page.get_by_role("alert")).to_contain_text("Il manque l’essentiel")
    expect(keeper.page.locator("#event-where")).to_have_value("Lyon")
    keeper.check()
    keeper.page.locator("#event-said").fill("Tu verras.")
    keeper.save()
    keeper.title("Tu verras.")


def test_a_draft_survives_the_lock_and_a_closed_tab(keeper: Keeper) -> None:
    page = keeper.page
    keeper.press("Noter un fait")
    page.locator("#event-facts").fill("Ce que j’écris avant le verrou")
    page.locator("#event-when-words").fill("mars 2020")
    page.locator("#event-who").fill("Ana")
    page.locator("summary").filter(has_text="ressenti").click()
    page.locator("#event-feelings").fill("Une boule au ventre")
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    assert "avant le verrou" not in page.content()
    keeper.unlock()
    expect(page.locator("#event-facts")).to_have_value("Ce que j’écris avant le verrou")
    expect(page.locator("#event-feelings")).to_have_value("Une boule au ventre")
    expect(page.locator("#event-who")).to_have_value("Ana")
    keeper.check()
    page.locator("#event-said").fill("Après le verrou")
    page.clock.fast_forward(DRAFT_KEPT)
    page.get_by_text("Brouillon gardé, chiffré").wait_for()
    keeper.come_back(page.context.new_page())
    keeper.press("Reprendre")
    expect(keeper.page.locator("#event-said")).to_have_value("Après le verrou")
    expect(keeper.page.locator(".understood")).to_contain_text("mars 2020")
    keeper.save()
    keeper.title("Ce que j’écris avant le verrou")
    keeper.go("Journal")
    expect(keeper.page.get_by_role("button", name="Reprendre")).to_have_count(0)


def test_a_draft_is_thrown_away_only_on_a_yes(keeper: Keeper) -> None:
    page = keeper.page
    keeper.go("Contacts")
    keeper.press("Ajouter un contact")
    page.locator("#contact-name").fill("Claire")
    keeper.press("Plus tard")
    keeper.press("Reprendre")
    keeper.press("Effacer ce brouillon")
    keeper.check()
    keeper.press("Le garder")
    expect(page.locator("#contact-name")).to_have_value("Claire")
    keeper.press("Effacer ce brouillon")
    keeper.press("Effacer", exact=True)
    expect(page.locator("#contact-name")).to_have_value("")
    keeper.go("Contacts")
    expect(page.get_by_role("button", name="Reprendre")).to_have_count(0)


def test_without_network_it_waits_and_goes_by_itself(keeper: Keeper) -> None:
    page = keeper.page
    keeper.press("Noter un fait")
    page.locator("#event-facts").fill("Écrit dans le train")
    page.context.set_offline(True)
    keeper.save()
    page.clock.fast_forward(60_000)
    expect(page.get_by_role("alert")).to_contain_text("Pas de connexion")
    assert page.get_by_text("Enregistré.").count() == 0
    page.context.set_offline(False)
    keeper.title("Écrit dans le train")
    keeper.go("Journal")
    assert keeper.facts() == ["Écrit dans le train"]
    keeper.faults.said = [line for line in keeper.faults.said if "ERR_INTERNET_DISCONNECTED" not in line]


def test_what_a_photo_says_is_proposed_and_not_taken(keeper: Keeper, samples: Callable[..., Path]) -> None:
    page = keeper.page
    keeper.keep_pieces(samples("photo"))
    keeper.check()
    expect(page.get_by_text("Date trouvée dans le fichier : 14 juillet 2021, 18 h 32.")).to_be_visible()
    expect(page.get_by_text("Il n’est envoyé à aucune carte.")).to_be_visible()
    expect(page.locator("#evidence-where")).to_have_value("")
    page.get_by_role("button", name="L’utiliser").first.click()
    page.locator("#evidence-title").fill("La salle")
    page.locator("#evidence-obtained").fill("Prise par moi.")
    keeper.save()
    keeper.title("La salle")
    expect(page.locator(".facts").first).to_contain_text("14 juillet 2021")
    expect(page.locator(".facts").first).not_to_contain_text("48.85")
    page.locator(".viewer img").wait_for()
    keeper.check()
    keeper.press("Agrandir")
    assert page.locator(".zoom").evaluate("(frame) => frame.scrollWidth > frame.clientWidth")
    keeper.check()


def test_a_large_file_pauses_and_is_taken_up_after_a_closed_tab(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    large = tmp_path / "film.bin"
    large.write_bytes(secrets.token_bytes(LARGE))
    keeper.slow_down(SLOW)
    keeper.begin_piece(large)
    keeper.press("Mettre en pause")
    expect(page.locator(".progress")).to_contain_text("En pause. Ce qui est parti est gardé.")
    keeper.check()
    with page.expect_response(is_part_kept):
        keeper.press("Reprendre")
        keeper.go("Pièces")
        keeper.check()
    keeper.come_back(page.context.new_page())
    keeper.go("Pièces")
    expect(keeper.page.locator(".note.watch")).to_contain_text("film.bin")
    keeper.check()
    sent = []
    keeper.page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    keeper.page.locator("input[id^=stopped-]").set_input_files(large)
    expect(keeper.page.locator(".tile")).to_contain_text("film.bin")
    expect(keeper.page.locator(".note.watch")).to_have_count(0)
    assert len([url for url in sent if "/parts/" in url]) < 4


def test_an_upload_can_be_given_up(keeper: Keeper, tmp_path: Path) -> None:
    large = tmp_path / "film.bin"
    large.write_bytes(secrets.token_bytes(LARGE))
    keeper.slow_down(SLOW)
    keeper.begin_piece(large)
    keeper.press("Annuler", exact=True)
    expect(keeper.page.get_by_text("Choisir des fichiers")).to_be_visible()
    keeper.go("Pièces")
    expect(keeper.page.get_by_role("heading", name="Aucune pièce pour l’instant")).to_be_visible()


def test_looking_at_each_kind_of_file(keeper: Keeper, samples: Callable[..., Path]) -> None:
    page = keeper.page
    keeper.keep_pieces(*(samples(name) for name in ("photo", "recording", "video", "letter")))
    keeper.go("Pièces")
    page.locator(".tile img").nth(1).wait_for()
    keeper.check()
    ranges: list[int] = []
    page.context.on("response", lambda answer: ranges.append(answer.status) if "/sealed/" in answer.url else None)
    film = keeper.look(samples("video").name).locator("video")
    expect(film).to_have_js_property("readyState", 4)
    assert film.evaluate(SEEK) > 0
    assert set(ranges) == {206}
    keeper.check()
    sound = keeper.look(samples("recording").name).locator("audio")
    expect(sound).to_have_js_property("error", None)
    assert sound.evaluate(DURATION) > 200
    keeper.check()
    keeper.look(samples("letter").name)
    expect(page.frame_locator(".viewer iframe").locator("main")).to_contain_text("trois stages de purification")
    keeper.check()
    # A library that is not the one that the frame names does not run, and this is said.
    page.context.route("**/vendor/pdf.js", another_library)
    keeper.look(samples("letter").name)
    page.get_by_text("Ce document ne peut pas être affiché ici. Il est intact.").first.wait_for()
    assert "integrity" in keeper.faults.said.pop()


def another_library(route: Route) -> None:
    """What a server would give in its place."""
    headers = {"Content-Type": "text/javascript", "Cross-Origin-Resource-Policy": "cross-origin"}
    route.fulfill(status=200, headers=headers, body="globalThis.pdfjsLib = {};")


def test_a_saved_file_is_the_original_after_a_warning(keeper: Keeper, samples: Callable[..., Path]) -> None:
    page = keeper.page
    keeper.keep_pieces(samples("photo"))
    keeper.look(PHOTO).locator("img").wait_for()
    keeper.press("Enregistrer sur cet appareil")
    expect(page.get_by_role("dialog")).to_contain_text("en clair")
    keeper.check()
    with page.expect_download() as saved:
        keeper.press("Enregistrer sur l’appareil")
    assert saved.value.path().read_bytes() == samples("photo").read_bytes()
    assert saved.value.suggested_filename == PHOTO


def test_a_correction_keeps_what_was_written(keeper: Keeper) -> None:
    page = keeper.page
    keeper.note("Il a crié sur nous", "3 avril 2023")
    keeper.press("Modifier")
    page.locator("#event-facts").fill("B. a crié sur nous, puis il est parti")
    keeper.save()
    keeper.title("B. a crié sur nous, puis il est parti")
    page.locator("summary", has_text="1 version précédente").click()
    expect(page.locator(".versions")).to_contain_text("Changé ensuite : le titre et les faits")
    page.locator(".versions button").click()
    expect(page.locator(".version")).to_contain_text("Il a crié sur nous")
    keeper.check()


def test_showing_one_fact_begins_with_it_and_its_pieces(keeper: Keeper, samples: Callable[..., Path]) -> None:
    page = keeper.page
    keeper.press("Noter un fait")
    page.locator("#event-facts").fill("On me demande un chèque.")
    page.locator("#event-files-photo").set_input_files(samples("photo"))
    page.locator(".tile img").wait_for()
    keeper.save()
    keeper.title("On me demande un chèque.")
    keeper.press("Montrer à quelqu’un")
    keeper.title("Que montrer\u202f?")
    expect(page.locator(".pick-bar")).to_contain_text("1 fait et 1 pièce")
    keeper.check()


def test_what_is_deleted_comes_back(keeper: Keeper) -> None:
    keeper.note("Un fait que l’on m’a forcée à supprimer")
    keeper.press("Supprimer")
    keeper.title("Journal")
    assert keeper.facts() == []
    keeper.press("Annuler", exact=True)
    expect(keeper.page.locator(".thread .fact")).to_have_count(1)


def test_a_timeline_orders_by_the_date_of_the_fact(keeper: Keeper) -> None:
    page = keeper.page
    keeper.go("Frises")
    keeper.check()
    for facts, when in FACTS:
        keeper.note(facts, when)
    keeper.press("Mettre sur une frise")
    keeper.title("Nouvelle frise")
    expect(page.get_by_text("1 choisi")).to_be_visible()
    page.locator("#timeline-title").fill("Pour l’avocate")
    keeper.press("Tout cocher")
    page.get_by_role("searchbox", name="Chercher un mot").fill("reunion")
    expect(page.locator(".rows.pick li")).to_have_count(1)
    keeper.check()
    keeper.save()
    keeper.title("Pour l’avocate")
    expect(page.locator(".thread .fact")).to_have_count(4)
    assert keeper.facts() == ["Les dimanches", "Le stage", "Le virement", "La réunion"]
    expect(page.locator(".thread-beside .fact")).to_have_text(re.compile("La réunion"))
    expect(page.get_by_role("button", name="Partager cette frise")).to_be_visible()
    keeper.check()
    keeper.press("Retirer des éléments")
    page.locator(".fact", has_text="Le virement").get_by_role("button", name="Retirer de la frise").click()
    expect(page.locator(".thread .fact")).to_have_count(3)
    keeper.check()
    keeper.go("Frises")
    expect(page.locator(".timeline-cards")).to_contain_text("3 éléments · de 2019 à 2021")
    keeper.check()
    keeper.go("Journal")
    assert len(keeper.facts()) == 4


def test_a_contact_is_known_when_named(keeper: Keeper) -> None:
    page = keeper.page
    keeper.go("Contacts")
    keeper.check()
    keeper.press("Ajouter un contact")
    page.locator("#contact-name").fill("Claire Morel")
    page.get_by_label("Témoin").check()
    page.locator("#contact-means-0").fill("06 12 34 56 78")
    keeper.press("Un autre moyen")
    page.locator(".means-row select").nth(1).select_option("email")
    page.locator("#contact-means-1").fill("claire@exemple.fr")
    page.locator("#contact-notes").fill("Appeler le matin.")
    keeper.check()
    keeper.save()
    keeper.title("Claire Morel")
    expect(page.locator(".rows")).to_contain_text("claire@exemple.fr")
    keeper.check()
    keeper.note("Claire m’a raccompagnée", who="claire morel")
    keeper.press("Claire Morel")
    keeper.title("Claire Morel")
    keeper.press("Claire m’a raccompagnée")
    keeper.title("Claire m’a raccompagnée")
    keeper.go("Contacts")
    expect(page.get_by_role("heading", name="Témoin")).to_be_visible()
    keeper.check()


@pytest.mark.parametrize(("width", "scheme"), DEVICES)
def test_every_screen_on_every_device(
    person: Callable[..., Page], site: str, samples: Callable[..., Path], width: int, scheme: str
) -> None:
    keeper = Keeper(person(viewport={"width": width, "height": 800}, color_scheme=scheme), site)
    keeper.make_vault()
    keeper.keep_pieces(samples("photo"))
    keeper.note("Un-mot-sans-fin-" * 8, "entre 2019 et 2021", "Quelqu’un au nom très long d’Aubigné-Racan")
    keeper.check()
    for tab, action in ACTIONS:
        keeper.go(tab)
        keeper.check()
        keeper.press(action)
        keeper.check()
    for precision in ("Date exacte", "Une période", "Je ne sais plus"):
        keeper.go("Journal")
        keeper.press("Noter un fait")
        keeper.page.get_by_label(precision).check()
        keeper.check()
    keeper.look(PHOTO).locator("img").wait_for()
    keeper.press("Modifier")
    keeper.page.locator("#evidence-title").wait_for()
    keeper.check()
    assert keeper.faults.said == []
