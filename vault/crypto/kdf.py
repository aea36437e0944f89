"""From a password to the keys of a vault (FORMAT 5).

    password ─ NFKC ─ Argon2id ─ PMK ─┬ AUTH (to the server)
                                      └ KEK of the password slot ─ opens VMK ─ HKDF ─ k/slots, k/identity, …

The cost parameters come from the server, so they are checked before anything is derived: under the floor a
guess at the password becomes cheap (A5), above the ceiling a server could freeze a phone.
"""

import re
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.crypto import schema
from vault.crypto.constants import (
    KDF_CEILING,
    KDF_FLOOR,
    KDF_LANES,
    KDF_NAME,
    KDF_SALT,
    KEY,
    LOGIN_BLANKS,
    LOGIN_PATTERN,
    PRODUCT,
    VERSION,
)
from vault.crypto.encoding import b64, dump, load, lp, u64, unb64
from vault.crypto.errors import MalformedError, UnsupportedError, WeakKdfError
from vault.crypto.material import AuthSecret, MacKey, PasswordKey, SealingKey, VaultId, VaultKey

_ARGON2_VERSION = 0x13


@dataclass(frozen=True)
class KdfParams:
    """Cost of Argon2id: `m` KiB, `t` passes, `p` lanes, and a 16-byte salt."""

    m: int
    t: int
    p: int
    salt: bytes


@dataclass(frozen=True, repr=False)
class VaultKeys:
    """The four keys of one epoch of a vault (5.6)."""

    slots: MacKey
    identity: SealingKey
    catalogue: SealingKey
    drafts: SealingKey


def normal_login(text: str) -> str:
    """Return the login that `text` means (5.1).

    Raises:
        MalformedError: not 6 to 64 of `[a-z0-9-]` once normalised.
    """
    login = unicodedata.normalize("NFKC", text).strip(LOGIN_BLANKS).lower()
    if not re.fullmatch(LOGIN_PATTERN, login):
        raise MalformedError("a login is 6 to 64 letters, digits or hyphens")
    return login


def check_params(params: KdfParams) -> None:
    """Refuse parameters before anything is derived with them (5.2).

    Raises:
        WeakKdfError: under the floor (A5).
        UnsupportedError: above the ceiling, or more than one lane.
        MalformedError: the salt is not 16 bytes.
    """
    if len(params.salt) != KDF_SALT:
        raise MalformedError("a password salt is 16 bytes")
    if params.m < KDF_FLOOR["m"] or params.t < KDF_FLOOR["t"]:
        raise WeakKdfError("the password derivation asked for is too cheap")
    if params.m > KDF_CEILING["m"] or params.t > KDF_CEILING["t"] or params.p != KDF_LANES:
        raise UnsupportedError("the password derivation asked for is out of reach")


def params_text(params: KdfParams) -> str:
    """Return the exact text of the parameters document that a slot carries (5.7)."""
    document = {"v": VERSION, "kdf": KDF_NAME, "m": params.m, "t": params.t, "p": params.p, "salt": b64(params.salt)}
    schema.KDF_PARAMS(document)
    return dump(document).decode("utf-8")


def parse_params(text: str) -> KdfParams:
    """Return the checked parameters of a slot.

    Raises:
        MalformedError, UnsupportedError, WeakKdfError: as `load` and `check_params`.
    """
    document = load(text.encode("utf-8", "surrogatepass"), schema.KDF_PARAMS)
    params = KdfParams(document["m"], document["t"], document["p"], unb64(document["salt"], KDF_SALT))
    check_params(params)
    return params


def password_key(password: str, params: KdfParams) -> PasswordKey:
    """Return PMK, 32 bytes (5.2).

    Raises:
        WeakKdfError, UnsupportedError, MalformedError: as `check_params`, before any work.
    """
    check_params(params)
    return PasswordKey(argon2id(password_bytes(password), params.salt, params.m, params.t))


def password_bytes(password: str) -> bytes:
    """Return the bytes of a password: NFKC, so that two keyboards agree, then UTF-8 (5.1)."""
    try:
        return unicodedata.normalize("NFKC", password).encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedError("a password holds half a character") from error


def argon2id(secret: bytes, salt: bytes, m: int, t: int) -> bytes:
    """Return 32 bytes of Argon2id version 1.3 with one lane (RFC 9106)."""
    return hash_secret_raw(secret, salt, t, m, KDF_LANES, KEY, Type.ID, _ARGON2_VERSION)


def hkdf(ikm: bytes, label: str, bound: bytes, size: int = KEY) -> bytes:
    """Return `size` bytes of HKDF-SHA256 under `label`, bound to the length-prefixed fields `bound` (5.3)."""
    info = f"{PRODUCT}{label}".encode("ascii") + b"\x00" + bound
    return HKDF(SHA256(), size, None, info).derive(ikm)


def auth(pmk: PasswordKey, login: str) -> AuthSecret:
    """Return AUTH, which proves the password to the server (5.4); `login` is normal already."""
    return AuthSecret(hkdf(pmk, "auth", lp(login.encode("ascii"))))


def kek_password(pmk: PasswordKey, vault_id: VaultId) -> SealingKey:
    """Return the key that wraps VMK in the password slot (5.5)."""
    return SealingKey(hkdf(pmk, "slot-password", lp(vault_id)))


def vault_keys(vmk: VaultKey, vault_id: VaultId, epoch: int) -> VaultKeys:
    """Return the keys of one epoch, from 1 (5.6).

    Raises:
        MalformedError: VMK is not 32 bytes, or the epoch is not positive.
    """
    if len(vmk) != KEY or epoch < 1:
        raise MalformedError("a vault key is 32 bytes and an epoch starts at 1")
    bound = lp(vault_id) + u64(epoch)
    return VaultKeys(
        slots=MacKey(hkdf(vmk, "k/slots", bound)),
        identity=SealingKey(hkdf(vmk, "k/identity", bound)),
        catalogue=SealingKey(hkdf(vmk, "k/catalogue", bound)),
        drafts=SealingKey(hkdf(vmk, "k/drafts", bound)),
    )
