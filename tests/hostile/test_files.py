"""Files: chunks cut, exchanged, of another file; uploads taken up with another file (A8, A9, A21)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile import lies
from tests.hostile.client import refused
from tests.hostile.proxy import honest
from vault.crypto.constants import CHUNK, HEADER, PART, SEALED_CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.client import Client
    from tests.hostile.conftest import Vault
    from tests.hostile.proxy import Answer, LyingProxy, Request
    from tests.hostile.tab import Tab

    Edit = Callable[[bytes], bytes]

CHUNKS = 5
LARGE = PART + CHUNK
ELSEWHERE = "http://192.0.2.1/part"
"""An address for documentation (RFC 5737): nobody answers."""


def boundary(number: int) -> int:
    """Where chunk `number` begins in the sealed file."""
    return HEADER + SEALED_CHUNK * number


def exchanged(first: int, second: int) -> Edit:
    def edit(whole: bytes) -> bytes:
        chunks = [whole[boundary(n) : boundary(n + 1)] for n in range(CHUNKS)]
        chunks[first], chunks[second] = chunks[second], chunks[first]
        return whole[:HEADER] + b"".join(chunks)

    return edit


def repeated(whole: bytes) -> bytes:
    """The first chunk again in place of the second."""
    return whole[: boundary(1)] + whole[boundary(0) : boundary(1)] + whole[boundary(2) :]


def blanked(whole: bytes) -> bytes:
    """As long as it should be, but of zeros from the third chunk on."""
    return whole[: boundary(2)] + bytes(len(whole) - boundary(2))


def only_asks_for_parts(proxy: LyingProxy) -> bool:
    return all(call.startswith("GET files/") for call in proxy.calls)


@pytest.mark.parametrize("kept", range(CHUNKS))
def test_a_file_cut_between_two_chunks(inside: Client, vault: Vault, proxy: LyingProxy, kept: int) -> None:
    assert boundary(CHUNKS - 1) < vault.reference["sealed"] < boundary(CHUNKS)
    proxy.lie = lies.in_object(lambda whole: whole[: boundary(kept)])
    assert refused(inside.read_file, vault.reference) == "omitted"
    assert only_asks_for_parts(proxy)


FALSE_FILES: dict[str, Edit] = {
    "two chunks exchanged": exchanged(0, 1),
    "two chunks far apart exchanged": exchanged(1, 3),
    "a chunk repeated": repeated,
    "zeros from a boundary on": blanked,
    "another salt": lambda whole: bytes(24) + whole[24:],
    "another commitment": lambda whole: whole[:24] + bytes(32) + whole[HEADER:],
}


@pytest.mark.parametrize("name", FALSE_FILES)
def test_a_false_file_is_not_shown(inside: Client, vault: Vault, proxy: LyingProxy, name: str) -> None:
    proxy.lie = lies.in_object(FALSE_FILES[name])
    assert refused(inside.read_file, vault.reference) == "does_not_open"
    assert only_asks_for_parts(proxy)


def test_any_byte_of_a_file_changed_gives_one_refusal(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    random, seen = lies.chance(), set()
    for place in [0, 24, HEADER, vault.reference["sealed"] - 1, *random.sample(range(vault.reference["sealed"]), 12)]:
        proxy.forget()
        proxy.lie = lies.in_object(lambda whole, place=place: lies.flipped(whole, place, 1 << place % 8))
        seen.add((refused(inside.read_file, vault.reference), *sorted(proxy.calls)))
    assert len(seen) == 1
    assert next(iter(seen))[0] == "does_not_open"


def test_a_file_cannot_stand_for_another(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    """A9: a true file of this vault, as long as the other, under its name."""
    other = inside.keep_file("autre.bin", vault.reference["size"])
    assert other["sealed"] == vault.reference["sealed"]

    def serve_other(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        path = request.path.replace(vault.reference["id"], other["id"])
        return ask(type(request)(request.method, path, request.headers, request.body))

    proxy.forget()
    proxy.lie = serve_other
    assert refused(inside.read_file, vault.reference) == "does_not_open"
    assert only_asks_for_parts(proxy)


def test_a_thumbnail_cannot_stand_for_a_file(tab: Tab, proxy: LyingProxy) -> None:
    """A10: the type is in the context, so that even under the right key a thumbnail is not a file."""
    whole = tab.do("await memo.files.keepFile(memo.file('grande.bin', 5000))")
    small = tab.do("await memo.files.keepFile(memo.file('petite.bin', 5000), { thumbOf: given })", whole["id"])
    assert refused(tab.read_file, small) == "does_not_open"


@pytest.mark.parametrize("status", [200, 206])
def test_more_than_was_asked_for_is_refused(inside: Client, vault: Vault, proxy: LyingProxy, status: int) -> None:
    """Ranges ignored, or padding added after the end: sizes come from the verified record."""
    proxy.lie = lies.at("GET files/.*parts/0$", lambda answer: lies.made(status, answer.body + bytes(16)))
    assert refused(inside.read_file, vault.reference) == "omitted"


def test_a_file_denied_is_a_file_omitted(inside: Client, vault: Vault, proxy: LyingProxy) -> None:
    proxy.lie = lies.instead("GET files/", lies.refusal(404, "not_found"))
    assert refused(inside.read_file, vault.reference) == "omitted"


def test_nothing_of_a_cut_file_is_given_out(tab: Tab, vault: Vault, proxy: LyingProxy) -> None:
    """The end opens before the first byte is given to a player or to the disk."""
    proxy.lie = lies.in_object(lambda whole: whole[: boundary(CHUNKS - 1)] + bytes(len(whole) - boundary(CHUNKS - 1)))
    script = """(async () => {
        const file = new memo.sealedFile.SealedFile(given, memo.sources.vaultSource());
        globalThis.given = 0;
        for await (const piece of file.pieces(16384)) globalThis.given += piece.length;
    })()"""
    assert refused(tab.do, script, vault.reference) == "does_not_open"
    assert tab.page.evaluate("globalThis.given") == 0


def test_a_desk_is_not_sent_to_another_address(
    new_client: Callable[[str], Client], vault: Vault, proxy: LyingProxy
) -> None:
    """A browser has its content policy for that (`tests/functional/test_headers.py`)."""
    desk = new_client("desk")
    desk.enter(vault.owner)
    away = lies.made(307).with_header("Location", ELSEWHERE)
    proxy.lie = lies.instead("GET files/", away)
    assert refused(desk.read_file, vault.reference) == "foreign_address"
    proxy.lie = lies.at("tickets$", lies.in_json(lambda body: body["tickets"][0].update(url=ELSEWHERE)))
    assert refused(desk.keep_file, "autre.bin", 5000) == "foreign_address"
    assert proxy.sent("^PUT ") == []


def test_a_part_that_never_arrives_is_not_kept(inside: Client, proxy: LyingProxy) -> None:
    """The server drops a part and says that all is well, until the file is declared whole."""
    proxy.lie = lies.instead("PUT files/", lies.made(204))
    assert refused(inside.keep_file, "perdu.bin", 5000) == "parts_missing"
    assert proxy.sent("commits") == []


EDITS = {"nothing": -1, "its first byte": 0, "its last byte": LARGE - 1}


@pytest.mark.parametrize("edit", EDITS)
def test_a_resumed_upload_never_seals_two_files_under_one_key(
    new_client: Callable[[str], Tab], vault: Vault, proxy: LyingProxy, edit: str
) -> None:
    """A21: the file was edited between two parts, and still has its name, size and date."""
    first = new_client("browser")
    first.enter(vault.owner)
    proxy.lie = cut_after_first_part()
    assert refused(first.do, "await memo.files.keepFile(memo.file('film.bin', given))", LARGE) == "internal"
    first.page.close()
    sent = proxy.sent("^PUT files/")
    proxy.lie = honest
    reference = resumed(new_client("browser"), vault, EDITS[edit])
    bodies: dict[str, set[bytes]] = {}
    for request in proxy.sent("^PUT files/"):
        bodies.setdefault(request.path, set()).add(request.body)
    assert {len(found) for found in bodies.values()} == {1}
    begun = sent[0].path.split("/")[-3]
    assert (reference["id"] == begun) == (edit == "nothing")
    salts = {request.body[:24] for request in proxy.sent(r"^PUT files/.*/parts/0$")}
    assert len(salts) == (1 if edit == "nothing" else 2)


def cut_after_first_part() -> Callable[[Request, Callable[[Request], Answer]], Answer]:
    """The first part arrives, and then the second is refused for good."""
    arrived = threading.Event()

    def lie(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        if request.call.endswith("parts/1"):
            assert arrived.wait(30)
            return lies.refusal(500, "internal")
        answer = ask(request)
        if request.call.startswith("PUT") and request.call.endswith("parts/0"):
            arrived.set()
        return answer

    return lie


def resumed(tab: Tab, vault: Vault, edit: int) -> dict[str, Any]:
    """Take the upload up in another tab, with a file that has `edit` changed."""
    tab.enter(vault.owner)
    script = """(async () => {
        const [resume] = await memo.files.pendingUploads();
        return memo.files.keepFile(memo.file('film.bin', given[0], undefined, { edit: given[1] }), { resume });
    })()"""
    found: dict[str, Any] = tab.do(script, [LARGE, edit])
    tab.do("await memo.evidence.save({ title: 'Film', file: given })", found)
    return found
