"""Make the stored vault of this folder: `python -m tests.old.v1.make`, with the release that it stands for.

A whole embedded deployment is filled through the product's own client, on a clock that begins 32 days ago, so that
something could be erased and a share could expire; then it is packed, with all that was put into it as `expected.json`.
The vault is fictitious; login, passphrase, link and code are published with it.
"""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.parts.ports import program
from vault import cli
from vault import client_records as records
from vault.app import create_app
from vault.client_api import Api
from vault.client_shares import ShareReader, Wanted
from vault.client_vault import VaultClient
from vault.config import Settings
from vault.crypto.constants import CHUNK, PAD_MINIMUM
from vault.crypto.encoding import b64, context, dump, format_time, now, random_id, sha256, unb64
from vault.crypto.material import ItemId, ShareId
from vault.crypto.padding import pad
from vault.crypto.sealing import seal
from vault.crypto.sharing import Choices
from vault.models.base import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from flask import Flask

    from vault.crypto.encoding import Document

HERE = Path(__file__).parent
SITE = "http://localhost"
SECRETS = {
    "login": "mesange-des-anciens",
    "password": "velours chemin citerne lundi verger",
    "secret_key": "the-secret-of-the-stored-vault-of-release-1",
    "pepper": "the-pepper-of-the-stored-vault-of-release-1",
}
BEFORE = timedelta(days=32)
PATTERNS = {1: "testsrc2", 2: "smptebars"}
NO_DATE = records.when(None)
POEM = 'Ligne une : « l’été » – œuvre, ça, Ĳ, 𝔘𝔫𝔦𝔠𝔬𝔡𝔢, 👩🏽‍⚖️\nLigne deux\tavec tabulation \\ et "guillemets".'


class Clock:
    """The server's clock."""

    ahead = -BEFORE

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class Maker:
    """The vault being filled, and what was put into it."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.clock = clock
        self._app = app
        self.client = VaultClient(self.new_api())
        self.documents: dict[str, list[Document]] = {}
        """Every version of every item, by item id."""
        self.contents: dict[str, str] = {}
        """SHA-256 of every file, by file id."""

    def new_api(self) -> Api:
        def dated(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            date = ("Date", format_datetime(self.clock().replace(tzinfo=UTC), usegmt=True))
            return self._app(environ, lambda status, headers, *rest: start(status, [*headers, date], *rest))

        http = httpx.Client(mounts={SITE: httpx.WSGITransport(dated)})
        return Api(SITE, http=http, pause=lambda _: None)

    def put(self, record: Document, item: str | None = None) -> str:
        """Keep a record, as a new item or as the next version of one."""
        kept = b64(self.client.put_item(record, None if item is None else item_id(item)))
        self.documents.setdefault(kept, []).append(record)
        return kept

    def file(self, body: bytes, name: str, media_type: str, thumb_of: Document | None = None) -> Document:
        """Keep a file."""
        original = None if thumb_of is None else unb64(thumb_of["id"])
        reference = self.client.keep_file(io.BytesIO(body), name, media_type, original=original)
        self.contents[reference["id"]] = b64(sha256(body))
        return reference

    def draft(self, kind: str, body: Document) -> Document:
        """Keep a draft, sealed as FORMAT 9 says."""
        draft_id, unlocked = random_id(), self.client.unlocked
        text = json.dumps(body, ensure_ascii=False)
        document = {"v": 1, "kind": kind, "at": now(), "body": text}
        bound = context("draft", vault_id=unlocked.vault_id, object_id=draft_id, version=1)
        sealed = seal(unlocked.keys.drafts, bound, pad(dump(document), PAD_MINIMUM["draft"]))
        self.client.api._send("PUT", f"drafts/{b64(draft_id)}", repeat=False, json={"sealed": b64(sealed)})
        return {"id": b64(draft_id), "document": document}

    def share(self, items: list[str], label: str, days: int, choices: dict[str, Choices] | None = None) -> Document:
        """Share items; what the owner would have noted of it."""
        self.client.unlock(SECRETS["password"])
        wanted = Wanted([item_id(one) for one in items], label, "Première rencontre", days, 5, choices)
        made = self.client.make_share(wanted)
        return {"id": made.entry["id"], "link": made.link, "code": made.code, "label": label}


def item_id(text: str) -> ItemId:
    return ItemId(unb64(text, 16))


def main() -> int:
    """Make it all anew in this folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "vault"
        folder.mkdir()
        settings = Settings(
            secret_key=SECRETS["secret_key"],
            pepper=SECRETS["pepper"],
            database_url=f"sqlite:///{folder / 'vault.db'}",
            halves_database_url=f"sqlite:///{folder / 'halves.db'}",
            blobs=str(folder / "blobs"),
            https=False,
        )
        clock = Clock()
        app = create_app(settings, clock)
        parts = app.extensions["memo"]
        cli.migrate(parts)
        expected = fill(Maker(app, clock), Path(name))
        parts.db.dispose()
        parts.halves.dispose()
        pack(folder)
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(text + "\n", encoding="utf-8")
    return 0


def fill(maker: Maker, folder: Path) -> Document:
    """Everything a vault can hold; what should be found in it."""
    client = maker.client
    client.register(SECRETS["login"], SECRETS["password"])
    gone = [maker.put(records.event("Effacé pour de bon", "Ce texte n’existe plus.", NO_DATE))]
    lost = maker.file(b"to be erased", "efface.txt", "text/plain")
    gone.append(maker.put(records.evidence("Pièce effacée", lost, NO_DATE)))
    expired = maker.share(gone[:1], "Partage expiré", 7)
    for item in gone:
        client.trash(item_id(item))
    maker.clock.ahead = timedelta(0)
    maker.client = client = VaultClient(maker.new_api())
    client.open(SECRETS["login"], SECRETS["password"])
    for item in gone:
        client.erase(item_id(item))
    kept = contents(maker, folder)
    shares = made_shares(maker, kept)
    drafts = [
        maker.draft("event", {"title": "Brouillon", "facts": POEM}),
        maker.draft("contact", {"name": "Pas encore enregistrée"}),
    ]
    return read_back(maker, [expired, *shares], drafts)


def contents(maker: Maker, folder: Path) -> dict[str, str]:
    """The items that stay, by a name of their own."""
    claire = maker.put(records.contact("Claire Vasseur", "witness", [("phone", "06 00 00 00 00")], "Ma voisine."))
    means = [("email", "conseil@example.org"), ("address", "3 rue du Port\n29000 Quimper"), ("other", "le jeudi")]
    adviser = maker.put(records.contact("Me Exemple", "professional", means) | {"organisation": "Cabinet Exemple"})
    photo = photos(maker, folder)
    recording = maker.file(bytes(range(256)) * 128, "Enregistrement 12.m4a", "audio/mp4")
    kept = {"claire": claire, "photo": photo}
    long = maker.file(sha256(b"long") * 6_000 + b"fin", "Relevé — été 2021.bin", "application/octet-stream")
    kept["long"] = maker.put(records.evidence("Relevé de plusieurs morceaux", long, records.when("2021")))
    whole = records.evidence("Enregistrement de la réunion", recording, records.when("2021-06-15", about=True))
    assert len(bytes(range(256)) * 128) == 2 * CHUNK
    kept["recording"] = maker.put(whole | {"obtained": "Par moi, avec mon téléphone.", "where": "Salle des fêtes"})
    text = records.evidence("Message recopié", None, records.when("2021-03", "2021-05"), text=POEM)
    kept["message"] = maker.put(text)
    kept["meeting"] = meeting(maker, kept)
    for danger in ("some", "no", "unknown"):
        maker.put(records.event(f"Danger : {danger}", "", records.when("2020")) | {"danger": danger})
    line = records.timeline("De la rencontre au départ", [unb64(kept[name]) for name in ("photo", "meeting")], "Début.")
    kept["line"] = maker.put(line)
    maker.put(line | {"items": [*line["items"], kept["message"]]}, kept["line"])
    answers = [{"id": "isolement", "answer": "souvent"}, {"id": "argent", "answer": "jamais"}]
    reading = {"v": 1, "kind": "reading", "title": "Repère", "when": records.when("2021-09-01"), "answers": answers}
    maker.put(reading | {"note": POEM})
    trash(maker, adviser)
    return kept


def meeting(maker: Maker, kept: dict[str, str]) -> str:
    """An event with everything in it, in three versions."""
    moment = records.when("2021-06-15") | {"time": "21:05", "text": "le 15 juin 2021 à 21 h 05"}
    first = records.event("Réunion", "On m’a demandé de signer.", moment, where="Salle des fêtes", people=["Paul"])
    first["who"].append({"name": "Claire Vasseur", "contact": kept["claire"]})
    item = maker.put(first)
    second = first | {"said": POEM, "danger": "yes", "feelings": "J’avais froid.", "thoughts": "Un piège ?"}
    maker.put(second, item)
    maker.put(second | {"title": "Réunion du 15 juin", "evidence": [kept["photo"], kept["recording"]]}, item)
    return item


def photos(maker: Maker, folder: Path) -> str:
    """A photo with its thumbnail, corrected once, then replaced by another photo."""
    first, second = (picture(folder, number) for number in PATTERNS)
    reference = maker.file(first, "IMG_20210714_183205.jpg", "image/jpeg")
    thumb = maker.file(small(folder, 1), "", "image/jpeg", reference)
    place = {"lat": "48.8583", "lon": "2.2945"}
    source = {"taken_at": "2021-07-14T18:32:05+02:00", "place": place, "device": "Fairphone 4"}
    taken = records.when("2021-07-14")
    record = records.evidence("Photo de l’affiche", reference, taken, description="Devant la gare.")
    record |= {"thumb": thumb, "source": source}
    item = maker.put(record)
    maker.put(record | {"description": "Devant la gare, côté parking."}, item)
    better = maker.file(second, "IMG_20210714_183211.jpg", "image/jpeg")
    fresh = records.evidence("Photo de l’affiche", better, taken, description="Plus nette.")
    maker.put(fresh | {"thumb": maker.file(small(folder, 2), "", "image/jpeg", better), "source": source}, item)
    return item


def trash(maker: Maker, adviser: str) -> None:
    """Two items in the trash, one that came back."""
    note = maker.file(b"Note jet\xc3\xa9e.", "note.txt", "text/plain")
    thrown = maker.put(records.evidence("Note jetée", note, NO_DATE))
    other = maker.put(records.event("Fait jeté", "Doute.", NO_DATE))
    for item in (thrown, other, adviser):
        maker.client.trash(item_id(item))
    maker.client.restore(item_id(adviser))


def made_shares(maker: Maker, kept: dict[str, str]) -> list[Document]:
    """One share that lives, opened once; one that was ended."""
    choices = {kept["meeting"]: Choices(feelings=True)}
    live = maker.share([kept["meeting"], kept["photo"]], "Me Exemple", 30, choices)
    ShareReader.open(live["link"], live["code"], maker.new_api())
    ended = maker.share([kept["message"]], "Partage terminé", 7)
    maker.client.end_share(ShareId(unb64(ended["id"])))
    return [live, ended]


def picture(folder: Path, number: int) -> bytes:
    """A small JPEG."""
    return drawn(folder, f"{PATTERNS[number]}=size=480x360", f"{number}.jpg")


def small(folder: Path, number: int) -> bytes:
    """Its thumbnail."""
    return drawn(folder, f"{PATTERNS[number]}=size=160x120", f"{number}-thumb.jpg")


def drawn(folder: Path, source: str, name: str) -> bytes:
    path = folder / name
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    command = [program("ffmpeg"), *quiet, "-f", "lavfi", "-i", source, "-frames:v", "1", "-q:v", "6", path]
    subprocess.run(command, check=True)
    return path.read_bytes()


def read_back(maker: Maker, shares: list[Document], drafts: list[Document]) -> Document:
    """What the newest catalogue says, beside the documents as they were put in."""
    root = maker.client.catalogue.root
    live, ended = shares[1]["id"], {shares[0]["id"]: "expired", shares[2]["id"]: "revoked"}
    items = [
        {name: row[name] for name in ("id", "kind", "summary", "trashed_at", "erased_at")}
        | {
            "versions": [
                {"n": version["n"], "at": version["at"], "document": document}
                for version, document in zip(row["versions"], maker.documents[row["id"]], strict=bool(row["versions"]))
            ]
        }
        for row in maker.client.catalogue.rows()
    ]
    documents = [version["document"] for item in items for version in item["versions"]]
    named = {one[name]["id"] for one in documents for name in ("file", "thumb") if one.get(name)}
    return SECRETS | {
        "as_of": format_time(maker.clock().replace(tzinfo=UTC)),
        "seq": root["seq"],
        "identity": root["identity"],
        "items": items,
        "files": {file: maker.contents[file] for file in sorted(named)},
        "shares": [share | {"live": share["id"] == live, "ended_why": ended.get(share["id"])} for share in shares],
        "drafts": drafts,
    }


def pack(folder: Path) -> None:
    """One archive, the databases whole in one file each."""
    for name in ("vault.db", "halves.db"):
        with closing(sqlite3.connect(folder / name)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode=DELETE")
    with tarfile.open(HERE / "vault.tar.xz", "w:xz", preset=9) as archive:
        archive.add(folder, "vault", filter=anonymous)


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The member without the user of the machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    sys.exit(main())
