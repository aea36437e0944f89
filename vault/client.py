"""`memo`: the vault from a desk, for helpers and for scripts; `VaultClient` and `ShareReader` are its library.

1. Passwords, links and codes are read from the terminal without echo, or from files; never from arguments, which any
   user of the machine can list.
2. Nothing is kept on disk, but what `get`, `open-share` and `export` are asked to write, and, with `--remember`, the
   number and hash of the newest root seen of this vault: with it, an older state is refused next time too (A12).
3. Every command opens the vault and ends its session, whatever happens.
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vault import client_records as records
from vault.client_api import Api
from vault.client_desk import (
    Arguments,
    command,
    end_session,
    login_of,
    password_of,
    recall,
    remember,
    second_of,
    secret,
    show_notices,
)
from vault.client_export import Export, export_vault, write_new, writing_to
from vault.client_import import import_vault
from vault.client_shares import DAYS, MAX_OPENS, ShareReader, Wanted
from vault.client_vault import VaultClient
from vault.client_ways import add_ways
from vault.client_words import ClientError, _, explain
from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import CryptoError
from vault.crypto.material import ItemId, ShareId
from vault.crypto.summary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vault.client_desk import Subparsers
    from vault.crypto.encoding import Document

__all__ = ["Api", "ShareReader", "VaultClient", "main"]

DEFAULT_SERVER = "http://localhost:8000"
DEFAULT_TYPE = "application/octet-stream"
ROLES = ("witness", "relative", "professional", "involved", "other")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when it was refused."""
    chosen = build_parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except (ClientError, CryptoError) as error:
        print(explain(error), file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(ClientError("file_unreadable")), error.filename or "", file=sys.stderr)
        return 1
    return 0


def with_vault(work: Callable[[VaultClient, Arguments], None]) -> Callable[[Arguments], None]:
    """A command on the open vault, whose session ends with it (rule 3)."""

    def run(chosen: Arguments) -> None:
        client = VaultClient(Api(chosen.server), recall(chosen.remember))
        try:
            client.open(login_of(chosen), password_of(chosen), second_of(chosen))
            show_notices(client)
            work(client, chosen)
            remember(chosen.remember, client)
        finally:
            end_session(client)

    return run


def show_state(client: VaultClient, _chosen: Arguments) -> None:
    """Say that the vault opens, and what it holds."""
    rows = [row for row in client.catalogue.rows() if row["erased_at"] is None]
    state = _("Coffre ouvert et vérifié : {count} éléments, état n° {seq}.")
    print(state.format(count=len(rows), seq=client.catalogue.root["seq"]))


def list_items(client: VaultClient, chosen: Arguments) -> None:
    """Print one line for each item: id, kind, date, title."""
    wanted = fold(chosen.find or "")
    for row in client.catalogue.rows():
        summary = row["summary"]
        if summary is None or (row["trashed_at"] is not None) != chosen.trash:
            continue
        if chosen.kind not in (None, row["kind"]) or not matches(summary, wanted):
            continue
        date = summary.get("when", {}).get("text", "")
        print(row["id"], row["kind"], date or "-", summary["title"], sep="\t")


def matches(summary: Document, wanted: list[str]) -> bool:
    """Whether every word is the start of a word of the summary."""
    words = fold(f"{summary['title']} {summary.get('excerpt', '')} {summary['words']}")
    return all(any(word.startswith(start) for word in words) for start in wanted)


def add_event(client: VaultClient, chosen: Arguments) -> None:
    """Keep an event."""
    put(client, records.event(chosen.title, chosen.facts, moment(chosen), where=chosen.where, people=chosen.who))


def add_evidence(client: VaultClient, chosen: Arguments) -> None:
    """Keep a file."""
    path = Path(chosen.file)
    media_type = mimetypes.guess_type(path.name)[0] or DEFAULT_TYPE
    with path.open("rb") as stream:
        file = client.keep_file(stream, path.name, media_type)
    title = chosen.title or path.name
    put(client, records.evidence(title, file, moment(chosen), description=chosen.description))


def add_contact(client: VaultClient, chosen: Arguments) -> None:
    """Keep a contact."""
    means = [("phone", value) for value in chosen.phone] + [("email", value) for value in chosen.email]
    put(client, records.contact(chosen.name, chosen.role, means, chosen.notes))


def put(client: VaultClient, record: Document) -> None:
    """Keep a record and print its id."""
    print(b64(client.put_item(record)))


def get_item(client: VaultClient, chosen: Arguments) -> None:
    """Print a record, or write its original."""
    record = client.read_record(item_of(chosen.item), chosen.version)
    if chosen.out is None:
        print(json.dumps(record, ensure_ascii=False, indent=2))
    elif record.get("file"):
        write_new(Path(chosen.out), client.read_file(record["file"]))
    else:
        raise ClientError("no_file")


def share(client: VaultClient, chosen: Arguments) -> None:
    """Share items; link and code are printed once."""
    items = [item_of(item) for item in chosen.items]
    made = client.make_share(Wanted(items, chosen.label, chosen.purpose, chosen.days, chosen.opens))
    print(_("Lien, à envoyer :"), made.link)
    print(_("Code, à dire de vive voix :"), made.code)
    print(_("Jusqu’au :"), made.entry["not_after"])


def show_shares(client: VaultClient, _chosen: Arguments) -> None:
    """Print one line for each share: id, until when, openings, end, for whom."""
    for seen in client.list_shares():
        ended = seen.ended_why or "-"
        last = seen.openings[-1].at.isoformat() if seen.openings else "-"
        print(seen.entry["id"], seen.entry["not_after"], len(seen.openings), last, ended, seen.entry["label"], sep="\t")


def stop_share(client: VaultClient, chosen: Arguments) -> None:
    """End a share now."""
    client.end_share(ShareId(unb64(chosen.share)))
    print(_("Partage terminé : le lien et le code n’ouvrent plus rien. Ce qui a été vu peut avoir été gardé."))


def open_share(chosen: Arguments) -> None:
    """Open a share as its recipient, print it or write it to a folder."""
    link = secret(chosen.link_file, _("Lien : "))
    reader = ShareReader.open(link, secret(chosen.code_file, _("Code : ")))
    if chosen.out is None:
        print(json.dumps(reader.document, ensure_ascii=False, indent=2))
        return
    with writing_to(Path(chosen.out)) as target:
        export = Export(target, reader)
        for item in reader.document["items"]:
            export.add(item["id"], item["version"], item["document"])
        export.finish()


def export(client: VaultClient, chosen: Arguments) -> None:
    """Write every version of everything to a folder or a ZIP (`docs/export.md`)."""
    export_vault(client, Path(chosen.path))
    print(_("L’export contient tout, en clair : gardez-le en lieu sûr, ou effacez-le."))


def import_(client: VaultClient, chosen: Arguments) -> None:
    """Keep everything of an export in this vault, which must be empty."""
    done = import_vault(client, Path(chosen.path))
    print(_("{count} éléments rapportés, {already} déjà là.").format(count=done.kept, already=done.already))


def moment(chosen: Arguments) -> Document:
    """The date of the facts."""
    return records.when(chosen.when, chosen.to, about=chosen.about)


def item_of(text: str) -> ItemId:
    """An item id.

    Raises:
        MalformedError: it is none.
    """
    return ItemId(unb64(text, 16))


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="memo", description=_("Un coffre chiffré de bout en bout, depuis un poste."))
    parser.add_argument("--server", default=DEFAULT_SERVER, help=_("adresse du site"))
    parser.add_argument("--login", help=_("identifiant du coffre"))
    parser.add_argument("--password-file", help=_("fichier dont la première ligne est la phrase de passe"))
    parser.add_argument("--second-file", help=_("fichier dont la première ligne est le code du second facteur"))
    parser.add_argument("--remember", metavar=_("FICHIER"), help=_("garder ici le numéro du dernier état vu"))
    commands = parser.add_subparsers(required=True, metavar=_("COMMANDE"))
    add_ways(commands)
    command(commands, "unlock", with_vault(show_state), _("vérifier que le coffre s’ouvre"))
    listing = command(commands, "list", with_vault(list_items), _("lister les éléments"))
    listing.add_argument("--kind", choices=("event", "evidence", "contact", "timeline", "reading"))
    listing.add_argument("--find", metavar=_("MOTS"), help=_("seulement ce qui contient ces mots"))
    listing.add_argument("--trash", action="store_true", help=_("la corbeille"))
    _add_commands(command(commands, "add", None, _("ajouter un élément")))
    getting = command(commands, "get", with_vault(get_item), _("lire un élément ou son fichier"))
    getting.add_argument("item", metavar=_("NUMÉRO"))
    getting.add_argument("--version", type=int)
    getting.add_argument("--out", metavar=_("FICHIER"), help=_("écrire le fichier d’origine ici"))
    _share_commands(commands)
    exporting = command(commands, "export", with_vault(export), _("tout écrire, en clair"))
    exporting.add_argument("path", metavar=_("CHEMIN"), help=_("un dossier nouveau, ou un fichier .zip"))
    importing = command(commands, "import", with_vault(import_), _("rapporter un export dans un coffre vide"))
    importing.add_argument("path", metavar=_("CHEMIN"), help=_("le dossier ou le fichier .zip de l’export"))
    return parser


def _add_commands(adding: argparse.ArgumentParser) -> None:
    kinds = adding.add_subparsers(required=True, metavar=_("GENRE"))
    event = command(kinds, "event", with_vault(add_event), _("un fait"))
    event.add_argument("--title", required=True)
    event.add_argument("--facts", default="")
    event.add_argument("--where", default="")
    event.add_argument("--who", action="append", default=[], metavar=_("NOM"))
    evidence = command(kinds, "evidence", with_vault(add_evidence), _("une pièce"))
    evidence.add_argument("file", metavar=_("FICHIER"))
    evidence.add_argument("--title")
    evidence.add_argument("--description", default="")
    contact = command(kinds, "contact", with_vault(add_contact), _("un contact"))
    contact.add_argument("--name", required=True)
    contact.add_argument("--role", default="other", choices=ROLES)
    contact.add_argument("--phone", action="append", default=[])
    contact.add_argument("--email", action="append", default=[])
    contact.add_argument("--notes", default="")
    for dated in (event, evidence):
        dated.add_argument("--when", metavar="DATE", help=_("2021, 2021-06 ou 2021-06-15"))
        dated.add_argument("--to", metavar="DATE", help=_("fin de la période"))
        dated.add_argument("--about", action="store_true", help=_("date approximative"))


def _share_commands(commands: Subparsers) -> None:
    sharing = command(commands, "share", with_vault(share), _("partager des éléments par un lien et un code"))
    sharing.add_argument("items", nargs="+", metavar=_("NUMÉRO"))
    sharing.add_argument("--label", required=True, help=_("pour qui"))
    sharing.add_argument("--purpose", default="", help=_("pourquoi"))
    sharing.add_argument("--days", type=int, default=DAYS)
    sharing.add_argument("--opens", type=int, default=MAX_OPENS, help=_("nombre d’ouvertures"))
    command(commands, "shares", with_vault(show_shares), _("lister les partages et leurs ouvertures"))
    ending = command(commands, "end-share", with_vault(stop_share), _("terminer un partage"))
    ending.add_argument("share", metavar=_("NUMÉRO"))
    opening = command(commands, "open-share", open_share, _("ouvrir un partage reçu"))
    opening.add_argument("--link-file", help=_("fichier dont la première ligne est le lien"))
    opening.add_argument("--code-file", help=_("fichier dont la première ligne est le code"))
    opening.add_argument("--out", metavar=_("DOSSIER"), help=_("tout écrire, en clair, dans un dossier"))


if __name__ == "__main__":
    sys.exit(main())
