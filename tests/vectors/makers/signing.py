"""signing.json: identities, signatures under a label, and their forgeries."""

from typing import Any

from vault.crypto import signing
from vault.crypto.encoding import b64, unb64
from vault.crypto.material import AgreementSeed, SigningSeed, VerifyKey
from vault.crypto.signing import Identity

from .common import Case, fixed, outcome
from .encoding import write

IDENTITY = Identity(SigningSeed(fixed("ed25519 seed")), AgreementSeed(fixed("x25519 private")))
OTHER = Identity(SigningSeed(fixed("other ed25519 seed")), AgreementSeed(fixed("other x25519 private")))
_ORDER = 2**252 + 27742317777372353535851937790883648493


def _identities() -> list[Case]:
    cases: list[Case] = []
    for name, identity in (("one", IDENTITY), ("another", OTHER)):
        cases.append({"id": name, "document": b64(identity.document()), "out": identity.public().document()})
    good = {"v": 1, "ed25519": b64(IDENTITY.ed25519), "x25519": b64(IDENTITY.x25519)}
    bad: list[tuple[str, dict[str, Any], str]] = [
        ("a short seed", good | {"ed25519": b64(bytes(31))}, "malformed"),
        ("no agreement key", {"v": 1, "ed25519": good["ed25519"]}, "malformed"),
        ("a member more", good | {"p256": ""}, "malformed"),
        ("version 2", good | {"v": 2}, "unsupported"),
    ]
    cases += [
        outcome(
            {"id": name, "document": b64(write(document)), "error": code},
            lambda document=document: Identity.parse(write(document)),
        )
        for name, document, code in bad
    ]
    return cases


def _signatures() -> dict[str, list[Case]]:
    signs: list[Case] = []
    verifies: list[Case] = []
    for label in ("root", "share", "link", "opening"):
        for message in (b"", b"memo", fixed("message", 3000)):
            seed, public = IDENTITY.ed25519, IDENTITY.public().ed25519
            signature = signing.sign(seed, label, message)
            name = f"{label} of {len(message)}"
            signs.append(
                {"id": name, "seed": b64(seed), "label": label, "message": b64(message), "out": b64(signature)}
            )
            verifies.append(
                {
                    "id": name,
                    "public": b64(public),
                    "label": label,
                    "message": b64(message),
                    "signature": b64(signature),
                    "out": True,
                }
            )
    base = verifies[1]
    signature = signing.sign(IDENTITY.ed25519, "root", b"memo")
    large = signature[:32] + (int.from_bytes(signature[32:], "little") + _ORDER).to_bytes(32, "little")
    changes: list[tuple[str, dict[str, Any], str]] = [
        ("another key", {"public": b64(OTHER.public().ed25519)}, "forged"),
        ("another label", {"label": "share"}, "forged"),
        ("the label in the message", {"label": "link"}, "forged"),
        ("another message", {"message": b64(b"mems")}, "forged"),
        ("a longer message", {"message": b64(b"memo\x00")}, "forged"),
        ("no message", {"message": ""}, "forged"),
        ("first byte", {"signature": b64(_flip(signature, 0))}, "forged"),
        ("middle", {"signature": b64(_flip(signature, 31))}, "forged"),
        ("last byte", {"signature": b64(_flip(signature, 63))}, "forged"),
        ("all zero", {"signature": b64(bytes(64))}, "forged"),
        ("a large S (RFC 8032 5.1.7)", {"signature": b64(large)}, "forged"),
        ("a short signature", {"signature": b64(signature[:63])}, "malformed"),
        ("a long signature", {"signature": b64(signature + b"\x00")}, "malformed"),
        ("a short key", {"public": b64(bytes(31))}, "malformed"),
        ("a label not known", {"label": "note"}, "unsupported"),
    ]
    for name, change, code in changes:
        case = {key: value for key, value in (base | change).items() if key != "out"} | {"id": name, "error": code}
        verifies.append(outcome(case, lambda case=case: _verify(case)))
    return {"sign": signs, "verify": verifies}


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _verify(case: Case) -> None:
    signing.verify(VerifyKey(unb64(case["public"])), case["label"], unb64(case["message"]), unb64(case["signature"]))


def make() -> dict[str, Any]:
    return {"identity": _identities(), **_signatures()}
