"""Openings: the recipient of a share, who has no account. Everything is decided in `services.openings`.

Asking for a challenge and opening are POST: the robots that preview links and scan mail only ever GET, and so use
nothing up.
"""

from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import FileId, ShareId
from vault.services import openings
from vault.services.files import find_part
from vault.views.access import Api, access, opening_token, parts, source
from vault.views.answers import BYTES, SEALED, answer
from vault.views.bodies import part_answer
from vault.views.payloads import Bytes32, Bytes64, Challenge, Id, PolicyBytes, Shape, Time, WrappedKey

api = Api("openings")


class OpeningPath(Shape):
    """Which share."""

    share_id: Id


class OpenedPartPath(OpeningPath):
    """Which part, counted from 0, of which file of the share."""

    file_id: Id
    number: Annotated[int, Field(ge=0, le=99_999)]


class ChallengeAnswer(Shape):
    """What to sign, and the policy and body it stands for (FORMAT 10.9)."""

    challenge: Challenge
    policy: PolicyBytes
    body_hash: Bytes32


class OpeningBody(Shape):
    """The two signatures over a challenge; the receipt proves the code."""

    challenge: Challenge
    link_signature: Bytes64
    receipt: Bytes64


class OpeningAnswer(Shape):
    """The server's half of the key, and a token that reads body and files for `token_seconds`."""

    half: Bytes32
    wrapped: WrappedKey
    vault_id: Id
    token: Bytes32
    token_seconds: int
    server_time: Time


@api.post("/openings/<share_id>/challenge", responses={200: ChallengeAnswer})
@access("public")
def ask_challenge(path: OpeningPath) -> Response:
    """A challenge for a share that can be opened now"""
    parts().limits.opening(source())
    asked = openings.challenge(parts(), ShareId(path.share_id))
    return answer(ChallengeAnswer(challenge=asked.challenge, policy=asked.policy, body_hash=asked.body_hash))


@api.post("/openings/<share_id>", responses={200: OpeningAnswer})
@access("public")
def open_share(path: OpeningPath, body: OpeningBody) -> Response:
    """Open a share once"""
    parts().limits.opening(source())
    proof = openings.Proof(body.challenge, body.link_signature, body.receipt)
    released = openings.release(parts(), ShareId(path.share_id), proof)
    opened = OpeningAnswer(
        half=released.half,
        wrapped=released.wrapped,
        vault_id=released.vault_id,
        token=released.token,
        token_seconds=int((released.token_until - released.at).total_seconds()),
        server_time=released.at,
    )
    return answer(opened)


@api.get("/openings/<share_id>/body", responses={200: BYTES})
@access("opening")
def read_body(path: OpeningPath) -> Response:
    """The sealed body of the opened share"""
    return Response(openings.read_body(parts(), ShareId(path.share_id), opening_token()), mimetype=SEALED)


@api.get("/openings/<share_id>/files/<file_id>/parts/<int:number>", responses={200: BYTES, 206: BYTES, 307: None})
@access("opening")
def read_opened_part(path: OpenedPartPath) -> Response:
    """One sealed part of a file of the share, whole or by range, or where to fetch it"""
    file_id = FileId(path.file_id)
    vault_id = openings.check_file(parts(), ShareId(path.share_id), opening_token(), file_id)
    with parts().db.read() as db:
        part = find_part(db, vault_id, file_id, path.number)
    return part_answer(part)
