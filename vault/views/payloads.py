"""The shapes of JSON bodies, paths and answers: strict, closed, bounded. Bytes are base64url without padding (FORMAT,
notation).

A shape only says that bytes have the right length; that sealed bytes mean anything is for the client alone to check.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from vault.crypto.constants import PAGES
from vault.crypto.encoding import b64, format_time, unb64
from vault.crypto.errors import MalformedError
from vault.ids import ID_BYTES, CommitId, FileId, ItemId
from vault.models.factors import CREDENTIAL_LENGTH
from vault.services.catalogue import Erasure, NewCommit, NewPage, NewRecord

KIB = 1024
MIB = 1024 * KIB
ROOT_LIMIT = 2 * MIB
"""Bytes of a sealed root: 256 page entries and 200 share entries are well below."""
DOCUMENT_LIMIT = 9 * MIB
"""Bytes of one sealed page, record or share body: a document of 8 MiB (FORMAT 2.5) with its seal."""
DRAFT_LIMIT = 512 * KIB
"""Bytes of a sealed draft: four fields of 20,000 characters (FORMAT 8.4), of four bytes each, with its padding."""
COMMIT_ENTRIES = 1000
"""Records, files, trashed, restored or erased items of one commit."""
COMMIT_BODY = 64 * MIB
"""Bytes of the JSON of one commit."""


LAST_CHARACTER = {0: "", 1: "[AQgw]", 2: "[AEIMQUYcgkosw048]"}
"""By the number of bytes modulo 3: the last character of base64url, where its spare bits are zero."""


class Shape(BaseModel):
    """A closed shape: an unknown member or a wrong type is refused (FORMAT 2.3)."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _decoder(low: int, high: int) -> Callable[[Any], bytes]:
    def decode(value: Any) -> bytes:
        if isinstance(value, bytes):
            return value  # an answer of ours: JSON has no bytes
        if not isinstance(value, str):
            message = "text of base64url is expected"
            raise ValueError(message)  # noqa: TRY004 - pydantic turns a ValueError into a refusal, a TypeError into a crash
        try:
            data = unb64(value)
        except MalformedError as error:
            raise ValueError(str(error)) from error
        if not low <= len(data) <= high:
            message = "base64url of the wrong length"
            raise ValueError(message)
        return data

    return decode


def _b64(low: int, high: int) -> Any:
    characters = [-(-size * 4 // 3) for size in (low, high)]
    last = LAST_CHARACTER[low % 3] if low == high else ""
    schema = {
        "type": "string",
        "format": "base64url",
        "pattern": f"^[A-Za-z0-9_-]*{last}$",
        "minLength": characters[0],
        "maxLength": characters[1],
    }
    return Annotated[
        bytes, BeforeValidator(_decoder(low, high)), PlainSerializer(b64, return_type=str), WithJsonSchema(schema)
    ]


if TYPE_CHECKING:
    Id = bytes
    Bytes32 = bytes
    Bytes64 = bytes
    SealedRoot = bytes
    SealedDocument = bytes
    SealedSmall = bytes
    SealedDraft = bytes
    WrappedKey = bytes
    PolicyBytes = bytes
    Challenge = bytes
    CredentialId = bytes
    ClientData = bytes
    AuthenticatorData = bytes
    AttestationObject = bytes
    AssertionSignature = bytes
else:
    Id = _b64(ID_BYTES, ID_BYTES)
    Bytes32 = _b64(32, 32)
    Bytes64 = _b64(64, 64)
    SealedRoot = _b64(72, ROOT_LIMIT)
    SealedDocument = _b64(72, DOCUMENT_LIMIT)
    SealedSmall = _b64(72, 64 * KIB)
    SealedDraft = _b64(72, DRAFT_LIMIT)
    WrappedKey = _b64(104, 104)  # one sealed key of 32 bytes (FORMAT 4.2)
    PolicyBytes = _b64(2, 1000)
    Challenge = _b64(56, 56)
    CredentialId = _b64(1, CREDENTIAL_LENGTH)
    ClientData = _b64(2, 4 * KIB)
    AuthenticatorData = _b64(37, 4 * KIB)
    AttestationObject = _b64(37, 32 * KIB)
    AssertionSignature = _b64(8, KIB)


def _time(value: datetime) -> str:
    return format_time(value.replace(tzinfo=UTC))


Time = Annotated[
    datetime, PlainSerializer(_time, return_type=str), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""A naive UTC time of the database, written as FORMAT's *time*."""

Seq = Annotated[int, Field(ge=1, le=2**53 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Size = Annotated[int, Field(ge=1, le=2**53 - 1)]
Login = Annotated[str, Field(pattern=r"^[a-z0-9-]{6,64}$")]
"""FORMAT 5.1, already normalised by the client."""
ParamsText = Annotated[str, Field(min_length=1, max_length=1500)]  # a passkey's credential id is 1023 bytes at most


class ErrorBody(Shape):
    """What was refused."""

    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorAnswer(Shape):
    """The one error shape."""

    error: ErrorBody


class SlotBody(Shape):
    """A slot (FORMAT 5.7)."""

    slot_id: Id
    kind: Annotated[str, Field(pattern=r"^(password|phrase|people|passkey)$")]
    params: ParamsText
    sealed: SealedSmall


class NoticeBody(Shape):
    """Something under way that whoever opens the vault must see: `recovery` (no id) or `erasure`."""

    kind: str
    id: Id | None
    ready_at: Time


class SessionAnswer(Shape):
    """What a client needs to open the vault; every byte of it is sealed, public or its own."""

    vault_id: Id
    login: str
    epoch: int
    seq: int
    slots: list[SlotBody]
    identity: SealedSmall
    quota: int
    used: int
    idle_seconds: int
    drafts: int
    via: str
    inactive_years: int
    opened_on: str
    notices: list[NoticeBody]


class PageBody(Shape):
    """A sealed page; `version` is the seq of the commit that writes it."""

    number: Annotated[int, Field(ge=0, lt=PAGES)]
    version: Seq
    sealed: SealedDocument


class RecordBody(Shape):
    """A sealed record version."""

    item_id: Id
    version: Version
    sealed: SealedDocument


class EraseBody(Shape):
    """An item to erase with the files of all its versions."""

    item_id: Id
    files: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)]

    def to_erasure(self) -> Erasure:
        """The erasure in the words of the service."""
        return Erasure(ItemId(self.item_id), [FileId(file_id) for file_id in self.files])


class CommitBody(Shape):
    """One compare-and-set of the catalogue."""

    commit_id: Id
    seq: Seq
    root: SealedRoot
    pages: Annotated[list[PageBody], Field(max_length=PAGES)]
    records: Annotated[list[RecordBody], Field(max_length=COMMIT_ENTRIES)]
    files: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)]
    trash: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)]
    restore: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)]
    erase: Annotated[list[EraseBody], Field(max_length=COMMIT_ENTRIES)]

    def to_commit(self) -> NewCommit:
        """The commit in the words of the service."""
        return NewCommit(
            commit_id=CommitId(self.commit_id),
            seq=self.seq,
            root=self.root,
            pages=[NewPage(page.number, page.version, page.sealed) for page in self.pages],
            records=[NewRecord(ItemId(record.item_id), record.version, record.sealed) for record in self.records],
            files=[FileId(file_id) for file_id in self.files],
            trash=[ItemId(item_id) for item_id in self.trash],
            restore=[ItemId(item_id) for item_id in self.restore],
            erase=[entry.to_erasure() for entry in self.erase],
        )


class CommitAnswer(Shape):
    """The root now stored."""

    seq: int
    root_hash: Bytes32
