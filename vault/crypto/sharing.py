"""Shares by link and code: a frozen part of a vault, for one recipient, until a date (FORMAT 10).

Three secrets make the key of a share: the link (in a URL fragment), the code (by another channel) and the half that
only the server keeps until the end. Each enters the derivation: none is a mere access check (A13, A14, A15).

Rules of reading a share (10.10), in order; `open_share` repeats their numbers:

1. the body has the hash that the recipient signed for;
2. link, half, code and policy together open the key of the share (a wrong one of them is not told from another);
3. that key opens the body;
4. the document is signed by the sharer that it names;
5. it says the same share, window and count as the policy;
6. the window is not over, by the reader's clock or the server's.

Who the sharer is, the recipient compares by other means.
"""

import hmac
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.crypto import schema
from vault.crypto.constants import (
    CODE_ALPHABET,
    CODE_KDF,
    CODE_LENGTH,
    HALF,
    ID,
    KDF_SALT,
    KEY,
    LINK_SECRET,
    PAD_MINIMUM,
    PRODUCT,
    SHARE_MODE,
    SIGNATURE,
)
from vault.crypto.encoding import Document, b64, context, dump, load, lp, parse_time, random_id, sha256, unb64
from vault.crypto.errors import DoesNotOpenError, ExpiredError, ForgedError, MalformedError
from vault.crypto.kdf import argon2id, hkdf
from vault.crypto.material import Half, LinkSecret, SealingKey, ShareId, SigningSeed, VerifyKey
from vault.crypto.padding import pad, unpad
from vault.crypto.policy import Policy, parse_policy, policy
from vault.crypto.sealing import open_sealed, seal
from vault.crypto.signing import Identity, sign, verify, verify_key
from vault.crypto.uses import marks_for, without_words

_CODE_BITS = 5
_CODE_TWINS = str.maketrans("OIL", "011")
_CODE_FORM = re.compile(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")


@dataclass(frozen=True, repr=False)
class Link:
    """The id and the secret that a link carries after its `#` (10.1)."""

    share_id: ShareId
    secret: LinkSecret

    @classmethod
    def new(cls) -> Self:
        """Return a new link: one for each share."""
        return cls(ShareId(random_id()), LinkSecret(os.urandom(LINK_SECRET)))

    @classmethod
    def parse(cls, fragment: str) -> Self:
        """Return the link of a fragment, without its `#`.

        Raises:
            MalformedError: not 64 characters of base64url.
        """
        data = unb64(fragment, ID + LINK_SECRET)
        return cls(ShareId(data[:ID]), LinkSecret(data[ID:]))

    def fragment(self) -> str:
        """Return what follows the `#`, 64 characters: a secret, never sent nor logged (A13)."""
        return b64(self.share_id + self.secret)


class LinkKeys(NamedTuple):
    """What link and code give (10.2, 10.3)."""

    recipient: bytes
    link_sign: SigningSeed
    access_sign: SigningSeed
    code_key: bytes

    def __repr__(self) -> str:
        """Say nothing: a report of an error may print it."""
        return "LinkKeys()"


@dataclass(frozen=True, repr=False)
class SealedShare:
    """What a new share gives: `half` and the public keys for the server, `sck` for the root."""

    policy: bytes
    half: Half
    wrapped: bytes
    body: bytes
    sck: SealingKey
    link_public: VerifyKey
    access_public: VerifyKey


@dataclass(frozen=True, repr=False)
class ServedShare:
    """What the server releases; `body_hash` is the one that the recipient has signed for."""

    policy: bytes
    body_hash: bytes
    half: Half
    wrapped: bytes
    body: bytes


@dataclass(frozen=True)
class Choices:
    """What the owner chose to show of a record; `file` is a copy to show instead of the original."""

    feelings: bool = False
    thoughts: bool = False
    notes: bool = False
    file: Document | None = None


def new_code() -> str:
    """Return 8 characters of 40 random bits, as shown: `XXXX-XXXX` (10.2)."""
    number = int.from_bytes(os.urandom(CODE_LENGTH * _CODE_BITS // 8), "big")
    places = range(_CODE_BITS * (CODE_LENGTH - 1), -1, -_CODE_BITS)
    code = "".join(CODE_ALPHABET[number >> place & 31] for place in places)
    return f"{code[:4]}-{code[4:]}"


def normal_code(text: str) -> str:
    """Return the 8 characters that a person meant: case, spaces, hyphens and look-alikes do not count (10.2).

    Raises:
        MalformedError: not a code.
    """
    bare = "".join(letter for letter in text if letter != "-" and not letter.isspace())
    code = bare.upper().translate(_CODE_TWINS)
    if not _CODE_FORM.fullmatch(code):
        raise MalformedError("a code is 8 letters and digits")
    return code


def link_keys(link: Link, code: str) -> LinkKeys:
    """Return the keys of a link and a code as typed (10.2, 10.3); one Argon2id.

    Raises:
        MalformedError: not a code.
    """
    bound = lp(link.share_id)
    salt = hkdf(link.secret, "link/code-salt", bound, KDF_SALT)
    code_key = argon2id(normal_code(code).encode("ascii"), salt, CODE_KDF["m"], CODE_KDF["t"])
    return LinkKeys(
        recipient=hkdf(link.secret, "link/recipient", bound),
        link_sign=SigningSeed(hkdf(link.secret, "link/sign", bound)),
        access_sign=SigningSeed(hkdf(link.secret + code_key, "link/access", bound)),
        code_key=code_key,
    )


def share_kek(keys: LinkKeys, half: Half, share_id: ShareId, policy_bytes: bytes) -> SealingKey:
    """Return the key that wraps the key of a share (10.4).

    Raises:
        MalformedError: the half is not 32 bytes.
    """
    if len(half) != HALF:
        raise MalformedError("a half is 32 bytes")
    bound = lp(SHARE_MODE.encode("ascii")) + lp(sha256(policy_bytes))
    info = f"{PRODUCT}share-kek".encode("ascii") + b"\x00" + bound
    return SealingKey(HKDF(SHA256(), KEY, share_id, info).derive(keys.recipient + half + keys.code_key))


def share_plaintext(identity: Identity, document: Document) -> bytes:
    """Return a share document signed and padded, to be sealed (10.5).

    Raises:
        MalformedError, UnsupportedError: a reader would refuse the document.
        ForgedError: it names another sharer.
    """
    schema.share(document)
    if document["sharer"] != b64(identity.public().ed25519):
        raise ForgedError("a share names another sharer than its signer")
    data = dump(document)
    signature = sign(identity.ed25519, "share", lp(unb64(document["share_id"])) + data)
    return pad(signature + data, PAD_MINIMUM["share"])


def seal_share(identity: Identity, keys: LinkKeys, document: Document) -> SealedShare:
    """Return a new share of `document` (10.7) for the holder of the link and code that gave `keys`.

    Raises:
        MalformedError, UnsupportedError, ForgedError: as `share_plaintext`.
    """
    plaintext = share_plaintext(identity, document)
    share_id = ShareId(unb64(document["share_id"]))
    policy_bytes = policy(share_id, document["not_before"], document["not_after"], document["max_opens"])
    half, sck = Half(os.urandom(HALF)), SealingKey(os.urandom(KEY))
    return SealedShare(
        policy=policy_bytes,
        half=half,
        wrapped=seal(share_kek(keys, half, share_id, policy_bytes), _key_context(share_id, policy_bytes), sck),
        body=seal(sck, _body_context(share_id), plaintext),
        sck=sck,
        link_public=verify_key(keys.link_sign),
        access_public=verify_key(keys.access_sign),
    )


def share_entry(link: Link, document: Document, sealed: SealedShare) -> Document:
    """Return what the root keeps of a share (10.8); the code is not kept."""
    return {
        "id": document["share_id"],
        "label": document["label"],
        "purpose": document["purpose"],
        "not_before": document["not_before"],
        "not_after": document["not_after"],
        "max_opens": document["max_opens"],
        "items": len(document["items"]),
        "policy": b64(sha256(sealed.policy)),
        "body": b64(sha256(sealed.body)),
        "sck": b64(sealed.sck),
        "link": b64(link.secret),
        "access": b64(sealed.access_public),
        "made_at": document["made_at"],
        "ended_at": None,
    }


def open_share(link: Link, keys: LinkKeys, served: ServedShare, own_now: datetime, server_now: datetime) -> Document:
    """Return the share document, by the rules above; both clocks are aware.

    Raises:
        CryptoError: the one that names the rule broken.
    """
    # 1.
    if not hmac.compare_digest(sha256(served.body), served.body_hash):
        raise ForgedError("the body of a share is not the one that was signed for")
    # 2.
    kek = share_kek(keys, served.half, link.share_id, served.policy)
    sck = open_sealed(kek, _key_context(link.share_id, served.policy), served.wrapped)
    if len(sck) != KEY:
        raise DoesNotOpenError("a share key is not 32 bytes")
    # 3.
    plaintext = unpad(open_sealed(SealingKey(sck), _body_context(link.share_id), served.body))
    # 4.
    signature, data = plaintext[:SIGNATURE], plaintext[SIGNATURE:]
    document = load(data, schema.share)
    verify(VerifyKey(unb64(document["sharer"])), "share", lp(link.share_id) + data, signature)
    # 5. and 6.
    _check_policy(document, link.share_id, parse_policy(served.policy), max(own_now, server_now))
    return document


def redact(record: Document, shared: Collection[str], choices: Choices) -> Document:
    """Return a record as a recipient may see it (10.7); `shared` holds the ids (`b64`) of the share.

    Raises:
        MalformedError, UnsupportedError: the record is not well formed.
    """
    schema.RECORD(record)
    seen = dict(marks_for(record, set(shared)))
    if "who" in seen:
        seen["who"] = [
            person | {"contact": person["contact"] if person["contact"] in shared else None} for person in seen["who"]
        ]
    for name in ("evidence", "items"):
        if name in seen:
            seen[name] = [item_id for item_id in seen[name] if item_id in shared]
    hidden = [name for name in ("feelings", "thoughts", "notes") if name in seen and not getattr(choices, name)]
    seen |= dict.fromkeys(hidden, "")
    if record["kind"] == "reading" and not choices.feelings:
        seen = without_words(seen)
    if record["kind"] == "event" and _tells(record, hidden):
        seen["title"] = ""
    if "blind" in seen:
        seen |= _hidden_of_evidence(seen, shared)
        if choices.file is not None:
            seen |= {"file": choices.file, "source": seen["source"] | {"place": None}}
    schema.SHARED_RECORD(seen)
    return seen


def _hidden_of_evidence(evidence: Document, shared: Collection[str]) -> Document:
    """Return the members of evidence that a recipient sees otherwise."""
    if "of" not in evidence:
        return {"blind": None}
    return {"blind": None, "of": evidence["of"] if evidence["of"] in shared else None, "self": None}


def _tells(event: Document, hidden: Collection[str]) -> bool:
    """Whether the title begins a hidden text and none that is shown: made from it, it would tell what was left out."""
    start = event["title"].removesuffix("…")
    shown = any(event[name].startswith(start) for name in ("facts", "said"))
    return not shown and any(event[name].startswith(start) for name in hidden)


def _check_policy(document: Document, share_id: ShareId, allowed: Policy, moment: datetime) -> None:
    # 5.
    said = Policy(
        ShareId(unb64(document["share_id"])),
        parse_time(document["not_before"]),
        parse_time(document["not_after"]),
        document["max_opens"],
    )
    if said != allowed or said.share_id != share_id:
        raise ForgedError("a share and its policy do not agree")
    # 6.
    if moment >= allowed.not_after:
        raise ExpiredError("the window of a share is over")


def _body_context(share_id: ShareId) -> bytes:
    return context("share", object_id=share_id, version=1)


def _key_context(share_id: ShareId, policy_bytes: bytes) -> bytes:
    return context("share-key", object_id=share_id, version=1, key_id=sha256(policy_bytes))
