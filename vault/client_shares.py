"""Shares by link and code, from both ends (FORMAT 10).

Making: the document is a copy of the newest versions, redacted; link and code are made here and never sent. Dates go by
the server's clock, which alone decides when a share opens: a desk's clock a day ahead would make a share for tomorrow.

Following: an opening counts only with its receipt, a signature that proves the code under a key in the signed root. A
receipt that does not verify is a lie of the server, and said so. It can hide an opening; it cannot invent one.

Reading, in order: the policy names this share; the two signatures; the release; then the rules of `open_share` (10.10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from vault.client_api import Api, member
from vault.client_commits import Intended
from vault.client_files import read_file
from vault.client_words import ClientError
from vault.crypto.catalogue import Change
from vault.crypto.constants import VERSION
from vault.crypto.encoding import Document, b64, format_time, parse_time, sha256, unb64
from vault.crypto.errors import ForgedError, MalformedError, OmittedError
from vault.crypto.material import Half, ItemId, ShareId, VaultId, VerifyKey
from vault.crypto.policy import opening_message, parse_policy, policy
from vault.crypto.rows import latest
from vault.crypto.sharing import (
    Choices,
    Link,
    LinkKeys,
    SealedShare,
    ServedShare,
    link_keys,
    new_code,
    open_share,
    redact,
    seal_share,
    share_entry,
)
from vault.crypto.signing import sign, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vault.client_vault import VaultClient

READER_PATH = "/lire"
DAYS = 7
MAX_OPENS = 20


@dataclass(frozen=True)
class Wanted:
    """What to share: items in the order to show, for whom, why, for how long; `choices` by item id (`b64`)."""

    items: Sequence[ItemId]
    label: str
    purpose: str
    days: float = DAYS
    max_opens: int = MAX_OPENS
    choices: Mapping[str, Choices] | None = None


@dataclass(frozen=True, repr=False)
class MadeShare:
    """A share just made. The link goes by one channel, the code by another; the code is nowhere else."""

    link: str
    code: str
    entry: Document


class Opening(NamedTuple):
    """One opening whose receipt verifies; the time is the server's word."""

    at: datetime


@dataclass(frozen=True)
class SeenShare:
    """A share of the root with what became of it; `wrong_codes`, `ended_at` and `ended_why` are the server's word."""

    entry: Document
    openings: list[Opening]
    wrong_codes: int
    ended_at: datetime | None
    ended_why: str | None


def make_share(client: VaultClient, wanted: Wanted) -> MadeShare:
    """Share items as they are now.

    Raises:
        ApiError: `fresh_needed`, the password must be given again; `limit_reached`; other refusals. Nothing was shared.
        OmittedError: an item is not in the catalogue, or is erased. MalformedError: dates or counts out of bounds.
    """
    link, code = Link.new(), new_code()
    keys = link_keys(link, code)
    document = _document(client, link, wanted)
    sealed = seal_share(client.unlocked.identity, keys, document)
    entry = share_entry(link, document, sealed)
    body = _share_body(link, sealed, _shared_files(document))
    change = Change(shares=lambda shares: [*shares, entry])
    client.commit(
        lambda _: Intended(change), lambda commit: client.api.post("shares", body | {"commit": commit}, repeat=True)
    )
    return MadeShare(f"{client.api.origin}{READER_PATH}#{link.fragment()}", code, entry)


def list_shares(client: VaultClient) -> list[SeenShare]:
    """The shares of the root, in its order, each with what the server says became of it.

    Raises:
        OmittedError: the server does not know a share of the root. ForgedError: a receipt, or its count, is invented.
    """
    told = {member(one, "share_id", str): one for one in member(client.api.get("shares"), "shares", list)}
    return [_seen(entry, told.get(entry["id"])) for entry in client.catalogue.root["shares"]]


def end_share(client: VaultClient, share_id: ShareId) -> datetime:
    """End a share: the server says that its half is destroyed; the root then says it too.

    Raises:
        OmittedError: the root has no such share. ApiError: `not_found` and other refusals.
    """
    name = b64(share_id)
    if not any(entry["id"] == name for entry in client.catalogue.root["shares"]):
        raise OmittedError("a share is not in the root")
    ended_at = member(client.api.post(f"shares/{name}/end", repeat=True), "ended_at", str)
    moment = parse_time(ended_at)

    def ended(shares: list[Document]) -> list[Document]:
        return [one | {"ended_at": ended_at} if one["id"] == name else one for one in shares]

    client.commit(lambda _: Intended(Change(shares=ended)))
    return moment


class ShareReader:
    """A share opened by link and code, without an account. `document` is that of FORMAT 10.7, verified."""

    def __init__(self, api: Api, document: Document, share_id: ShareId, token: str) -> None:
        self.api = api
        self.document = document
        self._path = f"openings/{b64(share_id)}"
        self._headers = {"Authorization": f"Bearer {token}"}

    @classmethod
    def open(cls, link: str, code: str, api: Api | None = None) -> ShareReader:
        """Open a share once.

        Raises:
            ClientError: `link_malformed`.
            ApiError: `share_unavailable`, `code_wrong` (`details` says how many tries are left).
            CryptoError: the rule of FORMAT 10.10 that is broken.
        """
        parsed = parse_link(link)
        keys = link_keys(parsed, code)
        server = api or Api(link)
        return _opened(cls, server, parsed, keys)

    def part(self, file_id: str, number: int) -> bytearray:
        """A sealed part of a file of the share (`PartSource`)."""
        return self.api.get_part(f"{self._path}/files/{file_id}/parts/{number}", self._headers)

    def read_file(self, reference: Document, original: bytes | None = None) -> Iterator[bytes]:
        """The bytes of a file of the share, as `client_files.read_file`."""
        return read_file(self, VaultId(unb64(self.document["vault_id"])), reference, original)


def parse_link(link: str) -> Link:
    """The id and secret of a link.

    Raises:
        ClientError: `link_malformed`.
    """
    try:
        return Link.parse(urlsplit(link.strip()).fragment)
    except (MalformedError, ValueError):
        raise ClientError("link_malformed") from None


def _opened(
    make: Callable[[Api, Document, ShareId, str], ShareReader], api: Api, link: Link, keys: LinkKeys
) -> ShareReader:
    path = f"openings/{b64(link.share_id)}"
    asked = api.post(f"{path}/challenge", repeat=True)
    policy_bytes = unb64(member(asked, "policy", str))
    if parse_policy(policy_bytes).share_id != link.share_id:
        raise ForgedError("the server gives the policy of another share")
    challenge, body_hash = unb64(member(asked, "challenge", str)), unb64(member(asked, "body_hash", str))
    message = opening_message(link.share_id, challenge, policy_bytes, body_hash)
    signatures = {
        "challenge": b64(challenge),
        "link_signature": b64(sign(keys.link_sign, "link", message)),
        "receipt": b64(sign(keys.access_sign, "opening", message)),
    }
    released = api.post(path, signatures)
    token = member(released, "token", str)
    body = api.get_bytes(f"{path}/body", {"Authorization": f"Bearer {token}"})
    half, wrapped = Half(unb64(member(released, "half", str))), unb64(member(released, "wrapped", str))
    served = ServedShare(policy_bytes, body_hash, half, wrapped, body or b"")
    server_now = parse_time(member(released, "server_time", str))
    document = open_share(link, keys, served, datetime.now(UTC), server_now)
    return make(api, document, link.share_id, token)


def _document(client: VaultClient, link: Link, wanted: Wanted) -> Document:
    begin = client.api.server_now().replace(microsecond=0)
    return {
        "v": VERSION,
        "share_id": b64(link.share_id),
        "vault_id": b64(client.unlocked.vault_id),
        "sharer": b64(client.unlocked.identity.public().ed25519),
        "label": wanted.label,
        "purpose": wanted.purpose,
        "not_before": format_time(begin),
        "not_after": format_time(begin + timedelta(days=wanted.days)),
        "max_opens": wanted.max_opens,
        "made_at": format_time(begin),
        "items": _shared_items(client, wanted),
    }


def _shared_items(client: VaultClient, wanted: Wanted) -> list[Document]:
    rows = [client.catalogue.row(item_id) for item_id in wanted.items]
    names = [(ItemId(unb64(row["id"])), latest(row)) for row in rows]
    shared, choices = {row["id"] for row in rows}, wanted.choices or {}
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "version": version,
            "hash": row["versions"][-1]["hash"],
            "document": redact(record, shared, choices.get(row["id"], Choices())),
        }
        for row, (_, version), record in zip(rows, names, client.read_records(names), strict=True)
    ]


def _shared_files(document: Document) -> list[str]:
    """The files that the documents of a share point to, each once."""
    documents = [item["document"] for item in document["items"]]
    return list(dict.fromkeys(one[name]["id"] for one in documents for name in ("file", "thumb") if one.get(name)))


def _share_body(link: Link, sealed: SealedShare, files: list[str]) -> Document:
    return {
        "share_id": b64(link.share_id),
        "policy": b64(sealed.policy),
        "body": b64(sealed.body),
        "wrapped": b64(sealed.wrapped),
        "half": b64(sealed.half),
        "link_key": b64(sealed.link_public),
        "access_key": b64(sealed.access_public),
        "files": files,
        "own": [],  # this client makes no copies
    }


def _seen(entry: Document, told: object) -> SeenShare:
    if told is None:
        raise OmittedError("the server does not know a share of the root")
    receipts = member(told, "receipts", list)
    if member(told, "opens", int) != len(receipts):
        raise ForgedError("the server counts openings without receipts")
    if len({member(receipt, "challenge", str) for receipt in receipts}) != len(receipts):
        raise ForgedError("the server shows one receipt as two openings")
    openings = [_verified(entry, receipt) for receipt in receipts]
    ended_at = told.get("ended_at") if isinstance(told, dict) else None
    return SeenShare(
        entry=entry,
        openings=openings,
        wrong_codes=member(told, "wrong_codes", int),
        ended_at=parse_time(ended_at) if isinstance(ended_at, str) else None,
        ended_why=str(told.get("ended_why")) if isinstance(told, dict) and ended_at else None,
    )


def _verified(entry: Document, receipt: object) -> Opening:
    share_id = ShareId(unb64(entry["id"]))
    policy_bytes = policy(share_id, entry["not_before"], entry["not_after"], entry["max_opens"])
    if sha256(policy_bytes) != unb64(entry["policy"]):
        raise ForgedError("a share of the root and its policy do not agree")
    message = opening_message(share_id, unb64(member(receipt, "challenge", str)), policy_bytes, unb64(entry["body"]))
    verify(VerifyKey(unb64(entry["access"])), "opening", message, unb64(member(receipt, "signature", str)))
    return Opening(parse_time(member(receipt, "at", str)))
