"""Showing a part of a vault and reading it, in two browsers on the real application.

What the recipient sees is compared with what was chosen; what leaves the server while a film is looked at is counted;
what is saved is compared byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.navigators.axe import check
from tests.browser.navigators.share import Owner, Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Request, Response

FILM_SIZE = 40 << 20
"""Bytes at least: three parts, so that a player which asked for all of it would be seen."""

OPEN_PART = 24
"""Characters of a fragment that hold the share's id, which the server knows."""

HIDDEN = ("Un malaise que je garde", "Une idée à moi", "Ne pas l’appeler", "Hors du partage", "Autre pièce", "48.85")
SEEK = """async (film) => {
    film.muted = true;
    await film.play();
    film.currentTime = film.duration / 2;
    await new Promise((resolve) => film.addEventListener("seeked", resolve, { once: true }));
    film.pause();
    return film.videoWidth;
}"""


@pytest.fixture
def owner(person: Callable[..., Page], site: str) -> Owner:
    """A person with a new vault, on a phone."""
    owner = Owner(person(), site)
    owner.make_vault()
    return owner


@pytest.fixture
def reader(person: Callable[..., Page]) -> Reader:
    """Somebody at a desk, who has never been here."""
    return Reader(person(viewport=DESK, accept_downloads=True))


class Heard:
    """What the server and the page's own worker answered to one browser."""

    def __init__(self, page: Page) -> None:
        self.sealed_bytes = 0
        self.ranges: list[int] = []
        page.context.on("response", self._note)

    def _note(self, response: Response) -> None:
        if "/openings/" in response.url and "/parts/" in response.url:
            self.sealed_bytes += int(response.headers["content-length"])
        if "/sealed/" in response.url:
            self.ranges.append(response.status)


def kept_files(samples: Callable[..., Path]) -> dict[str, Path]:
    return {
        "photo": samples("photo"),
        "recording": samples("recording"),
        "letter": samples("letter"),
        "film": samples("video", size=FILM_SIZE),
    }


def test_a_part_is_chosen_shown_read_and_ended(
    owner: Owner, reader: Reader, samples: Callable[..., Path], tmp_path: Path
) -> None:
    files = kept_files(samples)
    owner.keep(list(files.values()))

    owner.begin()
    owner.choose_timeline("De la rencontre")
    owner.page.get_by_text("3 faits et 5 pièces").wait_for()
    owner.choose_one("Contacts", "Claire Dumas")
    owner.next()
    owner.address_to("Me Martin", "Préparer la plainte")
    last_look = owner.page.locator(".reading").inner_text()
    given = owner.open_share()
    assert "#" not in owner.page.url
    owner.done()
    assert "Jamais ouvert" in owner.card()

    reader.follow(given.link)
    assert reader.page.url.endswith("/lire")
    assert reader.page.title() == "Notes"
    reader.type_code("0000-0000")
    assert "Il reste 9 essais" in reader.refusal()
    reader.type_code(f" {given.code.lower().replace('-', ' ')} ")
    shown = reader.reading()
    assert "Me Martin" in shown
    assert "Préparer la plainte" in shown
    for line in last_look.split("\n"):
        assert line in shown
    for secret in HIDDEN:
        assert secret not in shown

    reader.look_at(files["photo"].name)
    reader.element("img").wait_for()
    assert reader.element("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    reader.close_piece()

    heard = Heard(reader.page)
    reader.look_at(files["film"].name)
    assert reader.element("video").evaluate(SEEK) > 0
    assert set(heard.ranges) == {206}
    assert 0 < heard.sealed_bytes < files["film"].stat().st_size / 2
    reader.close_piece()

    reader.look_at(files["recording"].name)
    assert reader.save(tmp_path).read_bytes() == files["recording"].read_bytes()
    reader.close_piece()

    assert "Ouvert le" in owner.card()
    owner.end()
    reader.page.reload()
    assert reader.page.get_by_role("heading", name="J’ai reçu un lien").is_visible()
    reader.follow(given.link)
    reader.type_code(given.code)
    assert "n’est pas disponible" in reader.refusal()
    assert owner.faults.said == []
    assert reader.faults.said == []


def test_what_was_read_is_hidden_after_a_quarter_of_an_hour(owner: Owner, reader: Reader) -> None:
    owner.keep([])
    given = owner.share()
    reader.page.clock.install()
    reader.open(given)
    reader.page.clock.fast_forward("14:00")
    assert reader.page.locator(".reading").is_visible()
    reader.page.clock.fast_forward("01:05")
    reader.page.get_by_role("heading", name="Refermé").wait_for()
    assert "Premier week-end" not in reader.page.content()
    reader.type_code("0000-0000")
    assert "pas le bon" in reader.refusal()
    reader.type_code(given.code)
    assert "Premier week-end" in reader.reading()
    assert owner.card().count("Ouvert le") == 1


def test_neither_words_nor_link_nor_code_reach_the_server(owner: Owner, reader: Reader) -> None:
    told: list[str] = []

    def note(request: Request) -> None:
        told.append(f"{request.url}\n{request.headers}\n{request.post_data_buffer!r}")

    for page in (owner.page, reader.page):
        page.context.on("request", note)
    owner.keep([])
    given = owner.share(label="Me Martin-Lerouge")
    reader.open(given)
    heard = "\n".join(told)
    assert "/api/v1/openings/" in heard
    secret = given.link.partition("#")[2][OPEN_PART:]
    for word in (secret, given.code, given.code.replace("-", ""), owner.phrase, "Martin-Lerouge", "week-end", "Claire"):
        assert word not in heard


def test_a_photo_is_shown_without_its_place(
    owner: Owner, reader: Reader, samples: Callable[..., Path], tmp_path: Path
) -> None:
    photo = samples("photo")
    owner.keep([photo])
    reader.open(owner.share())
    reader.look_at(photo.name)
    saved = reader.save(tmp_path).read_bytes()
    assert saved != photo.read_bytes()
    assert b"Exif" not in saved


def test_the_lock_takes_the_code_away(owner: Owner) -> None:
    owner.keep([])
    owner.begin()
    owner.choose_timeline("De la rencontre")
    owner.next()
    owner.address_to("Me Martin", "")
    given = owner.open_share()
    owner.page.evaluate("""async () => {
        const flows = document.querySelector("script[type=module]").src.replace("pages/vault.js", "flows/");
        await (await import(`${flows}session.js`)).lock();
    }""")
    owner.page.get_by_role("heading", name="Verrouillé").wait_for()
    assert given.code not in owner.page.content()
    owner.page.get_by_label("Phrase de passe").fill(owner.phrase)
    owner.page.get_by_role("button", name="Déverrouiller").click()
    owner.page.locator(".share-card").wait_for()
    assert given.code not in owner.page.content()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/lire", "Il vous faut deux choses"),
        ("/lire#abc", "Ce lien est incomplet"),
        (f"/lire#{'A' * 64}", "Huit lettres ou chiffres"),
    ],
)
def test_links_that_open_nothing_say_what_to_do(reader: Reader, site: str, path: str, said: str) -> None:
    reader.page.goto(site + path)
    reader.page.get_by_text(said).wait_for()
    assert reader.page.url == f"{site}/lire"
    check(reader.page)
    assert reader.faults.said == []


@pytest.mark.parametrize("look", [{"viewport": PHONE, "color_scheme": "dark"}, {"viewport": DESK}])
def test_every_state_is_accessible(
    person: Callable[..., Page], site: str, samples: Callable[..., Path], look: dict[str, Any]
) -> None:
    owner, reader = Owner(person(**look), site), Reader(person(**look))
    owner.make_vault()
    owner.go("Partages")
    check(owner.page)
    owner.keep([samples("photo"), samples("letter")])
    owner.begin()
    owner.choose_timeline("De la rencontre")
    owner.choose_one("Contacts", "Claire Dumas")
    check(owner.page)
    owner.next()
    owner.page.get_by_label("À qui ?").wait_for()
    check(owner.page)
    owner.address_to("Me Martin", "")
    check(owner.page)
    given = owner.open_share()
    check(owner.page)
    owner.done()
    check(owner.page)

    reader.follow(given.link)
    reader.page.get_by_label("Le code").wait_for()
    check(reader.page)
    reader.type_code(given.code)
    reader.reading()
    check(reader.page)
    for piece in (samples("photo").name, samples("letter").name, "Message reçu"):
        reader.look_at(piece)
        check(reader.page)
        reader.close_piece()
    reader.page.get_by_role("button", name="Refermer").click()
    reader.page.get_by_role("heading", name="Refermé").wait_for()
    check(reader.page)

    owner.page.get_by_role("button", name="Revoir").click()
    owner.page.get_by_role("button", name="Revoir ce qui est montré").click()
    owner.page.locator(".reading").wait_for()
    check(owner.page)
    assert owner.faults.said == []
    assert reader.faults.said == []
