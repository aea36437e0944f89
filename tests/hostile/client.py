"""What both real clients do in these tests, so that one lie is told to both, and how each says that it refuses.

`tab.Tab` is the browser, `desk.Desk` is `vault/client.py`; neither is changed or stood in for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SAFE = re.compile(
    r"intact|en sécurité|[Rr]ien n’|n’a pas (?:changé|été)|reste|gardés?\b|Ne vous y fiez pas|est terminé|"
    r"n’est pas disponible|n’est pas le bon"
)
WHAT_TO_DO = re.compile(
    r"[Rr]éessayez|[Pp]révenez|[Rr]echargez|[Vv]érifiez|[Ff]ermez|[Dd]emandez|[Oo]uvrez|[Aa]ttendez|[Gg]ardez|"
    r"[Rr]edonnez|[Cc]hoisissez|[Cc]opiez|[Rr]eprenez|[Mm]ettez|[Rr]evenez|[Nn]otez|[Nn]e saisissez"
)


class Refused(Exception):  # noqa: N818 - it is what the client says, not a fault of the test
    """What a person is told: a code for whoever helps, and a sentence."""

    def __init__(self, code: str, text: str, why: str = "") -> None:
        super().__init__(f"{code}: {text}\n{why}")
        self.code = code
        self.text = text


def refused(act: Callable[..., Any], *given: Any) -> str:
    """The client refuses; the code. Its sentence says what is safe and what to do."""
    with pytest.raises(Refused) as caught:
        act(*given)
    assert SAFE.search(caught.value.text), caught.value
    assert WHAT_TO_DO.search(caught.value.text), caught.value
    return caught.value.code


class Shared(NamedTuple):
    """What the owner gives to a recipient, by two channels, and the id by which the share is listed."""

    link: str
    code: str
    share_id: str


class Client(Protocol):
    """A client of the vault; every method raises `Refused` when it refuses."""

    kind: str

    def enter(self, owner: dict[str, str]) -> list[str]:
        """Open the vault: the titles of all that it holds."""

    def refresh(self) -> list[str]:
        """Ask for what is new: the titles."""

    def read(self, item_id: str) -> str:
        """The title that the record of an item says."""

    def read_file(self, reference: dict[str, Any]) -> bytes:
        """A whole file."""

    def note(self, title: str) -> str:
        """Keep an event: its id."""

    def correct(self, item_id: str, title: str) -> None:
        """Keep a new version of an event."""

    def keep_file(self, name: str, size: int) -> dict[str, Any]:
        """Seal and send a file: its reference, which nothing keeps yet."""

    def unlock(self, owner: dict[str, str]) -> None:
        """The password again."""

    def share(self, item_ids: list[str], max_opens: int = 5) -> Shared:
        """Show items to somebody for seven days."""

    def openings(self, share_id: str) -> int:
        """How often a share was opened, by receipts that verify."""


class Reader(Protocol):
    """A recipient, who has no account."""

    kind: str

    def open(self, shared: Shared, code: str | None = None) -> list[str]:
        """Open the share: the titles of what is shown."""

    def read_file(self) -> bytes:
        """The file of the piece that is shown."""
