"""What the benches run on: the product itself behind gunicorn, Chromium, and pages of the bench's own.

The bench's pages are served with the product's content policy: what is not allowed to the product is not allowed here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.parts.ports import free_port, program, wait_for_port
from vault.config import Settings, embedded_values
from vault.headers import headers_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "bench/pages"
SCRIPTS = ROOT / "bench/scripts"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]
PATIENCE = 15 * 60_000
"""Milliseconds for anything; a bench never fails on time."""
NO_LIMITS = {
    "ATTEMPTS_PER_LOGIN": "1000000",
    "ATTEMPTS_PER_SOURCE": "1000000",
    "ATTEMPTS_PER_ACCOUNT": "1000000",
    "ATTEMPTS_OVERALL": "1000000",
    "REGISTRATIONS_PER_SOURCE": "1000000",
}
PASSPHRASE = "bench bocal tisane ouvrir dauphin gravier semer"  # noqa: S105 — of vaults that live for a minute


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards, on a disk: memory must not be measured twice."""
    made = Path(tempfile.mkdtemp(prefix="memo-bench-", dir="/var/tmp"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def product(home: Path, *, workers: int = 1, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """The product served as `make run` does; its address."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | NO_LIMITS | {"EMBEDDED": str(home / "site"), "SITE_URL": address} | dict(more or {})
    subprocess.run([sys.executable, "-m", "vault.cli", "migrate"], env=environment, cwd=ROOT, check=True)
    log = home / "gunicorn.log"
    options = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", "16", "--no-control-socket"]
    options += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108 — as the product is served
    command = [str(Path(sys.executable).with_name("gunicorn")), *options, "vault.wsgi:app"]
    with log.open("w") as handle:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=handle, stdout=handle)
    try:
        wait_for_port(port, log)
        yield address
    finally:
        server.terminate()
        server.wait()


@contextmanager
def chromium(profile: Path) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, whose processes can be told from others by it."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program("chromium"), args=ARGUMENTS, headless=True,
            viewport={"width": 1280, "height": 900}, locale="fr-FR", downloads_path=profile.parent,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        try:
            yield context
        finally:
            context.close()


def run(page: Page, script: str, **arguments: Any) -> Any:
    """What a function of `bench/scripts/` gives in the page; `base` is where the product's modules are."""
    source = (SCRIPTS / f"{script}.js").read_text(encoding="utf-8")
    base = page.evaluate("document.querySelector('script[type=module]').src.replace(/js\\/pages\\/.*/, 'js/')")
    return page.evaluate(source, {"base": base, **arguments})


def registered(page: Page, address: str, login: str) -> None:
    """A new vault, open in this page by the product's own means."""
    page.goto(f"{address}/notes")
    page.locator("#main h1").wait_for()
    run(page, "register", login=login, password=PASSPHRASE)


def give_file(page: Page, path: Path) -> None:
    """Put a file of the disk into the page, as a person chooses one; scripts find it at `#bench-file`."""
    page.evaluate("""() => {
      document.getElementById('bench-file')?.remove();
      document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'bench-file' }));
    }""")
    page.locator("#bench-file").set_input_files(path)


def random_file(path: Path, size: int) -> Path:
    with path.open("wb") as stream:
        left = size
        while left:
            block = os.urandom(min(left, 1 << 24))
            left -= stream.write(block)
    return path


class _Handler(SimpleHTTPRequestHandler):
    """Static files under the product's headers."""

    def __init__(self, *arguments: Any, headers_of_product: Mapping[str, str], **options: Any) -> None:
        self._more = headers_of_product
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        for name, value in self._more.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Nothing: the table is what is printed."""


@contextmanager
def bench_pages(home: Path) -> Iterator[str]:
    """The bench's own pages with their peers bundled in; the address they are served at."""
    built = home / "pages"
    esbuild = ROOT / "node_modules/.bin/esbuild"
    entries = [str(path) for path in sorted(PAGES.glob("*.js"))]
    options = ["--bundle", "--format=esm", "--target=es2022", "--minify", "--log-level=error", f"--outdir={built}"]
    subprocess.run([esbuild, *entries, *options], cwd=ROOT, check=True)
    for page in PAGES.glob("*.html"):
        shutil.copy(page, built)
    settings = Settings(**embedded_values(home / "unused"))
    handler = partial(_Handler, directory=str(built), headers_of_product=headers_for("page", settings))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def machine() -> str:
    """What the figures depend on, in general terms."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    version = subprocess.run([program("chromium"), "--version"], capture_output=True, text=True, check=False).stdout
    node = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    peers = ", ".join(f"{name} {node[name]}" for name in ("libsodium-wrappers-sumo", "age-encryption", "openpgp"))
    load = os.getloadavg()[2]
    cores = f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, load average {load:.0f}"
    return f"{cores}; {version.split(' built')[0].strip()}; {peers}"
