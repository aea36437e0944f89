"""Copies without location: made for each share, and for a photo that could not be looked at when it was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESK
from tests.browser.navigators.share import Owner, Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture
def photo(samples: Callable[..., Path]) -> Path:
    """A photo that says where it was taken."""
    return samples("photo")


@pytest.fixture
def owner(person: Callable[..., Page], site: str, photo: Path) -> Owner:
    """A person who keeps the photo."""
    owner = Owner(person(), site)
    owner.make_vault()
    owner.keep([photo])
    return owner


@pytest.fixture
def reader(person: Callable[..., Page]) -> Reader:
    return Reader(person(viewport=DESK, accept_downloads=True))


def test_one_photo_is_shown_to_two_people(owner: Owner) -> None:
    first = owner.share("Me Martin")
    owner.begin()
    owner.choose_timeline("De la rencontre")
    owner.next()
    owner.address_to("L’association", "")
    assert owner.open_share().link != first.link


def test_a_photo_that_could_not_be_looked_at_is_shown_without_its_place(
    owner: Owner, reader: Reader, photo: Path, tmp_path: Path
) -> None:
    owner.begin()
    owner.page.route("**/records/read", lambda route: route.fulfill(status=500, body="{}"))
    owner.choose_one("Pièces", photo.name)
    owner.page.get_by_role("alert").wait_for()
    owner.page.unroute("**/records/read")
    owner.next()
    owner.address_to("Me Martin", "")
    reader.open(owner.open_share())
    reader.look_at(photo.name)
    assert b"Exif" not in reader.save(tmp_path).read_bytes()
