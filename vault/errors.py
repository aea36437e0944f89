"""Every way a request can be refused: a stable code, an HTTP status, and a sentence for the person.

1. The `code` is the contract with `static/js/ui/messages.js` and the Python client; it is never renamed.
2. The message says what happened, what is safe, and what to do. It never carries a value of the request.
3. `details` are a few public values a client acts on (`seq`, `left`, `missing`); nothing secret, nothing a person
   typed.

Which check raises which error is the business of the services.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_babel.speaklater import LazyString

Detail: TypeAlias = int | str | list[int]

WAIT_SECONDS = 3
"""After which something that was away may be back: short enough that clients wait it out themselves instead of asking
the person to (`api/client.js` waits no longer than eight seconds for one try)."""


def typeset(sentence: str) -> str:
    """The sentence with the no-break spaces of French; it is written with plain ones (`docs/adr/0002`)."""
    narrow = re.sub(r" ([;!?»])", "\u202f\\1", sentence.replace("« ", "«\u202f"))
    return narrow.replace(" :", "\u00a0:")


class VaultError(Exception):
    """The root of all refusals of the server."""

    code: ClassVar[str]
    status: ClassVar[int]
    message: ClassVar[LazyString]

    def __init__(self, **details: Detail) -> None:
        super().__init__(self.code)
        self.details = details

    def text(self) -> str:
        """The sentence, in the language of the request."""
        return str(self.message)


class RetryLaterError(VaultError):
    """A refusal that ends by itself: `seconds` go into `Retry-After`."""

    def __init__(self, seconds: int = WAIT_SECONDS, **details: Detail) -> None:
        super().__init__(**details)
        self.seconds = seconds


class BadRequestError(VaultError):
    """A body, path or query that is not of the documented shape; `details.field` names the member."""

    code = "bad_request"
    status = 422
    message = _l(
        "La demande n’a pas la forme attendue. Rien n’a été enregistré. Vérifiez ce qui est écrit, puis réessayez."
    )

    def text(self) -> str:
        """The sentence, with the member's name where there is one."""
        if "field" not in self.details:
            return super().text()
        said: str = gettext(
            "Le champ « %(field)s » n’a pas la forme attendue. Rien n’a été enregistré. Corrigez-le, puis réessayez.",
            field=self.details["field"],
        )
        return said


class UnreadableError(VaultError):
    """A body that is no JSON object at all."""

    code = "unreadable"
    status = 400
    message = _l("La demande est illisible. Rien n’a été enregistré. Rechargez la page, puis réessayez.")


class CrossSiteError(VaultError):
    """A write that another site may have caused."""

    code = "cross_site"
    status = 403
    message = _l(
        "La demande semble venir d’un autre site : elle est refusée. Votre coffre n’a pas changé. "
        "Ouvrez le coffre depuis son adresse."
    )


class LoginRefusedError(VaultError):
    """Wrong password or unknown login: the same answer for both."""

    code = "login_refused"
    status = 401
    message = _l(
        "L’identifiant et la phrase de passe ne vont pas ensemble. Votre coffre est intact. "
        "Vérifiez les deux, puis réessayez."
    )


class ProofNeededError(VaultError):
    """The vault has a second factor, and no proof of it was brought."""

    code = "proof_needed"
    status = 403
    message = _l(
        "Ce coffre a déjà une seconde vérification : pour en ajouter une, donnez d’abord un code, une clé d’accès "
        "ou un code de secours. Rien n’a changé."
    )


class SecondRefusedError(VaultError):
    """A second factor, or a code that stands in for one, is wrong or was used before."""

    code = "second_refused"
    status = 401
    message = _l(
        "Ce code ou cette clé n’est pas accepté, ou a déjà servi. Votre coffre est intact. "
        "Attendez le code suivant, puis réessayez."
    )


class PasskeyRefusedError(VaultError):
    """A passkey that opens nothing here, or did not answer what it was asked."""

    code = "passkey_refused"
    status = 401
    message = _l(
        "Cette clé d’accès n’est pas acceptée ici. Rien n’a changé. "
        "Réessayez, ou donnez votre identifiant et votre phrase de passe."
    )


class TicketSpentError(VaultError):
    """A step that waited too long, or was done already."""

    code = "ticket_spent"
    status = 409
    message = _l("Cette étape a pris trop de temps ou a déjà servi. Votre coffre est intact. Recommencez.")


class SessionEndedError(VaultError):
    """No session, or one that has ended."""

    code = "session_ended"
    status = 401
    message = _l("La session est terminée. Ce qui est enregistré est en sécurité. Ouvrez de nouveau votre coffre.")


class FreshNeededError(VaultError):
    """An act that needs the password typed within the last minutes."""

    code = "fresh_needed"
    status = 403
    message = _l("Ce geste demande de redonner votre phrase de passe. Rien n’a changé. Tapez-la, puis réessayez.")


class LoginTakenError(VaultError):
    """The login exists already."""

    code = "login_taken"
    status = 409
    message = _l("Cet identifiant est déjà pris. Rien n’a été créé. Choisissez-en un autre.")


class ForbiddenError(VaultError):
    """A route or method that this caller may not use."""

    code = "forbidden"
    status = 403
    message = _l("Cette action n’est pas permise. Rien n’a changé.")


class NotFoundError(VaultError):
    """What was asked for is not in this vault."""

    code = "not_found"
    status = 404
    message = _l("Ce que vous demandez n’est pas ici. Le reste de votre coffre est intact. Revenez à la liste.")


class MethodNotAllowedError(VaultError):
    """The address exists, not with this method."""

    code = "method_not_allowed"
    status = 405
    message = _l("Cette adresse ne permet pas ce geste. Rien n’a changé.")


class ConflictError(VaultError):
    """Another tab or device wrote first; `details.seq` is the newest."""

    code = "conflict"
    status = 409
    message = _l(
        "Un autre onglet ou appareil a enregistré entre-temps. Rien n’est perdu. La page reprend votre modification."
    )


class RecordExistsError(VaultError):
    """The version is already kept, and a version is never overwritten."""

    code = "record_exists"
    status = 409
    message = _l("Cette version est déjà enregistrée. Elle reste telle quelle. Rechargez la page.")


class FilesNotWholeError(VaultError):
    """A commit names a file whose parts are not all there."""

    code = "files_not_whole"
    status = 409
    message = _l(
        "Un fichier n’est pas encore arrivé en entier. Ce qui est déjà envoyé est gardé. "
        "Terminez l’envoi, puis enregistrez."
    )


class TooEarlyError(VaultError):
    """Erasing before thirty days of trash."""

    code = "too_early"
    status = 409
    message = _l(
        "Un élément se supprime définitivement 30 jours après sa mise à la corbeille. "
        "Il est encore là et peut être repris."
    )


class FileKeptError(VaultError):
    """A kept file cannot be taken back like an upload."""

    code = "file_kept"
    status = 409
    message = _l(
        "Ce fichier est déjà enregistré dans le coffre. Il est en sécurité. Passez par la corbeille pour le retirer."
    )


class FileTakenError(VaultError):
    """The file id is in use."""

    code = "file_exists"
    status = 409
    message = _l("Un fichier porte déjà ce numéro. Rien n’est perdu. Recommencez l’envoi.")


class PartsMissingError(VaultError):
    """Completing a file with parts absent; `details.missing` lists some."""

    code = "parts_missing"
    status = 409
    message = _l("Il manque des morceaux du fichier. Ceux qui sont arrivés sont gardés. Reprenez l’envoi.")


class PartMismatchError(VaultError):
    """A part is not the bytes that were announced."""

    code = "part_mismatch"
    status = 422
    message = _l(
        "Un morceau du fichier a été abîmé pendant l’envoi. Les autres sont gardés. L’envoi reprend ce morceau."
    )


class QuotaExceededError(VaultError):
    """The vault has no room for the file."""

    code = "quota_exceeded"
    status = 413
    message = _l(
        "Il n’y a plus assez de place dans votre coffre pour ce fichier. Ce qui est enregistré est intact. "
        "Choisissez un fichier plus petit ou videz la corbeille."
    )


class FileTooLargeError(VaultError):
    """One file over the limit."""

    code = "file_too_large"
    status = 413
    message = _l("Ce fichier dépasse la taille permise. Rien n’a été envoyé. Coupez-le ou choisissez-en un plus petit.")


class BodyTooLargeError(VaultError):
    """A request body over the limit of its route."""

    code = "body_too_large"
    status = 413
    message = _l("La demande est trop grande. Rien n’a été enregistré. Enregistrez en plusieurs fois.")


class LimitReachedError(VaultError):
    """A fixed number of drafts, uploads or shares at once."""

    code = "limit_reached"
    status = 409
    message = _l(
        "La limite est atteinte. Ce qui est enregistré est intact. Terminez ou retirez un élément, puis réessayez."
    )


class RangeUnsatisfiableError(VaultError):
    """A range outside the object."""

    code = "range_unsatisfiable"
    status = 416
    message = _l("Ce passage du fichier n’existe pas. Le fichier est intact. Rouvrez-le.")


class ShareUnavailableError(VaultError):
    """Unknown, ended, expired, not yet begun or spent: the same answer for all."""

    code = "share_unavailable"
    status = 404
    message = _l(
        "Ce partage n’est pas disponible. Vérifiez le lien et les dates auprès de la personne qui vous l’a donné."
    )


class CodeWrongError(VaultError):
    """The access signature fails; `details.left` says how many tries are left."""

    code = "code_wrong"
    status = 403
    message = _l(
        "Le code n’est pas le bon. Vérifiez-le auprès de la personne qui vous l’a donné. "
        "Après dix erreurs, le partage se ferme."
    )


class ShareExistsError(VaultError):
    """The share id is in use, with other content."""

    code = "share_exists"
    status = 409
    message = _l("Un partage porte déjà ce numéro. Rien n’a changé. Préparez de nouveau le partage.")


class ChallengeSpentError(VaultError):
    """The signed challenge is too old, or has opened the share once already."""

    code = "challenge_spent"
    status = 409
    message = _l("L’ouverture a pris trop de temps ou a déjà servi. Le partage est intact. Ouvrez de nouveau le lien.")


class TooManyAttemptsError(RetryLaterError):
    """A rate limit is reached."""

    code = "too_many_attempts"
    status = 429
    message = _l("Il y a eu trop d’essais. Votre coffre est intact. Attendez un peu, puis réessayez.")


class LimitsUnavailableError(RetryLaterError):
    """The store of counters is away: guessing must not become free, so the door is closed."""

    code = "limits_unavailable"
    status = 503
    message = _l(
        "Le service ne peut pas vérifier les essais pour l’instant. Votre coffre est intact. "
        "Réessayez dans quelques minutes."
    )


class DatabaseUnavailableError(RetryLaterError):
    """The database cannot be reached."""

    code = "database_unavailable"
    status = 503
    message = _l(
        "Le service est momentanément indisponible. Ce qui était enregistré est en sécurité. "
        "Gardez la page ouverte et réessayez dans un instant."
    )


class StorageUnavailableError(RetryLaterError):
    """The store of files fails or lies."""

    code = "storage_unavailable"
    status = 503
    message = _l(
        "Le stockage des fichiers est momentanément indisponible. Ce qui est déjà envoyé est gardé. "
        "Réessayez dans un instant."
    )


class StorageFullError(RetryLaterError):
    """The server's disk is full."""

    code = "storage_full"
    status = 507
    message = _l("Le service n’a plus de place pour l’instant. Ce qui est enregistré est intact. Réessayez plus tard.")


class InternalError(VaultError):
    """A fault of ours; the log has its event code, never its values."""

    code = "internal"
    status = 500
    message = _l(
        "Une erreur s’est produite de notre côté. Ce qui était enregistré est en sécurité. "
        "Rechargez la page, puis réessayez."
    )


def every_error(root: type[VaultError] = VaultError) -> Iterator[type[VaultError]]:
    """All errors that have a code, for the API document and the tests."""
    for error in root.__subclasses__():
        if hasattr(error, "code"):
            yield error
        yield from every_error(error)
