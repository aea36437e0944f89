"""Shares, for the owner of the vault. The recipient's side is `views.openings`."""

from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import FileId, ShareId
from vault.services import shares
from vault.views.access import Api, access, owner, parts
from vault.views.answers import BYTES, SEALED, answer
from vault.views.payloads import (
    COMMIT_BODY,
    COMMIT_ENTRIES,
    Bytes32,
    Bytes64,
    Challenge,
    CommitAnswer,
    CommitBody,
    Id,
    PolicyBytes,
    SealedDocument,
    Shape,
    Time,
    WrappedKey,
)

api = Api("shares")


class SharePath(Shape):
    """Which share."""

    share_id: Id


class ShareBody(Shape):
    """A new share (FORMAT 10) and the commit that puts it into the signed root."""

    share_id: Id
    policy: PolicyBytes
    body: SealedDocument
    wrapped: WrappedKey
    half: Bytes32
    link_key: Bytes32
    access_key: Bytes32
    files: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)]
    own: Annotated[list[Id], Field(max_length=COMMIT_ENTRIES)] = Field(default_factory=list)
    """Of `files`: copies made for this share, which are erased when it ends."""
    commit: CommitBody

    def to_share(self) -> shares.NewShare:
        """The share in the words of the service."""
        return shares.NewShare(
            share_id=ShareId(self.share_id),
            policy=self.policy,
            body=self.body,
            wrapped=self.wrapped,
            half=self.half,
            link_key=self.link_key,
            access_key=self.access_key,
            files=[FileId(file_id) for file_id in self.files],
            own=[FileId(file_id) for file_id in self.own],
        )


class ReceiptItem(Shape):
    """One opening; the signature is the recipient's, which the owner verifies (FORMAT 10.9)."""

    challenge: Challenge
    signature: Bytes64
    at: Time


class ShareItem(Shape):
    """What became of one share."""

    share_id: Id
    opens: int
    wrong_codes: int
    ended_at: Time | None
    ended_why: str | None
    receipts: list[ReceiptItem]


class SharesAnswer(Shape):
    """All shares of the vault, ended ones too."""

    shares: list[ShareItem]


class EndAnswer(Shape):
    """When the share ended."""

    ended_at: Time


@api.post("/shares", responses={201: CommitAnswer})
@access("fresh", body=COMMIT_BODY)
def make_share(body: ShareBody) -> Response:
    """Make a share and the commit that vouches for it"""
    done = shares.make(parts(), owner().vault_id, body.to_share(), body.commit.to_commit())
    return answer(CommitAnswer(seq=done.seq, root_hash=done.root_hash), HTTPStatus.CREATED)


@api.get("/shares", responses={200: SharesAnswer})
@access("session")
def list_shares() -> Response:
    """What became of the shares: openings with their receipts, wrong codes, ends"""
    return answer(SharesAnswer(shares=[_item(seen) for seen in shares.seen(parts(), owner().vault_id)]))


@api.get("/shares/<share_id>/body", responses={200: BYTES})
@access("session")
def read_share_body(path: SharePath) -> Response:
    """The sealed body of one share that has not ended, to look again at what it shows"""
    return Response(shares.read_body(parts(), owner().vault_id, ShareId(path.share_id)), mimetype=SEALED)


@api.post("/shares/<share_id>/end", responses={200: EndAnswer})
@access("session")
def end_share(path: SharePath) -> Response:
    """End a share: its half is destroyed, its body and its own copies are erased before the answer"""
    return answer(EndAnswer(ended_at=shares.end(parts(), owner().vault_id, ShareId(path.share_id))))


def _item(seen: shares.SeenShare) -> ShareItem:
    share = seen.share
    receipts = [ReceiptItem(challenge=row.challenge, signature=row.receipt, at=row.at) for row in seen.receipts]
    return ShareItem(
        share_id=share.share_id,
        opens=share.opens,
        wrong_codes=share.wrong_codes,
        ended_at=share.ended_at,
        ended_why=share.ended_why,
        receipts=receipts,
    )
