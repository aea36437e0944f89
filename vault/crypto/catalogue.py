"""The signed list of all that a vault holds: nothing that is not in it exists (FORMAT 7, A11).

Rules of acceptance (7.6), in order; `open_root` and `Catalogue.open` repeat their numbers:

1. the root opens under the context of the seq announced;
2. its signature is by the identity that the vault key opens, and it says the same keys;
3. its vault, seq and epoch are those expected;
4. it vouches for the slots served;
5. it is not older than the newest root seen, continues it, and is not written in an older version (A12);
6. the pages served are exactly those that it lists, each with its hash;
7. each page opens, says its own number, and holds only rows that belong in it, each once.

Time and memory of what was seen are the caller's: a fresh device cannot know that it is shown an old root. A rotation
(5.12) is one commit like others, so rules 5 and 7.6 (8) hold across it.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from vault.crypto import schema, shapes
from vault.crypto.constants import ID, PAD_MINIMUM, ROOT_VERSION, VERSION
from vault.crypto.encoding import Document, b64, context, dump, load, sha256, unb64
from vault.crypto.errors import ForgedError, MalformedError, OmittedError
from vault.crypto.framing import Frame, SealedPage, parse_frame
from vault.crypto.material import ItemId
from vault.crypto.padding import pad, unpad
from vault.crypto.roots import Seen, Unlocked, check_seen, default_settings, open_root, seal_root
from vault.crypto.rows import Row
from vault.crypto.sealing import open_sealed, seal
from vault.crypto.slots import Slot, check_kinds, check_slots, slots_mac

__all__ = ["Catalogue", "Change", "Commit", "Edit", "Seen", "Unlocked", "page_number"]

Edit = Callable[[Row | None], Row]
"""From the row of the newest catalogue, or None, to the row wanted: pure, so that it can be made again."""
PageRows = Mapping[str, Row]
"""The rows of one page by item id (`b64`)."""
EditShares = Callable[[list[Document]], list[Document]]
EditSettings = Callable[[Document], Document]
"""From the settings of the newest catalogue to those wanted, members in the order of 7.3; pure like the others."""


@dataclass(frozen=True)
class Change:
    """One intention: rows by item id, the list of shares, the slots, the settings; what is not named stays."""

    rows: Mapping[ItemId, Edit] = field(default_factory=dict)
    shares: EditShares | None = None
    slots: Sequence[Slot] | None = None
    settings: EditSettings | None = None


def page_number(item_id: ItemId) -> int:
    """Return the page of an item, 0 to 255 (7.1)."""
    return sha256(item_id)[0]


def check_pages(root: Document, pages: Sequence[SealedPage]) -> None:
    """Check that the pages served are exactly those listed, each with its hash; rule 6.

    Raises:
        OmittedError: a listed page was not served.
        ForgedError: a page that is not listed, or other bytes.
    """
    served = {page.number: page for page in pages}
    listed = {number: (version, digest) for number, version, digest in root["pages"]}
    if not served.keys() >= listed.keys():
        raise OmittedError("a page of the catalogue was not served")
    if len(pages) != len(listed):
        raise ForgedError("a page that the catalogue does not list was served")
    for number, (version, digest) in listed.items():
        page = served[number]
        if page.version != version or not hmac.compare_digest(sha256(page.sealed), unb64(digest)):
            raise ForgedError("a page is not the one that the catalogue lists")


def seal_page(unlocked: Unlocked, number: int, version: int, rows: Iterable[Row]) -> bytes:
    """Return a page as it is stored (7.4); the rows in any order.

    Raises:
        MalformedError, UnsupportedError: a reader would refuse it.
    """
    ordered = sorted(rows, key=lambda row: unb64(row["id"]))
    document = {"v": VERSION, "page": number, "rows": ordered}
    _check_page(document, number)
    plaintext = pad(dump(document), PAD_MINIMUM["page"])
    return seal(unlocked.keys.catalogue, _page_context(unlocked, number, version), plaintext)


def open_page(unlocked: Unlocked, page: SealedPage) -> list[Row]:
    """Return the rows of a page; rule 7.

    Raises:
        DoesNotOpenError: not this page of this vault.
        MalformedError, UnsupportedError: another number inside, or a row that does not belong in it.
    """
    page_context = _page_context(unlocked, page.number, page.version)
    document = load(unpad(open_sealed(unlocked.keys.catalogue, page_context, page.sealed)), schema.PAGE)
    return _check_rows(document, page.number)


@dataclass(frozen=True, repr=False)
class Catalogue:
    """An accepted catalogue: `root` is its document, `pages` the rows of each page."""

    unlocked: Unlocked
    root: Document
    root_hash: bytes
    pages: Mapping[int, PageRows]

    @classmethod
    def open(cls, unlocked: Unlocked, data: bytes | Frame, slots: Iterable[Slot], seen: Seen | None = None) -> Self:
        """Return the catalogue in `data` if it keeps the rules above.

        Raises:
            CryptoError: the one that names the rule broken.
        """
        served = data if isinstance(data, Frame) else parse_frame(data)
        # 1. to 3.
        root = open_root(unlocked, served.seq, served.root)
        # 4.
        check_slots(unlocked.keys.slots, unlocked.epoch, slots, unb64(root["slots_mac"]))
        # 5.
        root_hash = sha256(served.root)
        check_seen(root, root_hash, seen)
        # 6.
        check_pages(root, served.pages)
        # 7.
        pages = {page.number: {row["id"]: row for row in open_page(unlocked, page)} for page in served.pages}
        return cls(unlocked, root, root_hash, pages)

    @classmethod
    def create(cls, unlocked: Unlocked, slots: Iterable[Slot], at: str, settings: Document | None = None) -> "Commit":
        """Return the first commit of a new vault, at the time `at`: no item and no share yet."""
        mac = slots_mac(unlocked.keys.slots, unlocked.epoch, slots)
        root: Document = {
            "v": ROOT_VERSION,
            "vault_id": b64(unlocked.vault_id),
            "seq": 1,
            "prev": None,
            "epoch": unlocked.epoch,
            "identity": unlocked.identity.public().document(),
            "slots_mac": b64(mac),
            "pages": [],
            "shares": [],
            "recipients": [],
            "ledger": None,
            "settings": settings or default_settings(),
            "time": at,
        }
        return _commit(unlocked, root, {}, ())

    @property
    def seen(self) -> Seen:
        """What to remember of this catalogue, to refuse an older one."""
        return Seen(self.root["seq"], self.root_hash, self.root["v"])

    @property
    def settings(self) -> Document:
        """What the owner chose, the default where the root is of version 1."""
        settings: Document = self.root.get("settings") or default_settings()
        return settings

    def row(self, item_id: ItemId) -> Row:
        """Return the row of an item.

        Raises:
            OmittedError: the catalogue has none.
        """
        row = self.pages.get(page_number(item_id), {}).get(b64(item_id))
        if row is None:
            raise OmittedError("an item is not in the catalogue")
        return row

    def rows(self) -> Iterator[Row]:
        """Return all rows, erased ones too, by page and id."""
        for number in sorted(self.pages):
            yield from self.pages[number].values()

    def apply(self, change: Change, at: str) -> "Commit":
        """Return the commit that follows this catalogue, at the time `at`.

        Nothing of this catalogue changes: when the server has a newer one, apply the same change to that.

        Raises:
            MalformedError: an edit gives a row of another item or kind, or what a reader would refuse.
            ForeignSlotError, UnsupportedError: the slots are not those that a vault may have.
        """
        pages = self._edited(change.rows)
        touched = {page_number(item_id) for item_id in change.rows}
        return self._next(self.unlocked, pages, touched, change, at)

    def rotate(self, unlocked: Unlocked, slots: Sequence[Slot], at: str, change: Change | None = None) -> "Commit":
        """Return the commit by which `unlocked`, of the next epoch, takes the place of the keys held (5.12).

        Every page and the root are sealed again; item keys stay. `slots` are all the ways in: no old one opens the new
        keys. `change` is what else is wanted in the same commit, such as shares that end with it.

        Raises:
            MalformedError: another vault, not the next epoch, or the same identity; as `apply`.
            ForeignSlotError, UnsupportedError: as `apply`.
        """
        before = self.unlocked
        if (unlocked.vault_id, unlocked.epoch) != (before.vault_id, before.epoch + 1):
            raise MalformedError("a rotation is to the next epoch of the same vault")
        if unlocked.identity.public() == before.identity.public():
            raise MalformedError("a rotation is to a new identity")
        wanted = replace(change or Change(), slots=slots)
        pages = self._edited(wanted.rows)
        return self._next(unlocked, pages, pages.keys(), wanted, at)

    def _next(
        self, unlocked: Unlocked, pages: Mapping[int, PageRows], numbers: Iterable[int], change: Change, at: str
    ) -> "Commit":
        seq = self.root["seq"] + 1
        sealed = tuple(
            SealedPage(number, seq, seal_page(unlocked, number, seq, pages[number].values()))
            for number in sorted(numbers)
        )
        # Its last members are taken off and put again: those of a root of version 1 are in another place.
        kept = {name: value for name, value in self.root.items() if name not in ("settings", "time")}
        root = kept | {
            "v": ROOT_VERSION,
            "seq": seq,
            "prev": b64(self.root_hash),
            "epoch": unlocked.epoch,
            "identity": unlocked.identity.public().document(),
            "slots_mac": self._mac(unlocked, change.slots),
            "pages": _listed(self.root["pages"], sealed),
            "shares": change.shares(list(self.root["shares"])) if change.shares else self.root["shares"],
            "settings": change.settings(self.settings) if change.settings else self.settings,
            "time": at,
        }
        return _commit(unlocked, root, pages, sealed)

    def _mac(self, unlocked: Unlocked, slots: Sequence[Slot] | None) -> str:
        if slots is None:
            mac: str = self.root["slots_mac"]
            return mac
        check_kinds(slots)
        return b64(slots_mac(unlocked.keys.slots, unlocked.epoch, slots))

    def _edited(self, edits: Mapping[ItemId, Edit]) -> dict[int, dict[str, Row]]:
        pages = {number: dict(rows) for number, rows in self.pages.items()}
        for item_id, edit in edits.items():
            rows = pages.setdefault(page_number(item_id), {})
            name = b64(item_id)
            before = rows.get(name)
            after = edit(before)
            if after["id"] != name or (before is not None and after["kind"] != before["kind"]):
                raise MalformedError("an edit gives a row of another item or kind")
            rows[name] = after
        ordered = sorted(pages.items())
        return {number: dict(sorted(rows.items(), key=lambda entry: unb64(entry[0]))) for number, rows in ordered}


@dataclass(frozen=True, repr=False)
class Commit:
    """What to send in one compare-and-set on `seq`; `catalogue` is the state once it is accepted."""

    seq: int
    root: bytes
    pages: tuple[SealedPage, ...]
    catalogue: Catalogue


def _commit(
    unlocked: Unlocked, root: Document, pages: Mapping[int, PageRows], sealed: tuple[SealedPage, ...]
) -> Commit:
    sealed_root = seal_root(unlocked, root)
    return Commit(root["seq"], sealed_root, sealed, Catalogue(unlocked, root, sha256(sealed_root), pages))


def _listed(pages: Iterable[list[int | str]], sealed: Iterable[SealedPage]) -> list[list[int | str]]:
    """Return the list of pages of a root once `sealed` have replaced those of their numbers."""
    listed = {page[0]: page for page in pages}
    listed |= {page.number: [page.number, page.version, b64(sha256(page.sealed))] for page in sealed}
    return [listed[number] for number in sorted(listed)]


def _check_page(document: Document, number: int) -> None:
    schema.PAGE(document)
    _check_rows(document, number)


def _check_rows(document: Document, number: int) -> list[Row]:
    rows: list[Row] = document["rows"]
    ids = [unb64(row["id"]) for row in rows]
    if document["page"] != number or not rows:
        raise MalformedError("a page is empty, or says another number")
    shapes.ascending(ids)
    if any(page_number(ItemId(item_id)) != number for item_id in ids):
        raise MalformedError("a row is not in its page")
    return rows


def _page_context(unlocked: Unlocked, number: int, version: int) -> bytes:
    object_id = number.to_bytes(ID, "big")
    return context("page", vault_id=unlocked.vault_id, object_id=object_id, version=version)
