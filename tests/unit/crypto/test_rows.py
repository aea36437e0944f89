"""A newer catalogue continues the one accepted before, row by row (FORMAT 7.6 (8))."""

import pytest

from vault.crypto.errors import ForkError
from vault.crypto.rows import Row, check_continues, erased

AT = "2026-05-04T12:00:00Z"


def row(*versions: tuple[int, str]) -> Row:
    kept = [{"n": n, "hash": content, "key": "", "at": AT} for n, content in versions]
    gone = {"summary": None, "files": [], "trashed_at": None, "erased_at": None}
    return {"id": "x", "kind": "event", "versions": kept} | gone


BEFORE = row((1, "a"), (2, "b"))


@pytest.mark.parametrize(
    "after",
    [BEFORE, row((1, "a"), (2, "b"), (3, "c")), row((2, "b")), row((3, "c"), (4, "d")), erased(BEFORE, AT)],
    ids=["the same", "a version more", "without the oldest", "later ones only", "erased"],
)
def test_continues(after: Row) -> None:
    check_continues(BEFORE, after)


@pytest.mark.parametrize(
    "after",
    [None, row((1, "a")), row((1, "a"), (2, "other")), row((1, "a"), (2, "other"), (3, "c"))],
    ids=["gone", "a version less", "another version", "another version below a later one"],
)
def test_does_not_continue(after: Row | None) -> None:
    with pytest.raises(ForkError):
        check_continues(BEFORE, after)


def test_what_was_erased_does_not_come_back() -> None:
    check_continues(erased(BEFORE, AT), erased(BEFORE, AT))
    with pytest.raises(ForkError):
        check_continues(erased(BEFORE, AT), BEFORE)
