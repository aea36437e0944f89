"""Steps prepared in a vault: a complaint from three facts and two pieces, read over, changed, printed, copied and kept.

Nothing of it leaves the page before she keeps it; a lock hides it, and an unlock gives it back.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.axe import check
from tests.browser.navigators.share import Owner

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request

KEEP = (Path(__file__).parent / "navigators/steps_keep.js").read_text(encoding="utf-8")
FACTS = ("Premier week-end", "Appel du soir", "Virement de 4 800 €")
HIDDEN = ("malaise", "Une idée à moi", "Une note à moi", "Paul", "Hors du sujet", "Autre pièce", "06 12 34 56 78")
NARROW = {"width": 320, "height": 640}
STEPS = (
    "Fiche pour un certificat médical",
    "Miviludes : avis ou signalement",
    "Lettre de plainte",
    "Indemnisation",
    "Signaler un contenu en ligne",
)
LOCK = """async () => {
    const flows = document.querySelector("script[type=module]").src.replace("pages/vault.js", "flows/");
    await (await import(`${flows}session.js`)).lock();
}"""


class Steps(Owner):
    """A person who prepares a step in her vault."""

    def fill_vault(self) -> None:
        self.make_vault()
        self.page.evaluate(KEEP)

    def list(self) -> None:
        self.page.get_by_role("link", name="Réglages et corbeille").click()
        self.page.get_by_role("button", name="Démarches").click()
        self.page.get_by_role("heading", level=1, name="Démarches").wait_for()

    def begin_step(self, title: str) -> None:
        self.list()
        self.page.get_by_role("button", name=title).click()
        self.page.get_by_role("heading", level=1, name=title).wait_for()

    def pick(self, kind: str, *titles: str) -> None:
        fold = self.page.locator("details").filter(has=self.page.locator("summary", has_text=f"{kind} : "))
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        for title in titles:
            fold.get_by_role("checkbox", name=title).check()

    def choose(self, button: str, title: str) -> None:
        """By a dialog that lists what the vault has."""
        self.page.get_by_role("button", name=button).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("checkbox", name=title).check()
        dialog.get_by_role("button", name="Choisir").click()

    def text(self) -> str:
        """Plain spaces, for the eye."""
        field = self.page.get_by_label("Votre texte")
        field.wait_for()
        return field.input_value().replace("\u00a0", " ").replace("\u202f", " ")

    def compose_complaint(self) -> None:
        self.begin_step("Lettre de plainte")
        self.next()
        self.pick("Faits", *FACTS)
        self.page.get_by_text("3 faits et 2 pièces").wait_for()
        self.pick("Personnes impliquées", "Jean Morel")
        self.next()
        self.page.get_by_label("Vos prénom et nom").fill("Ana Costa")
        self.page.get_by_label("Ville du tribunal judiciaire").fill("Lyon")
        self.page.get_by_role("button", name="Voir le texte").click()


@pytest.fixture
def owner(person: Callable[..., Page], site: str) -> Steps:
    page = person()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    owner = Steps(page, site)
    owner.fill_vault()
    return owner


def test_a_complaint_from_three_facts_and_two_pieces(owner: Steps) -> None:
    told: list[str] = []

    def note(request: Request) -> None:
        if request.method != "GET":
            told.append(f"{request.url} {request.post_data}")

    page = owner.page
    page.context.on("request", note)
    owner.compose_complaint()
    text = owner.text()
    assert text.startswith("Ana Costa\n[Adresse]\n\n")
    assert "Tribunal judiciaire de Lyon" in text
    assert "plainte contre Jean Morel" in text
    for line in (
        "1. Vers l’été 2021 : Premier week-end",
        "2. 12 mars 2023, 21 h : Appel du soir",
        "Pièce n° 2 : Relevé bancaire, 5 avril 2023",
        "Présence : 2 personnes",
    ):
        assert line in text
    for secret in HIDDEN:
        assert secret not in text

    field = page.get_by_label("Votre texte")
    field.fill(text.replace("[Adresse]", "3 rue des Lilas, 69000 Lyon").replace("Appel du soir", "Trois appels"))
    page.get_by_text("Il reste 2 blancs").wait_for()

    page.emulate_media(media="print")
    letter = page.locator(".letter")
    assert "Trois appels" in letter.inner_text()
    assert letter.locator("h3").all_inner_texts()[:2] == ["Les faits", "Personnes mises en cause"]
    shown = page.locator("body").inner_text()
    assert "Votre texte" not in shown
    assert "Lettre de plainte" not in shown
    page.emulate_media(media="screen")

    page.get_by_role("button", name="Copier le texte").click()
    page.get_by_text("Texte copié.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "3 rue des Lilas, 69000 Lyon" in copied
    assert [one for one in told if "/api/v1/records/read " not in one] == []
    assert "Morel" not in "".join(told)

    page.get_by_role("button", name="Garder dans mes pièces").click()
    page.get_by_text("Une copie est dans vos pièces, chiffrée.").wait_for()
    owner.go("Pièces")
    page.get_by_text("Lettre de plainte").first.wait_for()
    assert owner.faults.said == []


def test_a_changed_text_stays_when_the_choice_changes(owner: Steps) -> None:
    page = owner.page
    owner.compose_complaint()
    owner.text()
    page.get_by_label("Votre texte").fill("Mes mots à moi.")
    owner.begin_step("Lettre de plainte")
    owner.next()
    owner.pick("Témoins", "Claire Dumas")
    owner.next()
    page.get_by_role("button", name="Voir le texte").click()
    assert owner.text() == "Mes mots à moi."
    page.get_by_role("button", name="Refaire le texte").click()
    page.get_by_role("dialog").get_by_role("button", name="Refaire").click()
    page.get_by_role("dialog").wait_for(state="detached")
    expect(page.get_by_label("Votre texte")).to_have_value(re.compile("Claire Dumas \\(témoin\\)"))


def test_a_lock_hides_the_text_and_an_unlock_gives_it_back(owner: Steps) -> None:
    page = owner.page
    owner.compose_complaint()
    page.get_by_label("Votre texte").fill(owner.text() + "\n\nUn mot de plus.")
    page.evaluate(LOCK)
    page.get_by_role("heading", name="Verrouillé").wait_for()
    assert "Jean Morel" not in page.content()
    assert "Un mot de plus" not in page.content()
    page.get_by_label("Phrase de passe").fill(owner.phrase)
    page.get_by_role("button", name="Déverrouiller").click()
    assert owner.text().endswith("Un mot de plus.")
    assert "Jean Morel" in owner.text()
    page.go_back()
    page.get_by_label("Vos prénom et nom").wait_for()
    assert page.get_by_label("Vos prénom et nom").input_value() == "Ana Costa"
    page.go_back()
    page.get_by_text("3 faits, 2 pièces et 1 contact").wait_for()
    assert owner.faults.said == []


def test_pieces_asked_for_are_ticked_from_the_vault(owner: Steps) -> None:
    page = owner.page
    owner.begin_step("Indemnisation")
    owner.next()
    owner.choose("Du coffre : Relevés de compte", "Relevé bancaire")
    page.get_by_role("button", name="Détacher Relevé bancaire").wait_for()
    page.get_by_role("checkbox", name="Sur papier (Pièce d’identité)").check()
    check(page)
    owner.next()
    page.get_by_role("button", name="Voir le texte").click()
    text = owner.text()
    assert "☑ Relevés de compte : Pièce n° 1\n" in text
    assert "☑ Pièce d’identité : sur papier" in text
    assert "☐ Factures et frais : à réunir" in text


def test_a_timeline_brings_its_facts_and_pieces(owner: Steps) -> None:
    page = owner.page
    owner.begin_step("Signaler un contenu en ligne")
    owner.next()
    owner.choose("Reprendre une frise", "La suite des appels")
    page.get_by_text("1 fait et 2 pièces").wait_for()
    owner.next()
    page.get_by_role("button", name="Voir le texte").click()
    text = owner.text()
    assert "Pièce n° 1 : Message du 13 mars, 13 mars 2023\nMise à l’abri le" in text
    assert "Pièce n° 2 : Relevé bancaire" in text


@pytest.mark.parametrize(
    "look", [{"viewport": NARROW}, {"viewport": PHONE, "color_scheme": "dark"}, {"viewport": DESK}]
)
def test_every_state_is_accessible(person: Callable[..., Page], site: str, look: dict[str, Any]) -> None:
    owner = Steps(person(**look), site)
    owner.fill_vault()
    owner.list()
    check(owner.page)
    for title in STEPS:
        owner.begin_step(title)
        owner.page.locator("details summary").first.click()
        check(owner.page)
        owner.next()
        owner.pick("Faits", "Appel du soir")
        check(owner.page)
        owner.next()
        owner.page.get_by_role("button", name="Voir le texte").wait_for()
        check(owner.page)
        owner.page.get_by_role("button", name="Voir le texte").click()
        owner.text()
        check(owner.page)
    assert owner.faults.said == []
