"""Answers that are none: HTML, nothing, other shapes, failures, slowness; and clocks that are wrong.

Whatever comes, nothing is said to be kept that the server did not acknowledge, nothing that was typed is lost, and the
person is told what is safe and what to do.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile import lies
from tests.hostile.client import refused
from tests.hostile.conftest import SECRET_WORDS
from tests.hostile.proxy import Answer, Request, honest
from tests.hostile.tab import Tab, TabReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.client import Client, Reader
    from tests.hostile.conftest import Vault
    from tests.hostile.proxy import LyingProxy

NO_ANSWERS: dict[str, Answer] = {
    "HTML": lies.page_of_html(),
    "HTML, refused": Answer(403, lies.HTML, b"<h1>Forbidden</h1>"),
    "nothing": lies.made(200),
    "no content": lies.made(204),
    "null": Answer(200, lies.JSON, b"null"),
    "an empty object": lies.made(200, {}),
    "a list": lies.made(200, []),
    "other types": lies.made(200, {"params": 3, "auth_version": "1", "slots": {}, "vault_id": [], "epoch": "1"}),
    "half of it": Answer(200, lies.JSON, b'{"params":"{\\"v\\":1,'),
    "a failure": lies.refusal(500, "internal"),
    "a failure without words": lies.made(500),
    "an unknown refusal": lies.refusal(418, "teapot"),
}
SAID = {
    "offline",
    "internal",
    "unreadable_answer",
    "malformed",
    "unsupported",
    "foreign_slot",
    "forged",
    "omitted",
    "share_forged",
    "teapot",
}


SOME = ["HTML", "nothing", "null", "half of it", "a failure"]


@pytest.mark.parametrize("call", ["POST logins$", "POST sessions$"])
def test_the_door_stays_shut(client: Client, vault: Vault, proxy: LyingProxy, call: str) -> None:
    for answer in NO_ANSWERS.values():
        proxy.forget()
        proxy.lie = lies.instead(call, answer)
        assert refused(client.enter, vault.owner) in SAID
        assert proxy.calls[-1] == call.removesuffix("$")
        assert proxy.sent("accounts|commits") == []
    proxy.forget()
    assert f"Premier {SECRET_WORDS}" in client.enter(vault.owner)


@pytest.mark.parametrize("name", SOME)
def test_nothing_is_said_to_be_kept(inside: Client, proxy: LyingProxy, name: str) -> None:
    """And the same gesture, once the server speaks again, keeps it once."""
    proxy.lie = lies.instead("POST commits$", NO_ANSWERS[name])
    title = f"Gardé une fois {name} {inside.kind}"
    assert refused(inside.note, title) in SAID
    proxy.lie = honest
    assert title not in inside.refresh()
    if isinstance(inside, Tab):
        # What failed for want of an answer waits, and goes by itself; what was refused is still in the form.
        inside.do("await memo.catalogue.retryPending()")
        if title in inside.do("memo.titles()"):
            return
    inside.note(title)
    assert inside.refresh().count(title) == 1


@pytest.mark.parametrize("name", SOME)
def test_a_lost_answer_to_a_commit_loses_nothing(tab: Tab, proxy: LyingProxy, name: str) -> None:
    """The server kept it, and the answer was something else: the same gesture again is no second item."""
    proxy.lie = lies.at("POST commits$", lambda _answer: NO_ANSWERS[name])
    item = tab.do("memo.encoding.b64(memo.encoding.randomId())")
    title = f"Réponse perdue {name}"
    save = "await memo.events.save({ id: given[0], title: given[1], facts: 'mot' })"
    assert refused(tab.do, save, [item, title]) in SAID
    proxy.lie = honest
    tab.do("await memo.catalogue.retryPending()")
    tab.do(save, [item, title])
    assert tab.refresh().count(title) == 1
    assert tab.read(item) == title


def test_a_record_is_not_invented(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    for answer in NO_ANSWERS.values():
        proxy.lie = lies.instead("POST records/read$", answer)
        assert refused(inside.read, vault.first) in SAID


@pytest.mark.parametrize("call", ["POST openings/[^/]+/challenge$", "POST openings/[^/]+$"])
def test_a_share_is_not_invented(
    new_client: Callable[[str], Client],
    new_reader: Callable[[str], Reader],
    vault: Vault,
    proxy: LyingProxy,
    kind: str,
    call: str,
) -> None:
    owner, reader = new_client("desk"), new_reader(kind)
    owner.enter(vault.owner)
    shared = owner.share([vault.first])
    for answer in NO_ANSWERS.values():
        proxy.forget()
        proxy.lie = lies.instead(call, answer)
        assert refused(reader.open, shared) in SAID
        assert proxy.sent("/body$") == []
    proxy.forget()
    assert reader.open(shared) == [f"Premier {SECRET_WORDS}"]


def test_a_server_that_is_away_for_a_moment_is_asked_again(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    """Two answers 503, then the truth: nobody notices."""
    left = [lies.refusal(503, "database_unavailable"), lies.made(502)]

    def twice_away(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        return left.pop() if left else ask(request)

    proxy.lie = twice_away
    assert inside.read(vault.first) == f"Premier {SECRET_WORDS}"
    assert proxy.calls == ["POST records/read"] * 3


def test_nothing_is_said_before_the_answer(tab: Tab, proxy: LyingProxy) -> None:
    """A slow server: « enregistré » waits for it, and so does the list."""
    arrived, go_on = threading.Event(), threading.Event()

    def slow(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        answer = ask(request)
        if request.call == "POST commits":
            arrived.set()
            assert go_on.wait(30)
        return answer

    proxy.lie = slow
    tab.begin("note", "await memo.events.save({ title: 'Lente', facts: 'mot' })")
    assert arrived.wait(30)
    assert not tab.is_done("note")
    assert "Lente" not in tab.do("memo.titles()")
    go_on.set()
    tab.end("note")
    assert "Lente" in tab.do("memo.titles()")


@pytest.mark.parametrize("days", [-1, 1])
def test_the_clock_of_the_device_may_be_wrong_by_a_day(
    new_page: Callable[..., Any],
    new_reader: Callable[[str], Reader],
    vault: Vault,
    proxy: LyingProxy,
    days: int,
) -> None:
    """Kept, shared and opened all the same; the dates of a share are the server's."""
    now = datetime.now(UTC)
    tab = Tab(new_page(now + timedelta(days=days)), f"{proxy.address}/notes")
    tab.enter(vault.owner)
    tab.note(f"Écrit avec {days} jour d’écart")
    shared = tab.share([vault.first])
    entry = tab.do("memo.catalogue.shareEntries().find((one) => one.id === given)", shared.share_id)
    begin = datetime.fromisoformat(entry["not_before"])
    assert abs(begin - now) < timedelta(minutes=5)
    for reading in ("browser", "desk"):
        reader = new_reader(reading)
        if isinstance(reader, TabReader):
            reader.now = now + timedelta(days=days)
        assert reader.open(shared) == [f"Premier {SECRET_WORDS}"]


@pytest.mark.parametrize("days", [-400, 400])
def test_a_server_that_lies_about_the_time_opens_nothing_older(
    inside: Client, vault: Vault, proxy: LyingProxy, days: int
) -> None:
    """Its clock goes into dates that only it enforces; nothing of the vault depends on it."""
    false = format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True)
    proxy.lie = lambda request, ask: ask(request).with_header("Date", false)
    assert f"Premier {SECRET_WORDS}" in inside.refresh()
    assert inside.read(vault.first) == f"Premier {SECRET_WORDS}"
