"""catalogue.json: pages of items, frames, records, and catalogues of which each breaks one rule of 7.6."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from vault.crypto import catalogue, framing, roots, rows
from vault.crypto.catalogue import Catalogue, Seen, Unlocked
from vault.crypto.constants import PAD_MINIMUM, SALT, USES, VERSION
from vault.crypto.encoding import Document, b64, dump, lp, sha256, unb64
from vault.crypto.framing import Frame, SealedPage
from vault.crypto.kdf import vault_keys
from vault.crypto.material import ItemId, SealingKey, VaultId, VaultKey
from vault.crypto.padding import pad
from vault.crypto.roots import default_settings
from vault.crypto.sealing import _seal_from_salt
from vault.crypto.signing import Identity, sign
from vault.crypto.slots import slots_mac
from vault.crypto.summary import summary_of

from . import documents
from .common import Case, fixed, outcome
from .encoding import write
from .signing import IDENTITY, OTHER
from .slots import KEYS, VAULT, VMK, as_case, from_case, slot

UNLOCKED = Unlocked(VAULT, 1, KEYS, IDENTITY)
_SLOT = slot()
NEXT_VMK = VaultKey(fixed("next vmk"))
NEXT_KEYS = vault_keys(NEXT_VMK, VAULT, 2)
_NEXT_SLOT = slot("next slot", epoch=2, vmk=NEXT_VMK)


def sealed_record(kind: str, version: int = 1, record: Document | None = None) -> bytes:
    item_id, key = fixed(f"id {kind}", 16), SealingKey(fixed(f"item key {kind} {version}"))
    plaintext = pad(dump(record or documents.records()[kind]), PAD_MINIMUM["record"])
    context = rows._context(VAULT, ItemId(item_id), version)
    return _seal_from_salt(key, context, plaintext, fixed(f"salt {kind} {version}", SALT))


def row(kind: str, versions: int = 1, record: Document | None = None) -> Document:
    record = record or documents.records()[kind]
    return {
        "id": documents.ident(kind),
        "kind": kind,
        "versions": [
            {
                "n": n,
                "hash": b64(sha256(sealed_record(kind, n))),
                "key": b64(fixed(f"item key {kind} {n}")),
                "at": "2024-03-01T08:00:00Z",
            }
            for n in range(1, versions + 1)
        ],
        "summary": summary_of(record),
        "files": [record["file"]["id"]] if record.get("file") else [],
        "trashed_at": None,
        "erased_at": None,
    }


def _reading_row(use: str, summary: Document | None = None) -> Document:
    made = row("reading", record=documents.reading_of(use))
    return made | {"summary": made["summary"] | (summary or {})}


def _number(item_id: str) -> int:
    return catalogue.page_number(ItemId(unb64(item_id)))


@dataclass
class Forge:
    """A catalogue before it is sealed, with what a case changes; `frame` makes what a server would serve."""

    rows: list[Document] = field(default_factory=lambda: [row("event", 2), row("evidence"), row("contact")])
    root: dict[str, Any] = field(default_factory=dict)
    root_edit: Callable[[Document], Document] = dict
    page_edit: Callable[[Document], Document] = dict
    signer: Any = IDENTITY
    signed_vault: bytes = VAULT
    sealed_seq: int | None = None
    keys: Any = KEYS
    padding: bytes = b""
    page_padding: bytes = b""
    seq: int = 1
    epoch: int = 1

    def pages(self) -> list[SealedPage]:
        made = []
        by_page: dict[int, list[Document]] = {}
        for one in sorted(self.rows, key=lambda one: unb64(one["id"])):
            by_page.setdefault(_number(one["id"]), []).append(one)
        for number, listed in sorted(by_page.items()):
            document = self.page_edit({"v": 1, "page": number, "rows": listed})
            plaintext = pad(write(document), PAD_MINIMUM["page"]) + self.page_padding
            context = catalogue._page_context(UNLOCKED, number, 1)
            sealed = _seal_from_salt(self.keys.catalogue, context, plaintext, fixed(f"salt page {number}", SALT))
            made.append(SealedPage(number, 1, sealed))
        return made

    def document(self) -> Document:
        made = {
            "v": 2,
            "vault_id": b64(VAULT),
            "seq": self.seq,
            "prev": None if self.seq == 1 else b64(fixed("prev")),
            "epoch": self.epoch,
            "identity": (IDENTITY if self.epoch == 1 else OTHER).public().document(),
            "slots_mac": b64(self._mac()),
            "pages": [[page.number, page.version, b64(sha256(page.sealed))] for page in self.pages()],
            "shares": [],
            "recipients": [],
            "ledger": None,
            "settings": default_settings(),
            "time": "2024-03-01T08:00:01Z",
        }
        return self.root_edit(made | self.root)

    def _mac(self) -> bytes:
        if self.epoch == 1:
            return slots_mac(KEYS.slots, 1, [_SLOT])
        return slots_mac(NEXT_KEYS.slots, self.epoch, [_NEXT_SLOT])

    def sealed_root(self) -> bytes:
        data = write(self.document())
        signature = sign(self.signer.ed25519, "root", lp(self.signed_vault) + data)
        plaintext = pad(signature + data, PAD_MINIMUM["root"]) + self.padding
        context = roots._root_context(UNLOCKED, self.sealed_seq or self.seq)
        return _seal_from_salt(self.keys.catalogue, context, plaintext, fixed(f"salt root {self.seq}", SALT))

    def frame(self) -> Frame:
        return Frame(self.seq, self.sealed_root(), tuple(self.pages()))


def _bytes(frame: Frame) -> bytes:
    """Write a frame without its checks: a server is not bound by them."""
    header = write(
        {
            "v": 1,
            "seq": frame.seq,
            "root": len(frame.root),
            "pages": [[page.number, page.version, len(page.sealed)] for page in frame.pages],
        }
    )
    return len(header).to_bytes(4, "big") + header + frame.root + b"".join(page.sealed for page in frame.pages)


def case(name: str, frame: Frame | bytes, error: str | None = None, **changes: Any) -> Case:
    made: Case = {
        "id": name,
        "vmk": b64(VMK),
        "vault_id": b64(VAULT),
        "epoch": 1,
        "identity": b64(IDENTITY.document()),
        "slots": [as_case(_SLOT)],
        "seen": None,
        "frame": b64(frame if isinstance(frame, bytes) else _bytes(frame)),
        **changes,
    }
    made |= {"error": error} if error else {"out": None}
    if not error:
        made["out"] = _open(made)
    return outcome(made, lambda: _open(made))


def _open(made: Case) -> Document:
    seen = made["seen"] and Seen(
        made["seen"]["seq"], unb64(made["seen"]["root_hash"]), made["seen"].get("version", VERSION)
    )
    vault_id = VaultId(unb64(made["vault_id"]))
    keys = vault_keys(VaultKey(unb64(made["vmk"])), vault_id, made["epoch"])
    unlocked = Unlocked(vault_id, made["epoch"], keys, Identity.parse(unb64(made["identity"])))
    opened = Catalogue.open(unlocked, unb64(made["frame"]), [from_case(one) for one in made["slots"]], seen)
    return {"root": opened.root, "root_hash": b64(opened.root_hash), "ids": [one["id"] for one in opened.rows()]}


def _seen(seq: int, root_hash: bytes, **version: int) -> dict[str, Any]:
    return {"seen": {"seq": seq, "root_hash": b64(root_hash), **version}}


def _first(root: Document) -> Document:
    """The same root as release 1 wrote it."""
    return {name: value for name, value in root.items() if name != "settings"} | {"v": 1}


def _versions() -> list[Case]:
    """Roots of version 1 are read, until one of version 2 was seen (7.3)."""
    old = Forge(rows=[row("event")], seq=3, root_edit=_first).frame()
    new = Forge(rows=[row("event")], seq=3).frame()
    other, prev = fixed("other root"), fixed("prev")
    return [
        case("a root of version 1", old),
        case("version 1 after version 1", old, **_seen(2, prev, version=1)),
        case("version 2 after version 1", new, **_seen(2, prev, version=1)),
        case("version 2 after version 2", new, **_seen(2, prev, version=2)),
        case("the same root of version 1 again", old, **_seen(3, sha256(old.root), version=1)),
        case("version 1 right after version 2", old, "rollback", **_seen(2, prev, version=2)),
        case("version 1 long after version 2", old, "rollback", **_seen(1, other, version=2)),
        case("version 1 of the number of a version 2", old, "rollback", **_seen(3, sha256(new.root), version=2)),
    ]


def _settings() -> list[Case]:
    """The member that version 2 has more (7.3)."""
    chosen = {"phrase": "checked", "title": "Recettes", "icon": "recipes", "blur": True}
    names = [{"id": b64(bytes([n, *bytes(15)])), "name": f"Téléphone {n}"} for n in range(100)]
    good = default_settings()
    rows: list[tuple[str, Any, str | None]] = [
        ("all that can be chosen", {**chosen, "names": names[:2]}, None),
        ("a hundred names, of sixty characters", good | {"names": [one | {"name": "🐢" * 60} for one in names]}, None),
        ("a phrase declined", good | {"phrase": "declined"}, None),
        ("a phrase not yet checked", good | {"phrase": "unchecked"}, None),
        ("an icon of its own", good | {"icon": "none"}, None),
        ("no settings", None, "malformed"),
        ("a phrase of another state", good | {"phrase": "lost"}, "malformed"),
        ("no state of the phrase", good | {"phrase": None}, "malformed"),
        ("a title of 61 characters", good | {"title": "a" * 61}, "malformed"),
        ("another icon", good | {"icon": "padlock"}, "malformed"),
        ("a blur of 1", good | {"blur": 1}, "malformed"),
        ("no blur", good | {"blur": None}, "malformed"),
        ("a name of 61 characters", good | {"names": [names[0] | {"name": "a" * 61}]}, "malformed"),
        ("a name of no id", good | {"names": [names[0] | {"id": ""}]}, "malformed"),
        ("a name of a short id", good | {"names": [names[0] | {"id": b64(bytes(15))}]}, "malformed"),
        ("names out of order", good | {"names": names[1::-1]}, "malformed"),
        ("one id named twice", good | {"names": [names[0], names[0]]}, "malformed"),
        ("101 names", good | {"names": [*names, {"id": b64(b"\xff" * 16), "name": ""}]}, "malformed"),
        ("a setting more", good | {"theme": "dark"}, "malformed"),
        ("a setting less", {name: good[name] for name in ("phrase", "title", "icon", "blur")}, "malformed"),
        ("settings in another order", dict(reversed(good.items())), "malformed"),
    ]
    cases = [
        case(f"settings: {name}", Forge(rows=[], root={"settings": one}).frame(), code) for name, one, code in rows
    ]
    forged = [
        ("version 2 without settings", lambda root: _first(root) | {"v": 2}),
        ("version 1 with settings", lambda root: root | {"v": 1}),
        (
            "settings after the time",
            lambda root: {**{k: v for k, v in root.items() if k != "settings"}, "settings": root["settings"]},
        ),
    ]
    return cases + [case(name, Forge(rows=[], root_edit=edit).frame(), "malformed") for name, edit in forged]


def _rotated(**changes: Any) -> Frame:
    return Forge(
        **{"rows": [row("event", 2)], "seq": 3, "epoch": 2, "keys": NEXT_KEYS, "signer": OTHER} | changes
    ).frame()


def _rotations() -> list[Case]:
    """A root of the epoch after (5.12): it follows what was seen, and only the new keys and identity open it."""
    slots = [as_case(_NEXT_SLOT)]
    prev, other = fixed("prev"), fixed("other root")
    later = {"epoch": 2, "vmk": b64(NEXT_VMK), "identity": b64(OTHER.document()), "slots": slots}
    rotated = _rotated()
    return [
        case("a rotation", rotated, **later, **_seen(2, prev, version=2)),
        case("a rotation, on a fresh device", rotated, **later),
        case("a rotation that follows another root", rotated, "fork", **later, **_seen(2, other, version=2)),
        case("a rotation, once a newer root was seen", rotated, "rollback", **later, **_seen(4, other, version=2)),
        case("a rotation of version 1", _rotated(root_edit=_first), "rollback", **later, **_seen(2, prev, version=2)),
        case("a rotation, by the old key", rotated, "does_not_open", **later | {"vmk": b64(VMK)}),
        case("a rotation, in the old epoch", rotated, "does_not_open", **later | {"epoch": 1}),
        case("a rotation, with the old slots", rotated, "foreign_slot", **later | {"slots": [as_case(_SLOT)]}),
        case(
            "a rotation, with the old slot beside",
            rotated,
            "foreign_slot",
            **later | {"slots": [*slots, as_case(_SLOT)]},
        ),
        case("a rotation signed by the old identity", _rotated(signer=IDENTITY), "forged", **later),
        case("a rotation that says the old epoch", _rotated(root={"epoch": 1}), "forged", **later),
        case(
            "a rotation that says the old identity",
            _rotated(root={"identity": IDENTITY.public().document()}),
            "forged",
            **later,
        ),
        case("the root before, after a rotation", Forge(seq=2).frame(), "does_not_open", **later, **_seen(3, other)),
        case("a page of the epoch before", _old_page(rotated), "forged", **later),
    ]


def _old_page(rotated: Frame) -> Frame:
    return rotated._replace(pages=Forge(rows=[row("event", 2)], seq=3).frame().pages)


def _histories() -> list[Case]:
    """Rule 5, and slots (rule 4)."""
    first, third = Forge(rows=[row("event")]).frame(), Forge(rows=[], seq=3).frame()
    forked = Forge(rows=[], root={"time": "2024-03-01T08:00:02Z"}).frame()
    prev, other = fixed("prev"), fixed("other root")
    another = replace(_SLOT, sealed=_SLOT.sealed[:-1] + b"\x00")
    return [
        case("a first root", first),
        case("an empty vault", Forge(rows=[]).frame()),
        case("a reading of version 1", Forge(rows=[row("reading")]).frame()),
        *(case(f"a reading: {use}", Forge(rows=[_reading_row(use)]).frame()) for use in USES),
        case("a reading of another use", Forge(rows=[_reading_row("days", {"use": "dream"})]).frame(), "malformed"),
        case("the same root again", first, **_seen(1, sha256(first.root))),
        case("the next root", third, **_seen(2, prev)),
        case("a root two after", third, **_seen(1, other)),
        case("a root never seen, on a fresh device", third),
        case("an older root", third, "rollback", **_seen(4, other)),
        case("the first root again, much later", first, "rollback", **_seen(300, other)),
        case("another root of the same number", third, "fork", **_seen(3, other)),
        case("two first roots", forked, "fork", **_seen(1, sha256(first.root))),
        case("a next root that does not continue", third, "fork", **_seen(2, other)),
        case("no slot served", first, "foreign_slot", slots=[]),
        case("a slot more", first, "foreign_slot", slots=[as_case(_SLOT), as_case(slot("other slot"))]),
        case("another slot", first, "foreign_slot", slots=[as_case(slot("other slot"))]),
        case("a changed slot", first, "foreign_slot", slots=[as_case(another)]),
        case("slots vouched by another key", Forge(root={"slots_mac": b64(_mac_of("other"))}).frame(), "foreign_slot"),
    ]


def _mac_of(label: str) -> bytes:
    return slots_mac(vault_keys(VMK, VaultId(fixed(label, 16)), 1).slots, 1, [_SLOT])


def _roots() -> list[Case]:
    """Rules 1 to 3."""
    good = Forge().frame()
    flipped = bytearray(good.root)
    flipped[100] ^= 1
    other_vault = VaultId(fixed("other vault", 16))
    other_keys = vault_keys(VMK, other_vault, 1)
    forged: list[tuple[str, Forge, str]] = [
        ("signed by another", Forge(rows=[], signer=OTHER), "forged"),
        ("signed for another vault", Forge(rows=[], signed_vault=other_vault), "forged"),
        ("bytes after the document", Forge(rows=[], padding=b"\x01"), "forged"),
        (
            "another agreement key",
            Forge(
                rows=[],
                root={"identity": IDENTITY.public().document() | {"x25519": OTHER.public().document()["x25519"]}},
            ),
            "forged",
        ),
        ("another identity", Forge(rows=[], root={"identity": OTHER.public().document()}), "forged"),
        ("says another vault", Forge(rows=[], root={"vault_id": b64(other_vault)}), "forged"),
        ("says another number", Forge(rows=[], root={"seq": 2, "prev": b64(fixed("prev"))}), "forged"),
        ("says another epoch", Forge(rows=[], root={"epoch": 2}), "forged"),
        ("sealed as another number", Forge(rows=[], sealed_seq=2), "does_not_open"),
        ("sealed with another vault's key", Forge(rows=[], keys=other_keys), "does_not_open"),
        ("first root with a previous one", Forge(rows=[], root={"prev": b64(fixed("prev"))}), "malformed"),
        ("later root without a previous one", Forge(rows=[], seq=2, root={"prev": None}), "malformed"),
        ("recipients, which are reserved", Forge(rows=[], root={"recipients": [None]}), "malformed"),
        ("a ledger, which is reserved", Forge(rows=[], root={"ledger": 0}), "malformed"),
        ("a member more", Forge(rows=[], root={"escrow": b64(fixed("escrow"))}), "malformed"),
        (
            "a member less",
            Forge(rows=[], root_edit=lambda root: {k: v for k, v in root.items() if k != "shares"}),
            "malformed",
        ),
        ("members in another order", Forge(rows=[], root_edit=lambda root: dict(reversed(root.items()))), "malformed"),
        ("version 3", Forge(rows=[], root={"v": 3}), "unsupported"),
        (
            "a page newer than the root",
            Forge(
                rows=[row("event")], root_edit=lambda root: root | {"pages": [[n, 2, h] for n, _, h in root["pages"]]}
            ),
            "malformed",
        ),
        ("pages listed out of order", Forge(root_edit=lambda root: root | {"pages": root["pages"][::-1]}), "malformed"),
        (
            "a page listed twice",
            Forge(rows=[row("event")], root_edit=lambda root: root | {"pages": [root["pages"][0], *root["pages"]]}),
            "malformed",
        ),
        (
            "page 256",
            Forge(
                rows=[row("event")], root_edit=lambda root: root | {"pages": [*root["pages"], [256, 1, b64(bytes(32))]]}
            ),
            "malformed",
        ),
        (
            "a page without hash",
            Forge(rows=[row("event")], root_edit=lambda root: root | {"pages": [root["pages"][0][:2]]}),
            "malformed",
        ),
        ("number 0", Forge(rows=[], root={"seq": 0}), "malformed"),
    ]
    cases = [case(name, forge.frame(), code) for name, forge, code in forged]
    cases += [
        case("announced as another number", good._replace(seq=2), "does_not_open"),
        case("a flipped byte", good._replace(root=bytes(flipped)), "does_not_open"),
        case("no root", good._replace(root=b""), "does_not_open"),
        case("a page instead of the root", good._replace(root=good.pages[0].sealed), "does_not_open"),
        case("opened for another vault", good, "does_not_open", vault_id=b64(other_vault)),
        case("opened for another epoch", good, "does_not_open", epoch=2),
    ]
    return cases


def _pages() -> list[Case]:
    """Rules 6 and 7."""
    good = Forge().frame()
    first, *rest = good.pages
    older = Forge(rows=[row("event"), row("evidence"), row("contact")]).frame()
    extra = SealedPage(next(n for n in range(256) if n not in {page.number for page in good.pages}), 1, first.sealed)
    swapped = (first._replace(sealed=rest[0].sealed), rest[0]._replace(sealed=first.sealed), *rest[1:])
    cases = [
        case("a page missing", good._replace(pages=tuple(rest)), "omitted"),
        case("all pages missing", good._replace(pages=()), "omitted"),
        case("a page instead of another", good._replace(pages=tuple(sorted([*rest, extra]))), "omitted"),
        case("a page more", good._replace(pages=tuple(sorted([*good.pages, extra]))), "forged"),
        case("two pages swapped", good._replace(pages=swapped), "forged"),
        case("an older page", good._replace(pages=older.pages), "forged"),
        case("a page said to be of another version", good._replace(pages=(first._replace(version=2), *rest)), "forged"),
        case("a page cut", good._replace(pages=(first._replace(sealed=first.sealed[:-1]), *rest)), "forged"),
        case("a page of nothing", good._replace(pages=(first._replace(sealed=b""), *rest)), "forged"),
        case("a page twice", good._replace(pages=(first, *good.pages)), "malformed"),
        case("pages out of order", good._replace(pages=good.pages[::-1]), "malformed"),
    ]
    forged: list[tuple[str, Forge, str]] = [
        (
            "a page that says another number",
            Forge(rows=[row("event")], page_edit=lambda page: page | {"page": (page["page"] + 1) % 256}),
            "malformed",
        ),
        ("a row in the wrong page", Forge(page_edit=_misplaced), "malformed"),
        (
            "a row twice",
            Forge(rows=[row("event")], page_edit=lambda page: page | {"rows": page["rows"] * 2}),
            "malformed",
        ),
        ("an empty page", Forge(rows=[row("event")], page_edit=lambda page: page | {"rows": []}), "malformed"),
        ("padding not zero", Forge(rows=[row("event")], page_padding=b"\x01"), "malformed"),
        ("a page of version 2", Forge(rows=[row("event")], page_edit=lambda page: page | {"v": 2}), "unsupported"),
        (
            "a member more in a page",
            Forge(rows=[row("event")], page_edit=lambda page: page | {"note": ""}),
            "malformed",
        ),
    ]
    forged += [(name, Forge(rows=[row("event") | change]), code) for name, change, code in _row_changes()]
    erased = rows.erased(row("event", 2), "2024-04-01T00:00:00Z")
    kept = row("event", 3)
    cases += [case(name, forge.frame(), code) for name, forge, code in forged]
    cases += [
        case("an erased row", Forge(rows=[erased]).frame()),
        case("a row in the trash", Forge(rows=[rows.trashed(row("event"), "2024-04-01T00:00:00Z")]).frame()),
        case("a row whose first version is gone", Forge(rows=[kept | {"versions": kept["versions"][1:]}]).frame()),
    ]
    return cases


def _misplaced(page: Document) -> Document:
    strange = next(kind for kind in ("event", "evidence", "contact") if _number(documents.ident(kind)) != page["page"])
    return page | {"rows": sorted([*page["rows"], row(strange)], key=lambda one: unb64(one["id"]))}


def _row_changes() -> list[tuple[str, Document, str]]:
    versions = row("event", 3)["versions"]
    summary = row("event")["summary"]
    at = "2024-04-01T00:00:00Z"
    return [
        ("versions with a gap", {"versions": [versions[0], versions[2]]}, "malformed"),
        ("versions backwards", {"versions": versions[::-1]}, "malformed"),
        ("a version twice", {"versions": [versions[0], versions[0]]}, "malformed"),
        ("no version", {"versions": []}, "malformed"),
        ("version 0", {"versions": [versions[0] | {"n": 0}]}, "malformed"),
        ("no summary", {"summary": None}, "malformed"),
        ("the summary of another kind", {"summary": row("contact")["summary"]}, "malformed"),
        ("a summary with a member more", {"summary": summary | {"x": 1}}, "malformed"),
        ("an excerpt of 281", {"summary": summary | {"excerpt": "é" * 281}}, "malformed"),
        ("words of 4,001", {"summary": summary | {"words": "é" * 4001}}, "malformed"),
        ("a row of another kind", {"kind": "note"}, "unsupported"),
        ("erased, with versions", {"erased_at": at, "summary": None, "files": []}, "malformed"),
        ("erased, with a summary", {"erased_at": at, "versions": [], "files": []}, "malformed"),
        (
            "erased, with files",
            {"erased_at": at, "versions": [], "summary": None, "files": [documents.ident("f")]},
            "malformed",
        ),
        ("a short hash", {"versions": [versions[0] | {"hash": b64(bytes(20))}]}, "malformed"),
        ("a file of null", {"files": [None]}, "malformed"),
        ("a member missing", {"versions": [{k: v for k, v in versions[0].items() if k != "at"}]}, "malformed"),
    ]


def _records() -> list[Case]:
    good = row("event", 2)
    sealed = sealed_record("event", 2)
    swapped = sealed_record("evidence")
    hashed = {"n": 1, "key": b64(fixed("item key event 1")), "at": "2024-03-01T08:00:00Z"}
    wrong_kind = sealed_record("event", 1, documents.contact())
    one: dict[str, tuple[Document, int, bytes, str | None]] = {
        "a record": (good, 2, sealed, None),
        "an older version": (good, 1, sealed_record("event", 1), None),
        "evidence": (row("evidence"), 1, swapped, None),
        "a version not kept": (good, 3, sealed, "omitted"),
        "a version of an erased row": (rows.erased(good, "2024-04-01T00:00:00Z"), 1, sealed, "omitted"),
        "the older version instead": (good, 2, sealed_record("event", 1), "forged"),
        "another item instead": (good, 2, swapped, "forged"),
        "a flipped byte": (good, 2, sealed[:200] + bytes([sealed[200] ^ 1]) + sealed[201:], "forged"),
        "cut": (good, 2, sealed[:-1], "forged"),
        "nothing": (good, 2, b"", "forged"),
        "a row with the hash of another item": (
            good | {"versions": [hashed | {"hash": b64(sha256(swapped))}]},
            1,
            swapped,
            "does_not_open",
        ),
        "a row with another key": (
            good | {"versions": [good["versions"][0] | {"key": b64(fixed("other key"))}]},
            1,
            sealed_record("event", 1),
            "does_not_open",
        ),
        "a row under another id": (good | {"id": documents.ident("contact")}, 2, sealed, "does_not_open"),
        "a record of another kind": (
            good | {"versions": [hashed | {"hash": b64(sha256(wrong_kind))}]},
            1,
            wrong_kind,
            "malformed",
        ),
    }
    cases = []
    for name, (kept, version, data, error) in one.items():
        made: Case = {"id": name, "row": kept, "version": version, "vault_id": b64(VAULT), "sealed": b64(data)}
        made |= {"error": error} if error else {"out": documents.records()[kept["kind"]]}
        cases.append(
            outcome(made, lambda kept=kept, version=version, data=data: rows.open_record(kept, version, VAULT, data))
        )
    return cases


def _frames() -> list[Case]:
    good = Forge(rows=[row("event")]).frame()
    data = _bytes(good)
    header = len(write({"v": 1}))
    bad = {
        "nothing": b"",
        "a short prefix": data[:3],
        "a prefix alone": data[:4],
        "cut": data[:-1],
        "a byte more": data + b"\x00",
        "a long header": b"\xff\xff\xff\xff" + data[4:],
        "no header": bytes(4) + data[4:],
        "a wrong length": b"\x00\x00\x00\x07" + b'{"v":1}'[:header],
    }
    cases: list[Case] = [
        {
            "id": "a frame",
            "data": b64(data),
            "out": {
                "seq": 1,
                "root": len(good.root),
                "pages": [[page.number, page.version, len(page.sealed)] for page in good.pages],
            },
        }
    ]
    cases += [
        outcome({"id": name, "data": b64(wrong), "error": "malformed"}, lambda wrong=wrong: framing.parse_frame(wrong))
        for name, wrong in bad.items()
    ]
    newer = data.replace(b'"v":1', b'"v":2', 1)
    cases.append(
        outcome({"id": "version 2", "data": b64(newer), "error": "unsupported"}, lambda: framing.parse_frame(newer))
    )
    return cases


def make() -> dict[str, Any]:
    ids = [bytes(16), b"\xff" * 16, *(fixed(f"id {kind}", 16) for kind in ("event", "evidence", "contact"))]
    return {
        "page_number": [
            {"id": str(i), "item_id": b64(one), "out": catalogue.page_number(ItemId(one))} for i, one in enumerate(ids)
        ],
        "parse_frame": _frames(),
        "open_catalogue": _histories() + _versions() + _roots() + _settings() + _rotations() + _pages(),
        "open_record": _records(),
    }
