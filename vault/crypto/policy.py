"""What a share allows, and what a recipient signs to open it (FORMAT 10.6, 10.9).

The server reads this much of a share and no more: its window, its count, and two signatures. The policy is bound into
the key of the share, so a server that loosens it makes the share unreadable.
"""

from dataclasses import dataclass
from datetime import datetime

from vault.crypto import schema
from vault.crypto.constants import HASH, ID, SHARE_MODE, VERSION
from vault.crypto.encoding import b64, dump, load, lp, parse_time, sha256, unb64
from vault.crypto.errors import MalformedError
from vault.crypto.material import ShareId


@dataclass(frozen=True)
class Policy:
    """The window and the count of a share; times are UTC, `max_opens` from 1 to 1000."""

    share_id: ShareId
    not_before: datetime
    not_after: datetime
    max_opens: int


def policy(share_id: ShareId, not_before: str, not_after: str, max_opens: int) -> bytes:
    """Return the exact bytes of a policy document (10.6).

    Raises:
        MalformedError: a window over 30 days or backwards, or a count out of its bounds.
    """
    document = {
        "v": VERSION,
        "mode": SHARE_MODE,
        "share_id": b64(share_id),
        "not_before": not_before,
        "not_after": not_after,
        "max_opens": max_opens,
    }
    schema.policy(document)
    return dump(document)


def parse_policy(data: bytes) -> Policy:
    """Return the policy that `data` is.

    Raises:
        MalformedError, UnsupportedError: as `load`.
    """
    document = load(data, schema.policy)
    return Policy(
        ShareId(unb64(document["share_id"])),
        parse_time(document["not_before"]),
        parse_time(document["not_after"]),
        document["max_opens"],
    )


def opening_message(share_id: ShareId, challenge: bytes, policy_bytes: bytes, body_hash: bytes) -> bytes:
    """Return what a recipient signs under `link`, then under `opening` (10.9).

    Raises:
        MalformedError: an id or a hash of another length, or no challenge: a signature could be used again.
    """
    if len(share_id) != ID or len(body_hash) != HASH or not challenge:
        raise MalformedError("an opening names a share, a challenge, a policy and a body")
    return lp(share_id) + lp(challenge) + lp(sha256(policy_bytes)) + lp(body_hash)
