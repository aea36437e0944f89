"""Real vaults for tests: made with the crypto core, at a derivation cost that keeps the suite quick.

The server never sees the derivation, so a cheap one changes nothing of what is tested here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vault.crypto.catalogue import Catalogue, Change, Unlocked
from vault.crypto.catalogue import Commit as SealedCommit
from vault.crypto.encoding import b64, now, random_id
from vault.crypto.kdf import KdfParams, auth, params_text, vault_keys
from vault.crypto.material import PasswordKey, VaultId, VaultKey
from vault.crypto.signing import Identity
from vault.crypto.slots import Slot, new_password_slot, new_vault_key, seal_identity

if TYPE_CHECKING:
    from tests.functional.house import House


@dataclass
class Account:
    """A vault, its owner's secrets, and the browser it is open in."""

    house: House
    login: str
    pmk: PasswordKey
    slots: tuple[Slot, ...]
    unlocked: Unlocked
    catalogue: Catalogue
    vmk: VaultKey = field(repr=False)
    first: dict[str, Any] = field(repr=False)
    """The body it was registered with."""
    next_ways: Any = field(default=None, repr=False)
    """What `ways.accept` takes over: catalogue, slots, keys and vault key."""

    @property
    def vault_id(self) -> VaultId:
        return self.unlocked.vault_id

    @property
    def auth(self) -> str:
        return b64(auth(self.pmk, self.login))

    def log_in(self, house: House) -> None:
        """Open the vault in another browser."""
        house.post("sessions", {"login": self.login, "auth": self.auth})

    def next_commit(self, change: Change | None = None, **more: object) -> dict[str, Any]:
        """The body of a commit on top of the newest catalogue; `accept` it once the server did."""
        self._next = self.catalogue.apply(change or Change(), now())
        return commit_body(self._next, **more)

    def accept(self) -> None:
        self.catalogue = self._next.catalogue

    def commit(self, change: Change | None = None, **more: object) -> dict[str, Any]:
        """Commit, and go on from there."""
        answer = self.house.post("commits", self.next_commit(change, **more)).json
        self.accept()
        return dict(answer)


def commit_body(commit: SealedCommit, **more: object) -> dict[str, Any]:
    """The JSON of a sealed commit; `more` are the lists it leaves empty."""
    pages = [{"number": page.number, "version": page.version, "sealed": b64(page.sealed)} for page in commit.pages]
    empty: dict[str, Any] = {"records": [], "files": [], "trash": [], "restore": [], "erase": []}
    return {"commit_id": b64(random_id()), "seq": commit.seq, "root": b64(commit.root), "pages": pages} | empty | more


def account_body(login: str) -> tuple[dict[str, Any], Unlocked, PasswordKey, tuple[Slot, ...], Catalogue, VaultKey]:
    """The body of a registration and the secrets behind it."""
    vault_id = VaultId(random_id())
    # Random in place of Argon2id: as many bytes, and the server cannot tell.
    pmk, vmk = PasswordKey(os.urandom(32)), new_vault_key()
    params = KdfParams(m=65_536, t=3, p=1, salt=random_id())
    unlocked = Unlocked(vault_id, 1, vault_keys(vmk, vault_id, 1), Identity.new())
    slot = new_password_slot(vault_id, 1, params, pmk, vmk)
    commit = Catalogue.create(unlocked, [slot], now())
    sealed_slot = {"slot_id": b64(slot.slot_id), "kind": slot.kind, "params": slot.params, "sealed": b64(slot.sealed)}
    body = {
        "login": login,
        "vault_id": b64(vault_id),
        "auth": b64(auth(pmk, login)),
        "params": params_text(params),
        "slots": [sealed_slot],
        "identity": b64(seal_identity(unlocked.keys, vault_id, 1, unlocked.identity)),
        "commit": commit_body(commit),
    }
    return body, unlocked, pmk, (slot,), commit.catalogue, vmk


def make_account(house: House, login: str | None = None) -> Account:
    """Register a vault in this browser, which is then open."""
    login = login or f"moineau-{os.urandom(6).hex()}"
    body, unlocked, pmk, slots, catalogue, vmk = account_body(login)
    house.post("accounts", body, 201)
    return Account(house, login, pmk, slots, unlocked, catalogue, vmk, body)
