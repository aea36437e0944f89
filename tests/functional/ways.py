"""Changes of ways in for tests, made with the crypto core: what `POST access` and `POST recoveries` take.

Each function gives the slot, the secret behind it, and the members of the body that come with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.functional.accounts import commit_body
from vault.crypto.catalogue import Catalogue, Change, Unlocked
from vault.crypto.encoding import b64, now, random_id
from vault.crypto.kdf import KdfParams, auth, params_text, vault_keys
from vault.crypto.material import Half, PasskeySecret, PasswordKey, PhraseEntropy, VaultKey
from vault.crypto.recovery import new_people, people_auth, phrase_auth
from vault.crypto.signing import Identity
from vault.crypto.slots import (
    PasskeyKey,
    PeopleKey,
    Slot,
    new_passkey_slot,
    new_password_slot,
    new_people_slot,
    new_phrase_slot,
    new_vault_key,
    seal_identity,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.functional.accounts import Account
    from tests.functional.house import House

Body = dict[str, Any]
EMPTY: Body = {
    "identity": None,
    "password": None,
    "phrase_auth": None,
    "people": None,
    "drafts": [],
    "end_shares": [],
    "drop_factors": False,
    "close_sessions": False,
}


@dataclass
class Way:
    """A new slot, the secret that opens it, and what the body says of it."""

    slot: Slot
    secret: Any
    told: Body


@dataclass
class Keys:
    """What slots are made for: those of the vault, or those of a rotation."""

    account: Account
    epoch: int
    vmk: VaultKey

    @classmethod
    def of(cls, account: Account) -> Keys:
        return cls(account, account.unlocked.epoch, account.vmk)

    @classmethod
    def next(cls, account: Account) -> Keys:
        return cls(account, account.unlocked.epoch + 1, new_vault_key())

    def password(self) -> Way:
        params, pmk = KdfParams(m=65_536, t=3, p=1, salt=random_id()), PasswordKey(os.urandom(32))
        slot = new_password_slot(self.account.vault_id, self.epoch, params, pmk, self.vmk)
        return Way(slot, pmk, {"password": {"auth": b64(auth(pmk, self.account.login)), "params": params_text(params)}})

    def phrase(self) -> Way:
        entropy = PhraseEntropy(os.urandom(16))
        slot = new_phrase_slot(self.account.vault_id, self.epoch, entropy, self.vmk)
        return Way(slot, entropy, {"phrase_auth": b64(phrase_auth(entropy, self.account.login))})

    def people(self, days: int = 7) -> Way:
        secret, set_id, _ = new_people()
        half = Half(os.urandom(32))
        slot = new_people_slot(self.account.vault_id, self.epoch, PeopleKey(secret, half, set_id), self.vmk)
        told = {"auth": b64(people_auth(secret, self.account.login)), "half": b64(half), "delay_days": days}
        return Way(slot, secret, {"people": told})

    def passkey(self, credential: bytes) -> Way:
        key = PasskeyKey(PasskeySecret(os.urandom(32)), credential)
        return Way(new_passkey_slot(self.account.vault_id, self.epoch, key, self.vmk), key, {})


def slot_body(slot: Slot) -> Body:
    return {"slot_id": b64(slot.slot_id), "kind": slot.kind, "params": slot.params, "sealed": b64(slot.sealed)}


def change_body(account: Account, slots: Sequence[Slot], *told: Body, **more: object) -> Body:
    """A change that keeps the keys of the vault; `accept` it once the server did."""
    commit = account.catalogue.apply(Change(slots=list(slots)), now())
    account.next_ways = (commit.catalogue, tuple(slots), account.unlocked, account.vmk)
    return _body(account, commit_body(commit), account.unlocked.epoch, slots, *told, more)


def rotation_body(account: Account, keys: Keys, ways: Sequence[Way], **more: object) -> Body:
    """A rotation to new keys."""
    vault_id, slots = account.vault_id, [way.slot for way in ways]
    unlocked = Unlocked(vault_id, keys.epoch, vault_keys(keys.vmk, vault_id, keys.epoch), Identity.new())
    commit = account.catalogue.rotate(unlocked, slots, now())
    account.next_ways = (commit.catalogue, tuple(slots), unlocked, keys.vmk)
    identity = {"identity": b64(seal_identity(unlocked.keys, vault_id, keys.epoch, unlocked.identity))}
    return _body(account, commit_body(commit), keys.epoch, slots, identity, *[way.told for way in ways], more)


def _body(account: Account, commit: Body, epoch: int, slots: Sequence[Slot], *told: Body) -> Body:
    body = EMPTY | {"auth": account.auth, "commit": commit, "epoch": epoch, "slots": [slot_body(one) for one in slots]}
    for members in told:
        body |= members
    return body


def accept(account: Account, pmk: PasswordKey | None = None) -> None:
    """The server kept the last body made."""
    account.catalogue, account.slots, account.unlocked, account.vmk = account.next_ways
    account.pmk = pmk or account.pmk


def change(account: Account, slots: Sequence[Slot], *told: Body, **more: object) -> Body:
    """Change the ways in, from the session open in the account's browser."""
    answer = account.house.post("access", change_body(account, slots, *told, **more)).json
    accept(account)
    return dict(answer)


def add(account: Account, way: Way) -> Way:
    """Put a way in beside those that are there."""
    change(account, [*account.slots, way.slot], way.told)
    return way


def recover(house: House, account: Account, way: str, secret: Any, status: int = 200) -> Body:
    """Come in by the phrase or by people."""
    prove = phrase_auth if way == "phrase" else people_auth
    body = {"login": account.login, "way": way, "auth": b64(prove(secret, account.login))}
    return dict(house.post("recoveries", body, status).json)


def reads(house: House, account: Account) -> Catalogue:
    """The catalogue as this browser is served it, verified with the keys and slots of the account."""
    return Catalogue.open(account.unlocked, house.get("catalogue?since=0").data, account.slots)


def told(house: House) -> list[str]:
    """The names of what happened, newest first."""
    return [event["name"] for event in house.get("events").json["events"]]


def log_in(house: House, account: Account, status: int = 200) -> Body:
    """The answer to the password."""
    return dict(house.post("sessions", {"login": account.login, "auth": account.auth}, status).json)


def draft(account: Account) -> Body:
    """A draft that the server keeps."""
    made = {"draft_id": b64(random_id()), "sealed": b64(b"\x01" * 100)}
    account.house.put(f"drafts/{made['draft_id']}", json={"sealed": made["sealed"]})
    return made


def put_items(account: Account, count: int = 3) -> None:
    """Rows in several pages."""
    for _ in range(count):
        item = random_id()
        row = {
            "id": b64(item),
            "kind": "contact",
            "versions": [],
            "summary": None,
            "files": [],
            "trashed_at": None,
            "erased_at": "2026-05-04T12:00:00Z",
        }
        account.commit(Change({item: lambda _, row=row: row}))
