"""Ways into a vault, and the identity that is behind them (FORMAT 5.7, 5.8, 6.1).

Rules of opening, in order:

1. a slot of the kind asked for is there: a vault without one is an error, never a reason to make a key (A2);
2. its parameters are those that the password was derived with, so that one page of the server cannot ask for
   a cheap derivation and another show a sound one (A5);
3. it opens under its own id, epoch and parameters; VMK is 32 bytes;
4. the identity opens under that VMK;
5. the root vouches for every slot served (`check_slots`, once the catalogue is open).
"""

import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass

from vault.crypto.constants import HASH, ID, KEY, PRODUCT, SLOT_KINDS
from vault.crypto.encoding import context, lp, random_id, sha256, u64
from vault.crypto.errors import DoesNotOpenError, ForeignSlotError, MalformedError, UnsupportedError
from vault.crypto.kdf import KdfParams, VaultKeys, kek_password, params_text, parse_params
from vault.crypto.material import MacKey, PasswordKey, SlotId, VaultId, VaultKey
from vault.crypto.sealing import open_sealed, seal
from vault.crypto.signing import Identity


@dataclass(frozen=True)
class Slot:
    """One way to open a vault (5.7): `params` is exact text, `sealed` holds VMK."""

    slot_id: SlotId
    kind: str
    params: str
    sealed: bytes


def new_vault_key() -> VaultKey:
    """Return VMK: made once, with the vault (5.5)."""
    return VaultKey(os.urandom(KEY))


def new_password_slot(vault_id: VaultId, epoch: int, params: KdfParams, pmk: PasswordKey, vmk: VaultKey) -> Slot:
    """Return a slot that opens `vmk` with the password from which `pmk` was derived under `params`."""
    slot_id = SlotId(random_id())
    text = params_text(params)
    sealed = seal(kek_password(pmk, vault_id), _context(vault_id, slot_id, epoch, text), vmk)
    return Slot(slot_id, "password", text, sealed)


def password_slot(slots: Iterable[Slot]) -> Slot:
    """Return the password slot of a vault (rule 1).

    Raises:
        ForeignSlotError: none, or more than one.
        UnsupportedError: a kind that this reader does not know.
    """
    served = list(slots)
    if any(slot.kind not in SLOT_KINDS for slot in served):
        raise UnsupportedError("a slot is of a kind that is not known")
    if len(served) != 1:
        raise ForeignSlotError("a vault has exactly one password slot")
    return served[0]


def open_slot(slot: Slot, vault_id: VaultId, epoch: int, params: KdfParams, pmk: PasswordKey) -> VaultKey:
    """Return VMK; `params` are those that `pmk` was derived with.

    Raises:
        ForeignSlotError: the parameters of the slot are others (rule 2).
        DoesNotOpenError: wrong password, or a slot of another vault, id or epoch (rule 3).
        MalformedError, UnsupportedError, WeakKdfError: as `parse_params`.
    """
    if slot.kind not in SLOT_KINDS:
        raise UnsupportedError("a slot is of a kind that is not known")
    # 2.
    if parse_params(slot.params) != params:
        raise ForeignSlotError("a slot has other parameters than the password was derived with")
    # 3.
    vmk = open_sealed(kek_password(pmk, vault_id), _context(vault_id, slot.slot_id, epoch, slot.params), slot.sealed)
    if len(vmk) != KEY:
        raise DoesNotOpenError("a slot does not hold a vault key")
    return VaultKey(vmk)


def slots_mac(key: MacKey, epoch: int, slots: Iterable[Slot]) -> bytes:
    """Return the 32 bytes by which a root vouches for exactly these slots (5.8).

    Raises:
        MalformedError: an id is not 16 bytes, or is there twice.
    """
    ordered = sorted(slots, key=lambda slot: slot.slot_id)
    ids = [slot.slot_id for slot in ordered]
    if any(len(slot_id) != ID for slot_id in ids) or len(set(ids)) != len(ids):
        raise MalformedError("slot ids are 16 bytes, each once")
    fields = [
        lp(field)
        for slot in ordered
        for field in (slot.slot_id, slot.kind.encode("utf-8"), slot.params.encode("utf-8"), slot.sealed)
    ]
    message = lp(f"{PRODUCT}mac/slots".encode("ascii")) + u64(epoch) + b"".join(fields)
    return hmac.digest(key, message, "sha256")


def check_slots(key: MacKey, epoch: int, slots: Iterable[Slot], vouched: bytes) -> None:
    """Check the slots served against the root (rule 5), in constant time.

    Raises:
        ForeignSlotError: one was added, removed or changed.
    """
    if len(vouched) != HASH or not hmac.compare_digest(slots_mac(key, epoch, slots), vouched):
        raise ForeignSlotError("the catalogue does not vouch for these slots")


def seal_identity(keys: VaultKeys, vault_id: VaultId, epoch: int, identity: Identity) -> bytes:
    """Return the sealed identity of a vault (6.1)."""
    return seal(keys.identity, _identity_context(vault_id, epoch), identity.document())


def open_identity(keys: VaultKeys, vault_id: VaultId, epoch: int, sealed: bytes) -> Identity:
    """Return the identity that the vault key opens (rule 4).

    Raises:
        DoesNotOpenError: another vault, another epoch, or altered.
        MalformedError, UnsupportedError: as `Identity.parse`.
    """
    return Identity.parse(open_sealed(keys.identity, _identity_context(vault_id, epoch), sealed))


def _identity_context(vault_id: VaultId, epoch: int) -> bytes:
    return context("identity", vault_id=vault_id, object_id=vault_id, version=epoch)


def _context(vault_id: VaultId, slot_id: SlotId, epoch: int, params: str) -> bytes:
    key_id = sha256(params.encode("utf-8"))
    return context("slot", vault_id=vault_id, object_id=slot_id, version=epoch, key_id=key_id)
