"""The shapes of second proofs, for the views that take one.

What a passkey answers is the JSON of WebAuthn level 3 without the results of extensions: the shapes are closed, so an
output of PRF (FORMAT 5.11) has no member to come in, and a client that forgets to take it out is told so.
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from vault.errors import BadRequestError
from vault.services.factors import Proof
from vault.services.passkeys import Assertion, Attestation
from vault.views.payloads import (
    AssertionSignature,
    AttestationObject,
    AuthenticatorData,
    Bytes32,
    ClientData,
    CredentialId,
    Id,
    Shape,
)

TotpCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
TypedCode = Annotated[str, Field(min_length=10, max_length=32)]
"""A recovery code as a person types it: any case, with or without dash and spaces."""


class WebAuthnShape(Shape):
    """A shape whose members have the names of WebAuthn."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, validate_by_alias=True)


class AttestationResponse(WebAuthnShape):
    """`AuthenticatorAttestationResponseJSON`, as far as it is looked at."""

    client_data: Annotated[ClientData, Field(alias="clientDataJSON")]
    attestation: Annotated[AttestationObject, Field(alias="attestationObject")]


class AttestationBody(Shape):
    """A new passkey."""

    id: CredentialId
    response: AttestationResponse

    def to_attestation(self) -> Attestation:
        """The answer in the words of the service."""
        return Attestation(self.id, self.response.client_data, self.response.attestation)


class AssertionResponse(WebAuthnShape):
    """`AuthenticatorAssertionResponseJSON`."""

    client_data: Annotated[ClientData, Field(alias="clientDataJSON")]
    authenticator_data: Annotated[AuthenticatorData, Field(alias="authenticatorData")]
    signature: AssertionSignature
    user_handle: Annotated[Id | None, Field(alias="userHandle")] = None


class AssertionBody(Shape):
    """An answer of a passkey."""

    id: CredentialId
    response: AssertionResponse

    def to_assertion(self) -> Assertion:
        """The answer in the words of the service."""
        said = self.response
        return Assertion(self.id, said.client_data, said.authenticator_data, said.signature, said.user_handle)


class SecondBody(Shape):
    """Exactly one proof: `totp`; `code`; or `assertion` with the `ticket` whose challenge it signs."""

    totp: TotpCode | None = None
    code: TypedCode | None = None
    ticket: Bytes32 | None = None
    assertion: AssertionBody | None = None

    def to_proof(self) -> Proof:
        """The proof in the words of the service.

        Raises:
            BadRequestError: none, several, or a ticket without an answer.
        """
        if (self.ticket is None) != (self.assertion is None):
            raise BadRequestError(field="second")
        return proof_of(self.totp, self.code, self.assertion, self.ticket)


class StepBody(Shape):
    """The second step of a login: the ticket of the first, and exactly one proof."""

    ticket: Bytes32
    totp: TotpCode | None = None
    code: TypedCode | None = None
    assertion: AssertionBody | None = None

    def to_proof(self) -> Proof:
        """The proof in the words of the service.

        Raises:
            BadRequestError: none, or several.
        """
        return proof_of(self.totp, self.code, self.assertion, None)


class PasskeyBody(Shape):
    """An answer of a passkey to a ticket."""

    ticket: Bytes32
    assertion: AssertionBody


class OptionsAnswer(Shape):
    """A ticket, and the options of WebAuthn that go with it, in its JSON."""

    ticket: Bytes32
    options: dict[str, Any]


class AskedAnswer(Shape):
    """What a login still needs; `options` where a passkey is among the kinds."""

    ticket: Bytes32
    kinds: list[str]
    options: dict[str, Any] | None


def proof_of(totp: str | None, code: str | None, assertion: AssertionBody | None, ticket: bytes | None) -> Proof:
    """The one proof among these.

    Raises:
        BadRequestError: none, or several.
    """
    if [totp, code, assertion].count(None) != 2:
        raise BadRequestError(field="second")
    return Proof(totp, code, None if assertion is None else assertion.to_assertion(), ticket)
