"""A phone that keeps the vault, and the ways in: a second factor, a passphrase or keys changed here or elsewhere, an
idle lock, another tab, another vault, and the end of the vault.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import pyotp
from playwright.sync_api import expect

from tests.browser.navigators.device import FACT, NOT_ONLINE, NOTHING_KEPT, Holder
from vault import client_access
from vault.client_api import Api
from vault.client_vault import VaultClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.navigators.device import Phone

WRITTEN = "Écrit dans le train"
NEW_PHRASE = "lanterne violet poivre sentier nacelle horloge verger tambour"
OTHER = ("olive-marteau-1111", "girafe canapé torrent biscuit lavande moulin citerne écharpe")


def test_a_locked_phone_opens_again_without_network_and_a_second_tab_only_reads(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        hers.note(WRITTEN)
        hers.page.get_by_role("link", name="Réglages et corbeille").click()
        hers.press("Verrouiller")
        hers.title("Verrouillé")
        hers.unlock()
        hers.go("Journal")
        expect(hers.page.locator(".thread .fact h3", has_text=WRITTEN)).to_have_count(1)
        other = Holder(hers.page.context.new_page(), hers.address)
        other.login, other.phrase = hers.login, hers.phrase
        other.open_vault()
        assert other.facts() == [FACT]
        other.settings("Cet appareil")
        other.page.get_by_text("Un autre onglet de ce site s’occupe de cet appareil").wait_for()
        assert other.page.get_by_role("button", name="Retirer de cet appareil").is_disabled()
        other.go("Journal")
        other.press("Noter un fait")
        other.page.locator("#event-facts").fill("Dans l’autre onglet")
        other.save()
        other.page.get_by_text("Fermez-le, puis réessayez").wait_for()
        hers.page.close()
        other.save()
        other.page.get_by_text(NOT_ONLINE).first.wait_for()
        other.go("Journal")
        expect(other.page.locator(".thread .fact h3")).to_have_count(3)


def test_a_passphrase_changed_here_renews_the_copy(phone: Phone) -> None:
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.call("flows/ways.js", f"m.changePassword('{hers.phrase}', '{NEW_PHRASE}')")
        hers.settings("Cet appareil")
        hers.page.get_by_text("1 fichier sur 1").wait_for()
    phone.server.kill()
    with phone.browser() as hers:
        hers.open_with_no_other(NEW_PHRASE)
        assert hers.facts() == [FACT]


def test_what_waited_under_keys_renewed_elsewhere_is_taken_up_with_the_phrase_of_then(phone: Phone) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        hers.note(WRITTEN)
        phone.serve()
        with phone.desk() as desk:
            client_access.rotate(desk, phone.phrase, client_access.Rotation(NEW_PHRASE))
        hers.go_on_with(NEW_PHRASE)
        hers.page.locator(".standing").get_by_role("button", name="Voir", exact=True).click()
        hers.page.get_by_text("avant que les clés du coffre soient renouvelées").wait_for()
        hers.press("Les reprendre")
        hers.page.locator("#ask-password").fill(phone.phrase)
        hers.page.get_by_role("dialog").get_by_role("button", name="Reprendre", exact=True).click()
        hers.online()
        hers.go("Journal")
        expect(hers.page.locator(".thread .fact h3", has_text=WRITTEN)).to_have_count(1)
    phone.server.kill()
    with phone.browser() as hers:
        hers.open_with_no_other(NEW_PHRASE)
        expect(hers.page.locator(".thread .fact h3")).to_have_count(2)


def test_a_second_factor_is_asked_for_when_the_network_is_back(phone: Phone) -> None:
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        hers.call("flows/session.js", f"m.unlock('{hers.phrase}')")
        made = hers.call("flows/factors.js", "m.startTotp()")
        made = cast("dict[str, str]", made)
        totp = pyotp.TOTP(made["secret"])
        hers.call("flows/factors.js", f"m.confirmTotp('{made['factorId']}', '{totp.now()}')")
    phone.server.kill()
    with phone.browser() as hers:
        hers.open_vault()
        hers.note(WRITTEN)
        phone.serve()
        hers.retry()
        hers.page.get_by_text("demande sa seconde vérification").wait_for()
        hers.press("Continuer")
        hers.unlock()
        hers.page.locator("#second").fill(totp.at(time.time() + totp.interval))
        hers.page.keyboard.press("Enter")
        hers.online()
        expect(hers.page.get_by_text(NOT_ONLINE)).to_have_count(0)


def test_another_vault_is_not_kept_and_does_not_touch_the_copy(phone: Phone) -> None:
    phone.serve()
    api = Api(phone.server.address)
    VaultClient(api).register(*OTHER)
    api.close()
    with phone.browser() as hers:
        hers.knock(*OTHER)
        hers.title("Journal")
        hers.settings("Cet appareil")
        hers.page.get_by_text("Un autre coffre est déjà gardé sur cet appareil").wait_for()
    phone.server.kill()
    with phone.browser() as hers:
        hers.refused_here(*OTHER)
        hers.open_vault()
        assert hers.facts() == [FACT]


def test_an_erased_vault_takes_its_copy_along(phone: Phone) -> None:
    phone.serve()
    with phone.browser() as hers:
        hers.open_vault()
        words = " ".join(phone.words)
        hers.call("flows/erasures.js", f"m.askErasure({{ whole: true, phrase: '{words}' }})")
        hers.title("Un endroit à vous")
        assert hers.kept_on_device() == NOTHING_KEPT


def test_what_was_written_to_an_item_erased_elsewhere_is_kept_anew(phone: Phone, person: Callable[..., Page]) -> None:
    with phone.browser() as hers:
        hers.open_vault()
        item = hers.call("flows/catalogue.js", "m.rows('event')[0].id")
        edit = f"m.save({{ ...(await m.open('{item}')), facts: '{WRITTEN}', title: '' }})"
        hers.call("flows/events.js", edit)
        phone.serve()
        other = Holder(person(), hers.address)
        other.login, other.phrase = hers.login, hers.phrase
        other.open_vault()
        words, items = " ".join(phone.words), f"items: ['{item}']"
        finish = f"({{ id }}) => m.finishErasure({{ id, {items} }})"
        other.call("flows/erasures.js", f"m.askErasure({{ {items}, phrase: '{words}' }}).then({finish})")
        hers.retry()
        hers.online()
        assert hers.facts() == [WRITTEN]
        other.go("Contacts")
        other.call("flows/catalogue.js", "m.refresh()")
        other.go("Journal")
        assert other.facts() == [WRITTEN]
