"""A new vault opens with its password, and stops when the server shows other ways in."""

from dataclasses import replace

import pytest

from vault.crypto import slots
from vault.crypto.encoding import b64, random_id
from vault.crypto.errors import DoesNotOpenError, ForeignSlotError, MalformedError, UnsupportedError, WeakKdfError
from vault.crypto.kdf import KdfParams, password_key, vault_keys
from vault.crypto.material import (
    Half,
    PasskeySecret,
    PasswordKey,
    PeopleSecret,
    PeopleSet,
    PhraseEntropy,
    SigningSeed,
    VaultId,
)
from vault.crypto.signing import Identity, sign, verify
from vault.crypto.slots import PasskeyKey, PeopleKey, Slot

PARAMS = KdfParams(65_536, 3, 1, bytes(16))
VAULT = VaultId(random_id())


def new_slot() -> tuple[Slot, PasswordKey, bytes]:
    pmk, vmk = PasswordKey(bytes(32)), slots.new_vault_key()
    return slots.new_password_slot(VAULT, 1, PARAMS, pmk, vmk), pmk, vmk


def test_a_vault_from_password_to_signature() -> None:
    pmk, vmk, identity = password_key("mémo 1", PARAMS), slots.new_vault_key(), Identity.new()
    slot = slots.new_password_slot(VAULT, 1, PARAMS, pmk, vmk)
    keys = vault_keys(vmk, VAULT, 1)
    sealed = slots.seal_identity(keys, VAULT, 1, identity)

    again = slots.open_slot(slots.slot_of([slot], "password"), VAULT, 1, PARAMS, password_key("mémo 1", PARAMS))
    opened = slots.open_identity(vault_keys(again, VAULT, 1), VAULT, 1, sealed)
    verify(identity.public().ed25519, "root", b"memo", sign(opened.ed25519, "root", b"memo"))
    with pytest.raises(DoesNotOpenError):
        slots.open_slot(slot, VAULT, 1, PARAMS, password_key("mémo 2", PARAMS))


@pytest.mark.parametrize("served", [0, 2])
def test_a_vault_has_one_password_slot(served: int) -> None:
    with pytest.raises(ForeignSlotError):
        slots.slot_of([new_slot()[0] for _ in range(served)], "password")


def test_a_kind_not_known_is_refused() -> None:
    slot = new_slot()[0]
    with pytest.raises(UnsupportedError):
        slots.slot_of([slot, replace(slot, kind="escrow")], "password")


def test_weak_parameters_do_not_make_a_slot_that_opens() -> None:
    pmk, vmk = PasswordKey(bytes(32)), slots.new_vault_key()
    weak = KdfParams(8, 1, 1, bytes(16))
    slot = slots.new_password_slot(VAULT, 1, weak, pmk, vmk)
    with pytest.raises(WeakKdfError):
        slots.open_slot(slot, VAULT, 1, weak, pmk)


def test_no_byte_of_a_slot_can_change() -> None:
    slot, pmk, vmk = new_slot()
    assert slots.open_slot(slot, VAULT, 1, PARAMS, pmk) == vmk
    for at in range(len(slot.sealed)):
        sealed = slot.sealed[:at] + bytes([slot.sealed[at] ^ 4]) + slot.sealed[at + 1 :]
        with pytest.raises(DoesNotOpenError):
            slots.open_slot(replace(slot, sealed=sealed), VAULT, 1, PARAMS, pmk)


def test_a_short_seed_does_not_sign() -> None:
    with pytest.raises(MalformedError):
        sign(SigningSeed(bytes(31)), "root", b"memo")


def test_seeds_are_new_and_not_printed() -> None:
    one, two = Identity.new(), Identity.new()
    assert len({one.ed25519, one.x25519, two.ed25519, two.x25519}) == 4
    assert repr(one.ed25519) not in repr(one)


def test_each_way_in_opens_the_one_key_of_the_vault() -> None:
    vmk, entropy = slots.new_vault_key(), PhraseEntropy(bytes(range(16)))
    people = PeopleKey(PeopleSecret(bytes(range(16))), Half(bytes(range(32))), PeopleSet(b"\x01\x02"))
    passkey = PasskeyKey(PasskeySecret(bytes(range(32))), b"credential")
    phrase_slot = slots.new_phrase_slot(VAULT, 3, entropy, vmk)
    people_slot = slots.new_people_slot(VAULT, 3, people, vmk)
    passkey_slot = slots.new_passkey_slot(VAULT, 3, passkey, vmk)
    assert slots.open_phrase_slot(phrase_slot, VAULT, 3, entropy) == vmk
    assert slots.open_people_slot(people_slot, VAULT, 3, people) == vmk
    assert slots.open_passkey_slot(passkey_slot, VAULT, 3, passkey) == vmk
    assert slots.slot_params(phrase_slot) == {"v": 1, "kdf": "bip39"}
    assert slots.slot_params(people_slot) == {"v": 1, "kdf": "shamir", "set": "AQI", "need": 2, "of": 3}
    assert slots.slot_params(passkey_slot) == {"v": 1, "kdf": "prf", "credential": b64(b"credential")}


def test_secrets_of_ways_in_are_not_printed() -> None:
    people = PeopleKey(PeopleSecret(bytes(16)), Half(bytes(32)), PeopleSet(b"ab"))
    passkey = PasskeyKey(PasskeySecret(bytes(32)), b"credential")
    assert "\\x00" not in f"{people!r} {passkey!r}"


def test_no_slot_is_made_without_its_secrets() -> None:
    vmk = slots.new_vault_key()
    with pytest.raises(MalformedError):
        slots.new_phrase_slot(VAULT, 1, PhraseEntropy(b""), vmk)
    with pytest.raises(MalformedError):
        slots.new_people_slot(VAULT, 1, PeopleKey(PeopleSecret(bytes(16)), Half(b""), PeopleSet(b"ab")), vmk)
    with pytest.raises(MalformedError):
        slots.new_passkey_slot(VAULT, 1, PasskeyKey(PasskeySecret(bytes(32)), b"credential"), vmk)
