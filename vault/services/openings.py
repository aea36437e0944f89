"""Opening a share: who gets the half, and what the token of an opening may read.

The half leaves the server only after these checks, in this order (FORMAT 10.9):

1. The share is known, not ended, and in its window by the server's clock. All that fails here, and everything a
   stranger could learn from, has one answer: `share_unavailable`.
2. The challenge is ours, for this share, and younger than five minutes.
3. The link signature is valid. A failure is not counted: anyone who saw the share's id could otherwise use up the
   tries.
4. The access signature is valid: it proves the code. A failure is counted and committed before it is answered, and
   the tenth ends the share and destroys its half.
5. An opening is left (A15).
6. In one transaction: the challenge is not spent, the opening is counted, the receipt is kept, the half is read. Only
   after its commit does the half leave, so that there is never an opening without its receipt.

Steps 1 to 3 run first on a snapshot, so that nobody without the link takes a lock; step 1 is repeated under the lock.
A token reads the body and the files of its share until two hours have passed or the share ends, whichever comes
first: the share's live state is looked at on every read. Making, listing and ending shares is for `services.shares`.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from datetime import UTC, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from vault.crypto import material, signing
from vault.crypto.encoding import b64, lp, u64
from vault.crypto.errors import CryptoError
from vault.crypto.policy import opening_message
from vault.errors import ChallengeSpentError, CodeWrongError, NotFoundError, ShareUnavailableError
from vault.ids import VaultId
from vault.models.shares import Receipt, Share, ShareFile
from vault.services import events, halves, remains

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vault.ids import FileId, ShareId
    from vault.services.parts import Parts

CHALLENGE_LIFE = timedelta(minutes=5)
TOKEN_LIFE = timedelta(hours=2)
WRONG_CODES_MAX = 10
NONCE_BYTES = 16
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Challenge:
    """What a recipient signs: 56 bytes, the exact policy document (FORMAT 10.6), SHA-256 of the sealed body."""

    challenge: bytes
    policy: bytes
    body_hash: bytes


@dataclass(frozen=True)
class Proof:
    """The challenge and the two signatures over it, 64 bytes each; `receipt` is the one that proves the code."""

    challenge: bytes
    link_signature: bytes
    receipt: bytes


@dataclass(frozen=True)
class Release:
    """What an opening gives: the half (32 bytes), the wrapped key, a token (32 bytes) good until `token_until`."""

    half: bytes
    wrapped: bytes
    vault_id: VaultId
    token: bytes
    token_until: datetime
    at: datetime


def challenge(parts: Parts, share_id: ShareId) -> Challenge:
    """A challenge for a share that could be opened now. The server keeps nothing: it knows its own challenge by a
    MAC.

    Raises:
        ShareUnavailableError: step 1.
    """
    now = parts.clock()
    with parts.db.read() as session:
        share = _live_share(session, share_id, now)
    claim = u64(_seconds(now)) + os.urandom(NONCE_BYTES)
    return Challenge(claim + _challenge_tag(parts, share_id, claim), share.policy, share.body_hash)


def release(parts: Parts, share_id: ShareId, proof: Proof) -> Release:
    """Open the share once, after every step of the list above.

    Raises:
        ShareUnavailableError: step 1, 3 or 5, or the half is destroyed.
        ChallengeSpentError: step 2, or the challenge has opened the share already.
        CodeWrongError: step 4; counted, `details.left` says how many tries remain.
    """
    now = parts.clock()
    with parts.db.read() as session:
        share = _live_share(session, share_id, now)  # 1
    _check_challenge(parts, share_id, proof.challenge, now)  # 2
    _check_link(share, proof)  # 3
    try:
        _check_code(share, proof)  # 4
    except CodeWrongError:
        raise CodeWrongError(left=_count_wrong_code(parts, share_id, now)) from None
    return _count_and_read(parts, share_id, proof, now)  # 5, 6


def opened(parts: Parts, share_id: ShareId, token: bytes) -> Share:
    """The share that this token may read now, by the share's live state.

    Raises:
        ShareUnavailableError: no such token for this share, its time is over, or the share has ended since.
    """
    now = parts.clock()
    with parts.db.read() as session:
        share = _live_share(session, share_id, now)
        _check_token(session, share, token, now)
    return share


def read_body(parts: Parts, share_id: ShareId, token: bytes) -> bytes:
    """The sealed body, as it was made.

    Raises:
        ShareUnavailableError: as `opened`.
    """
    now = parts.clock()
    with parts.db.read() as session:
        share = _live_share(session, share_id, now, with_body=True)
        _check_token(session, share, token, now)
        return share.body


def check_file(parts: Parts, share_id: ShareId, token: bytes, file_id: FileId) -> VaultId:
    """The vault that holds the file, when this opening may read it.

    Raises:
        ShareUnavailableError: as `opened`.
        NotFoundError: the file is not one of this share's.
    """
    share = opened(parts, share_id, token)
    with parts.db.read() as session:
        if session.get(ShareFile, (share.vault_id, share_id, file_id)) is None:
            raise NotFoundError
    return VaultId(share.vault_id)


def _live_share(
    session: Session, share_id: ShareId, now: datetime, *, with_body: bool = False, lock: bool = False
) -> Share:
    query = select(Share).where(Share.share_id == share_id)
    if with_body:
        query = query.options(undefer(Share.body))
    if lock:
        query = query.with_for_update()
    share = session.scalar(query)
    if share is None or share.ended_at is not None or not share.not_before <= now < share.not_after:
        raise ShareUnavailableError
    return share


def _check_challenge(parts: Parts, share_id: ShareId, given: bytes, now: datetime) -> None:
    claim, tag = given[: 8 + NONCE_BYTES], given[8 + NONCE_BYTES :]
    if not hmac.compare_digest(tag, _challenge_tag(parts, share_id, claim)):
        raise ChallengeSpentError
    age = timedelta(seconds=_seconds(now) - int.from_bytes(claim[:8], "big"))
    if abs(age) > CHALLENGE_LIFE:  # another of our machines may be a second ahead
        raise ChallengeSpentError


def _challenge_tag(parts: Parts, share_id: ShareId, claim: bytes) -> bytes:
    message = b"memo/v1/opening-challenge\x00" + lp(share_id) + claim
    return hmac.digest(parts.settings.secret_key.encode(), message, sha256)


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())


def _signed_message(share: Share, proof: Proof) -> bytes:
    return opening_message(material.ShareId(share.share_id), proof.challenge, share.policy, share.body_hash)


def _check_link(share: Share, proof: Proof) -> None:
    message = _signed_message(share, proof)
    try:
        signing.verify(material.VerifyKey(share.link_key), "link", message, proof.link_signature)
    except CryptoError as error:
        raise ShareUnavailableError from error


def _check_code(share: Share, proof: Proof) -> None:
    message = _signed_message(share, proof)
    try:
        signing.verify(material.VerifyKey(share.access_key), "opening", message, proof.receipt)
    except CryptoError as error:
        raise CodeWrongError from error


def _count_wrong_code(parts: Parts, share_id: ShareId, now: datetime) -> int:
    """How many tries are left, after this one is on disk; at none the share has ended and its half is destroyed."""
    with parts.db.write() as session:
        share = _live_share(session, share_id, now, lock=True)
        share.wrong_codes += 1
        left = WRONG_CODES_MAX - share.wrong_codes
        events.record(session, VaultId(share.vault_id), "share:refused", now, share=b64(share_id), left=left)
        if left == 0:
            share.ended_at, share.ended_why = now, "wrong_codes"
            events.record(session, VaultId(share.vault_id), "share:ended", now, share=b64(share_id), why="wrong_codes")
        vault_id = VaultId(share.vault_id)
    if left == 0:
        halves.destroy(parts.halves, [share_id])
        remains.clear(parts, vault_id, share_id, now)
    return left


def _count_and_read(parts: Parts, share_id: ShareId, proof: Proof, now: datetime) -> Release:
    token = os.urandom(TOKEN_BYTES)
    with parts.db.write() as session:
        share = _live_share(session, share_id, now, lock=True)  # 1, again
        if session.get(Receipt, (share.vault_id, share_id, proof.challenge)) is not None:
            raise ChallengeSpentError
        if share.opens >= share.max_opens:  # 5
            raise ShareUnavailableError
        share.opens += 1  # 6
        until = min(now + TOKEN_LIFE, share.not_after)
        session.add(_receipt(share, proof, token, now, until))
        events.record(session, VaultId(share.vault_id), "share:opened", now, share=b64(share_id))
        half = halves.read(parts.halves, share_id, now)
    return Release(half, share.wrapped, VaultId(share.vault_id), token, until, now)


def _receipt(share: Share, proof: Proof, token: bytes, now: datetime, until: datetime) -> Receipt:
    return Receipt(
        vault_id=share.vault_id,
        share_id=share.share_id,
        challenge=proof.challenge,
        receipt=proof.receipt,
        at=now,
        token_hash=sha256(token).digest(),
        token_until=until,
    )


def _check_token(session: Session, share: Share, token: bytes, now: datetime) -> None:
    query = select(Receipt.token_until).where(
        Receipt.vault_id == share.vault_id,
        Receipt.share_id == share.share_id,
        Receipt.token_hash == sha256(token).digest(),
    )
    until = session.scalar(query)
    if until is None or until <= now:
        raise ShareUnavailableError
