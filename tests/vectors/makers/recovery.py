"""recovery.json: phrases and shares as people type them, what is derived from them, passkeys, fingerprints."""

from collections.abc import Callable
from typing import Any

from vault.crypto import recovery
from vault.crypto.encoding import b64
from vault.crypto.material import (
    AgreementKey,
    Half,
    PasskeySecret,
    PeopleSecret,
    PeopleSet,
    PhraseEntropy,
    VaultId,
    VerifyKey,
)
from vault.crypto.signing import PublicIdentity

from .common import Case, fixed, outcome
from .signing import IDENTITY, OTHER

ENTROPY = PhraseEntropy(fixed("phrase", 16))
SECRET = PeopleSecret(fixed("people", 16))
SET = PeopleSet(fixed("people set", 2))
HALF = Half(fixed("people half"))
PRF = PasskeySecret(fixed("prf"))
CREDENTIAL = fixed("credential", 20)
_VAULT = VaultId(fixed("vault", 16))
_OTHER_VAULT = VaultId(fixed("other vault", 16))
_SLOPE = fixed("people slope", 16)
_LANGUAGES = ("french", "english")


def _case(name: str, given: dict[str, Any], act: Callable[[], Any], error: str | None = None) -> Case:
    case: Case = {"id": name, **given}
    case |= {"error": error} if error else {"out": act()}
    return outcome(case, act)


def _phrase(language: str = "french", entropy: bytes = ENTROPY) -> list[str]:
    return recovery.phrase_words(PhraseEntropy(entropy), language)


def _phrase_words() -> list[Case]:
    """The entropies of the vectors that BIP-0039 publishes, and ours."""
    entropies = ["00" * 16, "7f" * 16, "80" * 16, "ff" * 16, "9e885d952ad362caeb4efe34a8e91bd2", ENTROPY.hex()]
    rows: list[tuple[str, bytes, str, str | None]] = [
        (f"{language} {written[:8]}", bytes.fromhex(written), language, None)
        for language in _LANGUAGES
        for written in entropies
    ]
    rows += [
        ("15 bytes", ENTROPY[:15], "french", "malformed"),
        ("17 bytes", ENTROPY + b"\x00", "french", "malformed"),
        ("nothing", b"", "english", "malformed"),
        ("another language", ENTROPY, "spanish", "unsupported"),
    ]
    return [
        _case(
            name,
            {"entropy": b64(entropy), "language": language},
            lambda entropy=entropy, language=language: _phrase(language, entropy),
            error,
        )
        for name, entropy, language, error in rows
    ]


def _typed(words: list[str]) -> dict[str, str]:
    """One list of words, as people type it, print it and photograph it."""
    bare = " ".join(recovery.typed_words(" ".join(words)))
    return {
        "plain": " ".join(words),
        "decomposed": "".join(_DECOMPOSED.get(letter, letter) for letter in " ".join(words)),
        "without accents": bare,
        "upper case": " ".join(words).upper(),
        "capitals": " ".join(word.capitalize() for word in words),
        "lines": "\n".join(words) + "\n",
        "Windows lines": "\r\n".join(words),
        "numbered": "\n".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
        "numbered without a space": " ".join(f"{n}.{word}" for n, word in enumerate(words, 1)),
        "numbers in brackets": " ".join(f"({n}) {word}" for n, word in enumerate(words, 1)),
        "double spaces": "  " + "  ".join(words) + "\t",
        "narrow no-break spaces": "\u202f".join(words),
        "commas": ", ".join(words) + ".",
        "apostrophes and quotes": " ".join(f"’{word}'" for word in words),
        "hyphens": "-".join(words),
        "wide letters": "".join(chr(ord(letter) + 0xFEE0) if letter != " " else "\u3000" for letter in bare),
    }


_DECOMPOSED = {"é": "e\u0301", "è": "e\u0300", "ê": "e\u0302", "ç": "c\u0327", "ï": "i\u0308", "î": "i\u0302"}
_ACCENTED = bytes.fromhex("5d0bd2c2a9b94d7a1c37a1f6e0c99a01")


def _parse_phrase() -> list[Case]:
    french, english = _phrase("french", _ACCENTED), _phrase("english", _ACCENTED)
    if " ".join(french) == " ".join(recovery.typed_words(" ".join(french))):
        raise AssertionError("the phrase has no accent")
    rows = [(f"french, {name}", text, None) for name, text in _typed(french).items()]
    rows += [(f"english, {name}", text, None) for name, text in _typed(english).items()]
    rows += [
        ("eleven words", " ".join(french[:11]), "malformed"),
        ("thirteen words", " ".join([*french, french[0]]), "malformed"),
        ("two words exchanged", " ".join([french[1], french[0], *french[2:]]), "malformed"),
        ("a word of another", " ".join([*french[:11], "abaisser"]), "malformed"),
        ("a word that is in no list", " ".join([*french[:11], "coffre"]), "malformed"),
        ("two words joined", " ".join([french[0] + french[1], *french[2:]]), "malformed"),
        ("a word cut", " ".join([french[0][:3], *french[1:]]), "malformed"),
        ("a word in two", " ".join([french[0][:3] + " " + french[0][3:], *french[1:]]), "malformed"),
        ("half French, half English", " ".join(french[:6] + english[6:]), "malformed"),
        ("twelve times one word", " ".join(["abaisser"] * 12), "malformed"),
        ("24 words", " ".join(french * 2), "malformed"),
        ("other letters", " ".join(["жизнь"] * 12), "malformed"),
        ("numbers alone", " ".join(str(n) for n in range(1, 13)), "malformed"),
        ("nothing", "", "malformed"),
    ]
    return [
        _case(name, {"text": text}, lambda text=text: b64(recovery.parse_phrase(text)), error)
        for name, text, error in rows
    ]


def _shares(language: str = "french", slope: bytes = _SLOPE, set_id: PeopleSet = SET) -> list[str]:
    split = recovery._split(SECRET, slope, set_id)
    return [" ".join(recovery._share_words(share, language)) for share in split]


def _share_of(x: int, set_id: PeopleSet = SET) -> str:
    share = recovery._Share(set_id, x, bytes(16))
    return " ".join(recovery._share_words(share, "french"))


def _combine_shares() -> list[Case]:
    french, english, again = _shares(), _shares("english"), _shares(slope=fixed("other slope", 16))
    other_set = _shares(set_id=PeopleSet(fixed("other set", 2)))
    changed = french[0].rsplit(" ", 1)[0] + " abaisser"
    rows: list[tuple[str, list[str], str | None]] = [
        (f"shares {i + 1} and {j + 1}", [french[i], french[j]], None) for i in range(3) for j in range(3) if i != j
    ]
    rows += [
        ("in English", english[:2], None),
        ("one in each language", [french[2], english[0]], None),
        ("a slope of zeros", _shares(slope=bytes(16))[1:], None),
        ("a slope of ones", _shares(slope=b"\xff" * 16)[:2], None),
        *((f"typed otherwise: {name}", [text, french[2]], None) for name, text in _typed(french[1].split(" ")).items()),
        ("one share", french[:1], "malformed"),
        ("three shares", french, "malformed"),
        ("none", [], "malformed"),
        ("the same share twice", [french[1], french[1]], "malformed"),
        ("the same share in two languages", [french[1], english[1]], "malformed"),
        ("shares of two sets", [french[0], other_set[1]], "malformed"),
        ("a wrong word", [changed, french[1]], "malformed"),
        ("two words exchanged", [" ".join(_exchanged(french[0])), french[1]], "malformed"),
        ("a word missing", [french[0].rsplit(" ", 1)[0], french[1]], "malformed"),
        ("a phrase for a share", [" ".join(_phrase()), french[1]], "malformed"),
        ("share 0, which would be the secret", [_share_of(0), french[1]], "malformed"),
        ("share 4", [_share_of(4), french[1]], "malformed"),
        ("share 255", [french[1], _share_of(255)], "malformed"),
        ("empty text", ["", french[1]], "malformed"),
    ]
    cases = [_case(name, {"texts": texts}, lambda texts=texts: _combined(texts), error) for name, texts, error in rows]
    # Shares of one set id but of two lines are not told apart: they give another secret, which opens nothing.
    mixed = [french[0], again[1]]
    if _combined(mixed)["secret"] == b64(SECRET):
        raise AssertionError("two lines give one secret")
    return [*cases, _case("of one set id, but of two lines", {"texts": mixed}, lambda: _combined(mixed))]


def _exchanged(share: str) -> list[str]:
    one, two, *others = share.split(" ")
    return [two, one, *others]


def _combined(texts: list[str]) -> dict[str, str]:
    secret, set_id = recovery.combine_shares(texts)
    return {"secret": b64(secret), "set": b64(set_id)}


def _share_words() -> list[Case]:
    return [
        {
            "id": f"{language} {share.x}",
            "secret": b64(SECRET),
            "slope": b64(_SLOPE),
            "set": b64(SET),
            "x": share.x,
            "language": language,
            "out": {"y": b64(share.y), "words": recovery._share_words(share, language)},
        }
        for language in _LANGUAGES
        for share in recovery._split(SECRET, _SLOPE, SET)
    ]


def _auth(make: Callable[..., bytes], secret: bytes) -> list[Case]:
    rows: list[tuple[str, bytes, str, str | None]] = [
        ("a login", secret, "claire-2024", None),
        ("another login", secret, "claire-2025", None),
        ("another secret", fixed("other secret", 16), "claire-2024", None),
        ("a short secret", secret[:15], "claire-2024", "malformed"),
        ("no secret", b"", "claire-2024", "malformed"),
    ]
    return [
        _case(name, {"secret": b64(one), "login": login}, lambda one=one, login=login: b64(make(one, login)), error)
        for name, one, login, error in rows
    ]


def _kek_phrase() -> list[Case]:
    rows: list[tuple[str, bytes, VaultId, str | None]] = [
        ("a vault", ENTROPY, _VAULT, None),
        ("another vault", ENTROPY, _OTHER_VAULT, None),
        ("a long entropy", ENTROPY * 2, _VAULT, "malformed"),
        ("no entropy", b"", _VAULT, "malformed"),
    ]
    return [
        _case(
            name,
            {"entropy": b64(entropy), "vault_id": b64(vault)},
            lambda entropy=entropy, vault=vault: b64(recovery.kek_phrase(PhraseEntropy(entropy), vault)),
            error,
        )
        for name, entropy, vault, error in rows
    ]


def _kek_people() -> list[Case]:
    rows: list[tuple[str, bytes, bytes, VaultId, bytes, str | None]] = [
        ("a vault", SECRET, HALF, _VAULT, SET, None),
        ("another vault", SECRET, HALF, _OTHER_VAULT, SET, None),
        ("another half", SECRET, fixed("other half"), _VAULT, SET, None),
        ("another set", SECRET, HALF, _VAULT, fixed("other set", 2), None),
        ("no half", SECRET, b"", _VAULT, SET, "malformed"),
        ("a short half", SECRET, HALF[:31], _VAULT, SET, "malformed"),
        ("a byte that slid into the half", SECRET[:15], SECRET[15:] + HALF, _VAULT, SET, "malformed"),
        ("a byte that slid out of it", SECRET + HALF[:1], HALF[1:], _VAULT, SET, "malformed"),
        ("no secret", b"", HALF, _VAULT, SET, "malformed"),
        ("a long set", SECRET, HALF, _VAULT, SET + b"\x00", "malformed"),
    ]
    return [
        _case(
            name,
            {"secret": b64(secret), "half": b64(half), "vault_id": b64(vault), "set": b64(set_id)},
            lambda s=secret, h=half, v=vault, i=set_id: b64(
                recovery.kek_people(PeopleSecret(s), Half(h), v, PeopleSet(i))
            ),
            error,
        )
        for name, secret, half, vault, set_id, error in rows
    ]


def _kek_passkey() -> list[Case]:
    rows: list[tuple[str, bytes, VaultId, bytes, str | None]] = [
        ("a credential", PRF, _VAULT, CREDENTIAL, None),
        ("another vault", PRF, _OTHER_VAULT, CREDENTIAL, None),
        ("another credential", PRF, _VAULT, fixed("other credential", 32), None),
        ("a credential of one byte", PRF, _VAULT, b"\x00", None),
        ("a credential of 1023 bytes", PRF, _VAULT, fixed("long", 1023), None),
        ("almost all zero", bytes(31) + b"\x01", _VAULT, CREDENTIAL, None),
        ("all zero", bytes(32), _VAULT, CREDENTIAL, "malformed"),
        ("31 bytes", PRF[:31], _VAULT, CREDENTIAL, "malformed"),
        ("33 bytes", PRF + b"\x00", _VAULT, CREDENTIAL, "malformed"),
        ("two secrets", PRF * 2, _VAULT, CREDENTIAL, "malformed"),
        ("no secret", b"", _VAULT, CREDENTIAL, "malformed"),
        ("no credential", PRF, _VAULT, b"", "malformed"),
        ("a credential of 1024 bytes", PRF, _VAULT, fixed("longer", 1024), "malformed"),
    ]
    return [
        _case(
            name,
            {"prf": b64(prf), "vault_id": b64(vault), "credential": b64(credential)},
            lambda p=prf, v=vault, c=credential: b64(recovery.kek_passkey(PasskeySecret(p), v, c)),
            error,
        )
        for name, prf, vault, credential, error in rows
    ]


def _fingerprints() -> list[Case]:
    swapped = PublicIdentity(VerifyKey(IDENTITY.public().x25519), AgreementKey(IDENTITY.public().ed25519))
    rows = [
        ("a vault", _VAULT, IDENTITY.public()),
        ("another vault", _OTHER_VAULT, IDENTITY.public()),
        ("another identity", _VAULT, OTHER.public()),
        ("keys exchanged", _VAULT, swapped),
    ]
    return [
        _case(
            name,
            {"vault_id": b64(vault), "identity": identity.document()},
            lambda vault=vault, identity=identity: recovery.fingerprint(vault, identity),
        )
        for name, vault, identity in rows
    ]


def make() -> dict[str, Any]:
    return {
        "prf_input": [{"id": "the constant", "out": b64(recovery.PRF_INPUT)}],
        "phrase_words": _phrase_words(),
        "parse_phrase": _parse_phrase(),
        "phrase_auth": _auth(lambda secret, login: recovery.phrase_auth(PhraseEntropy(secret), login), ENTROPY),
        "kek_phrase": _kek_phrase(),
        "share_words": _share_words(),
        "combine_shares": _combine_shares(),
        "people_auth": _auth(lambda secret, login: recovery.people_auth(PeopleSecret(secret), login), SECRET),
        "kek_people": _kek_people(),
        "kek_passkey": _kek_passkey(),
        "fingerprint": _fingerprints(),
    }
