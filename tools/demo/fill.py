"""Puts the fictitious case into a running server, as its owner would: through the Python client, sealed here.

In order: contacts, files and pieces, events (one of them thrown away again), timelines, what she keeps for herself,
then two shares. That of the association is opened once by its recipient and then ended; that of the lawyer is left
ready to open.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.demo import case, life, samples
from vault import client_records as records
from vault.client import Api, ShareReader, VaultClient
from vault.client_shares import Wanted, end_share, list_shares, make_share
from vault.client_words import ApiError
from vault.crypto.encoding import b64, parse_time, unb64
from vault.crypto.material import ItemId, ShareId
from vault.crypto.recovery import parse_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from vault.client_shares import MadeShare, SeenShare
    from vault.crypto.encoding import Document

SHARE_DAYS = 30
TRIES = 20
"""Identifiers to try: an earlier filling that was interrupted may have left its vault."""


def fill(server: str) -> tuple[str, MadeShare]:
    """Make the vault and its shares; the identifier, and the share that is left open."""
    client = VaultClient(Api(server))
    login = _register(client)
    items = Filling(client)
    with tempfile.TemporaryDirectory(prefix="memo-demo-") as folder:
        items.contacts()
        items.pieces(Path(folder))
        items.events()
        items.timelines()
        items.readings()
    seen = make_share(client, items.wanted(case.ASSOCIATION_ITEMS, case.ASSOCIATION, case.ASSOCIATION_PURPOSE))
    ShareReader.open(seen.link, seen.code)
    end_share(client, ShareId(unb64(seen.entry["id"])))
    made = share_with_lawyer(client)
    client.leave()
    return login, made


def renew(server: str, login: str, share_id: str) -> MadeShare | None:
    """A new share for the lawyer if the one made before has ended; None if it still opens."""
    client = VaultClient(Api(server))
    client.open(login, case.PASSPHRASE)
    found = [share for share in list_shares(client) if share.entry["id"] == share_id]
    made = None if any(_opens(share, client.api.server_now()) for share in found) else share_with_lawyer(client)
    client.leave()
    return made


def _opens(share: SeenShare, now: datetime) -> bool:
    left = share.entry["max_opens"] - len(share.openings)
    return share.ended_at is None and left > 0 and parse_time(share.entry["not_after"]) > now


def share_with_lawyer(client: VaultClient) -> MadeShare:
    """The share that a visitor of the demo opens; items are found again by their titles."""
    titles = {row["summary"]["title"]: ItemId(unb64(row["id"])) for row in client.catalogue.rows() if row["summary"]}
    items = [titles[_title(key)] for key in case.LAWYER_ITEMS]
    return make_share(client, Wanted(items, case.LAWYER, case.LAWYER_PURPOSE, SHARE_DAYS))


def _title(key: str) -> str:
    # A piece and an event may bear the same key; the lawyer's list means the timeline, then events, then pieces.
    for group in (case.TIMELINES, case.EVENTS, case.PIECES):
        for one in group:
            if one.key == key:
                return one.title
    return next(contact.name for contact in case.CONTACTS if contact.key == key)


def _register(client: VaultClient) -> str:
    stem, number = case.LOGIN.rsplit("-", 1)
    for attempt in range(TRIES):
        login = f"{stem}-{int(number) + attempt:04}"
        try:
            client.register(login, case.PASSPHRASE, parse_phrase(case.PHRASE))
        except ApiError as error:
            if error.code != "login_taken":
                raise
            continue
        return login
    raise SystemExit("The folder holds too many demos that were interrupted; take a new one.")


class Filling:
    """One pass over the case; ids of what was kept, by key."""

    def __init__(self, client: VaultClient) -> None:
        self._client = client
        self._people: dict[str, tuple[str, ItemId]] = {}
        self._pieces: dict[str, ItemId] = {}
        self._events: dict[str, ItemId] = {}
        self._timelines: dict[str, ItemId] = {}

    def contacts(self) -> None:
        for one in case.CONTACTS:
            record = records.contact(one.name, one.role, one.means, one.notes) | {"organisation": one.organisation}
            self._people[one.key] = (one.name, self._client.put_item(record))

    def pieces(self, folder: Path) -> None:
        for piece in case.PIECES:
            record = records.evidence(piece.title, None, piece.when, description=piece.description, text=piece.text)
            record |= {"obtained": piece.obtained, "where": piece.where, "who": self._who(piece.who)}
            if piece.file is not None:
                record |= self._files(samples.make(piece.file, folder))
            self._pieces[piece.key] = self._client.put_item(record)

    def events(self) -> None:
        for event in case.EVENTS:
            record = records.event(event.title, event.facts, event.when, where=event.where)
            record |= {
                "said": event.said,
                "who": self._who(event.who),
                "danger": event.danger,
                "feelings": event.feelings,
                "thoughts": event.thoughts,
                "evidence": [b64(self._pieces[key]) for key in event.evidence],
            }
            self._events[event.key] = self._client.put_item(record)
        thrown = case.THROWN
        self._client.trash(self._client.put_item(records.event(thrown.title, thrown.facts, thrown.when)))

    def timelines(self) -> None:
        for one in case.TIMELINES:
            record = records.timeline(one.title, [self._id(key) for key in one.items], one.description)
            self._timelines[one.key] = self._client.put_item(record)

    def readings(self) -> None:
        for record in life.readings():
            self._client.put_item(record)
        self._client.put_item(life.marks(b64(self._pieces[key]) for key in life.HEAVY))

    def wanted(self, keys: Sequence[str], label: str, purpose: str) -> Wanted:
        """What to share, in the order to show."""
        return Wanted([self._id(key) for key in keys], label, purpose, SHARE_DAYS)

    def _id(self, key: str) -> ItemId:
        for kept in (self._timelines, self._events, self._pieces):
            if key in kept:
                return kept[key]
        return self._people[key][1]

    def _who(self, keys: Sequence[str]) -> list[Document]:
        return [self._person(key) for key in keys]

    def _person(self, key: str) -> Document:
        if key not in self._people:
            return {"name": key, "contact": None}
        name, item_id = self._people[key]
        return {"name": name, "contact": b64(item_id)}

    def _files(self, sample: samples.Sample) -> Document:
        with sample.path.open("rb") as stream:
            file = self._client.keep_file(stream, sample.path.name, sample.media_type)
        thumb = None
        if sample.thumb is not None:
            with sample.thumb.open("rb") as stream:
                thumb = self._client.keep_file(stream, "", "image/webp", original=unb64(file["id"]))
        return {"file": file, "thumb": thumb, "source": sample.source}
