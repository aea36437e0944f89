"""What goes wrong by itself: a full disk, a database that goes away, a cut network, a closed tab, a wrong clock.

A real browser on a real server each time. What is common to all: the person is told in words what is safe and what to
do, nothing that was kept is lost, and nothing is kept twice. (The store that lies and the counters that are gone are in
`tests/functional/test_storage.py` and `test_limits.py`: the browser sees the same answers.)
"""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url

from tests.hostile import lies
from tests.hostile.client import Refused, refused
from tests.hostile.conftest import new_vault
from tests.hostile.server import running
from tests.hostile.tab import Tab, TabReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.hostile.proxy import Answer, LyingProxy, Request
    from tests.hostile.server import Server

    NewPage = Callable[..., Page]

LONG_FILE = 40 << 20
"""Bytes: three parts."""
SENDING = """await memo.files.keepFile(memo.file('film.bin', given), {
    onProgress: (progress) => { memo.waited ||= progress.waiting; },
})"""
POLL = 20
"""Milliseconds between two looks at what has been sent."""
PATIENCE = 1500
"""Looks before giving up."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of twelve megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def notes(address: str, new_page: NewPage) -> Tab:
    return Tab(new_page(), f"{address}/notes")


def wait_until(page: Page, holds: Callable[[], object]) -> None:
    for _ in range(PATIENCE):
        if holds():
            return
        page.wait_for_timeout(POLL)
    raise AssertionError("it never happened")


def test_a_full_disk_is_said_and_what_was_kept_is_read(small_disk: Path, new_page: NewPage) -> None:
    with running(small_disk) as server:
        tab = notes(server.address, new_page)
        owner = new_vault(tab)
        first = tab.note("Avant")
        kept = tab.keep_file("petit.bin", 50_000)
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as stream:
            fill(stream.fileno())

        assert refused(tab.note, "Pendant") == "storage_full"
        assert refused(tab.keep_file, "grand.bin", 900_000) == "storage_full"
        assert tab.read(first) == "Avant"
        assert len(tab.read_file(kept)) == 50_000

        filler.unlink()
        tab.note("Après")
        other = notes(server.address, new_page)
        assert other.enter(owner) == ["Après", "Avant"]


def fill(descriptor: int) -> None:
    """Write until nothing more fits."""
    for block in (1 << 16, 1 << 12, 1):
        try:
            while True:
                os.write(descriptor, bytes(block))
        except OSError:
            continue


def test_a_database_that_goes_away_in_a_commit(postgres_url: str, tmp_path: Path, new_page: NewPage) -> None:
    with running(tmp_path, DATABASE_URL=postgres_url) as server:
        tab = notes(server.address, new_page)
        owner = new_vault(tab)
        with held_commits(postgres_url) as cut:
            tab.begin("note", "await memo.events.save({ title: given, facts: given })", "Une seule fois")
            wait_until(tab.page, cut)
        tab.end("note")

        assert tab.refresh() == ["Une seule fois"]
        assert notes(server.address, new_page).enter(owner) == ["Une seule fois"]


@contextmanager
def held_commits(url: str) -> Iterator[Callable[[], bool]]:
    """While inside, commits wait for a table; `cut()` ends the connections that wait, and says whether any did."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    ending = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with psycopg.connect(plain) as holding, psycopg.connect(plain, autocommit=True) as admin:
        holding.execute("LOCK TABLE commits IN ACCESS EXCLUSIVE MODE")
        yield lambda: bool(admin.execute(ending).fetchall())


def test_room_is_refused_before_the_first_byte(tmp_path: Path, new_page: NewPage) -> None:
    with running(tmp_path, FILE_LIMIT_BYTES="120000", QUOTA_BYTES="180000") as server:
        tab = notes(server.address, new_page)
        new_vault(tab)
        assert refused(tab.keep_file, "grand.bin", 200_000) == "file_too_large"
        kept = tab.do("await memo.keep('un.bin', 90000, given)", "Un")
        assert refused(tab.keep_file, "deux.bin", 100_000) == "quota_exceeded"
        # A few words always fit: only files are refused.
        tab.note("Des mots")
        assert tab.refresh() == ["Des mots", "Un"]
        assert len(tab.read_file(kept["reference"])) == 90_000


def test_a_file_that_changes_while_it_is_read_is_not_kept(server: Server, new_page: NewPage, tmp_path: Path) -> None:
    tab = notes(server.address, new_page)
    new_vault(tab)
    path = tmp_path / "changeant.bin"
    path.write_bytes(bytes(9 << 20))
    tab.page.evaluate("document.body.append(Object.assign(document.createElement('input'), {type: 'file', id: 'it'}))")
    tab.page.set_input_files("#it", path)
    path.write_bytes(b"autre chose")
    assert refused(tab.do, "await memo.files.keepFile(document.querySelector('#it').files[0])") == "file_changed"
    assert tab.refresh() == []


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_wrong_by_a_day_changes_nothing(server: Server, new_page: NewPage, days: int) -> None:
    # Her phone is a day off one way, the reader's computer a day off the other way; only the server's clock counts.
    wrong = timedelta(days=days)
    tab = Tab(new_page(datetime.now(UTC) + wrong), f"{server.address}/notes")
    new_vault(tab)
    item = tab.note("Un fait")
    shared = tab.share([item])
    (made,) = tab.do("await memo.shares.listShares()")
    assert made["state"] == "live"
    assert abs(datetime.fromisoformat(made["notBefore"]) - datetime.now(UTC)) < timedelta(minutes=5)

    reader = TabReader(new_page, server.address)
    reader.now = datetime.now(UTC) - wrong
    assert reader.open(shared) == ["Un fait"]
    assert tab.openings(shared.share_id) == 1


def test_two_tabs_writing_at_once_are_both_kept(server: Server, new_page: NewPage) -> None:
    first, second = notes(server.address, new_page), notes(server.address, new_page)
    owner = new_vault(first)
    second.enter(owner)
    expected = []
    for number in range(5):
        for name, tab in (("un", first), ("deux", second)):
            title = f"{name} {number}"
            expected.append(title)
            tab.begin(title, "await memo.events.save({ title: given, facts: given })", title)
    for tab in (first, second):
        for title in expected:
            if tab.page.evaluate("(name) => memo.begun.has(name)", title):
                tab.end(title)
    assert first.refresh() == second.refresh() == sorted(expected)


def test_a_browser_without_what_we_need_is_told_which_one_works(server: Server, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("""
        const make = crypto.subtle.generateKey.bind(crypto.subtle);
        const refuse = () => Promise.reject(new Error("unknown"));
        crypto.subtle.generateKey = (name, ...more) => name === "X25519" ? refuse() : make(name, ...more);
    """)
    page.goto(f"{server.address}/notes")
    page.wait_for_url("**/navigateur")
    page.locator("#browser-poor").wait_for()
    assert page.locator("#browser-missing").inner_text().strip()
    page.get_by_text("Chrome, Edge ou Chromium").wait_for()


def test_words_too_long_are_refused_and_stay_with_her(server: Server, new_page: NewPage) -> None:
    tab = notes(server.address, new_page)
    new_vault(tab)
    with pytest.raises(Refused, match=r"^text_too_long: .*Raccourcissez-le"):
        tab.note("x" * 2_000_000)
    assert tab.refresh() == []
    tab.note("Plus court")
    assert tab.refresh() == ["Plus court"]


def begin_long_upload(tab: Tab, hearing: LyingProxy) -> None:
    """Begun, and at least one part has arrived."""
    tab.begin("upload", SENDING, LONG_FILE)
    wait_until(tab.page, lambda: hearing.sent(r"^PUT .*/parts/\d+$"))


def test_a_cut_network_is_waited_out(hearing: LyingProxy, new_page: NewPage, context: BrowserContext) -> None:
    tab = notes(hearing.address, new_page)
    new_vault(tab)
    begin_long_upload(tab, hearing)
    context.set_offline(True)
    wait_until(tab.page, lambda: tab.page.evaluate("Boolean(memo.waited)"))
    assert not tab.is_done("upload")
    context.set_offline(False)
    reference = tab.end("upload")
    assert reference["size"] == LONG_FILE
    tab.do("await memo.evidence.save({ title: 'Film', file: given })", reference)
    assert tab.refresh() == ["Film"]


def test_a_closed_tab_is_taken_up_where_it_stopped(hearing: LyingProxy, new_page: NewPage) -> None:
    tab = notes(hearing.address, new_page)
    owner = new_vault(tab)
    arrived: list[int] = []

    def only_the_first_arrives(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        if re.search(r"^PUT .*/parts/[12]$", request.call):
            return lies.refusal(503, "database_unavailable")
        answer = ask(request)
        if re.search(r"^PUT .*/parts/0$", request.call):
            arrived.append(answer.status)
        return answer

    hearing.lie = only_the_first_arrives
    begin_long_upload(tab, hearing)
    wait_until(tab.page, lambda: arrived == [204] and hearing.sent(r"^PUT .*/parts/1$"))
    tab.page.close()

    hearing.forget()
    other = notes(hearing.address, new_page)
    other.enter(owner)
    (left,) = other.do("await memo.files.pendingUploads()")
    assert (left["name"], left["size"]) == ("film.bin", LONG_FILE)
    reference = other.do("await memo.files.keepFile(memo.file('film.bin', given.size), { resume: given })", left)
    assert not hearing.sent(r"^PUT .*/parts/0$"), "what had arrived was sent again"
    assert reference["id"] == left["state"]["fileId"]
    assert len(other.read_file(reference)) == LONG_FILE
