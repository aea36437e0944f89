"""The browser: a fresh tab of real Chromium on the real pages, driven through the product's own flows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.hostile.client import Refused, Shared
from vault.crypto.encoding import unb64

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playwright.sync_api import Page

DRIVER = (Path(__file__).parent / "driver.js").read_text("utf-8")
WORDS = "Maître Exemple"


class Tab:
    """The owner of a vault. `do` runs a line of script with `memo` (see `driver.js`) and `given` in reach."""

    kind = "browser"

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        source = page.locator("script[src$='/quick-exit.js']").get_attribute("src") or ""
        page.evaluate(DRIVER, source.removesuffix("quick-exit.js"))

    def do(self, script: str, given: Any = None) -> Any:
        """The value of the script.

        Raises:
            Refused: the product refused, with its code and its sentence.
        """
        return _value(self.page.evaluate(f"(given) => memo.told(async () => ({script}))", given))

    def begin(self, name: str, script: str, given: Any = None) -> None:
        """Start something and do not wait for it."""
        self.page.evaluate(f"(given) => memo.begin({name!r}, async () => ({script}))", given)

    def is_done(self, name: str) -> bool:
        return bool(self.page.evaluate(f"memo.begun.get({name!r}).done"))

    def end(self, name: str) -> Any:
        """Wait for what was begun, as `do`."""
        return _value(self.page.evaluate(f"memo.begun.get({name!r}).end"))

    def enter(self, owner: dict[str, str]) -> list[str]:
        return list(self.do("await memo.enter(given)", owner))

    def refresh(self) -> list[str]:
        return list(self.do("(await memo.catalogue.refresh(), memo.titles())"))

    def read(self, item_id: str) -> str:
        return str(self.do("(await memo.records.readRecord(given)).title", item_id))

    def read_file(self, reference: dict[str, Any]) -> bytes:
        return unb64(self.do("await memo.wholeFile(given)", reference))

    def note(self, title: str) -> str:
        return str(self.do("await memo.events.save({ title: given, facts: given })", title))

    def correct(self, item_id: str, title: str) -> None:
        self.do("await memo.events.save({ id: given[0], title: given[1], facts: given[1] })", [item_id, title])

    def keep_file(self, name: str, size: int) -> dict[str, Any]:
        return dict(self.do("await memo.files.keepFile(memo.file(...given))", [name, size]))

    def unlock(self, owner: dict[str, str]) -> None:
        self.do("await memo.session.unlock(given)", owner["password"])

    def share(self, item_ids: list[str], max_opens: int = 5) -> Shared:
        choice = {"items": item_ids, "label": WORDS, "purpose": "Rendez-vous", "maxOpens": max_opens}
        made = self.do("await memo.shares.createShare(await memo.shares.prepareShare(given))", choice)
        return Shared(made["link"], made["code"], made["entry"]["id"])

    def openings(self, share_id: str) -> int:
        (found,) = self.do("(await memo.shares.listShares()).filter((share) => share.id === given)", share_id)
        return sum(receipt["verified"] for receipt in found["receipts"])

    def read_only(self) -> str | None:
        """The code of what made this tab read-only."""
        code = self.page.evaluate("memo.catalogue.readOnly()?.code ?? null")
        return None if code is None else str(code)

    @property
    def text(self) -> str:
        """What a person sees."""
        return self.page.locator("body").inner_text()


class TabReader:
    """A recipient in a browser; a second try is made in the same tab."""

    kind = "browser"

    def __init__(self, new_page: Callable[..., Page], address: str) -> None:
        self._new_page = new_page
        self._address = address
        self.tab: Tab | None = None
        self.now: datetime | None = None
        """What the clock of the device says, when it is not the time."""

    def open(self, shared: Shared, code: str | None = None) -> list[str]:
        if self.tab is None:
            self.tab = Tab(self._new_page(self.now), f"{self._address}/lire#{urlsplit(shared.link).fragment}")
        return list(self.tab.do("await memo.openShare(given)", shared.code if code is None else code))

    def read_file(self) -> bytes:
        assert self.tab is not None
        return unb64(self.tab.do("await memo.sharedFile()"))


def _value(told: dict[str, Any]) -> Any:
    if "code" in told:
        raise Refused(told["code"], told["text"], told["why"])
    return told["value"]
