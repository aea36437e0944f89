"""Signatures under a label, and the two key pairs of a vault (FORMAT 6).

A message is signed with what it is (`root`, `share`, `link`, `opening`), so that a signature made for one purpose is
worth nothing for another. The server verifies openings with this module; it never holds a vault's seeds.
"""

import os
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from vault.crypto import schema
from vault.crypto.constants import KEY, PRODUCT, SEED, SIGNATURE, SIGNATURE_LABELS, VERSION
from vault.crypto.encoding import b64, dump, load, unb64
from vault.crypto.errors import ForgedError, MalformedError, UnsupportedError
from vault.crypto.material import AgreementKey, AgreementSeed, SigningSeed, VerifyKey


@dataclass(frozen=True)
class PublicIdentity:
    """The public halves of an identity, as a root writes them (7.3)."""

    ed25519: VerifyKey
    x25519: AgreementKey

    def document(self) -> dict[str, str]:
        """Return the member `identity` of a root."""
        return {"ed25519": b64(self.ed25519), "x25519": b64(self.x25519)}


@dataclass(frozen=True, repr=False)
class Identity:
    """The seeds of a vault: one signs, one agrees on keys; both random, never derived from each other (A17)."""

    ed25519: SigningSeed
    x25519: AgreementSeed

    @classmethod
    def new(cls) -> Self:
        """Return new random seeds: once in the life of a vault."""
        return cls(SigningSeed(os.urandom(SEED)), AgreementSeed(os.urandom(SEED)))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the identity of an opened document (6.1).

        Raises:
            MalformedError, UnsupportedError: as `load`.
        """
        document = load(data, schema.IDENTITY)
        return cls(SigningSeed(unb64(document["ed25519"])), AgreementSeed(unb64(document["x25519"])))

    def document(self) -> bytes:
        """Return the secret document to seal (6.1)."""
        return dump({"v": VERSION, "ed25519": b64(self.ed25519), "x25519": b64(self.x25519)})

    def public(self) -> PublicIdentity:
        """Return both public keys."""
        agreement = X25519PrivateKey.from_private_bytes(self.x25519).public_key().public_bytes_raw()
        return PublicIdentity(verify_key(self.ed25519), AgreementKey(agreement))


def verify_key(seed: SigningSeed) -> VerifyKey:
    """Return the public key of a 32-byte Ed25519 seed (RFC 8032)."""
    return VerifyKey(_private(seed).public_key().public_bytes_raw())


def sign(seed: SigningSeed, label: str, message: bytes) -> bytes:
    """Return the 64-byte signature of `message` under `label` (6.2)."""
    return _private(seed).sign(_labelled(label, message))


def verify(public: VerifyKey, label: str, message: bytes, signature: bytes) -> None:
    """Check a signature (6.2).

    Raises:
        ForgedError: not of this key, label and message.
        MalformedError: a key or signature of another length.
    """
    if len(public) != KEY or len(signature) != SIGNATURE:
        raise MalformedError("a public key is 32 bytes and a signature 64")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _labelled(label, message))
    except InvalidSignature as error:
        raise ForgedError("a signature does not match") from error


def _private(seed: SigningSeed) -> Ed25519PrivateKey:
    if len(seed) != SEED:
        raise MalformedError("a signing seed is 32 bytes")
    return Ed25519PrivateKey.from_private_bytes(seed)


def _labelled(label: str, message: bytes) -> bytes:
    if label not in SIGNATURE_LABELS:
        raise UnsupportedError("a signature label is not known")
    return f"{PRODUCT}sig/{label}".encode("ascii") + b"\x00" + message
