"""The Python client and the way to the server: what is repeated, where its session goes, what refusals say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from vault.client_api import API, Api
from vault.client_words import ApiError, ClientError, explain
from vault.crypto.errors import CryptoError
from vault.errors import every_error

if TYPE_CHECKING:
    from collections.abc import Iterator


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
