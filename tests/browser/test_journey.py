"""The story that the vault is for, whole, on real files, and what is left of a share when it has ended.

On a phone she makes a vault, keeps a photo with its place, a recording, a letter and a long film, writes three facts,
adds two contacts, makes a timeline, finds one thing by a word and shows a part; at a desk her lawyer reads it, looks at
the photo, seeks in the film without fetching it whole, and saves a piece. Then she ends it, and link, code and a full
copy of everything the server keeps open nothing. Each state is accessible; nothing is complained of by the browser.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESK
from tests.browser.navigators.axe import check
from tests.browser.navigators.journey import Author, Fact, Keys
from tests.browser.navigators.share import Reader
from tests.functional.copies import found_forms
from tests.hostile.server import Server, running
from vault.crypto.encoding import sha256
from vault.crypto.errors import DoesNotOpenError
from vault.crypto.material import Half
from vault.crypto.sharing import Link, ServedShare, link_keys, open_share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page, Response

    from tests.browser.navigators.share import Given

FILM_SIZE = 600_000_000
LAWYER = "Me Martin"
TIMELINE = "De la rencontre au départ"
SEEK = """async (film) => {
    film.muted = true;
    await film.play();
    film.currentTime = film.duration * 0.8;
    await new Promise((resolve) => film.addEventListener("seeked", resolve, { once: true }));
    film.pause();
    return film.videoWidth;
}"""
FACTS = [
    Fact("Accueil chaleureux, j’y suis restée deux jours.", "vers l’été 2021", who="Claire Dumas", where="Lyon"),
    Fact("Virement de 2 400 euros demandé.", "3 septembre 2021", title="Le virement", said="« Il le faut. »"),
    Fact("Il a appelé trois fois.", "12/03/2023 vers 21 h", title="Appels du soir", feelings="Une peur que je garde."),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "served") as made:
        yield made


@pytest.fixture
def author(person: Callable[..., Page], server: Server) -> Author:
    """A person with a phone, who has never been here."""
    return Author(person(has_touch=True, is_mobile=True), server.address)


@pytest.fixture
def lawyer(person: Callable[..., Page]) -> Reader:
    """Somebody at a desk, without an account."""
    return Reader(person(viewport=DESK, accept_downloads=True))


class Times:
    """How long each part took, to be read by people: they are not judged, and `pytest -s` shows them."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def tell(self) -> None:
        sys.stdout.write("\n" + "\n".join(self.lines) + "\n")

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        begin = time.monotonic()
        yield
        self.lines.append(f"{what}: {time.monotonic() - begin:.1f} s")


def count_sealed(page: Page) -> list[int]:
    """Sizes of the sealed parts that this browser gets from now on."""
    sizes: list[int] = []

    def note(response: Response) -> None:
        if "/openings/" in response.url and "/parts/" in response.url:
            sizes.append(int(response.headers["content-length"]))

    page.context.on("response", note)
    return sizes


def copy_of(server: Server, folder: Path) -> Path:
    """All that is on the server's disk."""
    return Path(shutil.copytree(server.folder, folder, ignore=shutil.ignore_patterns("blobs")))


def served_share(copy: Path, half: bytes) -> ServedShare:
    with sqlite3.connect(copy / "vault.db") as database:
        row = database.execute("SELECT policy, wrapped, body FROM shares").fetchone()
    policy, wrapped, body = row
    return ServedShare(policy, sha256(body), Half(half), wrapped, body)


def halves_in(copy: Path) -> list[bytes]:
    with sqlite3.connect(copy / "halves.db") as database:
        return [half for (half,) in database.execute("SELECT half FROM halves")]


def opens(copy: Path, given: Given, half: bytes) -> dict[str, object]:
    """What somebody with link, code, a copy of the server and this half reads."""
    link = Link.parse(given.link.partition("#")[2])
    moment = datetime.now(UTC)
    return open_share(link, link_keys(link, given.code), served_share(copy, half), moment, moment)


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def fill(author: Author, pieces: dict[str, Path], times: Times) -> None:
    """On her phone she makes a vault, keeps, writes, orders and finds."""
    with times.of("make a vault"):
        author.make_vault()
    author.look()
    author.add_contact("Claire Dumas", "Témoin", "06 12 34 56 78", notes="Ne pas l’appeler au travail.")
    author.add_contact("Association Écoute", "Professionnel", "01 02 03 04 05")
    for title, path in pieces.items():
        with times.of(f"keep « {title} », {path.stat().st_size / 1e6:.1f} MB"):
            author.keep_piece(path, title=title, words="août 2021")
    for fact in FACTS:
        with times.of("write a fact"):
            author.write(fact)
    author.make_timeline(TIMELINE, without=[])
    assert "Le virement" in author.find("virément")


def show(author: Author) -> Given:
    """She shows a part to her lawyer."""
    author.begin()
    author.choose_timeline(TIMELINE)
    author.choose_one("Contacts", "Claire Dumas")
    author.look()
    author.next()
    author.look()
    author.address_to(LAWYER, "Préparer la plainte")
    author.look()
    given = author.open_share()
    author.look()
    author.done()
    assert "Jamais ouvert" in author.card()
    author.look()
    return given


def read(reader: Reader, given: Given, pieces: dict[str, Path], folder: Path, times: Times) -> None:
    """At a desk, in another browser, the lawyer reads, looks, seeks and saves."""
    with times.of("open the share"):
        reader.open(given)
    check(reader.page)
    shown = reader.reading()
    for words in ("Vers l’été 2021", "Le virement", "Appels du soir", "Claire Dumas", "Préparer la plainte"):
        assert words.lower() in shown.lower()
    assert "Une peur que je garde" not in shown
    assert "Ne pas l’appeler" not in shown
    reader.look_at("Photo du stage")
    reader.element("img").wait_for()
    assert reader.element("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    check(reader.page)
    reader.close_piece()
    sealed = count_sealed(reader.page)
    reader.look_at("Film du stage")
    with times.of("seek in the film"):
        assert reader.element("video").evaluate(SEEK) > 0
    times.lines.append(f"sealed bytes for that: {sum(sealed) / 1e6:.1f} MB")
    assert 0 < sum(sealed) < pieces["Film du stage"].stat().st_size / 4
    reader.close_piece()
    reader.look_at("Message vocal")
    assert reader.save(folder).read_bytes() == pieces["Message vocal"].read_bytes()
    reader.close_piece()


def test_the_whole_story(
    author: Author, lawyer: Reader, server: Server, samples: Callable[..., Path], tmp_path: Path
) -> None:
    times = Times()
    pieces = {"Photo du stage": samples("photo"), "Message vocal": samples("recording")}
    pieces |= {"Lettre de rappel": samples("letter"), "Film du stage": samples("video", size=FILM_SIZE)}
    fill(author, pieces, times)
    given = show(author)
    read(lawyer, given, pieces, tmp_path, times)

    # She sees it; while the share lives a copy of everything does open it, with link and code
    assert "Ouvert le" in author.card()
    before = copy_of(server, tmp_path / "before")
    [half] = halves_in(before)
    assert opens(before, given, half)

    # She ends it: link, code and a full copy open nothing, to anybody
    author.end()
    lawyer.follow(given.link)
    lawyer.type_code(given.code)
    assert "n’est pas disponible" in lawyer.refusal()
    check(lawyer.page)
    after = copy_of(server, tmp_path / "after")
    assert halves_in(after) == []
    assert found_forms(half, bytes_of(after)) == []
    with pytest.raises(DoesNotOpenError):
        opens(after, given, bytes(32))
    assert author.faults.said == []
    assert lawyer.faults.said == []
    times.tell()


def test_with_keys_alone(person: Callable[..., Page], server: Server) -> None:
    """Someone who cannot use a mouse makes a vault, writes a fact, finds it, and locks the vault."""
    author = Author(person(viewport=DESK), server.address)
    author.make_vault()
    keys = Keys(author)
    keys.press("link", "Journal")
    keys.press("button", "Noter un fait")
    author.page.get_by_role("heading", level=1, name="Noter un fait").wait_for()
    keys.type("Que s’est-il passé ?", "On m’a pris mon téléphone.")
    keys.type("Avec vos mots", "vers l’été 2021")
    keys.press("button", "Enregistrer")
    author.page.get_by_role("heading", level=1, name="On m’a pris mon téléphone").wait_for()
    keys.press("link", "Chercher")
    keys.reach("searchbox", "Un mot, un nom, un lieu")
    author.page.keyboard.type("telephone")
    keys.press("button", "On m’a pris mon téléphone.")
    author.page.get_by_text("vers l’été 2021").first.wait_for()
    assert author.faults.said == []
