"""« Comment c’était » in Chromium: one tap a day, by thumb and by keyboard alone; sealed, drawn, shown to nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.keep import IDLE, Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CANARY = "hirondelle"
NOTE = f"Un appel le soir, {CANARY}.\nPuis deux autres.\nJe n’ai pas répondu."
NARROW = {"width": 320, "height": 640}
TODAY = """() => {
    const now = new Date();
    const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    return parts.map((part) => String(part).padStart(2, "0")).join("-");
}"""
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
EARLIER = """async ({ days, month }) => {
    const { readDays, keepMonthOf } = await import(days);
    const all = await readDays();
    for (const day of ["03", "04", "09"]) all.set(`${month}-${day}`, { danger: "yes", mood: "heavy", note: "" });
    await keepMonthOf(`${month}-03`, all);
}"""


@pytest.fixture(scope="module")
def keeper(chromium: Browser, site: str) -> Iterator[Keeper]:
    context = chromium.new_context(viewport=PHONE, locale="fr-FR", timezone_id="Europe/Paris", has_touch=True)
    keeper = Keeper(context.new_page(), site)
    keeper.page.clock.install()
    told: list[str] = []
    keeper.page.on("request", lambda request: told.append(str(request.post_data)))
    keeper.make_vault()
    yield keeper
    assert keeper.faults.said == []
    assert not any(CANARY in one or "danger" in one for one in told)
    context.close()


def begin(keeper: Keeper) -> date:
    keeper.go("Journal")
    keeper.press("Comment c’était")
    keeper.title("Comment c’était")
    keeper.page.locator(".days-grid").wait_for()
    return date.fromisoformat(keeper.page.evaluate(TODAY))


def kept(keeper: Keeper) -> None:
    expect(keeper.page.locator(".days-day [role=status]")).to_have_text("Enregistré.")


def test_one_tap_is_kept_and_taken_back(keeper: Keeper) -> None:
    page = keeper.page
    today = begin(keeper)
    cell = page.locator(f"#day-{today}")
    keeper.press("Un peu", exact=True)
    kept(keeper)
    expect(cell).to_have_accessible_name(name_of(today, "un peu de danger ressenti"))
    keeper.press("Agitée", exact=True)
    one_line = page.locator("#days-note").bounding_box()
    page.locator("#days-note").fill(NOTE)
    lines = page.locator("#days-note").bounding_box()
    assert one_line
    assert lines
    assert lines["height"] > one_line["height"], "the field grows with what is written"
    page.locator("#days-note").blur()
    kept(keeper)
    keeper.press("Un peu", exact=True)
    kept(keeper)
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    assert CANARY not in page.content()
    keeper.unlock()
    expect(page.locator("#days-note")).to_have_value(NOTE)
    expect(page.get_by_role("button", name="Agitée", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Un peu", exact=True)).to_have_attribute("aria-pressed", "false")
    keeper.check()


def name_of(day: date, words: str) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}, {words}"


def test_by_the_keyboard_alone(keeper: Keeper) -> None:
    page = keeper.page
    today = begin(keeper)
    page.locator(f"#day-{today}").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#day-{today}")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"#day-{today - timedelta(7)}")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#day-{today - timedelta(8)}")).to_be_focused()
    page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    expect(page.locator("td:first-child > .day:focus")).to_be_visible()
    focused = page.evaluate("document.activeElement.id").removeprefix("day-")
    chosen = date.fromisoformat(focused)
    assert chosen.weekday() == 0
    assert page.locator(".days-grid [tabindex='0']").count() == 1, "the month is one stop of the keyboard"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Oui":
            break
    page.keyboard.press("Enter")
    kept(keeper)
    expect(page.locator(f"#day-{chosen}")).to_have_accessible_name(name_of(chosen, "danger ressenti"))


def test_the_months_are_drawn_and_said_beside_what_happened(keeper: Keeper) -> None:
    page = keeper.page
    today = begin(keeper)
    before = (today.replace(day=1) - timedelta(1)).replace(day=1)
    page.evaluate(EARLIER, {"days": keeper.module("flows/days.js"), "month": before.isoformat()[:7]})
    keeper.note("Ce jour-là", before.replace(day=3).strftime("%d/%m/%Y"))
    begin(keeper)
    page.get_by_role("button", name="Mois précédent").click()
    page.locator(f"#day-{before.replace(day=3)}").click()
    expect(page.locator(".days-day .row-open")).to_have_text("Ce jour-là")
    expect(page.locator(f"#day-{before.replace(day=3)}")).to_have_accessible_name(
        name_of(before.replace(day=3), "danger ressenti, journée lourde, 1 fait")
    )
    assert page.locator(".days-course li > svg").count() >= 2
    page.get_by_text("Les mêmes jours, en mots").click()
    words = name_of(before.replace(day=9), "danger ressenti, journée lourde")
    expect(page.locator(".days-course details")).to_contain_text(words)
    for size, scheme in ((NARROW, "light"), (PHONE, "dark"), (DESK, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        keeper.check()
    page.set_viewport_size(PHONE)
    page.locator(".days-day .row-open").click()
    keeper.title("Ce jour-là")


def earlier(keeper: Keeper) -> None:
    """Two months back, of which nothing was said before."""
    keeper.press("Mois précédent")
    keeper.press("Mois précédent")


def test_what_two_devices_say_of_one_month_is_kept(keeper: Keeper, chromium: Browser) -> None:
    page = keeper.page
    today = begin(keeper)
    context = chromium.new_context(viewport=DESK, locale="fr-FR", timezone_id="Europe/Paris")
    other = Keeper(context.new_page(), keeper.address)
    other.phrase = keeper.phrase
    other.knock(keeper.login)
    other.title("Journal")
    begin(other)
    for one in (keeper, other):
        earlier(one)
    before = (today.replace(day=1) - timedelta(1)).replace(day=1) - timedelta(1)
    [tenth, twelfth] = [before.replace(day=10), before.replace(day=12)]
    other.page.locator(f"#day-{tenth}").click()
    other.press("Légère", exact=True)
    kept(other)
    page.locator(f"#day-{twelfth}").click()
    keeper.press("Calme", exact=True)
    kept(keeper)
    expect(page.locator(f"#day-{tenth}")).to_have_accessible_name(name_of(tenth, "journée légère"))
    other.press("Oui", exact=True)
    kept(other)
    for one in (keeper, other):
        one.go("Journal")
        begin(one)
        earlier(one)
        expect(one.page.locator(f"#day-{twelfth}")).to_have_accessible_name(name_of(twelfth, "journée calme"))
    expect(other.page.locator(f"#day-{tenth}")).to_have_accessible_name(
        name_of(tenth, "danger ressenti, journée légère")
    )
    assert other.faults.said == []
    context.close()


def test_it_is_no_landmark_and_in_no_share(keeper: Keeper) -> None:
    page = keeper.page
    page.get_by_role("link", name="Réglages").or_(page.get_by_role("button", name="Réglages")).first.click()
    keeper.press("Repères")
    expect(page.get_by_role("heading", name="Aucun repère gardé")).to_be_visible()
    keeper.go("Partages")
    keeper.press("Montrer une partie")
    keeper.title("Que montrer ?")
    summaries = page.locator(".fold > summary").all_inner_texts()
    assert [one.split("\u00a0: ")[0] for one in summaries if " sur " in one] == ["Faits"]
