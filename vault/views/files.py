"""Files: room, tickets, parts, completion; and the parts on their way back."""

from http import HTTPStatus
from typing import Annotated

from flask import Response, request
from pydantic import Field

from vault.crypto.constants import PART
from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import MalformedError
from vault.errors import BadRequestError
from vault.ids import FileId
from vault.models.files import FileState
from vault.services import files
from vault.storage import Ticket
from vault.views.access import API_PREFIX, Api, access, owner, parts
from vault.views.answers import BYTES, answer, nothing
from vault.views.bodies import part_answer
from vault.views.payloads import Bytes32, Id, Shape, Size

api = Api("files")

TICKETS = 32
"""Tickets of one request: more parts than a browser keeps in flight."""
PART_HEADER = "X-Part-SHA256"
READ_BLOCK = 64 * 1024
"""Bytes read at once of a body that nobody needs any more."""

Number = Annotated[int, Field(ge=0, le=99_999)]


class FilePath(Shape):
    """Which file."""

    file_id: Id


class PartPath(FilePath):
    """Which part, counted from 0."""

    number: Number


class FileBody(Shape):
    """A file about to be sent; `size` in sealed bytes."""

    file_id: Id
    size: Size


class RoomAnswer(Shape):
    """Room is reserved: every part but the last has `part_size` bytes."""

    part_size: int


class PartBody(Shape):
    """A part: size in sealed bytes, and SHA-256."""

    number: Number
    size: Size
    sha256: Bytes32


class FileAnswer(Shape):
    """How far a file is; `parts` are verified."""

    size: int
    state: FileState
    parts: list[PartBody]


class TicketsBody(Shape):
    """The parts about to be sent."""

    parts: Annotated[list[PartBody], Field(min_length=1, max_length=TICKETS)]


class TicketItem(Shape):
    """Where and how to send one part; `confirm` says whether the server must be told afterwards."""

    number: int
    url: str
    headers: dict[str, str]
    confirm: bool


class TicketsAnswer(Shape):
    """A ticket for each part asked for, in order."""

    tickets: list[TicketItem]


class ConfirmBody(Shape):
    """SHA-256 of the part that was sent."""

    sha256: Bytes32


@api.post("/files", responses={201: RoomAnswer})
@access("session")
def open_file(body: FileBody) -> Response:
    """Reserve room for a file, before its first byte"""
    limit = parts().settings.file_limit_bytes
    with parts().db.write() as db:
        files.open_file(db, owner().vault_id, FileId(body.file_id), body.size, limit, parts().clock())
    return answer(RoomAnswer(part_size=PART), HTTPStatus.CREATED)


@api.get("/files/<file_id>", responses={200: FileAnswer})
@access("session")
def file_status(path: FilePath) -> Response:
    """How far a file is, to take an upload up again"""
    with parts().db.read() as db:
        status = files.file_status(db, owner().vault_id, FileId(path.file_id))
    there = [PartBody(number=part.number, size=part.size, sha256=part.sha256) for part in status.parts]
    return answer(FileAnswer(size=status.size, state=status.state, parts=there))


@api.post("/files/<file_id>/tickets", responses={200: TicketsAnswer})
@access("session")
def issue_tickets(path: FilePath, body: TicketsBody) -> Response:
    """Where to send the next parts"""
    wanted = [files.PartInfo(part.number, part.size, part.sha256) for part in body.parts]
    with parts().db.read() as db:
        tickets = files.issue_tickets(db, parts().blobs, owner().vault_id, FileId(path.file_id), wanted)
    items = [_ticket(path.file_id, part, ticket) for part, ticket in zip(wanted, tickets, strict=True)]
    return answer(TicketsAnswer(tickets=items))


@api.put("/files/<file_id>/parts/<int:number>", responses={204: None})
@access("session", body=PART)
def put_part(path: PartPath) -> Response:
    """Send one part as the body; its SHA-256, in base64url, is in `X-Part-SHA256`"""
    part = files.PartInfo(path.number, request.content_length or 0, _announced_sha256())
    try:
        files.put_part(parts().db, parts().blobs, owner().vault_id, FileId(path.file_id), part, request.stream)
    finally:
        _read_rest(part.size)
    return nothing()


@api.post("/files/<file_id>/parts/<int:number>/confirm", responses={204: None})
@access("session")
def confirm_part(path: PartPath, body: ConfirmBody) -> Response:
    """Say that a part was sent to the store itself; it is recorded once the store is seen to hold it"""
    file_id = FileId(path.file_id)
    files.confirm_part(parts().db, parts().blobs, owner().vault_id, file_id, path.number, body.sha256)
    return nothing()


@api.post("/files/<file_id>/complete", responses={204: None})
@access("session")
def complete_file(path: FilePath) -> Response:
    """Say that all parts were sent"""
    with parts().db.write() as db:
        files.complete_file(db, owner().vault_id, FileId(path.file_id))
    return nothing()


@api.get("/files/<file_id>/parts/<int:number>", responses={200: BYTES, 206: BYTES, 307: None})
@access("session")
def read_part(path: PartPath) -> Response:
    """One sealed part, whole or by range, or where to fetch it"""
    with parts().db.read() as db:
        part = files.find_part(db, owner().vault_id, FileId(path.file_id), path.number)
    return part_answer(part)


@api.delete("/files/<file_id>", responses={204: None})
@access("session")
def give_up_file(path: FilePath) -> Response:
    """Give up an upload that no commit keeps"""
    vault_id, file_id = owner().vault_id, FileId(path.file_id)
    with parts().db.write() as db:
        files.give_up_file(db, vault_id, file_id, parts().clock())
    files.remove_blobs(parts().blobs, vault_id, [file_id])
    return nothing()


def _ticket(file_id: bytes, part: files.PartInfo, ticket: Ticket | None) -> TicketItem:
    if ticket is not None:
        return TicketItem(number=part.number, url=ticket.url, headers=dict(ticket.headers), confirm=True)
    url = f"{API_PREFIX}/files/{b64(file_id)}/parts/{part.number}"
    return TicketItem(number=part.number, url=url, headers={PART_HEADER: b64(part.sha256)}, confirm=False)


def _read_rest(size: int) -> None:
    """Read the body to its end: answered before, a browser sees a cut connection and sends the part for ever."""
    while (left := size - request.stream.tell()) > 0 and request.stream.read(min(left, READ_BLOCK)):
        pass


def _announced_sha256() -> bytes:
    try:
        return unb64(request.headers.get(PART_HEADER, ""), 32)
    except MalformedError as error:
        raise BadRequestError(field=PART_HEADER) from error
