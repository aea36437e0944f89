"""Drafts: what a locked tab was writing, sealed."""

from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import DraftId
from vault.services import drafts
from vault.views.access import Api, access, owner, parts
from vault.views.answers import answer, nothing
from vault.views.payloads import KIB, Id, SealedDraft, Shape, Time

api = Api("drafts")

DRAFT_BODY = 768 * KIB
"""Bytes of the JSON of one draft: 512 KiB sealed, in base64url."""


class DraftPath(Shape):
    """Which draft."""

    draft_id: Id


class DraftBody(Shape):
    """A sealed draft (FORMAT 9)."""

    sealed: SealedDraft


class DraftItem(Shape):
    """A draft and when it was kept."""

    draft_id: Id
    sealed: SealedDraft
    at: Time


class DraftsAnswer(Shape):
    """All drafts of the vault, newest first."""

    drafts: Annotated[list[DraftItem], Field(max_length=drafts.DRAFTS)]


@api.get("/drafts", responses={200: DraftsAnswer})
@access("session")
def read_drafts() -> Response:
    """All drafts"""
    with parts().db.read() as db:
        found = drafts.read_drafts(db, owner().vault_id)
    items = [DraftItem(draft_id=draft.draft_id, sealed=draft.sealed, at=draft.at) for draft in found]
    return answer(DraftsAnswer(drafts=items))


@api.put("/drafts/<draft_id>", responses={204: None})
@access("session", body=DRAFT_BODY)
def keep_draft(path: DraftPath, body: DraftBody) -> Response:
    """Keep or replace one draft"""
    with parts().db.write() as db:
        drafts.keep_draft(db, owner().vault_id, DraftId(path.draft_id), body.sealed, parts().clock())
    return nothing()


@api.delete("/drafts/<draft_id>", responses={204: None})
@access("session")
def drop_draft(path: DraftPath) -> Response:
    """Forget one draft"""
    with parts().db.write() as db:
        drafts.drop_draft(db, owner().vault_id, DraftId(path.draft_id))
    return nothing()
