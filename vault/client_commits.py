"""What a change sends to the server: the sealed commit, and the lists that the server keeps beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vault.crypto.encoding import Document, b64, random_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.crypto.catalogue import Change, Commit


@dataclass(frozen=True)
class Intended:
    """What an intention makes of one catalogue: the change, and what goes to the server beside pages and root."""

    change: Change
    records: Sequence[Document] = ()
    """Bodies `{item_id, version, sealed}`."""
    lists: dict[str, list[Any]] = field(default_factory=dict)
    """`files`, `trash`, `restore`, `erase` of a commit; absent ones are empty."""


def commit_body(commit: Commit, intended: Intended) -> Document:
    """A commit as the server takes it, under a new id."""
    pages = [{"number": page.number, "version": page.version, "sealed": b64(page.sealed)} for page in commit.pages]
    lists: dict[str, list[Any]] = {"files": [], "trash": [], "restore": [], "erase": []}
    body = {"commit_id": b64(random_id()), "seq": commit.seq, "root": b64(commit.root), "pages": pages}
    return body | {"records": list(intended.records)} | lists | intended.lists
