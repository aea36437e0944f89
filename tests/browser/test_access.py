"""« Accès », by the screens: who is in and who failed, other passphrase, everything renewed, codes, keys, people.

Each state on the way is checked: accessible, nothing wider than the screen, nothing that the browser complains of.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.access import Warden, elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Clock

FACT = "Ce qui doit rester"
TOTP_STEP = timedelta(seconds=60)
"""Two steps: a code is good once, and neither is that of the step before."""


@pytest.fixture
def warden(person: Callable[..., Page], site: str) -> Iterator[Warden]:
    warden = Warden(person(), site)
    warden.make_vault()
    yield warden
    assert warden.faults.said == []


def test_two_devices_see_and_close_each_other(warden: Warden, person: Callable[..., Page]) -> None:
    other = elsewhere(person(), warden)
    other.knock(warden.login, "une phrase qui n’est pas la bonne")
    other.refusal()
    other.knock(warden.login, warden.phrase)
    other.title("Journal")
    warden.access()
    warden.check()
    warden.told("Un autre onglet ou appareil")
    warden.told("1 essai raté, phrase de passe")
    warden.on("Un autre onglet ou appareil", "Nommer")
    warden.page.locator("#ask-name").fill("La bibliothèque")
    warden.check()
    warden.in_dialog("Garder ce nom")
    warden.told("La bibliothèque")
    warden.press("Fermer tous les autres")
    expect(warden.line("La bibliothèque")).to_have_count(0)
    other.access_is_closed()


def test_another_passphrase_closes_the_other_device_and_the_old_one(
    warden: Warden, person: Callable[..., Page]
) -> None:
    other = elsewhere(person(), warden)
    other.knock(warden.login, warden.phrase)
    other.title("Journal")
    warden.access()
    warden.on("Phrase de passe", "Changer")
    warden.title("Changer la phrase de passe")
    warden.check()
    warden.present(warden.phrase)
    old, warden.phrase = warden.phrase, warden.note_phrase()
    warden.check()
    warden.press("Changer la phrase de passe", exact=True)
    warden.told("La nouvelle phrase de passe est en place")
    warden.check()
    other.access_is_closed()
    third = elsewhere(person(), warden)
    third.knock(warden.login, old)
    third.refusal()
    third.knock(warden.login, warden.phrase)
    third.title("Journal")


def test_all_is_renewed_and_all_is_there(warden: Warden, person: Callable[..., Page]) -> None:
    warden.note(FACT)
    warden.access()
    warden.press("Tout renouveler")
    warden.title("Tout renouveler")
    warden.check()
    warden.press("Commencer")
    old, old_words = warden.phrase, warden.words
    warden.phrase = warden.note_phrase()
    warden.press("Continuer", exact=True)
    listed = warden.page.locator("ol.words li")
    expect(listed).to_have_count(12)
    warden.words = listed.all_inner_texts()
    warden.check()
    warden.press("J’ai noté mes mots")
    warden.type_back("rotation-", warden.words)
    warden.present(old)
    warden.check()
    warden.press("Tout renouveler maintenant")
    warden.told("Tout est renouvelé")
    warden.check()
    other = elsewhere(person(), warden)
    other.knock(warden.login, old)
    other.refusal()
    other.lost()
    other.type_sheet(warden.login, old_words)
    other.choose_passphrase()
    other.refusal()
    other.phrase = warden.phrase
    other.knock(warden.login, warden.phrase)
    other.title("Journal")
    other.told(FACT)


def test_codes_of_an_application_are_asked_for_and_taken_away(warden: Warden, clock: Clock) -> None:
    page = warden.page
    warden.access()
    warden.press("Ajouter une application de codes")
    warden.title("Application de codes")
    warden.check()
    warden.press("Continuer", exact=True)
    expect(page.locator("img.qr")).to_be_visible()
    warden.check()
    totp = pyotp.TOTP(page.locator(".code-box .code").inner_text().replace(" ", ""))

    def code() -> str:
        clock.ahead += TOTP_STEP
        return totp.at(clock().replace(tzinfo=UTC))

    page.locator("#totp-code").fill(code())
    page.locator("#factor-name").fill("Téléphone bleu")
    warden.press("Ajouter", exact=True)
    expect(page.locator("ol.codes li")).to_have_count(10)
    warden.check()
    warden.in_dialog("C’est noté")
    warden.title("Accès")
    warden.told("Téléphone bleu")
    warden.check()
    warden.on("Téléphone bleu", "Retirer")
    warden.unlock_again()
    page.locator("#ask-second").fill("000000")
    warden.in_dialog("Retirer")
    expect(page.locator("dialog").get_by_role("alert")).to_be_visible()
    page.locator("#ask-second").fill(code())
    warden.in_dialog("Retirer")
    expect(warden.line("Téléphone bleu")).to_have_count(0)


def test_a_key_opens_the_vault_by_a_choice_of_its_own(warden: Warden) -> None:
    warden.give_authenticator()
    warden.access()
    warden.press("Ajouter une clé d’accès")
    warden.title("Clé d’accès")
    warden.page.locator("#factor-name").fill("Petite clé")
    warden.check()
    warden.press("Ajouter la clé")
    warden.unlock_again()
    warden.in_dialog("C’est noté")
    warden.let_key_open()
    warden.check()
    warden.page.get_by_role("button", name="Ne plus ouvrir avec elle").click()
    warden.page.locator("#ask-password").fill(warden.phrase)
    warden.in_dialog("Ne plus ouvrir avec elle")
    expect(warden.page.get_by_text("Ouvre le coffre sans la phrase de passe")).to_have_count(0)


def test_what_a_renewal_ended_is_proposed_until_it_is_set_again_or_not_wanted(warden: Warden) -> None:
    warden.make_passkey()
    warden.flow("ways", "setPeople(given, 14)", warden.phrase)
    warden.renew()
    warden.access()
    part = warden.page.get_by_role("region", name="À refaire, si vous voulez")
    expect(part.get_by_role("listitem")).to_have_count(2)
    warden.check()
    part.get_by_role("button", name="Ouvrir de nouveau avec elle").click()
    warden.title("Clé d’accès")
    warden.let_key_open()
    expect(part.get_by_role("listitem")).to_have_count(1)
    part.get_by_role("button", name="Refaire").click()
    warden.title("Feuilles de secours")
    expect(warden.page.get_by_role("radio", name="14 jours")).to_be_checked()
    warden.page.go_back()
    part.get_by_role("button", name="Ne plus le proposer").click()
    warden.page.get_by_text("Ce n’est plus proposé.").first.wait_for()
    expect(part).to_have_count(0)
    warden.access()
    expect(part).to_have_count(0)


def test_three_sheets_are_made_and_taken_back(warden: Warden) -> None:
    warden.access()
    warden.on("Feuilles de secours, avec d’autres personnes", "Préparer")
    warden.title("Feuilles de secours")
    warden.check()
    warden.present(warden.phrase)
    warden.press("Préparer les feuilles")
    sheets = []
    for button in ("feuille suivante", "feuille suivante", "terminé"):
        listed = warden.page.locator("ol.words li")
        expect(listed).to_have_count(16)
        sheets.append(" ".join(listed.all_inner_texts()))
        warden.check()
        warden.press(button)
    assert len(set(sheets)) == 3
    warden.title("Accès")
    warden.told("Délai avant l’ouverture\u202f: 7 jours")
    warden.on("Feuilles de secours, avec d’autres personnes", "Retirer")
    warden.page.locator("#ask-password").fill(warden.phrase)
    warden.in_dialog("Retirer")
    expect(warden.line("Feuilles de secours, avec d’autres personnes").get_by_role("button")).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (PHONE["width"], "light"), (DESK["width"], "dark")])
def test_every_screen_on_every_device(person: Callable[..., Page], site: str, width: int, scheme: str) -> None:
    page = person(viewport={"width": width, "height": 740}, color_scheme=scheme)
    warden = Warden(page, site)
    warden.make_vault()
    warden.access()
    warden.check()
    for opening, title in (
        ("Changer", "Changer la phrase de passe"),
        ("Tout renouveler", "Tout renouveler"),
        ("Ajouter une application de codes", "Application de codes"),
        ("Ajouter une clé d’accès", "Clé d’accès"),
    ):
        warden.press(opening)
        warden.title(title)
        warden.check()
        page.go_back()
        warden.title("Accès")
