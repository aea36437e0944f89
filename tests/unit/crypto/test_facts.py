"""Facts published by others, so that two implementations of ours cannot be wrong together."""

import hmac

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from vault.crypto import kdf, sealing, signing
from vault.crypto.errors import DoesNotOpenError
from vault.crypto.kdf import KdfParams
from vault.crypto.material import AgreementSeed, SealingKey, SigningSeed

# Wycheproof (C2SP/wycheproof, b61843a), c2sp_chunked_encryption_aes_256_gcm_test.json, tcId 1 and 2: no context.
_KEY = SealingKey(b"YELLOW SUBMARINE YELLOW SUBMARIN")
_EMPTY = bytes.fromhex(
    "43a2e39431cbae0389d3fc86adf46f7c3a24de88d9311617e53f3164cc1d5dc738a66b97f0bf786565c31799c2f463d50a7e10046011dc6f"
    "c3c939e3a5db7affb6191551669554fb"
)
_SHORT = bytes.fromhex(
    "a1a1b56f6db58cd1ede0c5c9db62aef20d3f96a6c594bb9252bb38122de91236502b42a1d7fcab820ffa292940d2f86add212cfa42c38df1"
    "9d3cc9139ee61a5990d3db57433514229beea49a8a72bd"
)


@pytest.mark.parametrize(("sealed", "plaintext"), [(_EMPTY, b""), (_SHORT, b"chunked")])
def test_wycheproof_messages_open_and_seal_again(sealed: bytes, plaintext: bytes) -> None:
    assert sealing.open_sealed(_KEY, b"", sealed) == plaintext
    assert sealing.open_range(_KEY, b"", sealed[:56], sealed[56:], 0, is_last=True) == plaintext
    assert sealing._seal_from_salt(_KEY, b"", plaintext, sealed[:24]) == sealed


@pytest.mark.parametrize("at", range(len(_SHORT)))
def test_wycheproof_message_with_a_flipped_byte_is_refused(at: int) -> None:
    flipped = _SHORT[:at] + bytes([_SHORT[at] ^ 0x80]) + _SHORT[at + 1 :]
    with pytest.raises(DoesNotOpenError):
        sealing.open_sealed(_KEY, b"", flipped)


def test_argon2id_agrees_with_another_implementation() -> None:
    params = KdfParams(65_536, 3, 1, bytes(range(16)))
    other = Argon2id(salt=params.salt, length=32, iterations=3, lanes=1, memory_cost=65_536)
    assert kdf.password_key("mémo", params) == other.derive("mémo".encode())


def test_hkdf_is_that_of_rfc_5869_written_out() -> None:
    prk = hmac.digest(bytes(32), b"secret", "sha256")
    info = b"memo/v1/label\x00bound"
    first = hmac.digest(prk, info + b"\x01", "sha256")
    second = hmac.digest(prk, first + info + b"\x02", "sha256")
    assert kdf.hkdf(b"secret", "label", b"bound", 48) == (first + second)[:48]


def test_public_key_is_that_of_rfc_8032() -> None:
    # RFC 8032 7.1, TEST 1.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert signing.verify_key(SigningSeed(seed)) == public


def test_agreement_key_is_that_of_rfc_7748() -> None:
    # RFC 7748 5.2: after one iteration, with k and u the base point.
    private = (9).to_bytes(32, "little")
    public = bytes.fromhex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")
    identity = signing.Identity(SigningSeed(bytes(32)), AgreementSeed(private))
    assert identity.public().x25519 == public
