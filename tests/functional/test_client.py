"""The Python client against the real server: what it keeps it reads again, and what is not right it refuses."""

from __future__ import annotations

import io
import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.functional.desk import RunningClock, devices
from vault import client_records as records
from vault.client import ShareReader, VaultClient
from vault.client_api import API, Api
from vault.client_files import read_file
from vault.client_shares import Wanted
from vault.client_words import ApiError, ClientError, explain
from vault.crypto.catalogue import Seen
from vault.crypto.constants import CHUNK, PART
from vault.crypto.encoding import b64, random_id, unb64
from vault.crypto.errors import CryptoError, DoesNotOpenError, ForgedError, ForkError, OmittedError, RollbackError
from vault.crypto.material import ItemId, ShareId
from vault.crypto.sharing import new_code
from vault.errors import every_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from vault.crypto.encoding import Document

    NewApi = Callable[[], Api]

PASSWORD = "framboise tiroir lanterne galet"


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def new_api(app: Flask, clock: RunningClock) -> Iterator[Callable[[], Api]]:
    """Another device."""
    with devices(app, clock) as make:
        yield make


@pytest.fixture
def login() -> str:
    return f"moineau-{os.urandom(6).hex()}"


@pytest.fixture
def client(new_api: NewApi, login: str) -> VaultClient:
    client = VaultClient(new_api())
    client.register(login, PASSWORD)
    return client


def second(new_api: NewApi, login: str, seen: Seen | None = None) -> VaultClient:
    other = VaultClient(new_api(), seen)
    other.open(login, PASSWORD)
    return other


def an_event(title: str = "Réunion") -> Document:
    return records.event(title, "On m’a demandé de signer.", records.when("2021-06"), people=["Claire"])


def kept(client: VaultClient, body: bytes, name: str = "note.txt") -> Document:
    return client.keep_file(io.BytesIO(body), name, "text/plain")


def test_what_one_device_keeps_another_reads(client: VaultClient, new_api: NewApi, login: str) -> None:
    item = client.put_item(an_event())
    contact = client.put_item(records.contact("Claire", "witness", [("phone", "06 00 00 00 00")]))

    other = second(new_api, f"  {login.upper()} ")

    assert other.read_record(item) == an_event()
    assert {row["id"] for row in other.catalogue.rows()} == {b64(item), b64(contact)}
    assert other.catalogue.row(item)["summary"]["title"] == "Réunion"


def test_an_edit_is_a_version_more(client: VaultClient, new_api: NewApi, login: str) -> None:
    item = client.put_item(an_event("Avant"))
    client.put_item(an_event("Après"), item)

    other = second(new_api, login)
    assert other.read_record(item)["title"] == "Après"
    assert other.read_record(item, 1)["title"] == "Avant"
    with pytest.raises(OmittedError):
        other.read_record(item, 3)


def test_a_conflict_is_applied_again_to_the_newest_state(client: VaultClient, new_api: NewApi, login: str) -> None:
    item = client.put_item(an_event("1"))
    other = second(new_api, login)
    other.put_item(an_event("2"), item)
    theirs = other.put_item(an_event("other"))

    client.put_item(an_event("3"), item)

    assert client.catalogue.root["seq"] == 5
    assert [client.read_record(item, n)["title"] for n in (1, 2, 3)] == ["1", "2", "3"]
    assert client.read_record(theirs)["title"] == "other"


def test_many_devices_at_once_lose_nothing(client: VaultClient, new_api: NewApi, login: str) -> None:
    devices = [second(new_api, login) for _ in range(4)]
    threads = [
        threading.Thread(target=lambda d=device, n=number: d.put_item(an_event(f"device {n}")))
        for number, device in enumerate(devices)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    titles = {row["summary"]["title"] for row in client.refresh().rows()}
    assert titles == {f"device {number}" for number in range(4)}


def test_refreshing_an_unchanged_vault_moves_nothing(client: VaultClient) -> None:
    client.put_item(an_event())
    before = client.catalogue

    assert client.refresh() is before


def test_trash_comes_back_and_erasing_waits(
    client: VaultClient, clock: RunningClock, new_api: NewApi, login: str
) -> None:
    item = client.put_item(an_event())
    client.trash(item)
    assert client.catalogue.row(item)["trashed_at"] is not None
    with pytest.raises(ApiError, match="too_early"):
        client.erase(item)
    client.restore(item)
    assert client.catalogue.row(item)["trashed_at"] is None
    client.trash(item)
    clock.advance(days=30)
    other = second(new_api, login)

    other.erase(item)

    assert other.catalogue.row(item)["erased_at"] is not None
    with pytest.raises(OmittedError):
        other.read_record(item)


@pytest.mark.parametrize("size", [0, 1, CHUNK, 100_000, PART + 5])
def test_files_come_back_byte_for_byte(client: VaultClient, new_api: NewApi, login: str, size: int) -> None:
    body = os.urandom(size)
    item = client.put_item(records.evidence("Pièce", kept(client, body), records.when(None)))

    other = second(new_api, login)

    reference = other.read_record(item)["file"]
    assert b"".join(other.read_file(reference)) == body


@pytest.mark.parametrize("announced", [5, 7])
def test_a_file_that_changes_while_it_is_read_is_given_up(client: VaultClient, announced: int) -> None:
    with pytest.raises(ClientError, match="file_changed"):
        client.keep_file(io.BytesIO(b"6bytes"), "note.txt", "text/plain", announced)

    assert b"".join(client.read_file(kept(client, b"6bytes"))) == b"6bytes"


@dataclass
class Lying:
    """A source of parts that serves what it is told to."""

    serve: Callable[[int, bytes], bytes]
    client: VaultClient

    def part(self, file_id: str, number: int) -> bytes:
        return self.serve(number, self.client.api.get_part(f"files/{file_id}/parts/{number}"))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    ("serve", "error"),
    [
        (lambda _, body: body[:-1], OmittedError),
        (lambda _, body: body + b"\x00", OmittedError),
        (lambda _, body: body[:100] + bytes([body[100] ^ 1]) + body[101:], DoesNotOpenError),
        (lambda _, body: bytes([body[0] ^ 1]) + body[1:], DoesNotOpenError),
        (lambda _, body: os.urandom(len(body)), DoesNotOpenError),
    ],
)
def test_a_served_file_that_is_not_the_one_kept_is_refused(
    client: VaultClient, serve: Callable[[int, bytes], bytes], error: type[CryptoError]
) -> None:
    reference = kept(client, os.urandom(40_000))

    with pytest.raises(error):
        list(read_file(Lying(serve, client), client.unlocked.vault_id, reference))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_reference_of_another_size_or_hash_is_refused(client: VaultClient) -> None:
    reference = kept(client, b"x" * 5000)
    for change in ({"size": 4999}, {"sealed": reference["sealed"] + 1}, {"sha256": b64(bytes(32))}):
        with pytest.raises(ForgedError):
            list(client.read_file(reference | change))


def shared_case(client: VaultClient) -> tuple[ItemId, ItemId, bytes]:
    body = os.urandom(50_000)
    evidence = client.put_item(records.evidence("Photo", kept(client, body, "photo.jpg"), records.when("2021")))
    event = an_event() | {"feelings": "peur", "evidence": [b64(evidence), b64(random_id())]}
    return client.put_item(event), evidence, body


def test_a_share_travels_from_one_end_to_the_other(client: VaultClient, new_api: NewApi) -> None:
    event, evidence, body = shared_case(client)
    private = client.put_item(an_event("Privé"))

    made = client.make_share(Wanted([event, evidence], "Maître Exemple", "Rendez-vous", max_opens=2))
    reader = ShareReader.open(made.link, made.code.lower().replace("-", " "), new_api())

    first, piece = reader.document["items"]
    assert (first["document"]["feelings"], first["document"]["evidence"]) == ("", [b64(evidence)])
    assert b"".join(reader.read_file(piece["document"]["file"])) == body
    assert b64(private) not in str(reader.document)
    (seen,) = client.list_shares()
    assert (len(seen.openings), seen.wrong_codes, seen.ended_at) == (1, 0, None)


def test_a_wrong_code_is_said_and_counted(client: VaultClient, new_api: NewApi) -> None:
    event, _, _ = shared_case(client)
    made = client.make_share(Wanted([event], "Maître Exemple", ""))

    with pytest.raises(ApiError, match="code_wrong") as refusal:
        ShareReader.open(made.link, new_code(), new_api())

    assert refusal.value.details == {"left": 9}
    assert client.list_shares()[0].wrong_codes == 1


def test_an_ended_share_opens_nothing(client: VaultClient, new_api: NewApi) -> None:
    event, evidence, _ = shared_case(client)
    made = client.make_share(Wanted([event, evidence], "Maître Exemple", ""))
    reader = ShareReader.open(made.link, made.code, new_api())

    client.end_share(ShareId(unb64(made.entry["id"])))

    (seen,) = client.list_shares()
    assert (seen.ended_why, seen.entry["ended_at"]) == ("revoked", client.catalogue.root["shares"][0]["ended_at"])
    with pytest.raises(ApiError, match="share_unavailable"):
        ShareReader.open(made.link, made.code, new_api())
    with pytest.raises(ApiError, match="share_unavailable"):
        list(reader.read_file(reader.document["items"][1]["document"]["file"]))


def test_a_share_is_made_again_on_top_of_a_conflict(client: VaultClient, new_api: NewApi, login: str) -> None:
    event, _, _ = shared_case(client)
    second(new_api, login).put_item(an_event("quicker"))

    made = client.make_share(Wanted([event], "Maître Exemple", ""))

    assert ShareReader.open(made.link, made.code, new_api()).document["label"] == "Maître Exemple"
    assert [entry["id"] for entry in client.catalogue.root["shares"]] == [made.entry["id"]]


def test_sharing_asks_for_the_password_again(client: VaultClient, clock: RunningClock) -> None:
    event, _, _ = shared_case(client)
    clock.advance(minutes=6)
    with pytest.raises(ApiError, match="fresh_needed"):
        client.make_share(Wanted([event], "Maître Exemple", ""))

    client.unlock(PASSWORD)

    client.make_share(Wanted([event], "Maître Exemple", ""))


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
@pytest.mark.parametrize("link", ["", "http://localhost/lire", "http://localhost/lire#AAAA", "not a link"])
def test_a_broken_link_is_said(new_api: NewApi, link: str) -> None:
    with pytest.raises(ClientError, match="link_malformed"):
        ShareReader.open(link, new_code(), new_api())


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_invented_receipts_are_refused(client: VaultClient, new_api: NewApi, monkeypatch: pytest.MonkeyPatch) -> None:
    event, _, _ = shared_case(client)
    made = client.make_share(Wanted([event], "Maître Exemple", ""))
    ShareReader.open(made.link, made.code, new_api())
    (told,) = client.api.get("shares")["shares"]
    (receipt,) = told["receipts"]
    lies: list[tuple[list[object], type[CryptoError]]] = [
        ([], OmittedError),
        ([told | {"opens": 2}], ForgedError),
        ([told | {"opens": 2, "receipts": [receipt, receipt]}], ForgedError),
        ([told | {"receipts": [receipt | {"signature": b64(os.urandom(64))}]}], ForgedError),
        ([told | {"receipts": [receipt | {"challenge": b64(os.urandom(56))}]}], ForgedError),
    ]
    for shares, error in lies:
        monkeypatch.setattr(client.api, "get", lambda _, shares=shares: {"shares": shares})
        with pytest.raises(error):
            client.list_shares()


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_an_older_or_other_state_than_the_one_seen_is_refused(client: VaultClient, new_api: NewApi, login: str) -> None:
    client.put_item(an_event())
    assert client.seen is not None
    with pytest.raises(RollbackError):
        second(new_api, login, Seen(client.seen.seq + 1, client.seen.root_hash))
    with pytest.raises(ForkError):
        second(new_api, login, Seen(client.seen.seq, bytes(32)))
    second(new_api, login, client.seen)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_wrong_passwords_and_short_ones_are_refused(client: VaultClient, new_api: NewApi, login: str) -> None:
    with pytest.raises(ApiError, match="login_refused"):
        VaultClient(new_api()).open(login, PASSWORD + " ")
    with pytest.raises(ApiError, match="login_taken"):
        VaultClient(new_api()).register(login, PASSWORD)
    with pytest.raises(ClientError, match="password_short"):
        VaultClient(new_api()).register("autre-moineau", "court")
    with pytest.raises(ClientError, match="locked"):
        VaultClient(new_api()).put_item(an_event())


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_leaving_ends_the_session_and_forgets_the_keys(client: VaultClient, new_api: NewApi, login: str) -> None:
    other = second(new_api, login)
    assert len(other.api.get("sessions")["sessions"]) == 2

    client.leave()

    assert len(other.api.get("sessions")["sessions"]) == 1
    with pytest.raises(ClientError, match="locked"):
        client.put_item(an_event())


def scripted(*steps: httpx.Response | Exception) -> tuple[Api, list[httpx.Request], list[float]]:
    """An API whose server answers by these steps, the requests it got, and the pauses made."""
    requests: list[httpx.Request] = []
    pauses: list[float] = []
    left: Iterator[httpx.Response | Exception] = iter(steps)

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        step = next(left)
        if isinstance(step, Exception):
            raise step
        return step

    http = httpx.Client(transport=httpx.MockTransport(answer))
    return Api("https://memo.example", http=http, pause=pauses.append), requests, pauses


def test_what_may_be_repeated_is_repeated_and_the_rest_is_not() -> None:
    away = httpx.ConnectError("cut")
    busy = httpx.Response(
        503, json={"error": {"code": "database_unavailable", "message": ""}}, headers={"Retry-After": "3"}
    )
    api, requests, pauses = scripted(away, busy, httpx.Response(502, text="<html>"), httpx.Response(200, json={"a": 1}))
    assert api.get("shares") == {"a": 1}
    assert (len(requests), pauses) == (4, [0.2, 3.0, 6.0])

    api, requests, _ = scripted(away)
    with pytest.raises(ClientError, match="offline"):
        api.post("sessions", {})
    assert len(requests) == 1

    api, requests, _ = scripted(*[away] * 4)
    with pytest.raises(ClientError, match="offline"):
        api.get("shares")
    assert len(requests) == 4


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="not json"),
        httpx.Response(400, text="not json"),
        httpx.Response(400, json=[]),
        httpx.Response(400, json={"error": "text"}),
        httpx.Response(400, json={"error": {"code": 7}}),
    ],
)
def test_an_unreadable_answer_is_one_refusal(answer: httpx.Response) -> None:
    api, _, _ = scripted(answer)
    with pytest.raises(ClientError, match="unreadable_answer"):
        api.get("shares")


def test_the_session_goes_to_its_server_alone() -> None:
    cookie = {"Set-Cookie": "__Host-session=token; Secure; HttpOnly; Path=/; SameSite=Strict"}
    moved = httpx.Response(307, headers={"Location": "https://store.example/part"})
    api, requests, _ = scripted(
        httpx.Response(200, json={}, headers=cookie), moved, httpx.Response(200, content=b"part"), httpx.Response(200)
    )
    api.post("sessions", {})

    assert api.get_part("files/x/parts/0") == b"part"
    api.put_part("https://store.example/part", {"X-Signed": "1"}, b"part")

    assert [request.headers.get("Cookie") for request in requests] == [None, "__Host-session=token", None, None]


@pytest.mark.parametrize("address", ["http://192.168.1.1/admin", "ftp://store.example/x", "http://localhost/x", ""])
def test_a_server_cannot_send_us_to_an_open_address(address: str) -> None:
    api, requests, _ = scripted(httpx.Response(307, headers={"Location": address}))
    with pytest.raises(ClientError, match="foreign_address"):
        api.get_part("files/x/parts/0")
    with pytest.raises(ClientError, match="foreign_address"):
        api.put_part(address, {}, b"")
    assert len(requests) == 1


@pytest.mark.parametrize("server", ["http://memo.example", "ftp://localhost", "memo.example", ""])
def test_secrets_never_cross_a_network_in_the_clear(server: str) -> None:
    with pytest.raises(ClientError, match="insecure_server"):
        Api(server)


def test_the_words_of_a_refusal_are_ours() -> None:
    phishing = {"error": {"code": "login_refused", "message": "Appelez le 01 23 45 67 89", "details": {"code": "x"}}}
    api, _, _ = scripted(httpx.Response(401, json=phishing), httpx.Response(418, json={"error": {"code": "odd"}}))
    for _ in range(2):
        with pytest.raises(ApiError) as refusal:
            api.get("shares")
        assert "Appelez" not in explain(refusal.value)
        assert refusal.value.code in explain(refusal.value)


def test_every_code_has_its_words() -> None:
    unknown = explain(ClientError("odd")).replace("odd", "")
    codes = {error.code for error in every_error()}
    codes |= {error.code for error in (CryptoError, *CryptoError.__subclasses__())} - {"crypto"}
    for code in codes:
        assert explain(ClientError(code)).replace(code, "") != unknown, code


def test_the_clock_is_the_servers() -> None:
    api, _, _ = scripted(httpx.Response(200, json={}, headers={"Date": "Tue, 05 May 2099 12:00:00 GMT"}))
    api.get("shares")
    assert api.server_now().isoformat()[:16] == "2099-05-05T12:00"


def test_the_address_of_the_api_is_the_documented_one() -> None:
    api, requests, _ = scripted(httpx.Response(200, json={}))
    api.get("shares")
    assert str(requests[0].url) == f"https://memo.example{API}/shares"
    assert "Origin" not in requests[0].headers
