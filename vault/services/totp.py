"""Codes of six digits that change every thirty seconds (RFC 6238), and their secrets at rest.

1. The server makes the secret, 20 random bytes (RFC 4226, 4), and shows it once.
2. At rest it is sealed by AES-256-GCM under a key derived from the pepper, and bound to its vault and factor: a stolen
   database makes no codes, and a row copied to another vault does not open there.
3. A clock may be one step off, either way.

That a code is accepted once is for `services.factors`.
"""

from __future__ import annotations

import io
import os
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyotp.exceptions import OTPVerificationError

from vault.errors import SecondRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from vault.config import Settings
    from vault.ids import FactorId, VaultId

SECRET_BYTES = 20
NONCE_BYTES = 12
STEPS_OFF = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A secret as an authenticator takes it: base 32 text, address, and the address drawn as an SVG document."""

    secret: str
    uri: str
    qr: str


def new_secret() -> bytes:
    """A secret (rule 1)."""
    return os.urandom(SECRET_BYTES)


def show(secret: bytes, settings: Settings) -> Shown:
    """What the owner's authenticator needs. It lists the neutral title of the tabs, and nothing of the site."""
    totp = _totp(secret)
    uri = totp.provisioning_uri(name=settings.tab_title, issuer_name=settings.tab_title)
    drawn = io.BytesIO()
    code = segno.make(uri, error="m", micro=False)
    # White behind it: an authenticator reads no code drawn on a dark page.
    code.save(drawn, kind="svg", light="#fff", xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    return Shown(totp.secret, uri, drawn.getvalue().decode())


def step_of(secret: bytes, code: str, now: datetime) -> int:
    """The time step that a code is of.

    Raises:
        SecondRefusedError: it is of none near `now`, naive UTC.
    """
    try:
        return _totp(secret).verify_and_get_timecode(code, for_time=now.replace(tzinfo=UTC), valid_window=STEPS_OFF)
    except OTPVerificationError:
        raise SecondRefusedError from None


def seal(secret: bytes, vault_id: VaultId, factor_id: FactorId, settings: Settings) -> bytes:
    """The secret for the database: nonce, then ciphertext (rule 2)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _key(settings).encrypt(nonce, secret, vault_id + factor_id)


def unseal(sealed: bytes, vault_id: VaultId, factor_id: FactorId, settings: Settings) -> bytes:
    """The secret of the database.

    Raises:
        SecondRefusedError: it was sealed for another factor, or under another pepper.
    """
    try:
        return _key(settings).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], vault_id + factor_id)
    except InvalidTag:
        raise SecondRefusedError from None


def _totp(secret: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(b32encode(secret).decode())


def _key(settings: Settings) -> AESGCM:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"memo/server/v1/totp")
    return AESGCM(derivation.derive(settings.pepper.encode()))
