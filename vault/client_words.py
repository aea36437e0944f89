"""What the client says to a person, and its own refusals.

A sentence never comes from the server, which may lie: it sends a code, and the words for it are here. Each says what
happened, what is safe, and what to do; the code is shown beside, for whoever helps.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vault.crypto.errors import CryptoError

TRANSLATIONS = Path(__file__).parent / "translations"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a terminal says its language, the first that is set (POSIX 8.2)."""


def spoken(environ: Mapping[str, str]) -> gettext.NullTranslations:
    """The sentences in the language of the terminal; in French where there are none in it.

    Raises:
        LanguageError: the file of that language is not as it should be.
    """
    named = next((environ[name] for name in LOCALE if environ.get(name)), "")
    path = TRANSLATIONS / f"{re.split('[_.@]', named)[0]}.po"
    if path not in TRANSLATIONS.glob("*.po"):
        return gettext.NullTranslations()
    from vault.languages import read  # noqa: PLC0415 — the server's words are not loaded for a French terminal

    return read(path).translations


_catalogue = spoken(os.environ)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext


class ClientError(Exception):
    """Root of what the client refuses by itself; `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ApiError(ClientError):
    """The server refused: its code and HTTP status; its text is not kept."""

    def __init__(
        self, code: str, status: int, retry_after: int | None = None, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.retry_after = retry_after
        self.details = details or {}


def explain(error: ClientError | CryptoError) -> str:
    """A sentence for the person, with the code."""
    message = own_words().get(error.code) or server_words().get(error.code)
    if message is None:
        message = _("Le serveur a refusé la demande. Ce qui est enregistré est en sécurité. Réessayez plus tard.")
    return _("{message} (code : {code})").format(message=message, code=error.code)


@cache
def own_words() -> dict[str, str]:
    """The sentences for what this client finds out by itself."""
    stop = _("Ne saisissez plus rien et prévenez une personne de confiance.")
    old = _("Le serveur présente un état ancien ou différent du coffre. Rien n’a été accepté.")
    lies = {
        "weak_kdf": _("Le serveur demande une protection trop faible de la phrase de passe, qui n’a pas été envoyée."),
        "forged": _("Ce que le serveur présente n’est pas ce qui a été enregistré. Rien n’a été accepté."),
        "rollback": old,
        "fork": old,
        "omitted": _("Le serveur ne donne pas un élément que le coffre contient. Rien n’a été accepté."),
        "foreign_slot": _("Le serveur présente un accès que ce coffre ne connaît pas. Rien n’a été ouvert."),
        "foreign_address": _("Le serveur renvoie vers une adresse inattendue. Rien n’a été envoyé."),
    }
    slips = {
        "malformed": _("Ces données n’ont pas la forme attendue. Rien n’a changé. Vérifiez ce que vous avez saisi."),
        "unsupported": _("Ces données demandent une autre version du programme. Rien n’a changé. Mettez-le à jour."),
        "does_not_open": _("Cela ne s’ouvre pas. Le contenu est intact. Vérifiez la phrase, le lien et le code."),
        "expired": _("Ce partage est terminé. Demandez un nouveau lien à la personne qui vous l’a donné."),
        "offline": _("Le serveur ne répond pas. Ce qui était enregistré est en sécurité. Réessayez dans un instant."),
        "unreadable_answer": _("La réponse du serveur est illisible. Rien n’a été accepté. Réessayez plus tard."),
        "insecure_server": _("Cette adresse n’est pas protégée (https). Rien n’a été envoyé. Vérifiez l’adresse."),
        "locked": _("Le coffre est fermé. Son contenu est en sécurité. Ouvrez-le d’abord."),
        "second_needed": _(
            "Ce coffre demande aussi un code. Il est intact. Redonnez la phrase de passe, puis le code."
        ),
        "words_wrong": _("Ces mots ne vont pas ensemble. Rien n’a été envoyé. Vérifiez-les un à un sur la feuille."),
        "recovery_refused": _(
            "L’identifiant et ces mots ne vont pas ensemble, ou ce coffre n’a pas cet accès. Il est intact. "
            "Vérifiez l’identifiant et les mots."
        ),
        "change_unsure": _(
            "La réponse du serveur s’est perdue : le changement est fait, ou ne l’est pas. Le contenu est intact. "
            "Ouvrez le coffre avec la nouvelle phrase de passe ; si elle est refusée, avec l’ancienne."
        ),
        "passwords_differ": _("Les deux phrases de passe diffèrent. Rien n’a changé. Recommencez."),
        "password_short": _("Cette phrase est trop courte. Rien n’a été créé. Prenez douze caractères au moins."),
        "file_changed": _("Le fichier a changé pendant la lecture. Rien n’a été gardé. Recommencez avec ce fichier."),
        "busy": _("D’autres appareils enregistrent en même temps. Rien n’est perdu. Réessayez dans un instant."),
        "link_malformed": _("Ce lien n’est pas complet. Rien n’a été ouvert. Copiez-le jusqu’au dernier signe."),
        "folder_not_empty": _("Ce dossier n’est pas vide. Rien n’a été écrit. Choisissez un dossier nouveau."),
        "export_malformed": _("Ceci n’est pas un export, ou il a été modifié. Rien n’a été gardé. Prenez l’original."),
        "export_incomplete": _("Il manque un fichier à cet export. Rien n’a été gardé. Reprenez-le en entier."),
        "export_altered": _(
            "Un fichier de l’export n’est plus celui qui a été écrit. Ce qui est déjà rapporté est intact."
            " Reprenez une autre copie de l’export."
        ),
        "export_too_large": _("Une partie de cet export est trop grande. Rien n’a été gardé. Demandez de l’aide."),
        "vault_not_empty": _("Ce coffre n’est pas vide. Rien n’a été gardé. Rapportez l’export dans un coffre neuf."),
        "no_file": _("Cet élément n’a pas de fichier. Il est intact. Lisez sa fiche sans --out."),
        "file_unreadable": _("Ce fichier ne peut pas être lu ou écrit. Vérifiez son nom et ses droits."),
    }
    return {code: f"{sentence} {stop}" for code, sentence in lies.items()} | slips


@cache
def server_words() -> dict[str, str]:
    """The sentences for the codes of the server, from this program's own list."""
    from vault.errors import every_error  # noqa: PLC0415 - it loads Flask's translations, needed only after a refusal

    return {error.code: str(error.message) for error in every_error()}
