"""The landmark in the vault: kept only when asked, sealed, drawn over time; shown to nobody unless chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.navigators.axe import check
from tests.browser.navigators.share import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.navigators.keep import Keeper

EARLIER = """async ({ readings, shared, items }) => {
    const { save } = await import(readings);
    const { scaleOf } = await import(shared);
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
    page.evaluate(
        EARLIER,
        {
            "readings": keeper.module("flows/readings.js"),
            "shared": keeper.module("flows/readings-shared.js"),
            "items": keeper.module("flows/items.js"),
        },
    )
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


KEPT = """async ({ items, dates, days, keyDates, events, timelines }) => {
    const { keep, newId } = await import(items);
    const { parseWhen } = await import(dates);
    const { monthRecord } = await import(days);
    const said = (danger, mood, note = "") => ({ danger, mood, note });
    const twelfth = said("yes", "heavy", "Il est revenu le soir.");
    const march = new Map([["2023-03-12", twelfth], ["2023-03-14", said("no", "light")]]);
    await keep(newId(), monthRecord("2023-03", march));
    await keep(newId(), monthRecord("2023-04", new Map([["2023-04-02", said("some", "restless", "Seule.")]])));
    await (await import(keyDates)).save({ title: "Le déménagement", when: parseWhen("mars 2023") });
    await (await import(keyDates)).save({ title: "Naissance de Lou", when: parseWhen("2019") });
    const save = (await import(events)).save;
    const facts = [
      await save({ title: "Appel du soir", facts: "Il appelle trois fois.", when: parseWhen("12/03/2023") }),
      await save({ title: "Une lettre", facts: "Sous la porte.", when: parseWhen("02/06/2023") }),
    ];
    await (await import(timelines)).save({ title: "De mars à juin", items: facts });
}"""
"""What she keeps for herself, and two facts: those screens have tests of their own."""

PRIVATE = ("Danger", "Vigilance", "Lou", "déménagement", "Comment c’était", "journée", "revenu le soir", "Repères")
FOLD = "Ce que vous gardez pour vous"


def keep_for_herself(keeper: Keeper) -> None:
    modules = {name: keeper.module(f"flows/{name}.js") for name in ("items", "dates", "days", "events", "timelines")}
    keeper.page.evaluate(KEPT, modules | {"keyDates": keeper.module("flows/key-dates.js")})
    names = {"readings": "readings", "shared": "readings-shared", "items": "items"}
    keeper.page.evaluate(EARLIER, {name: keeper.module(f"flows/{path}.js") for name, path in names.items()})


def choose_everything(keeper: Keeper) -> None:
    """A timeline, then all that « tout cocher » ticks, in every list."""
    keeper.choose_timeline("De mars à juin")
    for button in keeper.page.get_by_role("button", name="Tout cocher", include_hidden=True).all():
        button.dispatch_event("click")
    keeper.page.get_by_text("2 faits", exact=True).wait_for()


def test_what_she_keeps_for_herself_is_shown_to_nobody_unless_chosen(
    keeper: Keeper, person: Callable[..., Page]
) -> None:
    keep_for_herself(keeper)
    keeper.begin()
    choose_everything(keeper)
    fold = keeper.page.locator("details", has_text=FOLD).last
    assert fold.get_attribute("open") is None
    expect(fold.locator("input")).to_have_count(6)
    expect(fold.locator("input:checked")).to_have_count(0)
    keeper.next()
    keeper.address_to("Me Martin", "")
    look = keeper.page.locator(".reading").inner_text()
    left_out = keeper.page.locator(".look aside")
    expect(left_out).to_contain_text(
        "ce que vous gardez pour vous : 2 repères, 2 mois de jours notés et 2 grandes dates"
    )
    keeper.check()
    reader = Reader(person())
    reader.open(keeper.open_share())
    shown = reader.reading()
    assert "Appel du soir" in look
    assert "Appel du soir" in shown
    assert [word for word in PRIVATE if word in look + shown] == []
    assert reader.faults.said == []


def test_what_she_chose_of_it_is_read_calmly_below_the_facts(keeper: Keeper, person: Callable[..., Page]) -> None:
    page = keeper.page
    keep_for_herself(keeper)
    keeper.begin()
    choose_everything(keeper)
    page.locator("summary", has_text=FOLD).click()
    chosen = ("Comment c’était, mars 2023", "Le déménagement")
    for name in chosen:
        page.get_by_role("checkbox", name=name).check()
    page.locator("section", has_text="Repères").get_by_role("checkbox").first.check()
    page.get_by_text("2 faits, 1 repère, 1 mois de jours notés et 1 grande date").wait_for()
    keeper.check()
    keeper.next()
    keeper.address_to("Me Martin", "")
    page.get_by_text("mots écrits ces jours-là").wait_for()
    page.get_by_text("Ce qui a été coché").wait_for()
    keeper.check()
    look = page.locator(".reading").inner_text()
    reader = Reader(person())
    reader.open(keeper.open_share())
    reader.page.get_by_text("Ce qui a été coché").wait_for()
    shown = reader.reading()
    assert all(line in shown for line in look.split("\n"))
    there = ("Danger", "ni un diagnostic, ni une preuve", "danger ressenti, journée lourde, 1 fait", "journée légère")
    assert [word for word in there if word not in shown] == []
    assert [
        word for word in ("Vigilance", "Relation libre", "Lou", "avril", "revenu le soir", "Seule") if word in shown
    ] == []
    expect(reader.page.locator(".thread .anchor")).to_contain_text("Le déménagement")
    expect(reader.page.locator(".key-dates li")).to_have_count(1)
    expect(reader.page.locator(".days-grid .day.yes .knot")).to_have_count(1)
    expect(reader.page.locator(".note-mark")).to_have_count(0)
    check(reader.page)
    keeper.done()
    page.get_by_role("button", name="Revoir").click()
    page.get_by_role("button", name="Revoir ce qui est montré").click()
    page.get_by_text("Ce qui a été coché").wait_for()
    keeper.check()
    assert reader.faults.said == []


def test_the_words_of_a_day_go_with_feelings_and_nothing_else_is_needed(
    keeper: Keeper, person: Callable[..., Page]
) -> None:
    """A month alone may be shown; the server is asked for the same sentences whatever a share shows."""
    page = keeper.page
    keep_for_herself(keeper)
    keeper.begin()
    page.locator("summary", has_text="sauf si vous le choisissez").click()
    page.get_by_role("checkbox", name="mes ressentis").check()
    page.locator("summary", has_text=FOLD).click()
    page.get_by_role("checkbox", name="Comment c’était, mars 2023").check()
    keeper.next()
    keeper.address_to("Claire", "")
    asked: list[str] = []
    reader = Reader(person(color_scheme="dark"))
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.open(keeper.open_share())
    assert "Il est revenu le soir." in reader.reading()
    expect(reader.page.locator(".note-mark")).to_have_count(1)
    expect(reader.page.locator(".thread")).to_have_count(0)
    assert [url for url in asked if url.endswith("/api/v1/readings/scale")] != []
    check(reader.page)
    assert reader.faults.said == []
