"""Copies without location: made for each share, and for what could not be looked at when it was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESK
from tests.browser.navigators.axe import check
from tests.browser.navigators.share import Owner, Reader
from tests.parts.readers import frames, places
from tests.samples import PHOTO_LATITUDE

SEALED_IN_PIECES = 16 * 1024 * 1024
"""Bytes above which a file goes through workers in several parts."""

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


def test_what_telephones_make_is_shown_without_its_place(
    person: Callable[..., Page], site: str, reader: Reader, samples: Callable[..., Path], tmp_path: Path
) -> None:
    """Readers of others find no place in the copies, and the very same pictures and sounds."""
    large = samples("phone_video", kind="mp4", fragments=True)
    files = [samples("phone_photo"), samples("phone_video"), samples("phone_video", kind="m4a"), large]
    assert large.stat().st_size > SEALED_IN_PIECES
    owner = Owner(person(), site)
    owner.make_vault()
    owner.keep(files)
    reader.open(owner.share())
    for original in files:
        assert places(original)
        reader.look_at(original.name)
        copy = reader.save(tmp_path)
        reader.close_piece()
        assert copy.stat().st_size == original.stat().st_size
        assert str(PHOTO_LATITUDE).encode() not in copy.read_bytes()
        assert places(copy) == set()
        assert frames(copy) == frames(original)


def test_a_film_that_cannot_be_copied_is_shown_only_when_she_says_so(
    owner: Owner, reader: Reader, photo: Path, tmp_path: Path
) -> None:
    """The refusal is of one piece: the photo beside it is shown by its copy all the same."""
    film = tmp_path / "camera.avi"
    film.write_bytes(b"RIFF\0\0\0\0AVI ")
    add_piece(owner, film)
    owner.begin()
    owner.choose_timeline("De la rencontre")
    owner.choose_one("Pièces", film.name)
    owner.next()
    owner.page.get_by_label("À qui ?").fill("Me Martin")
    owner.page.get_by_role("button", name="Relire avant d’ouvrir").click()
    as_it_is = owner.page.get_by_role("button", name=f"Montrer « {film.name} » tel quel")
    as_it_is.wait_for()
    check(owner.page)
    as_it_is.click()
    owner.page.get_by_text(f"« {film.name} » : montré tel quel.").wait_for()
    check(owner.page)
    owner.page.get_by_text(f"le lieu qui pouvait être inscrit dans « {photo.name} »").wait_for()
    reader.open(owner.open_share())
    reader.look_at(film.name)
    assert reader.save(tmp_path / "saved").read_bytes() == film.read_bytes()


def add_piece(owner: Owner, path: Path) -> None:
    """A piece beside those that the owner has, kept by the flows that her screens call."""
    owner.page.evaluate("""() => {
        const input = Object.assign(document.createElement("input"), { type: "file", id: "added" });
        document.body.append(input);
    }""")
    owner.page.set_input_files("#added", path)
    owner.page.evaluate("""async () => {
        const flows = document.querySelector("script[type=module]").src.replace("pages/vault.js", "flows/");
        const names = ["evidence", "files"];
        const [evidence, files] = await Promise.all(names.map((name) => import(`${flows}${name}.js`)));
        const input = document.getElementById("added");
        const file = await files.keepFile(input.files[0]);
        input.remove();
        await evidence.save({ title: file.name, file });
    }""")
