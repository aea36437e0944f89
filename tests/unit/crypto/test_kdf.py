"""Nothing is derived under the floor, and every derivation is its own."""

import pytest

from vault.crypto import kdf
from vault.crypto.errors import CryptoError, MalformedError, UnsupportedError, WeakKdfError
from vault.crypto.kdf import KdfParams
from vault.crypto.material import PasswordKey, VaultId, VaultKey

GOOD = KdfParams(65_536, 3, 1, bytes(16))


@pytest.mark.parametrize(
    ("params", "error"),
    [
        (KdfParams(65_535, 3, 1, bytes(16)), WeakKdfError),
        (KdfParams(65_536, 2, 1, bytes(16)), WeakKdfError),
        (KdfParams(2**40, 3, 1, bytes(16)), UnsupportedError),
        (KdfParams(65_536, 3, 4, bytes(16)), UnsupportedError),
        (KdfParams(65_536, 3, 1, bytes(8)), MalformedError),
    ],
)
def test_nothing_is_derived_with_parameters_refused(
    params: KdfParams, error: type[CryptoError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def derive(*_: object) -> bytes:
        raise AssertionError("derived")

    monkeypatch.setattr(kdf, "argon2id", derive)
    with pytest.raises(error):
        kdf.password_key("mémo", params)


def test_params_read_back() -> None:
    assert kdf.parse_params(kdf.params_text(GOOD)) == GOOD
    with pytest.raises(MalformedError):
        kdf.params_text(KdfParams(-1, 3, 1, bytes(16)))


def test_params_that_are_not_unicode_are_malformed() -> None:
    with pytest.raises(MalformedError):
        kdf.parse_params('{"v":1,"kdf":"\ud83d"}')


def test_all_keys_differ() -> None:
    vault_id, other = VaultId(bytes(16)), VaultId(b"\x01" * 16)
    pmk, vmk = PasswordKey(bytes(32)), VaultKey(bytes(32))
    made = [
        kdf.auth(pmk, "claire-2024"),
        kdf.auth(pmk, "claire-2025"),
        kdf.kek_password(pmk, vault_id),
        kdf.kek_password(pmk, other),
    ]
    for vault, epoch in ((vault_id, 1), (vault_id, 2), (other, 1)):
        keys = kdf.vault_keys(vmk, vault, epoch)
        made += [keys.slots, keys.identity, keys.catalogue, keys.drafts]
    assert len(set(made)) == len(made) == 16


def test_a_vault_key_is_32_bytes() -> None:
    with pytest.raises(MalformedError):
        kdf.vault_keys(VaultKey(bytes(31)), VaultId(bytes(16)), 1)


def test_keys_are_not_printed() -> None:
    keys = kdf.vault_keys(VaultKey(bytes(32)), VaultId(bytes(16)), 1)
    assert repr(keys.catalogue) not in repr(keys)
