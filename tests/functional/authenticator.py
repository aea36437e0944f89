"""An authenticator in software, from the specification alone (WebAuthn level 3, sections 6.1 and 6.5): what the server
is held against must not come from the library that it uses.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from vault.crypto.encoding import b64, unb64

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with one passkey; what it lies about is set by name."""

    origin: str = "http://localhost:8000"
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counting: bool = True
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user_handle: bytes | None = None

    def register(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to creation options."""
        self.user_handle = unb64(options["user"]["id"])
        data = (
            self._data(ATTESTED) + bytes(16) + len(self.credential).to_bytes(2) + self.credential + self._public_key()
        )
        attestation = (
            b"\xa3" + _text("fmt") + _text("none") + _text("attStmt") + b"\xa0" + _text("authData") + _bytes(data)
        )
        response = {"clientDataJSON": self._client("create", options), "attestationObject": b64(attestation)}
        return {"id": b64(self.credential), "response": response}

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to request options."""
        self.count += self.counting
        data, client = self._data(), self._client("get", options)
        signature = self.key.sign(data + hashlib.sha256(unb64(client)).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": b64(data), "signature": b64(signature)}
        if self.user_handle is not None:
            response["userHandle"] = b64(self.user_handle)
        return {"id": b64(self.credential), "response": response}

    def _data(self, more: int = 0) -> bytes:
        head = hashlib.sha256(self.rp_id.encode()).digest()
        return head + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _client(self, act: str, options: dict[str, Any]) -> str:
        said = {
            "type": f"webauthn.{act}",
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return b64(json.dumps(said).encode())

    def _public_key(self) -> bytes:
        """COSE (RFC 9053, 7.1): key type 2, algorithm -7, curve 1, x, y."""
        at = self.key.public_key().public_numbers()
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21" + _bytes(at.x.to_bytes(32)) + b"\x22" + _bytes(at.y.to_bytes(32))


def _bytes(data: bytes) -> bytes:
    """CBOR (RFC 8949, 3.1): a byte string of 24 to 65,535, its length written as short as can be (4.2.1)."""
    head = b"\x58" + len(data).to_bytes(1) if len(data) < 256 else b"\x59" + len(data).to_bytes(2)
    return head + data


def _text(text: str) -> bytes:
    return bytes([0x60 + len(text)]) + text.encode()
