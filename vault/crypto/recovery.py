"""Ways back into a vault without its password, and the fingerprint printed with them (FORMAT 5.9 to 5.11, 6.3).

    twelve words ─ E ─┬ phrase_auth (to the server)        two of three shares ─ S ─┬ people_auth (to the server)
                      └ KEK of the phrase slot                        S ‖ H (half) ─┴ KEK of the people slot

Rules of reading words that a person typed, in order:

1. only letters count: case, accents, numbering, punctuation and line breaks do not;
2. the words are as many as asked for, and all of one list: the French one, else the English one;
3. the checksum that they carry is right: a wrong word is said here, before anything is derived or sent.

Two shares give their secret only if both keep these rules, their sets are one and their numbers differ. What the server
decides (delay, refusal) is not here; what a slot wraps is `vault.crypto.slots`.
"""

import hmac
import os
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from mnemonic import Mnemonic

from vault.crypto.constants import (
    CODE_ALPHABET,
    CREDENTIAL_MAX,
    HALF,
    KEY,
    PASSKEY_INPUT,
    PEOPLE_CHECK,
    PEOPLE_NEED,
    PEOPLE_OF,
    PEOPLE_SET,
    PHRASE,
    PRODUCT,
    WORD_BITS,
)
from vault.crypto.encoding import lp, sha256, unb64
from vault.crypto.errors import MalformedError, UnsupportedError
from vault.crypto.kdf import hkdf
from vault.crypto.material import (
    AuthSecret,
    Half,
    PasskeySecret,
    PeopleSecret,
    PeopleSet,
    PhraseEntropy,
    SealingKey,
    VaultId,
)
from vault.crypto.signing import PublicIdentity

LANGUAGES: Final = ("french", "english")
"""The lists of BIP-0039 that are written and read, in the order in which they are tried."""
PRF_INPUT: Final = unb64(PASSKEY_INPUT)
"""What the PRF extension of a passkey is evaluated at (5.11)."""

_PHRASE_CHECK = 1  # bytes that hold the 4 bits of checksum of a phrase
_POLYNOMIAL = 0x11B
_FINGERPRINT = 10


class _Share(NamedTuple):
    """One share: `y` is the value at `x` of the polynomials whose values at 0 are the secret (Shamir 1979)."""

    set_id: PeopleSet
    x: int
    y: bytes


@cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the 2,048 words of a language of BIP-0039.

    Raises:
        UnsupportedError: neither French nor English.
    """
    if language not in LANGUAGES:
        raise UnsupportedError("a word list is not known")
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(language).wordlist)


def typed_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without marks, lower case, letters only (rule 1)."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter)[0] != "M")
    return re.findall("[a-z]+", "".join(letters).lower())


def new_phrase(language: str) -> list[str]:
    """Return the twelve words of a new recovery phrase.

    Raises:
        UnsupportedError: as `word_list`.
    """
    return phrase_words(PhraseEntropy(os.urandom(PHRASE)), language)


def phrase_words(entropy: PhraseEntropy, language: str) -> list[str]:
    """Return the twelve words that 16 bytes are written as, with their checksum (BIP-0039).

    Raises:
        MalformedError: not 16 bytes. UnsupportedError: as `word_list`.
    """
    return _words(_checked(entropy) + _phrase_check(entropy), language)


def parse_phrase(text: str) -> PhraseEntropy:
    """Return the 16 bytes behind twelve words, in whatever way they were typed, by the list above.

    Raises:
        MalformedError: they are no recovery phrase; which rule is not said.
    """
    for language in LANGUAGES:
        data = _bytes(text, PHRASE + _PHRASE_CHECK, language)
        if data and hmac.compare_digest(_phrase_check(data[:PHRASE]), data[PHRASE:]):
            return PhraseEntropy(data[:PHRASE])
    raise MalformedError("not the twelve words of a recovery phrase")


def phrase_auth(entropy: PhraseEntropy, login: str) -> AuthSecret:
    """Return what proves the phrase to the server (5.9); `login` is normal already."""
    return AuthSecret(hkdf(_checked(entropy), "phrase-auth", lp(login.encode("ascii"))))


def kek_phrase(entropy: PhraseEntropy, vault_id: VaultId) -> SealingKey:
    """Return the key that wraps VMK in the phrase slot (5.9)."""
    return SealingKey(hkdf(_checked(entropy), "slot-phrase", lp(vault_id)))


def new_people(language: str = LANGUAGES[0]) -> tuple[PeopleSecret, PeopleSet, list[list[str]]]:
    """Return a new secret, the id of its set, and its three shares of sixteen words; any two give it again (5.10)."""
    secret, set_id, slope = os.urandom(PHRASE), PeopleSet(os.urandom(PEOPLE_SET)), os.urandom(PHRASE)
    shares = [_share_words(share, language) for share in _split(secret, slope, set_id)]
    return PeopleSecret(secret), set_id, shares


def combine_shares(texts: Sequence[str]) -> tuple[PeopleSecret, PeopleSet]:
    """Return the secret that two shares give, and their set, in whatever way they were typed.

    Raises:
        MalformedError: not two, one is no share, or they are not two shares of one set.
    """
    if len(texts) != PEOPLE_NEED:
        raise MalformedError("two shares are needed")
    one, two = (_parse_share(text) for text in texts)
    if one.set_id != two.set_id or one.x == two.x:
        raise MalformedError("the shares are not two of one set")
    return PeopleSecret(_join(one, two)), one.set_id


def people_auth(secret: PeopleSecret, login: str) -> AuthSecret:
    """Return what proves two shares to the server (5.10); `login` is normal already."""
    return AuthSecret(hkdf(_checked(secret), "people-auth", lp(login.encode("ascii"))))


def kek_people(secret: PeopleSecret, half: Half, vault_id: VaultId, set_id: PeopleSet) -> SealingKey:
    """Return the key that wraps VMK in the people slot; `half` comes from the server after its delay (5.10).

    Raises:
        MalformedError: a length is wrong; one part could slide into the other.
    """
    if (len(half), len(set_id)) != (HALF, PEOPLE_SET):
        raise MalformedError("a half is 32 bytes and a set 2")
    return SealingKey(hkdf(_checked(secret) + half, "slot-people", lp(vault_id) + lp(set_id)))


def kek_passkey(prf: PasskeySecret, vault_id: VaultId, credential: bytes) -> SealingKey:
    """Return the key that wraps VMK in the slot of a passkey (5.11).

    Raises:
        MalformedError: an authenticator that gives no secret, or no credential id.
    """
    if len(prf) != KEY or not any(prf):
        raise MalformedError("a passkey gives 32 bytes that are not all zero")
    if not 1 <= len(credential) <= CREDENTIAL_MAX:
        raise MalformedError("a credential id has 1 to 1023 bytes")
    return SealingKey(hkdf(prf, "slot-passkey", lp(vault_id) + lp(sha256(credential))))


def fingerprint(vault_id: VaultId, identity: PublicIdentity) -> str:
    """Return what tells this vault and identity on paper, `XXXX-XXXX-XXXX-XXXX` (6.3)."""
    named = lp(vault_id) + lp(identity.ed25519) + lp(identity.x25519)
    number = int.from_bytes(sha256(f"{PRODUCT}fingerprint".encode("ascii") + b"\x00" + named)[:_FINGERPRINT])
    characters = "".join(CODE_ALPHABET[number >> shift & 31] for shift in range(_FINGERPRINT * 8 - 5, -1, -5))
    return "-".join(characters[at : at + 4] for at in range(0, len(characters), 4))


def _checked(secret: bytes) -> bytes:
    """What words were read to: a key of fewer bytes could be guessed."""
    if len(secret) != PHRASE:
        raise MalformedError("the secret behind words is 16 bytes")
    return secret


def _phrase_check(entropy: bytes) -> bytes:
    """The 4 bits of BIP-0039, in the high half of a byte whose low half no word carries."""
    return bytes([sha256(entropy)[0] & 0xF0])


def _share_check(body: bytes) -> bytes:
    return sha256(f"{PRODUCT}people-share".encode("ascii") + b"\x00" + body)[:PEOPLE_CHECK]


def _share_words(share: _Share, language: str) -> list[str]:
    body = share.set_id + bytes([share.x]) + share.y
    return _words(body + _share_check(body), language)


def _parse_share(text: str) -> _Share:
    size = PEOPLE_SET + 1 + PHRASE
    for language in LANGUAGES:
        data = _bytes(text, size + PEOPLE_CHECK, language)
        if data and hmac.compare_digest(_share_check(data[:size]), data[size:]) and 1 <= data[PEOPLE_SET] <= PEOPLE_OF:
            return _Share(PeopleSet(data[:PEOPLE_SET]), data[PEOPLE_SET], data[PEOPLE_SET + 1 : size])
    raise MalformedError("not the sixteen words of a share")


def _words(data: bytes, language: str) -> list[str]:
    """Eleven bits a word, from the first; the bits that are left over are not written."""
    words, size = word_list(language), len(data) * 8
    number = int.from_bytes(data)
    return [words[number >> shift & 0x7FF] for shift in range(size - WORD_BITS, -1, -WORD_BITS)]


def _bytes(text: str, size: int, language: str) -> bytes | None:
    """What `_words` wrote, zero bits at the end; None when it is not so many words of this list (rule 2)."""
    numbers = [_numbers(language).get(word) for word in typed_words(text)]
    count = size * 8 // WORD_BITS
    if len(numbers) != count or None in numbers:
        return None
    joined = 0
    for number in numbers:
        joined = joined << WORD_BITS | (number or 0)
    return (joined << size * 8 - count * WORD_BITS).to_bytes(size)


@cache
def _numbers(language: str) -> dict[str, int]:
    return {typed_words(word)[0]: number for number, word in enumerate(word_list(language))}


def _split(secret: bytes, slope: bytes, set_id: PeopleSet) -> list[_Share]:
    """Three points of the lines through `secret` at 0, one line a byte."""
    return [
        _Share(set_id, x, bytes(s ^ _times(a, x) for s, a in zip(secret, slope, strict=True)))
        for x in range(1, PEOPLE_OF + 1)
    ]


def _join(one: _Share, two: _Share) -> bytes:
    """The values at 0 of the lines through two points (Lagrange)."""
    over = _inverse(one.x ^ two.x)
    weights = _times(two.x, over), _times(one.x, over)
    return bytes(_times(a, weights[0]) ^ _times(b, weights[1]) for a, b in zip(one.y, two.y, strict=True))


def _times(a: int, b: int) -> int:
    """The product in GF(2^8), without a table or a branch that depends on it."""
    product = 0
    for _ in range(8):
        product ^= -(b & 1) & a
        a = (a << 1) ^ (-(a >> 7) & _POLYNOMIAL)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """The power 254, which is the inverse: the order of the group is 255."""
    power = a
    for _ in range(6):
        power = _times(_times(power, power), a)
    return _times(power, power)
