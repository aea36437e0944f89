"""The pages without account, in Chromium on the real application: they are read by anyone, and left at once.

Leaving is tested against the promises of `static/js/quick-exit.js`; the neutral page is answered here, not by the
network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.navigators.axe import check
from tests.parts.embedded import serving, settings_in
from vault import cli
from vault.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    Visit = Callable[..., Page]

NEUTRAL = "https://neutral.test/"
LAW = ["/mentions-legales", "/confidentialite", "/accessibilite", "/signaler-une-faille"]
GUIDE = ["/guide", "/guide/abri", "/guide/aide", "/guide/garder", "/guide/internet"]
PAGES = ["/", "/securite", "/limites", "/navigateur", *LAW, *GUIDE, "/repere", "/annuaire", "/nulle-part"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("public")
    app = create_app(settings_in(folder, neutral_url=NEUTRAL))
    cli.migrate(app.extensions["memo"])
    with serving(app) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """Opens a page of the site in a browser of its own, from which the neutral page answers."""
    contexts: list[BrowserContext] = []

    def opened(path: str, **options: Any) -> Page:
        context = chromium.new_context(**({"locale": "fr-FR"} | options))
        contexts.append(context)
        context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutre</title>"))
        page = context.new_page()
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_pages_are_accessible(visit: Visit, path: str, width: int, scheme: str) -> None:
    check(visit(path, viewport={"width": width, "height": 800}, color_scheme=scheme))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_tells(visit: Visit, path: str) -> None:
    page = visit(path)
    assert page.title() == "Notes"
    assert page.locator("a").nth(1).get_attribute("href") == "/quitter"
    assert page.locator("[style]").count() == 0


def test_back_does_not_show_the_site_again(visit: Visit, address: str) -> None:
    page = visit("/")
    page.goto(f"{address}/securite")
    with page.expect_request("**/api/v1/sessions/leave") as left:
        page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url(NEUTRAL)
    assert left.value.method == "POST"
    page.go_back()
    page.wait_for_url(NEUTRAL)
    page.goto(f"{address}/")
    assert page.get_by_role("heading", level=1).is_visible()


def test_three_shifts_leave_and_capitals_do_not(visit: Visit) -> None:
    page = visit("/")
    for key in ("Shift", "Shift", "Shift+KeyE", "Shift+KeyE", "Shift+KeyE", "Shift"):
        page.keyboard.press(key)
    assert page.locator(".leave-dots i.on").count() == 1
    assert "encore deux fois" in page.locator("#announcer").inner_text()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url(NEUTRAL)


def test_leaving_without_script(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    with page.expect_response("**/quitter") as left:
        page.get_by_role("link", name="Quitter vite").click()
    page.wait_for_url(NEUTRAL)
    assert left.value.all_headers()["clear-site-data"] == '"cache", "cookies"'


def test_the_keys_are_dropped_before_the_page_is_emptied(visit: Visit) -> None:
    page = visit("/limites")
    page.evaluate(
        """window.addEventListener("memo:leave", () => {
            const veil = Boolean(document.querySelector(".leave-veil"));
            navigator.sendBeacon("/seen", JSON.stringify({ veil, text: document.body.textContent.length > 99 }));
        })"""
    )
    with page.expect_request("**/seen") as seen:
        page.get_by_role("link", name="Quitter vite").click()
    assert seen.value.post_data_json == {"veil": True, "text": True}


def test_a_browser_that_will_do_is_told_so(visit: Visit) -> None:
    page = visit("/navigateur")
    page.locator("#browser-good").wait_for(state="visible")
    assert page.locator("#browser-poor").is_hidden()
