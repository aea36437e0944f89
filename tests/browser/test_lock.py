"""What a lock and a way out leave in the page: nothing, whatever the network does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.navigators.keep import IDLE, Keeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

FACT = "Ce que personne ne doit lire ici"


@pytest.fixture
def keeper(person: Callable[..., Page], site: str) -> Keeper:
    keeper = Keeper(person(), site)
    keeper.page.clock.install()
    keeper.make_vault()
    return keeper


def test_a_lock_does_not_wait_for_a_network_that_hangs(keeper: Keeper) -> None:
    page = keeper.page
    keeper.press("Noter un fait")
    page.locator("#event-facts").fill(FACT)
    page.route("**/api/v1/drafts/*", lambda _: None)  # never answered
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    assert FACT not in page.content()


def test_closing_the_vault_shows_the_door(keeper: Keeper) -> None:
    page = keeper.page
    keeper.note(FACT)
    assert FACT in page.content()
    page.get_by_role("link", name="Réglages et corbeille").click()
    keeper.press("Fermer le coffre")
    keeper.title("Un endroit à vous")
    assert page.get_by_role("link", name="Journal").count() == 0
    assert FACT not in page.content()
    page.go_back()
    expect(page.get_by_role("heading", name="Un endroit à vous")).to_be_visible()
    assert FACT not in page.content()
