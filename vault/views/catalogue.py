"""The catalogue and its commits, and records by version: sealed bytes in, sealed bytes out."""

from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import ItemId
from vault.services import catalogue, files, records
from vault.views.access import Api, access, check_fresh, owner, parts
from vault.views.answers import BYTES, SEALED, answer, nothing
from vault.views.payloads import COMMIT_BODY, CommitAnswer, CommitBody, Id, Shape, Version

api = Api("catalogue")

RECORDS = 200
"""Record versions of one request."""


class SinceQuery(Shape):
    """The seq that the client has already, 0 for none."""

    since: Annotated[int, Field(ge=0, le=2**53 - 1, strict=False)] = 0


class RecordName(Shape):
    """One version of one item."""

    item_id: Id
    version: Version


class RecordsBody(Shape):
    """The versions asked for, in the order of the answer."""

    records: Annotated[list[RecordName], Field(max_length=RECORDS)]


@api.get("/catalogue", responses={200: BYTES, 204: None})
@access("session")
def read_catalogue(query: SinceQuery) -> Response:
    """Root and newer pages in one frame (FORMAT 11), or 204 when nothing changed"""
    with parts().db.read() as db:
        frame = catalogue.read_catalogue(db, owner().vault_id, query.since)
    return nothing() if frame is None else _bytes(frame)


@api.post("/commits", responses={200: CommitAnswer})
@access("session", body=COMMIT_BODY)
def commit(body: CommitBody) -> Response:
    """Change the vault: all of it or nothing, and only if nobody was quicker; erasing asks for a fresh session"""
    if body.erase:
        check_fresh()
    vault_id, new = owner().vault_id, body.to_commit()
    with parts().db.write() as db:
        done = catalogue.apply_commit(db, vault_id, new, parts().clock())
    files.remove_blobs(parts().blobs, vault_id, [file_id for erasure in new.erase for file_id in erasure.files])
    return answer(CommitAnswer(seq=done.seq, root_hash=done.root_hash))


@api.post("/records/read", responses={200: BYTES})
@access("session")
def read_records(body: RecordsBody) -> Response:
    """Sealed records, each after its length as u32, in the order asked"""
    named = [(ItemId(record.item_id), record.version) for record in body.records]
    with parts().db.read() as db:
        return _bytes(records.read_records(db, owner().vault_id, named))


def _bytes(pieces: list[bytes]) -> Response:
    response = Response(pieces, HTTPStatus.OK, mimetype=SEALED)
    response.content_length = sum(map(len, pieces))
    return response
