"""What every command of `memo` asks and says: secrets, the second factor, what is under way, the newest root seen."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vault.client_words import ClientError, _
from vault.crypto.catalogue import Seen
from vault.crypto.constants import KEY, VERSION
from vault.crypto.encoding import b64, unb64

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Callable

    from vault.client_vault import SecondFactor, VaultClient

    Subparsers = _SubParsersAction[argparse.ArgumentParser]

Arguments = argparse.Namespace
TOTP_DIGITS = 6


def login_of(chosen: Arguments) -> str:
    """The identifier, asked for if it was not given."""
    return chosen.login or input(_("Identifiant : "))


def password_of(chosen: Arguments) -> str:
    """The password."""
    return secret(chosen.password_file, _("Mot de passe : "))


def new_password_of(chosen: Arguments) -> str:
    """A new password, asked for twice where it is typed.

    Raises:
        ClientError: `passwords_differ`.
    """
    first = secret(chosen.new_password_file, _("Nouvelle phrase de passe : "))
    if chosen.new_password_file is None and getpass.getpass(_("Encore une fois : ")) != first:
        raise ClientError("passwords_differ")
    return first


def second_of(chosen: Arguments) -> SecondFactor:
    """The second factor, asked for only where the vault has one: six digits of an application, else a recovery code."""

    def ask(_kinds: object) -> dict[str, str]:
        code = secret(chosen.second_file, _("Code de l’application, ou code de secours : ")).strip()
        digits = code.replace(" ", "")
        return {"totp": digits} if digits.isdecimal() and len(digits) == TOTP_DIGITS else {"code": code}

    return ask


def secret(file: str | None, question: str) -> str:
    """A secret from the first line of a file, or from the terminal without echo (rule 1 of `client`)."""
    if file is None:
        return getpass.getpass(question)
    return Path(file).read_text(encoding="utf-8").split("\n")[0]


def end_session(client: VaultClient) -> None:
    """Leave, if the server can be reached; a session that stays ends by itself."""
    with suppress(ClientError):
        client.leave()


def show_notices(client: VaultClient) -> None:
    """Say what is under way: whoever opens the vault must see it."""
    said = {
        "recovery": _("Quelqu’un a demandé à ouvrir ce coffre avec les mots de deux proches. Possible dès le {day}."),
        "erasure": _("Une suppression définitive a été demandée. Elle est possible dès le {day}."),
    }
    for notice in client.opened.notices:
        sentence = said.get(str(notice.get("kind")))
        if sentence is not None:
            print(sentence.format(day=str(notice.get("ready_at"))[:10]), file=sys.stderr)


def recall(file: str | None) -> Seen | None:
    """The newest root seen, from the file of `--remember`; None on its first use."""
    if file is None or not Path(file).exists():
        return None
    kept = json.loads(Path(file).read_text(encoding="ascii"))
    return Seen(int(kept["seq"]), unb64(kept["root_hash"], KEY), int(kept.get("version", VERSION)))


def remember(file: str | None, client: VaultClient) -> None:
    """Keep the newest root seen, if that was asked for."""
    if file is not None and client.seen is not None:
        seen = client.seen
        text = json.dumps({"seq": seen.seq, "root_hash": b64(seen.root_hash), "version": seen.version})
        Path(file).write_text(text, encoding="ascii")


def command(
    commands: Subparsers, name: str, run: Callable[[Arguments], None] | None, words: str
) -> argparse.ArgumentParser:
    """One command and what it runs."""
    parser = commands.add_parser(name, help=words, description=words)
    if run is not None:
        parser.set_defaults(run=run)
    return parser
