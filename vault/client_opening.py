"""What opens a vault at a desk: from a password and the answer of a session to its keys, and the other way round.

Nothing of an answer is trusted before a slot has opened and the identity under it (FORMAT 5.7, `crypto.slots`); the
slots served are vouched for only by the root, which `client_vault` reads next.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vault.client_api import member
from vault.client_commits import Intended, commit_body
from vault.client_words import ClientError
from vault.crypto.catalogue import Catalogue, Change, Unlocked
from vault.crypto.constants import KDF_FLOOR, KDF_LANES, KDF_SALT
from vault.crypto.encoding import Document, b64, now, random_id, unb64
from vault.crypto.kdf import KdfParams, auth, normal_login, params_text, password_key, vault_keys
from vault.crypto.material import PasswordKey, PhraseEntropy, SlotId, VaultId, VaultKey
from vault.crypto.recovery import phrase_auth
from vault.crypto.roots import default_settings
from vault.crypto.signing import Identity
from vault.crypto.slots import (
    Slot,
    new_password_slot,
    new_phrase_slot,
    new_vault_key,
    open_identity,
    open_slot,
    seal_identity,
    slot_of,
)

if TYPE_CHECKING:
    from vault.crypto.catalogue import Commit

PASSWORD_MINIMUM = 12
"""Characters; the proposed passphrase has far more. The browser measures strength, this only stops the obvious."""


@dataclass(frozen=True, repr=False)
class Opened:
    """What unlocking needs again while a vault is open; `params` is None after a recovery, until a password is set."""

    login: str
    params: KdfParams | None
    slots: tuple[Slot, ...]
    notices: tuple[Document, ...] = ()
    """What the server says is under way: `{kind, id, ready_at}`."""


@dataclass(frozen=True, repr=False)
class NewAccount:
    """A vault that no server has yet: what to send, and what it is for its owner once it was taken."""

    body: Document
    unlocked: Unlocked
    opened: Opened
    commit: Commit


def new_account(login: str, password: str, phrase: PhraseEntropy | None) -> NewAccount:
    """A new vault; without a phrase it says that this was chosen.

    Raises:
        ClientError: `password_short`, before anything is derived. MalformedError: no login.
    """
    check_password(password)
    name, vault_id = normal_login(login), VaultId(random_id())
    params = new_params()
    pmk, vmk = password_key(password, params), new_vault_key()
    unlocked = Unlocked(vault_id, 1, vault_keys(vmk, vault_id, 1), Identity.new())
    slots = [new_password_slot(vault_id, 1, params, pmk, vmk)]
    if phrase is not None:
        slots.append(new_phrase_slot(vault_id, 1, phrase, vmk))
    settings = default_settings() | {"phrase": "checked" if phrase else "declined"}
    commit = Catalogue.create(unlocked, slots, now(), settings)
    body = {
        "login": name,
        "vault_id": b64(vault_id),
        "auth": b64(auth(pmk, name)),
        "params": params_text(params),
        "slots": [slot_body(slot) for slot in slots],
        "phrase_auth": b64(phrase_auth(phrase, name)) if phrase else None,
        "identity": b64(seal_identity(unlocked.keys, vault_id, 1, unlocked.identity)),
        "commit": commit_body(commit, Intended(Change())),
    }
    return NewAccount(body, unlocked, Opened(name, params, tuple(slots)), commit)


def check_password(password: str) -> None:
    """Refuse the obvious.

    Raises:
        ClientError: `password_short`.
    """
    if len(password) < PASSWORD_MINIMUM:
        raise ClientError("password_short")


def new_params() -> KdfParams:
    """How a new password is derived: by our own floor and a new salt, whatever the server asks for (A5)."""
    return KdfParams(m=KDF_FLOOR["m"], t=KDF_FLOOR["t"], p=KDF_LANES, salt=os.urandom(KDF_SALT))


def open_vault(answer: object, params: KdfParams, pmk: PasswordKey) -> tuple[Unlocked, tuple[Slot, ...]]:
    """What a session's answer opens with the password (step 2).

    Raises:
        CryptoError: the rule of `crypto.slots` that is broken.
    """
    slots, vault_id, epoch = read_slots(answer), read_vault_id(answer), member(answer, "epoch", int)
    vmk = open_slot(slot_of(slots, "password"), vault_id, epoch, params, pmk)
    return unlocked_by(answer, vmk), slots


def unlocked_by(answer: object, vmk: VaultKey) -> Unlocked:
    """What a session's answer opens under the vault key that a slot gave.

    Raises:
        CryptoError: the identity is not one of this key, vault and epoch.
    """
    vault_id, epoch = read_vault_id(answer), member(answer, "epoch", int)
    keys = vault_keys(vmk, vault_id, epoch)
    identity = open_identity(keys, vault_id, epoch, unb64(member(answer, "identity", str)))
    return Unlocked(vault_id, epoch, keys, identity)


def read_vault_id(answer: object) -> VaultId:
    """The vault that a session's answer says that it is."""
    return VaultId(unb64(member(answer, "vault_id", str), 16))


def read_slots(answer: object) -> tuple[Slot, ...]:
    """The slots of a session's answer; nothing in them is trusted yet."""
    return tuple(read_slot(slot) for slot in member(answer, "slots", list))


def read_notices(answer: object) -> tuple[Document, ...]:
    """What the server says is under way; a server of release 1 says nothing."""
    told = answer.get("notices", []) if isinstance(answer, dict) else []
    return tuple(one for one in told if isinstance(one, dict)) if isinstance(told, list) else ()


def read_slot(body: object) -> Slot:
    """A slot as the server gives it; nothing in it is trusted yet."""
    slot_id, sealed = unb64(member(body, "slot_id", str), 16), unb64(member(body, "sealed", str))
    return Slot(SlotId(slot_id), member(body, "kind", str), member(body, "params", str), sealed)


def slot_body(slot: Slot) -> Document:
    """A slot as the server takes it."""
    return {"slot_id": b64(slot.slot_id), "kind": slot.kind, "params": slot.params, "sealed": b64(slot.sealed)}
