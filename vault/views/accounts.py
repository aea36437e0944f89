"""Accounts: the derivation parameters of an identifier, and registration."""

from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import Field

from vault.ids import VaultId
from vault.services import accounts
from vault.views.access import Api, access, parts, source
from vault.views.answers import answer, opened_answer
from vault.views.payloads import (
    COMMIT_BODY,
    Bytes32,
    CommitBody,
    Id,
    Login,
    ParamsText,
    SealedSmall,
    SessionAnswer,
    Shape,
    SlotBody,
)

api = Api("accounts")


class LoginBody(Shape):
    """An identifier, normalised (FORMAT 5.1)."""

    login: Login


class ParamsAnswer(Shape):
    """How to derive AUTH from the password (FORMAT 5.7)."""

    auth_version: int
    params: str


class AccountBody(Shape):
    """A new vault and its first commit."""

    login: Login
    vault_id: Id
    auth: Bytes32
    params: ParamsText
    slots: Annotated[list[SlotBody], Field(min_length=1, max_length=2)]
    phrase_auth: Bytes32 | None = None
    identity: SealedSmall
    commit: CommitBody


@api.post("/logins", responses={200: ParamsAnswer})
@access("public")
def login_params(body: LoginBody) -> Response:
    """Derivation parameters of an identifier, existing or not"""
    parts().limits.params(source())
    params = accounts.params_of(parts(), body.login)
    return answer(ParamsAnswer(auth_version=accounts.AUTH_VERSION, params=params))


@api.post("/accounts", responses={201: SessionAnswer})
@access("public", body=COMMIT_BODY)
def register(body: AccountBody) -> Response:
    """Make a vault"""
    slots = [accounts.NewSlot(slot.slot_id, slot.kind, slot.params, slot.sealed) for slot in body.slots]
    new = accounts.NewAccount(
        login=body.login,
        vault_id=VaultId(body.vault_id),
        auth=body.auth,
        params=body.params,
        slots=slots,
        identity=body.identity,
        commit=body.commit.to_commit(),
        phrase_auth=body.phrase_auth,
    )
    return opened_answer(accounts.register(parts(), new, source()), HTTPStatus.CREATED)
