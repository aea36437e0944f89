"""The Python client, from its owner's side and from a recipient's, as scripts and desks use it."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tests.hostile.client import Refused, Shared
from vault.client_api import Api
from vault.client_records import event, when
from vault.client_shares import ShareReader, Wanted, end_share, list_shares, make_share
from vault.client_vault import VaultClient
from vault.client_words import ClientError, explain
from vault.crypto.encoding import b64, unb64
from vault.crypto.errors import CryptoError
from vault.crypto.material import ItemId, ShareId

if TYPE_CHECKING:
    from collections.abc import Iterator


def quick_api(address: str) -> Api:
    """The client's own requests, without the pauses between two tries."""
    return Api(address, pause=lambda _seconds: None)


@contextmanager
def saying() -> Iterator[None]:
    """A refusal as a person reads it; any other error is a fault and stays one."""
    try:
        yield
    except (ClientError, CryptoError) as error:
        raise Refused(error.code, explain(error), repr(error)) from error


class Desk:
    """A vault's owner at a desk."""

    kind = "desk"

    def __init__(self, address: str) -> None:
        self.vault = VaultClient(quick_api(address))

    def close(self) -> None:
        self.vault.api.close()

    def enter(self, owner: dict[str, str]) -> list[str]:
        with saying():
            self.vault.open(owner["login"], owner["password"])
        return self._titles()

    def refresh(self) -> list[str]:
        with saying():
            self.vault.refresh()
        return self._titles()

    def read(self, item_id: str) -> str:
        with saying():
            return str(self.vault.read_record(ItemId(unb64(item_id)))["title"])

    def read_file(self, reference: dict[str, Any]) -> bytes:
        with saying():
            return b"".join(self.vault.read_file(reference))

    def note(self, title: str) -> str:
        with saying():
            return b64(self.vault.put_item(event(title, title, when(None))))

    def correct(self, item_id: str, title: str) -> None:
        with saying():
            self.vault.put_item(event(title, title, when(None)), ItemId(unb64(item_id)))

    def keep_file(self, name: str, size: int) -> dict[str, Any]:
        with saying():
            return self.vault.keep_file(BytesIO(bytes(size)), name, "application/octet-stream")

    def unlock(self, owner: dict[str, str]) -> None:
        with saying():
            self.vault.unlock(owner["password"])

    def share(self, item_ids: list[str], max_opens: int = 5) -> Shared:
        items = [ItemId(unb64(one)) for one in item_ids]
        with saying():
            made = make_share(self.vault, Wanted(items, "Maître Exemple", "Rendez-vous", max_opens=max_opens))
        return Shared(made.link, made.code, made.entry["id"])

    def openings(self, share_id: str) -> int:
        with saying():
            (found,) = [one for one in list_shares(self.vault) if one.entry["id"] == share_id]
        return len(found.openings)

    def end(self, share_id: str) -> None:
        """End a share now."""
        with saying():
            end_share(self.vault, ShareId(unb64(share_id)))

    def _titles(self) -> list[str]:
        return sorted(row["summary"]["title"] for row in self.vault.catalogue.rows() if row["summary"])


class DeskReader:
    """A recipient with the Python client."""

    kind = "desk"

    def __init__(self, address: str) -> None:
        self._address = address
        self._opened: ShareReader | None = None

    def close(self) -> None:
        if self._opened is not None:
            self._opened.api.close()

    def open(self, shared: Shared, code: str | None = None) -> list[str]:
        api = quick_api(self._address)
        try:
            with saying():
                self._opened = ShareReader.open(shared.link, shared.code if code is None else code, api)
        except Refused:
            api.close()
            raise
        return [item["document"]["title"] for item in self._opened.document["items"]]

    @property
    def document(self) -> dict[str, Any]:
        """What was opened (FORMAT 10.7)."""
        assert self._opened is not None
        return self._opened.document

    def read_file(self) -> bytes:
        assert self._opened is not None
        documents = [item["document"] for item in self._opened.document["items"]]
        (reference,) = [document["file"] for document in documents if document.get("file")]
        with saying():
            return b"".join(self._opened.read_file(reference))
