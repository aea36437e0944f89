"""Ways into a vault, and the identity that is behind them (FORMAT 5.7, 5.8, 6.1).

Rules of opening, in order:

1. the kinds are those that a vault may have, and a slot of the kind asked for is there: a vault without one is an
   error, never a reason to make a key (A2);
2. its parameters are those that its key was derived with, so that one page of the server cannot ask for
   a cheap derivation and another show a sound one (A5);
3. it opens under its own id, epoch and parameters; VMK is 32 bytes;
4. the identity opens under that VMK;
5. the root vouches for every slot served (`check_slots`, once the catalogue is open).
"""

import hmac
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vault.crypto import schema
from vault.crypto.constants import (
    HASH,
    ID,
    KEY,
    PASSKEY_NAME,
    PEOPLE_NAME,
    PEOPLE_NEED,
    PEOPLE_OF,
    PHRASE_NAME,
    PRODUCT,
    SLOT_KINDS,
    SLOT_LIMITS,
    VERSION,
)
from vault.crypto.encoding import Document, b64, context, dump, load, lp, random_id, sha256, u64
from vault.crypto.errors import DoesNotOpenError, ForeignSlotError, MalformedError, UnsupportedError
from vault.crypto.kdf import KdfParams, VaultKeys, kek_password, params_text, parse_params
from vault.crypto.material import (
    Half,
    MacKey,
    PasskeySecret,
    PasswordKey,
    PeopleSecret,
    PeopleSet,
    PhraseEntropy,
    SealingKey,
    SlotId,
    VaultId,
    VaultKey,
)
from vault.crypto.recovery import kek_passkey, kek_people, kek_phrase
from vault.crypto.sealing import open_sealed, seal
from vault.crypto.signing import Identity


@dataclass(frozen=True)
class Slot:
    """One way to open a vault (5.7): `params` is exact text, `sealed` holds VMK."""

    slot_id: SlotId
    kind: str
    params: str
    sealed: bytes


@dataclass(frozen=True, repr=False)
class PeopleKey:
    """What two people and the server give together (5.10)."""

    secret: PeopleSecret
    half: Half
    set_id: PeopleSet


@dataclass(frozen=True, repr=False)
class PasskeyKey:
    """What an authenticator gives (5.11)."""

    prf: PasskeySecret
    credential: bytes


def new_vault_key() -> VaultKey:
    """Return VMK: made once, with the vault (5.5)."""
    return VaultKey(os.urandom(KEY))


def new_password_slot(vault_id: VaultId, epoch: int, params: KdfParams, pmk: PasswordKey, vmk: VaultKey) -> Slot:
    """Return a slot that opens `vmk` with the password from which `pmk` was derived under `params`."""
    return _new(vault_id, epoch, "password", params_text(params), kek_password(pmk, vault_id), vmk)


def new_phrase_slot(vault_id: VaultId, epoch: int, entropy: PhraseEntropy, vmk: VaultKey) -> Slot:
    """Return a slot that opens `vmk` with a recovery phrase (5.9)."""
    return _new(vault_id, epoch, "phrase", phrase_params(), kek_phrase(entropy, vault_id), vmk)


def new_people_slot(vault_id: VaultId, epoch: int, people: PeopleKey, vmk: VaultKey) -> Slot:
    """Return a slot that opens `vmk` with two shares and the half of the server (5.10).

    Raises:
        MalformedError: as `kek_people`.
    """
    kek = kek_people(people.secret, people.half, vault_id, people.set_id)
    return _new(vault_id, epoch, "people", people_params(people.set_id), kek, vmk)


def new_passkey_slot(vault_id: VaultId, epoch: int, passkey: PasskeyKey, vmk: VaultKey) -> Slot:
    """Return a slot that opens `vmk` with a passkey that gives PRF (5.11).

    Raises:
        MalformedError: as `kek_passkey`.
    """
    kek = kek_passkey(passkey.prf, vault_id, passkey.credential)
    return _new(vault_id, epoch, "passkey", passkey_params(passkey.credential), kek, vmk)


def phrase_params() -> str:
    """Return the exact text of the parameters of a phrase slot (5.7)."""
    return _text({"v": VERSION, "kdf": PHRASE_NAME})


def people_params(set_id: PeopleSet) -> str:
    """Return the exact text of the parameters of a people slot (5.7)."""
    return _text({"v": VERSION, "kdf": PEOPLE_NAME, "set": b64(set_id), "need": PEOPLE_NEED, "of": PEOPLE_OF})


def passkey_params(credential: bytes) -> str:
    """Return the exact text of the parameters of the slot of a passkey (5.7)."""
    return _text({"v": VERSION, "kdf": PASSKEY_NAME, "credential": b64(credential)})


def slot_params(slot: Slot) -> Document:
    """Return the parameters of a slot as a document, strictly of its kind (5.7).

    Raises:
        UnsupportedError: a kind or a derivation that this reader does not know.
        MalformedError: another form.
    """
    _check_known(slot)
    return load(slot.params.encode("utf-8", "surrogatepass"), schema.SLOT_PARAMS[slot.kind])


def check_kinds(slots: Iterable[Slot]) -> None:
    """Check that a vault has the ways in that it may have (5.7).

    Raises:
        UnsupportedError: a kind that this reader does not know.
        ForeignSlotError: not exactly one password, or too many of another kind.
    """
    served = list(slots)
    for slot in served:
        _check_known(slot)
    counts = Counter(slot.kind for slot in served)
    if counts["password"] != 1 or any(counts[kind] > limit for kind, limit in SLOT_LIMITS.items()):
        raise ForeignSlotError("a vault has exactly one password slot, and few of the others")


def slot_of(slots: Iterable[Slot], kind: str, params: str | None = None) -> Slot:
    """Return the only slot of a kind, and of exactly these parameters where given (rule 1).

    Raises:
        ForeignSlotError: none, or more than one.
        UnsupportedError: as `check_kinds`.
    """
    served = list(slots)
    check_kinds(served)
    found = [slot for slot in served if slot.kind == kind and params in (None, slot.params)]
    if len(found) != 1:
        raise ForeignSlotError("a vault has no such slot, or more than one")
    return found[0]


def open_slot(slot: Slot, vault_id: VaultId, epoch: int, params: KdfParams, pmk: PasswordKey) -> VaultKey:
    """Return VMK from a password slot; `params` are those that `pmk` was derived with.

    Raises:
        ForeignSlotError: the parameters or the kind of the slot are others (rule 2).
        DoesNotOpenError: wrong password, or a slot of another vault, id or epoch (rule 3).
        MalformedError, UnsupportedError, WeakKdfError: as `parse_params`.
    """
    _check_known(slot)
    if slot.kind == "password":
        parse_params(slot.params)
    return _open(slot, vault_id, epoch, ("password", params_text(params)), kek_password(pmk, vault_id))


def open_phrase_slot(slot: Slot, vault_id: VaultId, epoch: int, entropy: PhraseEntropy) -> VaultKey:
    """Return VMK from a phrase slot; raises like `open_slot`."""
    return _open(slot, vault_id, epoch, ("phrase", phrase_params()), kek_phrase(entropy, vault_id))


def open_people_slot(slot: Slot, vault_id: VaultId, epoch: int, people: PeopleKey) -> VaultKey:
    """Return VMK from a people slot; raises like `open_slot`, also on shares of another set."""
    kek = kek_people(people.secret, people.half, vault_id, people.set_id)
    return _open(slot, vault_id, epoch, ("people", people_params(people.set_id)), kek)


def open_passkey_slot(slot: Slot, vault_id: VaultId, epoch: int, passkey: PasskeyKey) -> VaultKey:
    """Return VMK from the slot of a passkey; raises like `open_slot`."""
    kek = kek_passkey(passkey.prf, vault_id, passkey.credential)
    return _open(slot, vault_id, epoch, ("passkey", passkey_params(passkey.credential)), kek)


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


def _new(vault_id: VaultId, epoch: int, kind: str, params: str, kek: SealingKey, vmk: VaultKey) -> Slot:
    slot_id = SlotId(random_id())
    return Slot(slot_id, kind, params, seal(kek, _context(vault_id, slot_id, epoch, params), vmk))


def _open(slot: Slot, vault_id: VaultId, epoch: int, wanted: tuple[str, str], kek: SealingKey) -> VaultKey:
    slot_params(slot)
    # 2.
    if (slot.kind, slot.params) != wanted:
        raise ForeignSlotError("a slot is of another kind, or has other parameters than its key was derived with")
    # 3.
    vmk = open_sealed(kek, _context(vault_id, slot.slot_id, epoch, slot.params), slot.sealed)
    if len(vmk) != KEY:
        raise DoesNotOpenError("a slot does not hold a vault key")
    return VaultKey(vmk)


def _check_known(slot: Slot) -> None:
    if slot.kind not in SLOT_KINDS:
        raise UnsupportedError("a slot is of a kind that is not known")


def _text(document: Document) -> str:
    return dump(document).decode("utf-8")


def _context(vault_id: VaultId, slot_id: SlotId, epoch: int, params: str) -> bytes:
    key_id = sha256(params.encode("utf-8"))
    return context("slot", vault_id=vault_id, object_id=slot_id, version=epoch, key_id=key_id)
