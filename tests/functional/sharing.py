"""Shares as two clients make and open them, with the crypto core; only the code's Argon2id is left out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from vault.crypto.catalogue import Change
from vault.crypto.encoding import b64, format_time, lp, random_id, sha256, unb64
from vault.crypto.kdf import hkdf
from vault.crypto.material import Half, SigningSeed
from vault.crypto.policy import opening_message
from vault.crypto.sharing import Link, LinkKeys, SealedShare, ServedShare, open_share, seal_share, share_entry
from vault.crypto.signing import sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.functional.accounts import Account
    from tests.functional.house import House

WORDS = "the-neighbour-who-heard"


@dataclass
class Shared:
    """A share and all its secrets, as its two ends have them."""

    account: Account
    link: Link
    keys: LinkKeys
    document: dict[str, Any]
    sealed: SealedShare
    files: Sequence[bytes] = ()
    body: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        return b64(self.link.share_id)

    @property
    def entry(self) -> dict[str, Any]:
        return share_entry(self.link, self.document, self.sealed)

    def request(self, **more: object) -> dict[str, Any]:
        """The body of `POST shares` on top of the newest catalogue."""
        commit = self.account.next_commit(Change(shares=lambda shares: [*shares, self.entry]), **more)
        return {
            "share_id": self.id,
            "policy": b64(self.sealed.policy),
            "body": b64(self.sealed.body),
            "wrapped": b64(self.sealed.wrapped),
            "half": b64(self.sealed.half),
            "link_key": b64(self.sealed.link_public),
            "access_key": b64(self.sealed.access_public),
            "files": [b64(file) for file in self.files],
            "commit": commit,
        }

    def with_wrong_code(self) -> Shared:
        """The same link, with another code."""
        return replace(self, keys=keys_of(self.link, os.urandom(32)))


@dataclass
class Opened:
    """What a recipient holds once the server let go."""

    house: House
    shared: Shared
    answer: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.answer['token']}"}

    @property
    def path(self) -> str:
        return f"openings/{self.shared.id}"

    def part_path(self, file_id: bytes, number: int = 0) -> str:
        return f"{self.path}/files/{b64(file_id)}/parts/{number}"

    def document(self, now: datetime) -> dict[str, Any]:
        """The document, by all the rules of a reader."""
        body = self.house.get(f"{self.path}/body", headers=self.headers).data
        sealed = self.shared.sealed
        half, wrapped = Half(unb64(self.answer["half"])), unb64(self.answer["wrapped"])
        served = ServedShare(sealed.policy, sha256(sealed.body), half, wrapped, body)
        moment = now.replace(tzinfo=UTC)
        return open_share(self.shared.link, self.shared.keys, served, moment, moment)


def keys_of(link: Link, code_key: bytes) -> LinkKeys:
    """`link_keys` after its Argon2id."""
    bound = lp(link.share_id)
    return LinkKeys(
        recipient=hkdf(link.secret, "link/recipient", bound),
        link_sign=SigningSeed(hkdf(link.secret, "link/sign", bound)),
        access_sign=SigningSeed(hkdf(link.secret + code_key, "link/access", bound)),
        code_key=code_key,
    )


def prepare(
    account: Account,
    now: datetime,
    *,
    start: timedelta = timedelta(0),
    days: float = 7,
    max_opens: int = 10,
    files: Sequence[bytes] = (),
) -> Shared:
    """A share of one contact, not sent yet."""
    link = Link.new()
    keys = keys_of(link, os.urandom(32))
    begin = now.replace(tzinfo=UTC) + start
    who = {"name": WORDS, "role": "witness", "organisation": "", "means": [], "notes": ""}
    contact = {"v": 1, "kind": "contact"} | who
    item = {"id": b64(random_id()), "kind": "contact", "version": 1, "hash": b64(os.urandom(32)), "document": contact}
    document = {
        "v": 1,
        "share_id": b64(link.share_id),
        "vault_id": b64(account.vault_id),
        "sharer": b64(account.unlocked.identity.public().ed25519),
        "label": "Maître Exemple",
        "purpose": "Rendez-vous",
        "not_before": format_time(begin),
        "not_after": format_time(begin + timedelta(days=days)),
        "max_opens": max_opens,
        "made_at": format_time(begin),
        "items": [item],
    }
    return Shared(account, link, keys, document, seal_share(account.unlocked.identity, keys, document), files)


def make_share(account: Account, now: datetime, **choice: Any) -> Shared:
    """A share that the server took, with its commit."""
    shared = prepare(account, now, **choice)
    account.house.post("shares", shared.request(), 201)
    account.accept()
    return shared


def challenge(house: House, shared: Shared) -> bytes:
    """A challenge, after looking at what the server says of the share."""
    answer = house.post(f"openings/{shared.id}/challenge").json
    assert answer["policy"] == b64(shared.sealed.policy)
    assert answer["body_hash"] == b64(sha256(shared.sealed.body))
    return unb64(answer["challenge"])


def proof(shared: Shared, given: bytes) -> dict[str, str]:
    """The two signatures over a challenge."""
    message = opening_message(shared.link.share_id, given, shared.sealed.policy, sha256(shared.sealed.body))
    return {
        "challenge": b64(given),
        "link_signature": b64(sign(shared.keys.link_sign, "link", message)),
        "receipt": b64(sign(shared.keys.access_sign, "opening", message)),
    }


def open_it(house: House, shared: Shared) -> Opened:
    """Open the share once."""
    answer = house.post(f"openings/{shared.id}", proof(shared, challenge(house, shared))).json
    return Opened(house, shared, dict(answer))


def refused(house: House, shared: Shared, code: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    """Opening is refused with this code; the error's details."""
    sent = body or proof(shared, challenge(house, shared))
    return house.refused(code, "POST", f"openings/{shared.id}", json=sent)
