"""The directory inside the vault: an entry becomes a sealed contact at one press, and the search stays in the tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.navigators.keep import Keeper


def test_an_entry_becomes_a_contact(keeper: Keeper) -> None:
    page = keeper.page
    keeper.go("Contacts")
    keeper.check()
    keeper.press("Chercher dans l’annuaire")
    keeper.title("Annuaire")
    page.locator(".directory-look").wait_for()
    keeper.check()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    page.get_by_role("searchbox").fill("info droits lyon")
    expect(page.locator(".entry")).to_have_count(1)
    assert asked == []
    keeper.press("Ajouter Le MAS – Info-Droits-Victimes à mes contacts")
    keeper.title("Le MAS – Info-Droits-Victimes")
    expect(page.locator("main")).to_contain_text("04 78 60 00 13")
    expect(page.locator("main")).to_contain_text("mas-asso.fr")
    assert asked
    assert not any("MAS" in one or "mas-asso" in one for one in asked)
    keeper.check()


def test_the_same_entry_is_not_kept_twice(keeper: Keeper) -> None:
    page = keeper.page
    for _ in range(2):
        keeper.go("Contacts")
        keeper.press("Chercher dans l’annuaire")
        page.get_by_role("searchbox").fill("caffes")
        keeper.press("Ajouter CAFFES")
        page.locator("h1", has_text="CAFFES").wait_for()
    keeper.go("Contacts")
    expect(page.locator(".list-row")).to_have_count(1)
