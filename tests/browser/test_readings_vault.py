"""The landmark in the vault: kept only when asked, sealed, drawn over time, and not offered to a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.navigators.keep import Keeper

EARLIER = """async ({ readings, items }) => {
    const { save, scaleOf } = await import(readings);
    const { newId } = await import(items);
    const scale = await scaleOf();
    const said = [["emp-01", "2026-09-01T10:00"], ["emp-24", "2026-09-01T11:00"]];
    for (const [id, at] of said) {
      await save(scale, { answers: { [id]: "yes" }, audience: "person" }, newId(), new Date(at));
    }
}"""
"""Two of one day, weeks ago: the clock of the page cannot be set back, it would lock the vault."""


def begin(keeper: Keeper) -> None:
    keeper.page.get_by_role("button", name="Réglages").or_(
        keeper.page.get_by_role("link", name="Réglages")
    ).first.click()
    keeper.press("Repères")
    keeper.title("Repères")


def look(keeper: Keeper, *sentences: str) -> None:
    keeper.press("Faire le point")
    for one in sentences:
        keeper.page.check(f"#{one}")
    keeper.press("Voir où cela mène")


def test_a_reading_is_kept_only_when_asked_and_its_course_is_drawn(keeper: Keeper) -> None:
    page = keeper.page
    begin(keeper)
    keeper.check()
    look(keeper, "emp-01")
    keeper.check()
    assert page.locator("#main a[href='/annuaire']").count() == 0, "leaving the page would lock the vault"
    page.go_back()
    keeper.title("Repères")
    expect(page.get_by_role("heading", name="Aucun repère gardé")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    page.evaluate(EARLIER, {"readings": keeper.module("flows/readings.js"), "items": keeper.module("flows/items.js")})
    look(keeper, "emp-09")
    keeper.press("Garder ce repère")
    keeper.title("Repères")
    assert not any("emp-" in one for one in asked)
    expect(page.locator(".list-row")).to_have_count(3)
    expect(page.locator(".list-row .meta")).to_have_text(["Vigilance", "Danger", "Relation libre"])
    expect(page.locator(".course circle")).to_have_count(3)
    assert page.locator(".course circle").evaluate_all("all => all.map((one) => one.getAttribute('class'))") == [
        "green", "red", "amber",
    ]  # fmt: skip
    keeper.check()


def test_a_reading_is_read_again_and_taken_away(keeper: Keeper) -> None:
    page = keeper.page
    begin(keeper)
    look(keeper, "emp-18")
    keeper.press("Garder ce repère")
    keeper.title("Repères")
    page.locator(".row-open").first.click()
    expect(page.locator("main")).to_contain_text("j’ai donné mes économies")
    keeper.check()
    keeper.press("Supprimer")
    keeper.title("Repères")
    expect(page.get_by_role("heading", name="Aucun repère gardé")).to_be_visible()


def test_a_reading_is_not_offered_to_a_share(keeper: Keeper) -> None:
    begin(keeper)
    look(keeper, "emp-18")
    keeper.press("Garder ce repère")
    keeper.title("Repères")
    keeper.go("Partages")
    keeper.press("Montrer une partie")
    keeper.page.locator("h1").wait_for()
    expect(keeper.page.get_by_role("heading", name="Rien à montrer pour l’instant")).to_be_visible()
