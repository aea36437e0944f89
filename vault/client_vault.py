"""A vault, from its owner's side: the second implementation of what the browser does, on the same crypto core.

Opening, in order, each step refusing before the next (FORMAT 5, 7.6):

1. the derivation parameters are within the bounds before anything is derived (A5);
2. AUTH opens a session, with a second factor where the vault has one; the password slot opens VMK; the identity opens
   under it: what is absent is an error, never a reason to make a key (A2);
3. the catalogue keeps the rules of `Catalogue.open`, against the newest root this client has seen (A12).

Another device may change the ways in meanwhile: slots that the root does not vouch for are asked for once more, and
believed only if the root vouches for them then. Changing them from here, and recovery, are `client_access`.

A change is an *intention*: a function from a catalogue to what to put into it. On a conflict it is applied again to the
newest catalogue, so what another device kept is never overwritten. Nothing is written to disk here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vault import client_shares
from vault.client_api import Api, member
from vault.client_commits import Intended, commit_body
from vault.client_files import FileSender, VaultSource, read_file, stream_size
from vault.client_opening import Opened, new_account, open_vault, read_notices, read_slots
from vault.client_words import ApiError, ClientError
from vault.crypto.catalogue import Catalogue, Change, Commit, Seen, Unlocked
from vault.crypto.encoding import Document, b64, now, random_id, sha256, unb64
from vault.crypto.errors import ForeignSlotError, ForgedError, MalformedError, OmittedError, UnsupportedError
from vault.crypto.framing import Frame, SealedPage, parse_frame
from vault.crypto.kdf import auth, normal_login, parse_params, password_key
from vault.crypto.material import ItemId, PhraseEntropy, ShareId
from vault.crypto.rows import (
    NewVersion,
    check_continues,
    erased,
    latest,
    new_item_key,
    open_record,
    restored,
    seal_record,
    trashed,
    with_version,
)
from vault.crypto.summary import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import BinaryIO

    from vault.crypto.rows import Row

AUTH_VERSION = 1
CONFLICTS_MAX = 8
"""Times a change is applied again before saying that others keep writing."""
RECORDS_OF_A_REQUEST = 200


SecondFactor = Callable[[Sequence[str]], Document]
"""From the kinds that the server takes (`totp`, `code`, `passkey`) to one proof: `{"totp": …}` or `{"code": …}`."""


class VaultClient:
    """One vault on one server. `register` or `open` first; `seen` is the newest root seen before, if it was kept."""

    def __init__(self, api: Api, seen: Seen | None = None) -> None:
        self.api = api
        self.seen = seen
        self._unlocked: Unlocked | None = None
        self._opened: Opened | None = None
        self._catalogue: Catalogue | None = None
        self._sealed_pages: dict[int, SealedPage] = {}

    @property
    def unlocked(self) -> Unlocked:
        """The keys of the open vault.

        Raises:
            ClientError: `locked`.
        """
        if self._unlocked is None:
            raise ClientError("locked")
        return self._unlocked

    @property
    def catalogue(self) -> Catalogue:
        """The newest accepted catalogue.

        Raises:
            ClientError: `locked`.
        """
        if self._catalogue is None:
            raise ClientError("locked")
        return self._catalogue

    @property
    def opened(self) -> Opened:
        """How the vault was opened.

        Raises:
            ClientError: `locked`.
        """
        if self._opened is None:
            raise ClientError("locked")
        return self._opened

    def register(self, login: str, password: str, phrase: PhraseEntropy | None = None) -> None:
        """Make a vault, and leave it open; `phrase` is one that its owner has written down and typed back.

        Without a phrase, a forgotten password is a lost vault: the vault says that this was chosen.

        Raises:
            ClientError: `password_short`, before anything is derived or sent.
            ApiError: `login_taken` and other refusals; nothing was made.
        """
        made = new_account(login, password, phrase)
        self.api.post("accounts", made.body)
        self.become(made.unlocked, made.opened, made.commit)

    def open(self, login: str, password: str, second: SecondFactor | None = None) -> None:
        """Open the vault, by the list above; `second` is asked where the vault has a second factor.

        Raises:
            ClientError: `second_needed`, and there is no `second`.
            ApiError: `login_refused`, `second_refused`, `too_many_attempts` and other refusals.
            CryptoError: the server lies; nothing was accepted.
        """
        name = normal_login(login)
        told = self.api.post("logins", {"login": name}, repeat=True)
        if member(told, "auth_version", int) != AUTH_VERSION:
            raise UnsupportedError("the server asks for another way to log in")
        params = parse_params(member(told, "params", str))  # 1
        pmk = password_key(password, params)
        answer = self.api.post("sessions", {"login": name, "auth": b64(auth(pmk, name))})
        if isinstance(answer, dict) and "ticket" in answer:
            answer = self._prove_second(answer, second)
        unlocked, slots = open_vault(answer, params, pmk)  # 2
        self.enter(answer, unlocked, Opened(name, params, slots, read_notices(answer)))

    def enter(self, answer: object, unlocked: Unlocked, opened: Opened) -> None:
        """Go into a vault whose key was just opened, by step 3; `answer` is that of the session.

        Raises:
            CryptoError: the server lies; nothing was accepted.
        """
        self._unlocked, self._opened = unlocked, opened
        self._catalogue, self._sealed_pages = None, {}
        if self.refresh().root["seq"] < member(answer, "seq", int):  # 3
            raise OmittedError("the server gives less than it announced")

    def become(self, unlocked: Unlocked, opened: Opened, commit: Commit) -> None:
        """Go on as this client made the vault: the server has just acknowledged `commit`."""
        self._unlocked, self._opened = unlocked, opened
        self._accept(commit)

    def unlock(self, password: str) -> None:
        """Give the password again, so that the session is fresh: sharing and erasing ask for it.

        Raises:
            ClientError: `locked`. ApiError: `login_refused` and other refusals.
        """
        if self.opened.params is None:
            raise ClientError("locked")
        pmk = password_key(password, self.opened.params)
        self.api.post("sessions/unlock", {"auth": b64(auth(pmk, self.opened.login))})

    def leave(self) -> None:
        """End the session and forget the keys, even if the server cannot be reached."""
        self._unlocked = self._opened = self._catalogue = None
        self._sealed_pages = {}
        try:
            self.api.post("sessions/leave")
        finally:
            self.api.close()

    def refresh(self) -> Catalogue:
        """The newest catalogue, verified; one small request when nothing changed.

        Raises:
            CryptoError: the rule of FORMAT 7.6 that is broken; the catalogue accepted before is kept.
        """
        known = self._catalogue.root["seq"] if self._catalogue else 0
        data = self.api.get_bytes(f"catalogue?since={known}")
        if data is None:
            if not known:
                raise OmittedError("the server does not give the catalogue")
            return self.catalogue
        served = parse_frame(data)
        pages = self._sealed_pages | {page.number: page for page in served.pages}
        whole = Frame(served.seq, served.root, tuple(pages[number] for number in sorted(pages)))
        opened = self._open_catalogue(whole)
        for row in self._catalogue.rows() if self._catalogue else ():
            check_continues(row, find_row(opened, ItemId(unb64(row["id"]))))
        self._catalogue, self._sealed_pages, self.seen = opened, pages, opened.seen
        return opened

    def _open_catalogue(self, whole: Frame) -> Catalogue:
        try:
            return Catalogue.open(self.unlocked, whole, self.opened.slots, self.seen)
        except ForeignSlotError:
            if self._catalogue is None:
                raise  # they were served a moment ago
        answer = self.api.get("access")
        slots = read_slots(answer)
        opened = Catalogue.open(self.unlocked, whole, slots, self.seen)
        self._opened = replace(self.opened, slots=slots)
        return opened

    def _prove_second(self, asked: Document, second: SecondFactor | None) -> Any:
        if second is None:
            raise ClientError("second_needed")
        proof = second([kind for kind in member(asked, "kinds", list) if isinstance(kind, str)])
        return self.api.post("sessions/second", {"ticket": member(asked, "ticket", str)} | proof)

    def commit(self, intention: Callable[[Catalogue], Intended], send: Callable[[Document], Any] | None = None) -> None:
        """Put an intention into the vault; when this returns, the server says that it is on its disk.

        Args:
            intention: pure; called again on the newest catalogue after a conflict.
            send: how the body of a commit travels, when it is part of another request.

        Raises:
            ClientError: `busy` after eight conflicts; `offline`, when whether it was kept shows at the next `refresh`.
            ApiError: another refusal; nothing was kept.
            ForgedError: the server acknowledges something else.
        """
        for _ in range(CONFLICTS_MAX):
            intended = intention(self.catalogue)
            commit = self.catalogue.apply(intended.change, now())
            try:
                answer = (send or self._send_commit)(commit_body(commit, intended))
            except ApiError as error:
                if error.code != "conflict":
                    raise
                self.refresh()
                continue
            if member(answer, "root_hash", str) != b64(sha256(commit.root)):
                raise ForgedError("the server acknowledges another root than the one sent")
            self._accept(commit)
            return
        raise ClientError("busy")

    def put_item(self, record: Document, item_id: ItemId | None = None) -> ItemId:
        """Keep a record as a new item, or as the next version of `item_id`; its files were kept by `keep_file`.

        Raises:
            MalformedError, UnsupportedError: the record is not well formed. As `commit` otherwise.
        """
        item = item_id or ItemId(random_id())
        named = [record[name]["id"] for name in ("file", "thumb") if record.get(name)]
        files = tuple(unb64(file) for file in named)

        def intention(catalogue: Catalogue) -> Intended:
            row = find_row(catalogue, item)
            number, key = (latest(row) + 1 if row else 1), new_item_key()
            sealed = seal_record(key, self.unlocked.vault_id, item, number, record)
            new = NewVersion(number, sha256(sealed), key, now(), summary_of(record), files)
            change = Change({item: lambda before: with_version(before, item, record["kind"], new)})
            body = {"item_id": b64(item), "version": number, "sealed": b64(sealed)}
            fresh = [file for file in named if row is None or file not in row["files"]]
            return Intended(change, [body], {"files": fresh})

        self.commit(intention)
        return item

    def read_record(self, item_id: ItemId, version: int | None = None) -> Document:
        """One version of a record, the newest by default, as the catalogue vouches for it.

        Raises:
            OmittedError: the catalogue has no such item or version. ForgedError, DoesNotOpenError: the server lies.
        """
        row = self.catalogue.row(item_id)
        return self.read_records([(item_id, latest(row) if version is None else version)])[0]

    def read_records(self, names: Sequence[tuple[ItemId, int]]) -> list[Document]:
        """Records by item and version, in the order asked; raises like `read_record`."""
        rows = [self._vouched(item_id, version) for item_id, version in names]
        sealed: list[bytes] = []
        for start in range(0, len(names), RECORDS_OF_A_REQUEST):
            sealed += self._sealed_records(names[start : start + RECORDS_OF_A_REQUEST])
        vault_id = self.unlocked.vault_id
        return [
            open_record(row, version, vault_id, served)
            for row, (_, version), served in zip(rows, names, sealed, strict=True)
        ]

    def keep_file(
        self, stream: BinaryIO, name: str, media_type: str, size: int | None = None, *, original: bytes | None = None
    ) -> Document:
        """Send a file; its reference, to be put into a record. `size` is needed where the stream cannot seek.

        With `original`, the id of another file, this is its thumbnail.

        Raises:
            ApiError: `quota_exceeded`, `file_too_large`…; ClientError: `file_changed`.
        """
        length = stream_size(stream) if size is None else size
        return FileSender(self.api, self.unlocked.vault_id, length, original).send(stream, name, media_type)

    def read_file(self, reference: Document, original: bytes | None = None) -> Iterator[bytes]:
        """The bytes of a file of the vault; `original` names the file whose thumbnail this is; see `client_files`."""
        return read_file(VaultSource(self.api), self.unlocked.vault_id, reference, original)

    def make_share(self, wanted: client_shares.Wanted) -> client_shares.MadeShare:
        """As `client_shares.make_share`."""
        return client_shares.make_share(self, wanted)

    def list_shares(self) -> list[client_shares.SeenShare]:
        """As `client_shares.list_shares`."""
        return client_shares.list_shares(self)

    def end_share(self, share_id: ShareId) -> datetime:
        """As `client_shares.end_share`."""
        return client_shares.end_share(self, share_id)

    def trash(self, item_id: ItemId) -> None:
        """Put an item into the trash, for thirty days at least; raises like `commit`."""
        self._edit(item_id, lambda row: trashed(row, now()), {"trash": [b64(item_id)]})

    def restore(self, item_id: ItemId) -> None:
        """Take an item out of the trash; raises like `commit`."""
        self._edit(item_id, restored, {"restore": [b64(item_id)]})

    def erase(self, item_id: ItemId) -> None:
        """Erase an item for good.

        Raises:
            ApiError: `fresh_needed`, unless the password was given within minutes; `too_early`, before thirty days
                of trash by the server's clock. As `commit` otherwise.
        """
        files = self.catalogue.row(item_id)["files"]
        erasure = [{"item_id": b64(item_id), "files": files}]
        self._edit(item_id, lambda row: erased(row, now()), {"erase": erasure})

    def _vouched(self, item_id: ItemId, version: int) -> Row:
        row = self.catalogue.row(item_id)
        if all(kept["n"] != version for kept in row["versions"]):
            raise OmittedError("a row does not have this version")
        return row

    def _sealed_records(self, names: Sequence[tuple[ItemId, int]]) -> list[bytes]:
        asked = [{"item_id": b64(item_id), "version": version} for item_id, version in names]
        try:
            return split_records(self.api.post_bytes("records/read", {"records": asked}), len(asked))
        except ApiError as error:
            if error.code == "not_found":
                raise OmittedError("the server does not give a record that the catalogue lists") from error
            raise

    def _edit(self, item_id: ItemId, edit: Callable[[Row], Row], lists: dict[str, list[Any]]) -> None:
        def after(row: Row | None) -> Row:
            if row is None:
                raise OmittedError("an item is not in the catalogue")
            return edit(row)

        self.commit(lambda _: Intended(Change({item_id: after}), lists=lists))

    def _send_commit(self, body: Document) -> Any:
        return self.api.post("commits", body, repeat=True)  # the server knows a commit again by its id

    def _accept(self, commit: Commit) -> None:
        self._catalogue, self.seen = commit.catalogue, commit.catalogue.seen
        self._sealed_pages |= {page.number: page for page in commit.pages}


def find_row(catalogue: Catalogue, item_id: ItemId) -> Row | None:
    """The row of an item, None if the catalogue has none."""
    try:
        return catalogue.row(item_id)
    except OmittedError:
        return None


def split_records(data: bytes, count: int) -> list[bytes]:
    """The sealed records of an answer, each after its length.

    Raises:
        MalformedError: they are not `count`, or do not cover the bytes.
    """
    pieces, at = [], 0
    for _ in range(count):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        pieces.append(data[at + 4 : end])
        at = end
    if at != len(data):
        raise MalformedError("records do not cover the answer")
    return pieces
