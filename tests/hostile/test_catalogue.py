"""What the vault holds: a server that shows an older list, another one, less of it, or more (A9 to A12, A20).

A tab that was lied to shows nothing that does not verify, keeps readable what did, and sends nothing more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.hostile import lies
from tests.hostile.client import refused
from tests.hostile.conftest import SECRET_WORDS
from tests.hostile.tab import Tab
from vault.crypto.encoding import b64, sha256, unb64
from vault.crypto.framing import Frame, SealedPage, parse_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.client import Client
    from tests.hostile.conftest import Vault
    from tests.hostile.lies import Change
    from tests.hostile.proxy import Answer, LyingProxy, Request

CATALOGUE = "GET catalogue"


def swapped(served: Frame) -> bytes:
    """Each page under the number of another."""
    first, second, *others = served.pages
    exchanged = [first._replace(sealed=second.sealed), second._replace(sealed=first.sealed), *others]
    return lies.reframed(served, pages=exchanged)


def planted(served: Frame) -> bytes:
    """A page that the root does not list: one of its own, again, under a number that is free."""
    taken = {page.number for page in served.pages}
    number = next(n for n in range(256) if n not in taken)
    return lies.reframed(served, pages=[*served.pages, SealedPage(number, served.seq, served.pages[0].sealed)])


def of_version(version: int) -> Change:
    """The framing says another version of itself."""
    return lies.in_bytes(lambda body: body.replace(b'{"v":1,', b'{"v":%d,' % version, 1))


FALSE_CATALOGUES: dict[str, tuple[Change, str]] = {
    "an earlier format": (of_version(0), "unsupported"),
    "a later format": (of_version(2), "unsupported"),
    "a root changed": (lies.in_frame(lambda f: lies.reframed(f, root=lies.flipped(f.root, 99))), "does_not_open"),
    "a root cut": (lies.in_frame(lambda f: lies.reframed(f, root=f.root[:-1])), "does_not_open"),
    "a root padded": (lies.in_frame(lambda f: lies.reframed(f, root=f.root + bytes(16))), "does_not_open"),
    "a page for a root": (lies.in_frame(lambda f: lies.reframed(f, root=f.pages[0].sealed)), "does_not_open"),
    "a later number": (lies.in_frame(lambda f: lies.reframed(f, seq=f.seq + 1)), "does_not_open"),
    "an earlier number": (lies.in_frame(lambda f: lies.reframed(f, seq=f.seq - 1)), "does_not_open"),
    "a page changed": (
        lies.in_frame(
            lambda f: lies.reframed(f, pages=[p._replace(sealed=lies.flipped(p.sealed, 60)) for p in f.pages])
        ),
        "forged",
    ),
    "a page of another version": (
        lies.in_frame(lambda f: lies.reframed(f, pages=[p._replace(version=p.version + 1) for p in f.pages])),
        "forged",
    ),
    "a page hidden": (lies.in_frame(lambda f: lies.reframed(f, pages=f.pages[1:])), "omitted"),
    "all pages hidden": (lies.in_frame(lambda f: lies.reframed(f, pages=[])), "omitted"),
    "a page planted": (lies.in_frame(planted), "forged"),
    "two pages exchanged": (lies.in_frame(swapped), "forged"),
    "bytes after the end": (lies.in_bytes(lambda body: body + b"\x00"), "malformed"),
    "bytes missing": (lies.in_bytes(lambda body: body[:-1]), "malformed"),
    "an empty answer": (lies.in_bytes(lambda _body: b""), "malformed"),
    "a page of HTML": (lambda _answer: lies.page_of_html(), "malformed"),
    "nothing new": (lambda _answer: lies.made(204), "omitted"),
}


@pytest.mark.parametrize("name", FALSE_CATALOGUES)
def test_a_false_catalogue_shows_nothing(client: Client, vault: Vault, proxy: LyingProxy, name: str) -> None:
    change, code = FALSE_CATALOGUES[name]
    proxy.lie = lies.at(CATALOGUE, change)
    assert refused(client.enter, vault.owner) == code
    assert proxy.calls == ["POST logins", "POST sessions", "GET catalogue?since=0"]
    if isinstance(client, Tab):
        assert client.do("memo.titles()") == []
        assert SECRET_WORDS not in client.text
        sends_nothing_more(client, code, proxy)


def sends_nothing_more(tab: Tab, code: str, proxy: LyingProxy) -> None:
    """The tab is read-only from the first lie on, and says so."""
    proxy.forget()
    assert tab.read_only() == code
    assert refused(tab.note, "plus rien ne part") == "read_only"
    assert proxy.calls == []


def whole_frame(proxy: LyingProxy, act: Callable[[], object]) -> bytes:
    """The last whole catalogue that the real server gave while `act` ran."""
    frames: list[bytes] = []
    proxy.lie = lies.at("GET catalogue.since=0$", lies.in_bytes(lambda body: frames.append(body) or body))
    act()
    proxy.forget()
    return frames[-1]


def test_every_byte_of_root_and_page_is_held(client: Client, vault: Vault, proxy: LyingProxy) -> None:
    """One refusal for each wrap, whatever the byte, and no request that differs (A1)."""
    served = parse_frame(whole_frame(proxy, lambda: client.enter(vault.owner)))
    random, seen = lies.chance(), set()
    page = served.pages[0]
    for place in [0, 24, 55, 56, *random.sample(range(len(served.root)), 12)]:
        root = lies.reframed(served, root=lies.flipped(served.root, place, 1 << place % 8))
        false = page._replace(sealed=lies.flipped(page.sealed, place, 1 << place % 8))
        for wrap, data in {"root": root, "page": lies.reframed(served, pages=[false, *served.pages[1:]])}.items():
            proxy.forget()
            proxy.lie = lies.instead(CATALOGUE, lies.made(200, data))
            seen.add((wrap, refused(client.refresh), *proxy.calls))
    assert {found[:2] for found in seen} == {("root", "does_not_open"), ("page", "forged")}
    assert len(seen) == 2


def test_an_older_catalogue_is_refused(client: Client, vault: Vault, proxy: LyingProxy) -> None:
    """A12: true once, shown again after the client saw more."""
    older = whole_frame(proxy, lambda: client.enter(vault.owner))
    client.note("Ce qui suit")
    proxy.lie = lies.instead(CATALOGUE, lies.made(200, older))
    assert refused(client.refresh) == "rollback"
    if isinstance(client, Tab):
        assert "Ce qui suit" in client.do("memo.titles()")
        sends_nothing_more(client, "rollback", proxy)


@pytest.mark.parametrize("later", [0, 1, 2, 5])
def test_another_history_is_refused(
    client: Client, new_client: Callable[[str], Client], vault: Vault, proxy: LyingProxy, later: int
) -> None:
    """A12: the server says « kept », keeps nothing, and shows what another device wrote instead (a fork).

    All write the same item, so that each page of one history has its like in the other.
    """

    def swallow(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        if request.call != "POST commits":
            return ask(request)
        return lies.made(200, {"seq": request.json["seq"], "root_hash": b64(sha256(unb64(request.json["root"])))})

    client.enter(vault.owner)
    item = client.note("Avant")
    proxy.lie = swallow
    client.correct(item, "Avalé par le service")
    proxy.forget()
    other = new_client("desk")
    other.enter(vault.owner)
    for _ in range(later + 1):
        other.correct(item, "Autre histoire")
    proxy.lie = lambda request, ask: ask(everything(request))
    assert refused(client.refresh) == "fork"
    if isinstance(client, Tab):
        assert "Avalé par le service" in client.do("memo.titles()")
        sends_nothing_more(client, "fork", proxy)


def everything(request: Request) -> Request:
    """The same question, but of a client that knows nothing."""
    return replace(request, path=request.path.split("?since=")[0] + "?since=0") if "since=" in request.path else request


def test_a_change_of_another_device_cannot_be_cut(
    inside: Client, new_client: Callable[[str], Client], vault: Vault, proxy: LyingProxy
) -> None:
    other = new_client("desk")
    other.enter(vault.owner)
    other.note("Écrit ailleurs")
    proxy.lie = lies.at(CATALOGUE, lies.in_frame(lambda f: lies.reframed(f, pages=[])))
    assert refused(inside.refresh) in {"forged", "omitted"}


def test_nothing_new_for_ever_hides_nothing_of_ones_own(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    """What a client kept stays in its lists, whatever is answered afterwards."""
    proxy.lie = lies.instead(CATALOGUE, lies.made(204))
    inside.note("Gardé puis caché")
    assert "Gardé puis caché" in inside.refresh()
    assert f"Premier {SECRET_WORDS}" in inside.refresh()


def test_after_a_lock_the_vault_is_not_empty(tab: Tab, vault: Vault, proxy: LyingProxy) -> None:
    """The announced number and the silence that follows do not agree: less than announced is never shown as all."""
    before = tab.do("memo.titles()")
    tab.do("await memo.session.lock()")
    assert tab.do("memo.titles()") == []
    proxy.lie = lies.instead(CATALOGUE, lies.made(204))
    tab.unlock(vault.owner)
    tab.do("await memo.catalogue.loadCatalogue()")
    assert tab.do("memo.titles()") == before


@pytest.mark.parametrize(("step", "code"), [(-1, "rollback"), (1, "omitted")])
def test_after_a_lock_another_number_is_announced(
    tab: Tab, vault: Vault, proxy: LyingProxy, step: int, code: str
) -> None:
    tab.do("await memo.session.lock()")
    silence = lies.instead(CATALOGUE, lies.made(204))
    announce = lies.at("POST sessions/unlock$", lies.in_json(lambda body: body.update(seq=body["seq"] + step)))
    proxy.lie = lambda request, ask: announce(request, lambda asked: silence(asked, ask))
    tab.unlock(vault.owner)
    assert refused(tab.do, "await memo.catalogue.loadCatalogue()") == code
    sends_nothing_more(tab, code, proxy)


def test_less_than_announced_is_refused(
    new_client: Callable[[str], Client], kind: str, vault: Vault, proxy: LyingProxy
) -> None:
    """A new client has seen nothing: the server is held at least to its own word."""
    first = new_client(kind)
    older = whole_frame(proxy, lambda: first.enter(vault.owner))
    first.note("Ce qui est annoncé")
    proxy.lie = lies.instead(CATALOGUE, lies.made(200, older))
    assert refused(new_client(kind).enter, vault.owner) == "omitted"


FALSE_RECORDS: dict[str, tuple[Change, str]] = {
    "changed": (lies.in_bytes(lambda body: lies.flipped(body, len(body) // 2)), "forged"),
    "padded": (lies.in_bytes(lambda body: lies.joined([lies.records_of(body)[0] + bytes(16)])), "forged"),
    "cut": (lies.in_bytes(lambda body: lies.joined([lies.records_of(body)[0][:-16]])), "forged"),
    "given twice": (lies.in_bytes(lambda body: body + body), "malformed"),
    "absent": (lies.in_bytes(lambda _body: b""), "malformed"),
    "HTML": (lambda _answer: lies.page_of_html(), "malformed"),
    "denied": (lambda _answer: lies.refusal(404, "not_found"), "omitted"),
}


@pytest.mark.parametrize("name", FALSE_RECORDS)
def test_a_false_record_is_not_read(inside: Client, vault: Vault, proxy: LyingProxy, name: str) -> None:
    change, code = FALSE_RECORDS[name]
    proxy.lie = lies.at("POST records/read", change)
    assert refused(inside.read, vault.first) == code
    assert proxy.calls == ["POST records/read"]
    if isinstance(inside, Tab) and name != "denied":
        sends_nothing_more(inside, code, proxy)


def test_a_record_cannot_stand_for_another(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    """A9, A10: a true record of this vault under the id of another, which exchanges their names."""

    def ask_for_second(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        return ask(replace(request, body=request.body.replace(vault.first.encode(), vault.second.encode())))

    proxy.lie = ask_for_second
    assert refused(inside.read, vault.first) == "forged"
    assert proxy.calls == ["POST records/read"]


def test_an_older_version_cannot_stand_for_the_newest(tab: Tab, vault: Vault, proxy: LyingProxy) -> None:
    item = tab.note("Première version")
    tab.do("await memo.events.save({ id: given, title: 'Deuxième version', facts: 'corrigé' })", item)
    proxy.forget()
    proxy.lie = lambda request, ask: ask(replace(request, body=request.body.replace(b'"version":2', b'"version":1')))
    assert refused(tab.do, "await memo.records.readRecord(given)", item) == "forged"
    assert proxy.calls == ["POST records/read"]


def test_keeping_something_else_is_not_keeping(inside: Client, proxy: LyingProxy) -> None:
    proxy.lie = lies.at("POST commits$", lies.in_json(lambda body: body.update(root_hash=b64(bytes(32)))))
    assert refused(inside.note, "Quelque chose") == "forged"
    if isinstance(inside, Tab):
        sends_nothing_more(inside, "forged", proxy)


def test_what_is_planted_beside_the_catalogue_is_invisible(tab: Tab, vault: Vault, proxy: LyingProxy) -> None:
    """A11: drafts, shares and events that the owner never made."""
    draft = {"draft_id": b64(bytes(16)), "sealed": b64(bytes(1200)), "at": "2026-05-04T12:00:00Z"}
    share = {
        "share_id": b64(bytes(16)),
        "opens": 3,
        "wrong_codes": 0,
        "ended_at": None,
        "ended_why": None,
        "receipts": [],
    }
    proxy.lie = lies.at(
        "GET (drafts|shares)$",
        lies.in_json(
            lambda body: body.setdefault("drafts" if "drafts" in body else "shares", []).append(
                draft if "drafts" in body else share
            )
        ),
    )
    assert draft["draft_id"] not in [one["id"] for one in tab.do("await memo.drafts.drafts()")]
    assert share["share_id"] not in [one["id"] for one in tab.do("await memo.shares.listShares()")]
    assert tab.read_only() is None
