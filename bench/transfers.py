"""How many bytes of script cross the network before a page works, compressed as they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.site import chromium, folder, product
from bench.table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Request

LIMITS = {"/": ("First page", 100_000), "/notes": ("Vault page", 200_000)}


def rows() -> Iterator[Row]:
    with folder() as home, product(home) as address:
        for path, (name, limit) in LIMITS.items():
            with chromium(home / f"profile{limit}") as context:
                scripts, everything, requests = _loaded(context, address + path)
            yield Row(
                f"Transfer size: {name.lower()}", "", f"{scripts / 1000:.0f} kB of compressed JavaScript "
                f"({everything / 1000:.0f} kB in {requests} requests with fonts, styles and the page)",
                f"≤ {limit // 1000} kB of JavaScript", scripts <= limit,
            )  # fmt: skip


def _loaded(context: BrowserContext, url: str) -> tuple[int, int, int]:
    """Bytes of scripts, bytes of all, number of requests, of a browser that has never seen the site."""
    page = context.new_page()
    finished: list[Request] = []

    def hear(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", hear)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    sizes = [(request, request.sizes()["responseBodySize"]) for request in finished]
    scripts = sum(size for request, size in sizes if request.resource_type == "script" or request.url.endswith(".js"))
    return scripts, sum(size for _, size in sizes), len(sizes)


