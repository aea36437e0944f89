"""Vaults of many items, made by the Python client: events with the words of a real journal, a thousand a commit."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from bench.site import PASSPHRASE
from vault import client_records as records
from vault.client import Api, VaultClient
from vault.client_commits import Intended
from vault.crypto.catalogue import Change
from vault.crypto.encoding import b64, now, random_id, sha256
from vault.crypto.material import ItemId
from vault.crypto.rows import NewVersion, new_item_key, seal_record, with_version
from vault.crypto.summary import summary_of

if TYPE_CHECKING:
    from vault.crypto.catalogue import Edit
    from vault.crypto.encoding import Document

BATCH = 900
WORDS = tuple(
    "réunion téléphone virement maison dimanche lettre sœur argent stage repas voiture banque travail médecin message "  # noqa: SIM905 — words
    "voisine départ soirée papier photo promesse reproche sommeil silence enfant marché gare jardin cahier".split()
)
PEOPLE = ("Nadia", "Élodie", "Hélian", "Judith")
PLACES = ("Crest", "Die", "Valence", "à la maison")


def filled(address: str, login: str, count: int) -> None:
    """A new vault with so many events."""
    client = VaultClient(Api(address))
    client.register(login, PASSPHRASE)
    chance = random.Random(20_260_101)  # noqa: S311 — the same journal each time
    for start in range(0, count, BATCH):
        put_events(client, [event(chance, number) for number in range(start, min(count, start + BATCH))])
    client.leave()


def event(chance: random.Random, number: int) -> Document:
    """A fact of some lines, between 2018 and 2024."""
    facts = " ".join(chance.choices(WORDS, k=60))
    date = f"{chance.randint(2018, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    title = f"{' '.join(chance.choices(WORDS, k=3)).capitalize()} {number}"
    people = chance.choices(PEOPLE, k=2)
    return records.event(title, facts, records.when(date), where=chance.choice(PLACES), people=people)


def put_events(client: VaultClient, documents: list[Document]) -> None:
    """Keep new items in one commit."""
    client.commit(lambda _: intended(client, documents))


def intended(client: VaultClient, documents: list[Document]) -> Intended:
    """What a commit of new items holds."""
    bodies, edits = [], {}
    for document in documents:
        item, key = ItemId(random_id()), new_item_key()
        sealed = seal_record(key, client.unlocked.vault_id, item, 1, document)
        bodies.append({"item_id": b64(item), "version": 1, "sealed": b64(sealed)})
        edits[item] = _edit(item, document, NewVersion(1, sha256(sealed), key, now(), summary_of(document), ()))
    return Intended(Change(edits), bodies)


def _edit(item: ItemId, document: Document, new: NewVersion) -> Edit:
    return lambda before: with_version(before, item, document["kind"], new)


