"""The grammar of lies: where one is told, and what it changes. One lie a test; the seed of what is random is fixed."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.hostile.proxy import Answer, Request
from vault.crypto.encoding import b64, unb64
from vault.crypto.framing import Frame, SealedPage, frame, parse_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Asking = Callable[[Request], Answer]
    Lying = Callable[[Request, Asking], Answer]
    Change = Callable[[Answer], Answer]

SEED = 20_260_504
JSON = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
BYTES = (("Content-Type", "application/octet-stream"), ("Cache-Control", "no-store"))
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def chance() -> random.Random:
    """The same at each run."""
    return random.Random(SEED)


def at(call: str, change: Change) -> Lying:
    """Change the real answers to the calls that match, all others are true. `call` is `POST sessions$`…"""

    def lie(request: Request, ask: Asking) -> Answer:
        answer = ask(request)
        return change(answer) if re.search(call, request.call) else answer

    return lie


def instead(call: str, answer: Answer) -> Lying:
    """Answer the calls that match without asking the real server."""

    def lie(request: Request, ask: Asking) -> Answer:
        return answer if re.search(call, request.call) else ask(request)

    return lie


def in_json(edit: Callable[[Any], Any]) -> Change:
    """Change the body in place, or return another."""

    def change(answer: Answer) -> Answer:
        body = answer.json
        other = edit(body)
        return answer.with_json(body if other is None else other)

    return change


def in_bytes(edit: Callable[[bytes], bytes]) -> Change:
    """Change the bytes of an answer; a refusal stays what it is."""

    def change(answer: Answer) -> Answer:
        return Answer(answer.status, answer.headers, edit(answer.body)) if answer.status < 300 else answer

    return change


def in_frame(edit: Callable[[Frame], bytes]) -> Change:
    """Change the catalogue served (FORMAT 11.1)."""
    return in_bytes(lambda body: edit(parse_frame(body)) if body else body)


def reframed(
    served: Frame, *, seq: int | None = None, root: bytes | None = None, pages: Sequence[SealedPage] | None = None
) -> bytes:
    """The frame with some of it replaced."""
    return frame(
        served.seq if seq is None else seq,
        served.root if root is None else root,
        served.pages if pages is None else pages,
    )


def made(status: int, body: object = None) -> Answer:
    """An invented answer: JSON, or bytes as they are."""
    if isinstance(body, bytes):
        return Answer(status, BYTES, body)
    return Answer(status, JSON, b"" if body is None else json.dumps(body).encode())


def refusal(status: int, code: str, **details: object) -> Answer:
    """An invented refusal in the one shape of refusals."""
    return made(status, {"error": {"code": code, "message": "Non.", "details": details}})


def page_of_html() -> Answer:
    """What a captive portal or a broken proxy answers."""
    return Answer(200, HTML, b"<!doctype html><title>Bienvenue</title><h1>Connectez-vous au r\xc3\xa9seau</h1>")


def flipped(data: bytes, place: int, mask: int = 1) -> bytes:
    """The same bytes but for one."""
    return data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


def flipped_text(text: str, place: int, mask: int = 1) -> str:
    """`flipped` for bytes in base64url."""
    return b64(flipped(unb64(text), place, mask))


def records_of(body: bytes) -> list[bytes]:
    """The sealed records of an answer to `POST records/read`."""
    records = []
    while body:
        length = int.from_bytes(body[:4], "big")
        records.append(body[4 : 4 + length])
        body = body[4 + length :]
    return records


def joined(records: Sequence[bytes]) -> bytes:
    """The answer to `POST records/read`."""
    return b"".join(len(record).to_bytes(4, "big") + record for record in records)


def in_object(edit: Callable[[bytes], bytes]) -> Lying:
    """Serve other bytes for the first part of a file: whole, or by the range that is asked for."""

    def lie(request: Request, ask: Asking) -> Answer:
        if not re.search(r"GET .*files/[\w-]+/parts/0$", request.call):
            return ask(request)
        asked = {name.lower(): value for name, value in request.headers}.get("range")
        others = tuple(pair for pair in request.headers if pair[0].lower() != "range")
        whole = edit(ask(replace(request, headers=others)).body)
        if asked is None:
            return made(200, whole)
        start, end = (int(number) for number in asked.removeprefix("bytes=").split("-"))
        if start >= len(whole):
            return refusal(416, "range_unsatisfiable")
        return made(206, whole[start : end + 1])

    return lie
