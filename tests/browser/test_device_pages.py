"""The public pages, kept on a device whose owner asks: read without network, renewed whole or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.navigators.axe import check
from tests.hostile import lies
from tests.hostile.proxy import Answer, LyingProxy, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

READ = ["/", "/repere", "/annuaire", "/guide", "/guide/abri", "/securite", "/limites"]
KEEP = """async () => {
    const entry = document.querySelector("script[src$='pages/device.js']").src;
    const m = await import(entry.replace("pages/device.js", "flows/device-pages.js"));
    return m.keepPart("pages").then(() => "kept", ({ code }) => code);
}"""


@pytest.fixture
def proxy(site: str) -> Iterator[LyingProxy]:
    made = LyingProxy(site)
    yield made
    made.close()


@pytest.fixture
def page(person: Callable[..., Page], proxy: LyingProxy) -> Page:
    """On the page that offers to keep, which has been accepted."""
    page = person()
    page.goto(f"{proxy.address}/hors-ligne")
    page.get_by_role("button", name="Garder ces pages ici").wait_for()
    check(page)
    assert caches(page) == []
    page.get_by_role("button", name="Garder ces pages ici").click()
    page.get_by_text("Ces pages sont gardées sur cet appareil").wait_for()
    check(page)
    return page


def caches(page: Page) -> list[str]:
    found: list[str] = page.evaluate("caches.keys()")
    return found


def gone(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    """No network."""
    raise ConnectionError


def newer(body: Any) -> None:
    body["version"] = "another"


def test_they_are_read_without_network_and_the_way_out_is_an_empty_page(page: Page, proxy: LyingProxy) -> None:
    proxy.lie = gone
    for path in READ:
        page.goto(f"{proxy.address}{path}")
        expect(page.locator("h1").first).to_be_visible()
    page.goto(f"{proxy.address}/annuaire")
    page.get_by_role("searchbox").or_(page.locator("#directory input[type=search]")).first.wait_for()
    page.goto(f"{proxy.address}/quitter")
    assert page.title() == ""
    assert page.locator("body").inner_text() == ""


def test_they_are_renewed_whole_or_not_at_all(page: Page, proxy: LyingProxy) -> None:
    before = caches(page)
    broken = lies.instead("GET /annuaire$", Answer(500, lies.HTML, b""))
    proxy.lie = lambda request, ask: lies.at("GET device$", lies.in_json(newer))(request, lambda one: broken(one, ask))
    assert page.evaluate(KEEP) == "pages_not_kept"
    assert caches(page) == before
    proxy.lie = lies.at("GET device$", lies.in_json(newer))
    assert page.evaluate(KEEP) == "kept"
    assert caches(page) == ["pages another"]
    proxy.lie = gone
    page.goto(f"{proxy.address}/guide/abri")
    expect(page.locator("h1").first).to_be_visible()


def test_leaving_keeps_them_and_taking_away_leaves_nothing(page: Page, proxy: LyingProxy) -> None:
    page.context.route(re.compile("https://.*"), lambda route: route.fulfill(body="<title>Neutre</title>"))
    page.goto(f"{proxy.address}/guide")
    page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url(re.compile("^https://"))
    proxy.lie = gone
    page.goto(f"{proxy.address}/hors-ligne")
    page.get_by_role("button", name="Les retirer de cet appareil").click()
    page.get_by_text("Retirées.").wait_for()
    assert caches(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
