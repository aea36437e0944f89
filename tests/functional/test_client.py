"""The Python client against the real server: what it keeps it reads again, and what is not right it refuses."""

from __future__ import annotations

import io
import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.functional.desk import PASSWORD, RunningClock, an_event, kept, second
from vault import client_records as records
from vault.client import VaultClient
from vault.client_files import read_file
from vault.client_words import ApiError, ClientError
from vault.crypto.catalogue import Seen
from vault.crypto.constants import CHUNK, PART
from vault.crypto.encoding import b64
from vault.crypto.errors import CryptoError, DoesNotOpenError, ForgedError, ForkError, OmittedError, RollbackError

if TYPE_CHECKING:
    from collections.abc import Callable

    from vault.client_api import Api

    NewApi = Callable[[], Api]


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


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
