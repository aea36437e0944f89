"""The commands of `memo` about the ways into a vault: making it, its phrase, its people, its password, new keys.

1. Words are shown once, on the terminal. A phrase counts only when two of its words were typed back.
2. Words that open a vault are read without echo, or from files: a terminal keeps what was typed on it.
3. Whoever gives the fingerprint and the number of a sheet has them compared before anything is changed.
"""

from __future__ import annotations

from datetime import datetime
from secrets import SystemRandom
from typing import TYPE_CHECKING

from vault import client_access as access
from vault.client_api import Api
from vault.client_desk import (
    Arguments,
    command,
    end_session,
    login_of,
    new_password_of,
    password_of,
    recall,
    remember,
    second_of,
    secret,
    show_notices,
)
from vault.client_vault import VaultClient
from vault.client_words import ClientError, _
from vault.crypto.recovery import new_phrase, parse_phrase, typed_words

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from vault.client_desk import Subparsers
    from vault.crypto.material import PhraseEntropy

TYPED_BACK = 2
TRIES = 3


def with_password(work: Callable[[VaultClient, str, Arguments], None]) -> Callable[[Arguments], None]:
    """A command on the open vault that needs the password a second time; the session ends with it."""

    def run(chosen: Arguments) -> None:
        client = VaultClient(Api(chosen.server), recall(chosen.remember))
        try:
            password = password_of(chosen)
            client.open(login_of(chosen), password, second_of(chosen))
            show_notices(client)
            work(client, password, chosen)
            remember(chosen.remember, client)
        finally:
            end_session(client)

    return run


def register(chosen: Arguments) -> None:
    """Make a vault."""
    client = VaultClient(Api(chosen.server))
    login, password = login_of(chosen), password_of(chosen)
    client.register(login, password, wished_phrase(chosen))
    remember(chosen.remember, client)
    print(_("Coffre créé. Gardez l’identifiant et la phrase de passe : personne ne peut les retrouver pour vous."))
    show_sheet(client)
    end_session(client)


def recover(chosen: Arguments) -> None:
    """Get back in by the phrase or by two people, and set a new password."""
    client = VaultClient(Api(chosen.server), recall(chosen.remember))
    sheet = access.Sheet(chosen.fingerprint, chosen.seq)
    try:
        found = by_people(client, chosen, sheet) if chosen.people else by_phrase(client, chosen, sheet)
        if isinstance(found, datetime):
            day = found.date().isoformat()
            print(_("La demande est faite. Les mêmes mots ouvrent le coffre à partir du {day}.").format(day=day))
            return
        show_notices(client)
        access.set_password(client, found, new_password_of(chosen), drop_factors=not chosen.keep_factors)
        remember(chosen.remember, client)
        print(_("Le coffre est ouvert et la phrase de passe est changée. Les autres sessions sont fermées."))
    finally:
        end_session(client)


def by_phrase(client: VaultClient, chosen: Arguments, sheet: access.Sheet) -> access.Key:
    """Open with twelve words."""
    words = secret(chosen.phrase_file, _("Les douze mots : "))
    return access.recover_by_phrase(client, login_of(chosen), words, sheet)


def by_people(client: VaultClient, chosen: Arguments, sheet: access.Sheet) -> access.Key | datetime:
    """Open with the words of two people, or ask for it."""
    files = chosen.share_file or [None, None]
    shares = [secret(file, _("Les seize mots d’une part : ")) for file in files]
    return access.recover_by_people(client, login_of(chosen), shares, sheet)


def change_password(client: VaultClient, password: str, chosen: Arguments) -> None:
    """Put another password in place."""
    new = new_password_of(chosen)
    access.change_password(client, password, new, close_sessions=not chosen.keep_sessions)
    print(_("Phrase de passe changée. Si quelqu’un connaissait l’ancienne, changez aussi les clés : memo rotate."))


def rotate(client: VaultClient, password: str, chosen: Arguments) -> None:
    """Give the vault new keys."""
    gone = {slot.kind for slot in client.opened.slots} & {"people", "passkey"}
    wanted = access.Rotation(new_password_of(chosen), wished_phrase(chosen), chosen.end_shares)
    access.rotate(client, password, wanted)
    print(_("Les clés du coffre sont changées. Les anciens mots et l’ancienne feuille n’ouvrent plus rien."))
    if gone:
        print(_("Les parts des proches et les clés d’accès d’avant n’ouvrent plus rien non plus : refaites-les."))
    show_sheet(client)


def change_phrase(client: VaultClient, password: str, chosen: Arguments) -> None:
    """Set, exchange or take out the recovery phrase."""
    if chosen.remove:
        access.drop_phrase(client, password)
        print(_("Mots de secours retirés. Sans eux, une phrase de passe oubliée ferme le coffre pour toujours."))
        return
    access.set_phrase(client, password, agreed_phrase(chosen))
    print(_("Mots de secours en place. Ceux d’avant n’ouvrent plus rien."))
    show_sheet(client)


def change_people(client: VaultClient, password: str, chosen: Arguments) -> None:
    """Set, exchange or take out recovery by people."""
    if chosen.remove:
        access.drop_people(client, password)
        print(_("Récupération par des proches retirée : leurs mots n’ouvrent plus rien."))
        return
    shares = access.set_people(client, password, chosen.days)
    print(
        _("Trois parts, à confier à trois personnes ou lieux différents. Deux suffisent pour ouvrir, après l’attente.")
    )
    for number, words in enumerate(shares, 1):
        print(_("Part {number} :").format(number=number), " ".join(words))
    show_sheet(client)


def wished_phrase(chosen: Arguments) -> PhraseEntropy | None:
    """A new phrase, unless it was declined."""
    if not chosen.without_phrase:
        return agreed_phrase(chosen)
    print(_("Sans mots de secours, une phrase de passe oubliée ferme le coffre pour toujours."))
    return None


def agreed_phrase(chosen: Arguments) -> PhraseEntropy:
    """A new phrase, shown once, of which two words were typed back (rule 1).

    Raises:
        ClientError: `words_wrong`, three times.
    """
    words = new_phrase("english" if chosen.english else "french")
    print(_("Écrivez ces douze mots sur papier, dans l’ordre, hors de portée de qui vous surveille :"))
    for number, word in enumerate(words, 1):
        print(f"{number:2} {word}")
    for _again in range(TRIES):
        if typed_back(words):
            return parse_phrase(" ".join(words))
        print(_("Ce ne sont pas ces mots. Relisez la feuille."))
    raise ClientError("words_wrong")


def typed_back(words: Sequence[str]) -> bool:
    """Whether two of the words, wherever they are, were typed as they were shown."""
    asked = sorted(SystemRandom().sample(range(len(words)), TYPED_BACK))
    typed = [typed_words(input(_("Mot n° {number} : ").format(number=place + 1))) for place in asked]
    return typed == [typed_words(words[place]) for place in asked]


def show_sheet(client: VaultClient) -> None:
    """What to write beside the words: it tells the vault from an older or another one."""
    sheet = access.sheet_of(client)
    print(_("Identifiant :"), client.opened.login)
    print(_("Empreinte :"), sheet.fingerprint)
    print(_("Numéro :"), sheet.seq)


def add_ways(commands: Subparsers) -> None:
    """The commands of this module."""
    registering = command(commands, "register", register, _("créer un coffre"))
    _phrase_choice(registering)
    _recover_command(commands)
    changing = command(commands, "password", with_password(change_password), _("changer la phrase de passe"))
    changing.add_argument("--keep-sessions", action="store_true", help=_("laisser les autres sessions ouvertes"))
    rotating = command(commands, "rotate", with_password(rotate), _("changer les clés du coffre"))
    rotating.add_argument("--end-shares", action="store_true", help=_("terminer aussi les partages"))
    _phrase_choice(rotating)
    for renewing in (changing, rotating):
        renewing.add_argument("--new-password-file", help=_("fichier dont la première ligne est la nouvelle phrase"))
    phrase = command(commands, "phrase", with_password(change_phrase), _("les mots de secours"))
    phrase.add_argument("--english", action="store_true", help=_("des mots anglais"))
    people = command(commands, "people", with_password(change_people), _("la récupération par des proches"))
    people.add_argument("--days", type=int, default=access.PEOPLE_DAYS, help=_("jours d’attente avant l’ouverture"))
    for way in (phrase, people):
        way.add_argument("--remove", action="store_true", help=_("retirer cet accès"))


def _phrase_choice(parser: ArgumentParser) -> None:
    parser.add_argument("--without-phrase", action="store_true", help=_("sans mots de secours : un risque"))
    parser.add_argument("--english", action="store_true", help=_("des mots anglais"))


def _recover_command(commands: Subparsers) -> None:
    parser = command(commands, "recover", recover, _("revenir dans un coffre sans la phrase de passe"))
    parser.add_argument("--people", action="store_true", help=_("par les mots de deux proches"))
    parser.add_argument("--phrase-file", help=_("fichier dont la première ligne est les douze mots"))
    parser.add_argument("--share-file", action="append", help=_("fichier d’une part ; deux fois"))
    parser.add_argument("--fingerprint", help=_("l’empreinte écrite sur la feuille"))
    parser.add_argument("--seq", type=int, help=_("le numéro écrit sur la feuille"))
    parser.add_argument("--keep-factors", action="store_true", help=_("garder le second facteur"))
    parser.add_argument("--new-password-file", help=_("fichier dont la première ligne est la nouvelle phrase"))
