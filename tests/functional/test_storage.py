"""The protocol of files through the API, one for both stores; and what it says when a store fails, lies or is full."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask

from tests.functional.accounts import Account
from tests.functional.house import House
from tests.parts import lying_s3
from tests.parts.lying_s3 import LyingS3
from vault.crypto.constants import PART
from vault.crypto.encoding import b64, random_id
from vault.services.files import part_size
from vault.storage.folder import FolderStore
from vault.storage.s3 import Bucket, S3Store


def new_file(house: House, size: int) -> str:
    """The id of a file that has room."""
    file_id = b64(random_id())
    assert house.post("files", {"file_id": file_id, "size": size}, 201).json == {"part_size": PART}
    return file_id


def announced(number: int, body: bytes) -> dict[str, Any]:
    return {"number": number, "size": len(body), "sha256": b64(hashlib.sha256(body).digest())}


def send_part(house: House, file_id: str, number: int, body: bytes, *, status: int = 204) -> None:
    """Send a part as its ticket says; `status` is that of the last answer of ours."""
    part = announced(number, body)
    (ticket,) = house.post(f"files/{file_id}/tickets", {"parts": [part]}).json["tickets"]
    if not ticket["confirm"]:
        house.put(ticket["url"], status, data=body, headers=ticket["headers"])
        return
    httpx.put(ticket["url"], headers=ticket["headers"], content=body)
    house.post(f"files/{file_id}/parts/{number}/confirm", {"sha256": part["sha256"]}, status)


def read_part(house: House, file_id: str, number: int, byte_range: str | None = None) -> tuple[int, bytes]:
    """Status and bytes of a part, from wherever we are sent."""
    headers = {} if byte_range is None else {"Range": byte_range}
    answer = house.browser.get(f"/api/v1/files/{file_id}/parts/{number}", base_url="https://localhost", headers=headers)
    if answer.status_code != 307:
        return answer.status_code, answer.data
    fetched = httpx.get(answer.headers["Location"], headers=headers)
    return fetched.status_code, fetched.content


def parts_of(house: House, file_id: str) -> list[dict[str, Any]]:
    return list(house.get(f"files/{file_id}").json["parts"])


def test_a_file_of_two_parts_goes_up_is_kept_and_comes_back(account: Account) -> None:
    house, body = account.house, os.urandom(PART + 5000)
    file_id = new_file(house, len(body))
    assert house.refused("parts_missing", "POST", f"files/{file_id}/complete") == {"missing": [0, 1]}
    for number in (1, 0):
        send_part(house, file_id, number, body[number * PART : (number + 1) * PART])
    assert [part["number"] for part in parts_of(house, file_id)] == [0, 1]
    house.post(f"files/{file_id}/complete", status=204)
    account.commit(files=[file_id])
    assert house.get(f"files/{file_id}").json["state"] == "kept"
    house.refused("file_kept", "DELETE", f"files/{file_id}")
    assert b"".join(read_part(house, file_id, number)[1] for number in (0, 1)) == body
    assert part_size(len(body), 1) == 5000


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, 1000),
        ("bytes=-10", 206, 990, 1000),
        ("bytes=990-5000", 206, 990, 1000),
        ("bytes=999-999", 206, 999, 1000),
        ("bytes=1000-", 416, 0, 0),
    ],
)
def test_a_part_is_read_by_one_range(account: Account, asked: str, status: int, start: int, end: int) -> None:
    house, body = account.house, os.urandom(1000)
    file_id = new_file(house, 1000)
    send_part(house, file_id, 0, body)
    found = read_part(house, file_id, 0, asked)
    assert found[0] == status
    assert status == 416 or found[1] == body[start:end]


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_what_a_range_answer_says(account: Account) -> None:
    house, body = account.house, os.urandom(1000)
    file_id = new_file(house, 1000)
    send_part(house, file_id, 0, body)
    path = f"files/{file_id}/parts/0"
    part = house.get(path, 206, headers={"Range": "bytes=5-9"})
    assert part.headers["Content-Range"] == "bytes 5-9/1000"
    assert part.headers["Content-Length"] == "5"
    assert part.mimetype == "application/octet-stream"
    for whole in ("bytes=0-1,5-6", "words=1-2", "bytes=x"):
        assert house.get(path, headers={"Range": whole}).data == body
    assert house.refused("range_unsatisfiable", "GET", path, headers={"Range": "bytes=1000-"}) == {"size": 1000}
    house.refused("not_found", "GET", f"files/{file_id}/parts/1")
    house.refused("not_found", "GET", f"files/{b64(random_id())}/parts/0")


def test_a_damaged_part_is_refused_and_the_others_stay(account: Account, variant: str) -> None:
    house, body = account.house, os.urandom(PART + 100)
    file_id = new_file(house, len(body))
    send_part(house, file_id, 1, body[PART:])
    part = announced(0, body[:PART])
    damaged = bytes([body[0] ^ 1]) + body[1:PART]
    (ticket,) = house.post(f"files/{file_id}/tickets", {"parts": [part]}).json["tickets"]
    if variant == "embedded":
        house.refused("part_mismatch", "PUT", ticket["url"], data=damaged, headers=ticket["headers"])
    else:
        httpx.put(ticket["url"], headers=ticket["headers"], content=damaged)
        confirm = f"files/{file_id}/parts/0/confirm"
        house.refused("part_mismatch", "POST", confirm, json={"sha256": part["sha256"]})
    assert [part["number"] for part in parts_of(house, file_id)] == [1]
    send_part(house, file_id, 0, body[:PART])
    house.post(f"files/{file_id}/complete", status=204)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_part_without_its_hash_or_over_its_size_is_refused(account: Account) -> None:
    house, body = account.house, os.urandom(1000)
    file_id = new_file(house, 1000)
    path = f"files/{file_id}/parts/0"
    for headers in ({}, {"X-Part-SHA256": "AAAA"}, {"X-Part-SHA256": "%"}):
        house.refused("bad_request", "PUT", path, data=body, headers=headers)
    sha256 = announced(0, body)["sha256"]
    house.refused("part_mismatch", "PUT", path, data=body + b"!", headers={"X-Part-SHA256": sha256})
    house.refused("body_too_large", "PUT", path, data=bytes(PART + 1), headers={"X-Part-SHA256": sha256})
    assert parts_of(house, file_id) == []


@pytest.mark.parametrize("variant", ["production"], indirect=True)
def test_bodies_never_go_through_the_app_where_the_store_takes_them(account: Account) -> None:
    house, body = account.house, os.urandom(1000)
    file_id = new_file(house, 1000)
    headers = {"X-Part-SHA256": announced(0, body)["sha256"]}
    house.refused("forbidden", "PUT", f"files/{file_id}/parts/0", data=body, headers=headers)
    send_part(house, file_id, 0, body)
    read = house.get(f"files/{file_id}/parts/0", 307)
    assert read.data == b""
    assert "X-Amz-Expires=60" in read.headers["Location"]


def test_a_file_given_up_makes_room(account: Account) -> None:
    house = account.house
    file_id = new_file(house, 1000)
    send_part(house, file_id, 0, os.urandom(1000))
    house.delete(f"files/{file_id}")
    house.refused("not_found", "GET", f"files/{file_id}")
    house.refused("not_found", "GET", f"files/{file_id}/parts/0")
    house.refused("not_found", "DELETE", f"files/{file_id}")


def test_room_is_refused_before_the_first_byte(account: Account) -> None:
    house, limit = account.house, account.house.app.extensions["memo"].settings.file_limit_bytes
    over = {"file_id": b64(random_id()), "size": limit + 1}
    house.refused("file_too_large", "POST", "files", json=over)
    new_file(house, limit)
    house.refused("quota_exceeded", "POST", "files", json=over | {"size": 1})


def stand_on(app: Flask, **change: object) -> None:
    """Put another part under the running application."""
    app.extensions["memo"] = replace(app.extensions["memo"], **change)


@pytest.fixture
def liar(app: Flask, account: Account) -> Iterator[LyingS3]:
    """The application on a store that lies when told to."""
    with lying_s3.running() as server:
        at = server.store
        stand_on(app, blobs=S3Store(Bucket("bucket", at.region, at.access_key, at.secret_key, at.endpoint)))
        yield server


@pytest.mark.parametrize(
    ("lie", "status"),
    [
        ("truncates", 422),
        ("flips", 422),
        ("deaf_flips", 422),
        ("misstates", 422),
        ("forgets", 422),
        ("fails", 503),
        ("cuts", 204),
        ("deaf", 204),
    ],
)
@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_part_is_recorded_only_when_the_store_holds_it(
    account: Account, liar: LyingS3, lie: str, status: int
) -> None:
    house, body = account.house, os.urandom(1000)
    file_id = new_file(house, 1000)
    liar.tell(lie)
    send_part(house, file_id, 0, body, status=status)
    assert len(parts_of(house, file_id)) == (status == 204)
    liar.tell(None)
    send_part(house, file_id, 0, body)
    assert read_part(house, file_id, 0) == (200, body)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_store_that_cuts_while_it_is_read_back_is_unavailable(account: Account, liar: LyingS3) -> None:
    house, body = account.house, os.urandom(1000)
    file_id = new_file(house, 1000)
    part = announced(0, body)
    (ticket,) = house.post(f"files/{file_id}/tickets", {"parts": [part]}).json["tickets"]
    httpx.put(ticket["url"], headers=ticket["headers"], content=body)
    liar.tell("deaf_cuts")
    confirm = f"files/{file_id}/parts/0/confirm"
    house.refused("storage_unavailable", "POST", confirm, json={"sha256": part["sha256"]})
    assert parts_of(house, file_id) == []


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_full_disk_is_said_and_keeps_what_is_there(account: Account, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    try:
        house, body = account.house, os.urandom(600_000)
        stand_on(house.app, blobs=FolderStore(folder))
        first, second = new_file(house, len(body)), new_file(house, len(body))
        send_part(house, first, 0, body)
        send_part(house, second, 0, body[::-1], status=507)
        assert parts_of(house, second) == []
        assert read_part(house, first, 0) == (200, body)
        house.delete(f"files/{first}")
        send_part(house, second, 0, body[::-1])
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("variant", ["embedded"], indirect=True)
def test_a_blob_that_is_gone_is_said_before_the_first_byte(account: Account, tmp_path: Path) -> None:
    house = account.house
    file_id = new_file(house, 1000)
    send_part(house, file_id, 0, os.urandom(1000))
    stand_on(house.app, blobs=FolderStore(tmp_path / "elsewhere"))
    house.refused("storage_unavailable", "GET", f"files/{file_id}/parts/0")
