"""The signed root of a catalogue: what it says, whose it is, and that nothing seen is undone (FORMAT 7.2, 7.3).

Rules 1 to 3 and 5 of the list of `vault.crypto.catalogue` are kept here; slots, pages and rows are there. A root of
version 1 is read, version 2 is written.
"""

import hmac
from dataclasses import dataclass

from vault.crypto import schema
from vault.crypto.constants import PAD_MINIMUM, SIGNATURE, VERSION
from vault.crypto.encoding import Document, b64, context, dump, load, lp
from vault.crypto.errors import ForgedError, ForkError, RollbackError
from vault.crypto.kdf import VaultKeys
from vault.crypto.material import VaultId
from vault.crypto.padding import pad, unpad
from vault.crypto.sealing import open_sealed, seal
from vault.crypto.signing import Identity, sign, verify


@dataclass(frozen=True, repr=False)
class Unlocked:
    """What an open vault gives: its name, epoch, keys and identity."""

    vault_id: VaultId
    epoch: int
    keys: VaultKeys
    identity: Identity


@dataclass(frozen=True)
class Seen:
    """The newest root that this client has accepted; `version` is that of its document (7.3)."""

    seq: int
    root_hash: bytes
    version: int = VERSION


def default_settings() -> Document:
    """Return the settings that a root of version 1 is read with (7.3)."""
    return {"phrase": "none", "title": None, "icon": None, "blur": False, "names": []}


def root_plaintext(unlocked: Unlocked, document: Document) -> bytes:
    """Return a root signed and padded, to be sealed (7.2).

    Raises:
        MalformedError, UnsupportedError: a reader would refuse the document.
    """
    schema.root(document)
    data = dump(document)
    signature = sign(unlocked.identity.ed25519, "root", lp(unlocked.vault_id) + data)
    return pad(signature + data, PAD_MINIMUM["root"])


def seal_root(unlocked: Unlocked, document: Document) -> bytes:
    """Return a root as it is stored."""
    return seal(unlocked.keys.catalogue, _root_context(unlocked, document["seq"]), root_plaintext(unlocked, document))


def open_root(unlocked: Unlocked, seq: int, sealed: bytes) -> Document:
    """Return the root announced as number `seq`; rules 1 to 3.

    Raises:
        DoesNotOpenError: not a root of this vault and number.
        ForgedError: another signer, or it says another vault, identity, number or epoch.
        MalformedError, UnsupportedError: its document is not well formed.
    """
    # 1.
    plaintext = unpad(open_sealed(unlocked.keys.catalogue, _root_context(unlocked, seq), sealed))
    signature, data = plaintext[:SIGNATURE], plaintext[SIGNATURE:]
    # 2.
    public = unlocked.identity.public()
    verify(public.ed25519, "root", lp(unlocked.vault_id) + data, signature)
    document = load(data, schema.root)
    if document["identity"] != public.document():
        raise ForgedError("a root says another identity than the vault's")
    # 3.
    said = (document["vault_id"], document["seq"], document["epoch"])
    if said != (b64(unlocked.vault_id), seq, unlocked.epoch):
        raise ForgedError("a root is of another vault, number or epoch")
    return document


def check_seen(root: Document, root_hash: bytes, seen: Seen | None) -> None:
    """Check a root against the newest one accepted before; rule 5.

    Raises:
        RollbackError: it is older, or of version 1 after one of version 2.
        ForkError: another root of the same number, or one that does not continue it.
    """
    if seen is None:
        return
    if root["seq"] < seen.seq or root["v"] < seen.version:
        raise RollbackError("an older root than one already seen was served")
    if root["seq"] == seen.seq and not hmac.compare_digest(root_hash, seen.root_hash):
        raise ForkError("another root of the same number was served")
    if root["seq"] == seen.seq + 1 and root["prev"] != b64(seen.root_hash):
        raise ForkError("a root does not continue the one already seen")


def _root_context(unlocked: Unlocked, seq: int) -> bytes:
    return context("root", vault_id=unlocked.vault_id, object_id=unlocked.vault_id, version=seq)
