"""The second factors of an open vault: adding, confirming, removing, and the codes for when they are lost."""

from datetime import date

from flask import Response

from vault.ids import FactorId
from vault.services import factors
from vault.services.factors import Proof
from vault.views.access import Api, access, owner, parts, source
from vault.views.answers import answer, nothing
from vault.views.payloads import Bytes32, CredentialId, Id, Shape
from vault.views.proofs import AttestationBody, OptionsAnswer, SecondBody, TotpCode

api = Api("factors")


class ListedFactor(Shape):
    """A confirmed factor, with rough dates; a passkey's credential tells which slot is its."""

    factor_id: Id
    kind: str
    credential: CredentialId | None
    created_on: date
    used_on: date | None


class FactorsAnswer(Shape):
    """The factors, oldest first, and how many recovery codes were not used."""

    factors: list[ListedFactor]
    codes_left: int


class AddBody(Shape):
    """A proof, where the vault has a factor already."""

    second: SecondBody | None = None

    def to_proof(self) -> Proof | None:
        """The proof in the words of the service, if one was brought."""
        return None if self.second is None else self.second.to_proof()


class TotpAnswer(Shape):
    """A new secret: base 32 text, `otpauth` address, and that address drawn as an SVG document."""

    factor_id: Id
    secret: str
    uri: str
    qr: str


class ConfirmBody(Shape):
    """The first code of a new secret."""

    factor_id: Id
    code: TotpCode


class CodesAnswer(Shape):
    """Ten recovery codes, shown once; null where the vault has some already."""

    codes: list[str] | None


class RegisterBody(Shape):
    """A new passkey and the ticket it answers."""

    ticket: Bytes32
    credential: AttestationBody


class RegisteredAnswer(Shape):
    """The new factor; codes as in `CodesAnswer`."""

    factor_id: Id
    codes: list[str] | None


class RenewBody(Shape):
    """A proof."""

    second: SecondBody


class RemoveBody(Shape):
    """A factor to remove, and a proof."""

    factor_id: Id
    second: SecondBody


@api.get("/factors", responses={200: FactorsAnswer})
@access("session")
def list_factors() -> Response:
    """The second factors of the vault"""
    vault_id = owner().vault_id
    with parts().db.read() as db:
        rows, left = factors.listed(db, vault_id), factors.codes_left(db, vault_id)
    listed = [
        ListedFactor(
            factor_id=row.factor_id,
            kind=row.kind,
            credential=row.credential,
            created_on=row.created_on,
            used_on=row.used_on,
        )
        for row in rows
    ]
    return answer(FactorsAnswer(factors=listed, codes_left=left))


@api.post("/factors/totp", responses={200: TotpAnswer})
@access("fresh")
def start_totp(body: AddBody) -> Response:
    """Make a secret for codes, which counts once it is confirmed"""
    made = factors.start_totp(parts(), owner().vault_id, body.to_proof(), source())
    shown = made.shown
    return answer(TotpAnswer(factor_id=made.factor_id, secret=shown.secret, uri=shown.uri, qr=shown.qr))


@api.post("/factors/totp/confirm", responses={200: CodesAnswer})
@access("fresh")
def confirm_totp(body: ConfirmBody) -> Response:
    """Give the first code of a secret"""
    codes = factors.confirm_totp(parts(), owner().vault_id, FactorId(body.factor_id), body.code)
    return answer(CodesAnswer(codes=codes))


@api.post("/factors/passkey/options", responses={200: OptionsAnswer})
@access("fresh")
def start_passkey(body: AddBody) -> Response:
    """Begin a new passkey"""
    ticket, options = factors.start_passkey(parts(), owner().vault_id, body.to_proof(), source())
    return answer(OptionsAnswer(ticket=ticket, options=options))


@api.post("/factors/passkey", responses={200: RegisteredAnswer})
@access("fresh")
def add_passkey(body: RegisterBody) -> Response:
    """Keep a new passkey"""
    attestation = body.credential.to_attestation()
    factor_id, codes = factors.add_passkey(parts(), owner().vault_id, body.ticket, attestation)
    return answer(RegisteredAnswer(factor_id=factor_id, codes=codes))


@api.post("/factors/codes", responses={200: CodesAnswer})
@access("fresh")
def renew_codes(body: RenewBody) -> Response:
    """Make new recovery codes; the old ones end"""
    codes = factors.renew_codes(parts(), owner().vault_id, body.second.to_proof(), source())
    return answer(CodesAnswer(codes=codes))


@api.post("/factors/remove", responses={204: None})
@access("fresh")
def remove_factor(body: RemoveBody) -> Response:
    """Remove a second factor"""
    factors.remove(parts(), owner().vault_id, FactorId(body.factor_id), body.second.to_proof(), source())
    return nothing()
