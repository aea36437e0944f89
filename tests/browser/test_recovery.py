"""The vault survives the loss of its passphrase: the words are kept before the first file, and open it again.

Each state on the way is checked: accessible, nothing wider than the screen, nothing that the browser complains of.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.journey import Keys
from tests.browser.navigators.recovery import WORDS, Survivor, in_another_browser
from tools.strings import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Clock

DEVICES = [(320, "light"), (PHONE["width"], "dark"), (DESK["width"], "light")]
WITHOUT = "Continuer sans mots de secours\u202f?"
FACT = "Ce qui doit revenir"
WAITING = timedelta(days=7, minutes=5)
TOTP_STEP = timedelta(seconds=60)
"""Two steps: a code is good once, and neither is that of the step before."""
OWN_WORDS = set(re.findall(r"\w+", TEMPLATE.read_text(encoding="utf-8")))
"""What screens say by themselves: « phrase » is one of the words of recovery too."""


@pytest.fixture
def survivor(person: Callable[..., Page], site: str) -> Iterator[Survivor]:
    survivor = Survivor(person(), site)
    yield survivor
    assert survivor.faults.said == []


def test_no_file_before_two_words_are_typed_back(survivor: Survivor, samples: Callable[..., Path]) -> None:
    page = survivor.page
    survivor.make_unchecked_vault()
    assert len(survivor.words) == 12
    survivor.check()
    survivor.press("J’ai noté mes mots")
    survivor.check()
    for field in page.locator("input[id^=phrase-]").all():
        field.fill("abeille")
    survivor.press("Vérifier")
    assert "rien n’est perdu" in survivor.refusal()
    survivor.check()
    survivor.press("Revoir les mots")
    survivor.title(WORDS)
    survivor.later()
    assert "ne sont pas encore vérifiés" in survivor.standing()
    survivor.check()
    survivor.gate()
    survivor.check()
    assert page.locator("#evidence-file").count() == 0
    survivor.press("Retaper deux mots")
    survivor.type_back("phrase-", survivor.words)
    survivor.press("Vérifier")
    page.get_by_text("Choisir des fichiers").wait_for()
    page.locator("#evidence-file").set_input_files(samples("letter"))
    page.get_by_text("est à l’abri").wait_for()
    survivor.go("Journal")
    expect(page.locator(".standing")).to_have_count(0)


def test_the_flow_itself_refuses_a_first_file(survivor: Survivor) -> None:
    survivor.make_unchecked_vault()
    refused = "keepFile(new File(['x'], 'x.txt')).then(() => 'kept', (error) => error.code)"
    assert survivor.flow("files", refused) == "phrase_unchecked"


def test_the_words_are_there_again_after_a_lock_and_not_in_another_tab(survivor: Survivor) -> None:
    page = survivor.page
    survivor.make_unchecked_vault()
    survivor.flow("session", "lock()")
    survivor.title("Verrouillé")
    shown = set(re.findall(r"\w+", page.locator("body").inner_text()))
    assert not set(survivor.words) & (shown - OWN_WORDS)
    survivor.unlock()
    survivor.title(WORDS)
    expect(page.locator("ol.words li")).to_have_text(survivor.words)
    survivor.come_back(page.context.new_page())
    page = survivor.page
    survivor.press("Les vérifier")
    page.locator("#phrase-whole").fill(" ".join(survivor.words[:11]))
    survivor.press("Vérifier", exact=True)
    assert "Comparez-les un à un" in survivor.refusal()
    survivor.check()
    page.locator("#phrase-whole").fill(" ".join(survivor.words))
    survivor.press("Vérifier", exact=True)
    survivor.title("Journal")
    expect(page.locator(".standing")).to_have_count(0)


def test_going_without_is_a_choice_that_the_vault_repeats(survivor: Survivor) -> None:
    page = survivor.page
    survivor.make_unchecked_vault()
    survivor.later()
    survivor.gate()
    survivor.press("Continuer sans ces mots")
    survivor.title(WITHOUT)
    survivor.check()
    page.locator("#phrase-password").fill("pas la bonne phrase de passe")
    survivor.press("Je continue sans mots de secours")
    survivor.refusal()
    page.locator("#phrase-password").fill(survivor.phrase)
    survivor.press("Je continue sans mots de secours")
    page.get_by_text("Choisir des fichiers").wait_for()
    survivor.go("Journal")
    assert "sans mots de secours" in survivor.standing()
    survivor.check()
    survivor.press("En préparer")
    page.locator("#phrase-password").fill(survivor.phrase)
    survivor.check()
    survivor.press("Préparer mes mots de secours")
    page.locator("ol.words li").first.wait_for()
    assert page.locator("ol.words li").all_inner_texts() != survivor.words


def test_the_sheet_is_one_page_of_notes_and_is_not_kept(survivor: Survivor) -> None:
    page = survivor.page
    survivor.make_unchecked_vault()
    survivor.print_sheet()
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    expect(page.locator("#main")).not_to_be_visible()
    paper = page.locator(".paper").inner_text()
    assert page.locator(".paper-words li").all_inner_texts() == survivor.words
    assert survivor.login in paper
    assert re.search(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", paper)
    assert "localhost" not in paper
    assert not re.search("coffre|mémo|secours|récup", paper, re.IGNORECASE)
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".paper")).to_have_count(0)
    page.emulate_media(media="screen")
    survivor.press("J’ai noté mes mots")
    survivor.press("Revoir les mots")
    survivor.print_sheet(with_site=True)
    expect(page.locator(".paper")).to_contain_text("localhost")
    survivor.later()
    expect(page.locator(".paper")).to_have_count(0)


def test_everything_comes_back_with_the_sheet_and_the_old_passphrase_is_dead(
    survivor: Survivor, person: Callable[..., Page], samples: Callable[..., Path]
) -> None:
    survivor.make_vault()
    survivor.keep_pieces(samples("photo"))
    survivor.note(FACT, "mars 2021")
    sheet = survivor.flow("phrase", "sheetOf()")
    other = in_another_browser(person(), survivor)
    other.lost()
    other.check()
    other.type_sheet(survivor.login, survivor.words, str(sheet["seq"]), sheet["fingerprint"].lower())
    other.title("Votre nouvelle phrase de passe")
    other.check()
    other.choose_passphrase()
    other.title("Votre coffre est ouvert")
    other.check()
    other.press("Garder ma feuille")
    other.title("Journal")
    assert other.facts() == [FACT]
    other.look(samples("photo").name).locator("img").wait_for()
    third = in_another_browser(person(), survivor)
    third.knock(survivor.login, survivor.phrase)
    assert "ne vont pas ensemble" in third.refusal()
    third.knock(survivor.login, other.phrase)
    third.title("Journal")
    assert [other.faults.said, third.faults.said] == [[], []]
    # The tab that was open is closed to the server too.
    survivor.go("Journal")
    refused = "refresh().then(() => 'open', (error) => error.code)"
    assert survivor.flow("catalogue", refused) == "session_ended"


def test_wrong_words_and_an_older_vault_are_refused_with_the_safe_thing_to_do(
    survivor: Survivor, person: Callable[..., Page]
) -> None:
    survivor.make_vault()
    other = in_another_browser(person(), survivor)
    other.lost()
    other.type_sheet(survivor.login, [*survivor.words[:11], "abeille", "abeille"])
    assert "un de trop" in other.refusal()
    other.check()
    other.type_sheet("un-autre-nom-0001", survivor.words)
    other.choose_passphrase()
    assert "Aucun coffre ne s’ouvre" in other.refusal()
    expect(other.page.locator("#recovery-login")).to_have_value("un-autre-nom-0001")
    other.type_sheet(survivor.login, survivor.words, "999999")
    other.choose_passphrase()
    assert "plus ancien" in other.refusal()
    other.check()
    third = in_another_browser(person(), survivor)
    third.knock(survivor.login, survivor.phrase)
    third.title("Journal")


def test_a_second_factor_is_asked_after_the_passphrase(
    survivor: Survivor, person: Callable[..., Page], clock: Clock
) -> None:
    survivor.make_vault()
    begun = survivor.flow("factors", "startTotp().then(({ factorId, secret }) => ({ factorId, secret }))")
    totp = pyotp.TOTP(begun["secret"])

    def code() -> str:
        clock.ahead += TOTP_STEP
        return totp.at(clock().replace(tzinfo=UTC))

    codes = survivor.flow("factors", "confirmTotp(given[0], given[1])", [begun["factorId"], code()])
    other = in_another_browser(person(), survivor)
    other.knock(survivor.login, survivor.phrase)
    other.title("Encore une vérification")
    other.check()
    other.page.locator("#second").fill("000 000")
    other.press("Ouvrir", exact=True)
    assert "n’est pas accepté" in other.refusal()
    other.check()
    expect(other.page.locator("#second")).to_have_attribute("inputmode", "numeric")
    other.page.locator("#second").fill(code())
    other.press("Ouvrir", exact=True)
    other.title("Journal")
    third = in_another_browser(person(), survivor)
    third.knock(survivor.login, survivor.phrase)
    third.press("Utiliser un code de secours")
    third.page.locator("#second").fill(codes[0].lower())
    third.check()
    third.press("Ouvrir", exact=True)
    third.title("Journal")
    # The words need no second factor, and take it away.
    fourth = in_another_browser(person(), survivor)
    fourth.lost()
    fourth.type_sheet(survivor.login, survivor.words)
    fourth.choose_passphrase()
    fourth.title("Votre coffre est ouvert")
    fifth = in_another_browser(person(), survivor)
    fifth.knock(survivor.login, fourth.phrase)
    fifth.title("Journal")


def test_a_passkey_opens_at_the_door_and_after_a_lock_and_is_a_second_factor(survivor: Survivor) -> None:
    survivor.make_vault()
    survivor.make_passkey()
    survivor.flow("session", "lock()")
    survivor.title("Verrouillé")
    survivor.check()
    survivor.press("Ouvrir avec une clé d’accès")
    survivor.title("Journal")
    survivor.flow("session", "leave()")
    survivor.press("J’ai déjà un coffre")
    survivor.press("Ouvrir avec une clé d’accès")
    survivor.title("Journal")
    survivor.flow("session", "leave()")
    survivor.knock(survivor.login, survivor.phrase)
    survivor.title("Encore une vérification")
    survivor.check()
    survivor.press("Utiliser ma clé d’accès")
    survivor.title("Journal")


def test_two_people_open_it_after_the_delay_which_the_vault_tells(
    survivor: Survivor, person: Callable[..., Page], clock: Clock
) -> None:
    survivor.make_vault()
    survivor.note(FACT)
    shares = survivor.flow("ways", "setPeople(given, 7)", survivor.phrase)
    other = in_another_browser(person(), survivor)
    other.lost()

    def give(first: list[str], second: list[str]) -> None:
        other.press("Deux personnes ont chacune une feuille")
        other.page.locator("#recovery-login").fill(survivor.login)
        other.page.locator("#recovery-share-0").fill(" ".join(first))
        other.page.locator("#recovery-share-1").fill(" ".join(second))
        other.check()
        other.press("Continuer", exact=True)

    give(shares[0], shares[0])
    assert "c’est deux fois la même" in other.refusal()
    other.page.locator("#recovery-share-1").fill(" ".join(shares[2]))
    other.press("Continuer", exact=True)
    other.title("La demande est faite")
    expect(other.page.locator(".note")).to_contain_text("Revenez à partir du")
    other.check()
    other.press("C’est noté")
    clock.ahead += WAITING
    other.lost()
    give(shares[2], shares[0])
    other.choose_passphrase()
    other.title("Votre coffre est ouvert")
    other.press("Garder ma feuille")
    assert other.facts() == [FACT]


def test_the_owner_sees_what_people_ask_for_and_refuses_it(survivor: Survivor, person: Callable[..., Page]) -> None:
    survivor.make_vault()
    shares = survivor.flow("ways", "setPeople(given, 7)", survivor.phrase)
    other = in_another_browser(person(), survivor)
    other.page.goto(f"{survivor.address}/notes")
    other.page.locator("h1").wait_for()
    asked = "askPeople(given).then(({ readyAt }) => readyAt)"
    assert other.flow("recovery", asked, {"login": survivor.login, "shares": [" ".join(share) for share in shares[:2]]})
    survivor.come_back(survivor.page.context.new_page())
    assert "Deux personnes demandent" in survivor.standing()
    survivor.check()
    survivor.press("Refuser")
    expect(survivor.page.locator(".standing")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), DEVICES)
def test_every_door_on_every_device(person: Callable[..., Page], site: str, width: int, scheme: str) -> None:
    survivor = Survivor(person(viewport={"width": width, "height": 800}, color_scheme=scheme), site)
    page = survivor.page
    page.goto(f"{site}/notes")
    survivor.press("Créer un coffre")
    survivor.check()
    survivor.make_unchecked_vault()
    for fold in page.locator("details.fold > summary").all():
        fold.click()
    survivor.check()
    survivor.press("Continuer sans ces mots")
    survivor.title(WITHOUT)
    survivor.check()
    page.goto(f"{site}/notes")
    survivor.press("J’ai déjà un coffre")
    survivor.check()
    survivor.lost()
    page.locator("#recovery-words").fill("abeille séjour xyzz car")
    page.locator(".typed-words .unknown").wait_for()
    survivor.check()
    survivor.press("carabine")
    expect(page.locator("#recovery-words")).to_have_value("abeille séjour xyzz carabine ")
    survivor.press("Deux personnes ont chacune une feuille")
    survivor.check()
    assert survivor.faults.said == []


def test_with_keys_alone(survivor: Survivor, person: Callable[..., Page]) -> None:
    """Someone who cannot use a mouse notes her words, and comes back with them."""
    survivor.make_vault()
    other = in_another_browser(person(viewport=DESK), survivor)
    keys = Keys(other)  # type: ignore[arg-type] # an Owner is enough: it presses nothing of an Author's
    other.page.goto(f"{survivor.address}/notes")
    keys.press("button", "J’ai déjà un coffre")
    keys.press("button", "J’ai perdu ma phrase de passe")
    keys.type("Identifiant", survivor.login)
    keys.type("Les douze mots", " ".join(survivor.words))
    keys.press("button", "Continuer")
    other.title("Votre nouvelle phrase de passe")
    other.page.locator("ol.words li").first.wait_for()
    keys.press("button", "C’est noté, ouvrir")
    other.title("Votre coffre est ouvert")
    keys.press("button", "Garder ma feuille")
    other.title("Journal")
