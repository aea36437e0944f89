"""Passkeys (WebAuthn level 3): what a browser is asked, and what it answers.

1. A passkey belongs to the address of the site as browsers see it (`site_url`), never to what a request says of itself.
2. It must be discoverable, so that it opens without an identifier, and verify the person (fingerprint, code), so that
   the device alone is not enough.
3. Its user handle is the vault id; what the device lists it by is the neutral title of the tabs.
4. The maker of the authenticator is not asked for (attestation `none`): it would tell about the person.
5. A counter that does not grow is a copy of the key: refused.

The PRF extension (FORMAT 5.11) is the browser's affair: it chooses what is evaluated, and no shape here has a member in
which an output could come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vault.errors import PasskeyRefusedError
from vault.services.tickets import LIFE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.config import Settings
    from vault.ids import VaultId

PATIENCE = int(LIFE.total_seconds()) * 1000
"""Milliseconds that the browser gives the person: as long as the ticket lives."""
FAULTS = (WebAuthnException, ValueError, TypeError, KeyError)
"""What the library raises at bytes that are no answer of an authenticator."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a new passkey answers."""

    credential: bytes
    client_data: bytes
    attestation: bytes


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a passkey answers; `user_handle` is the vault id where the browser gives it."""

    credential: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes | None


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A verified passkey: credential id, public key (COSE), and its counter."""

    credential: bytes
    public_key: bytes
    sign_count: int


def creation_options(settings: Settings, vault_id: VaultId, challenge: bytes, taken: Sequence[bytes]) -> dict[str, Any]:
    """`PublicKeyCredentialCreationOptionsJSON`; `taken` are the credentials that the vault has already."""
    options = generate_registration_options(
        rp_id=_rp_id(settings),
        rp_name=settings.tab_title,
        user_id=vault_id,
        user_name=settings.tab_title,
        challenge=challenge,
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in taken],
    )
    return options_to_json_dict(options)


def request_options(settings: Settings, challenge: bytes, allowed: Sequence[bytes] = ()) -> dict[str, Any]:
    """`PublicKeyCredentialRequestOptionsJSON`; without `allowed`, for any passkey of ours on the device."""
    options = generate_authentication_options(
        rp_id=_rp_id(settings),
        challenge=challenge,
        timeout=PATIENCE,
        allow_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def verify_attestation(settings: Settings, answered: Attestation, challenge: bytes) -> NewPasskey:
    """The passkey that was made for this challenge.

    Raises:
        PasskeyRefusedError: for another challenge or site, or the person was not verified.
    """
    response = AuthenticatorAttestationResponse(
        client_data_json=answered.client_data, attestation_object=answered.attestation
    )
    credential = RegistrationCredential(bytes_to_base64url(answered.credential), answered.credential, response)
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_rp_id(settings),
            expected_origin=settings.site_url,
            require_user_verification=True,
        )
    except FAULTS as error:
        raise PasskeyRefusedError from error
    if verified.credential_id != answered.credential:
        raise PasskeyRefusedError
    return NewPasskey(verified.credential_id, verified.credential_public_key, verified.sign_count)


def verify_assertion(
    settings: Settings, answered: Assertion, challenge: bytes, public_key: bytes, sign_count: int
) -> int:
    """The counter of a passkey that signed this challenge; `public_key` and `sign_count` are those kept.

    Raises:
        PasskeyRefusedError: another challenge, site or key; the person was not verified; the counter did not grow.
    """
    response = AuthenticatorAssertionResponse(
        client_data_json=answered.client_data,
        authenticator_data=answered.authenticator_data,
        signature=answered.signature,
        user_handle=answered.user_handle,
    )
    credential = AuthenticationCredential(bytes_to_base64url(answered.credential), answered.credential, response)
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_rp_id(settings),
            expected_origin=settings.site_url,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except FAULTS as error:
        raise PasskeyRefusedError from error
    return verified.new_sign_count


def _rp_id(settings: Settings) -> str:
    return urlsplit(settings.site_url).hostname or ""
