"""Promises 1 and 6: what a person writes reaches neither the server nor her disk.

She goes through a whole journey in Chromium with a profile on disk; every field, file name, EXIF tag, the passphrase,
the share's label, purpose, code and link hold words that are nowhere else. A proxy keeps every request of hers and of
the one who reads the share. Then the words are searched in the requests, the log, the databases, the blobs, the halves,
and in the profiles left on disk after « Quitter vite », in all encodings and inside compressed bodies.

What the server knows by design is searched too, to be sure that the search sees: the identifier, which she chose to
tell nothing, and the ids.
"""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.browser.conftest import PHONE
from tests.browser.navigators.journey import Author, Fact
from tests.browser.navigators.share import Reader
from tests.hostile.canaries import files_of, plant, sightings
from tests.parts.chromium import ARGUMENTS
from tests.parts.ports import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Playwright

    from tests.browser.navigators.share import Given
    from tests.hostile.proxy import LyingProxy
    from tests.hostile.server import Server

NEUTRAL = "https://meteofrance.com/"
FIELDS = """
    facts title said where who feelings thoughts words piece obtained description exif
    filename contact organisation notes phone timeline presentation label purpose search draft
""".split()  # noqa: SIM905 - a list of words reads better as words
OPEN_PART = 24
"""Characters of a link's fragment that hold the share's id, which the server knows."""
LOGIN = """async () => {
    const flows = document.querySelector("script[type=module]").src.replace("pages/vault.js", "flows/");
    return (await import(`${flows}session.js`)).session.login;
}"""


def words() -> dict[str, str]:
    """A word for each field that no dictionary, script or library has."""
    return {name: f"qzx{name}wvk{number:02d}jyq" for number, name in enumerate(FIELDS)}


@contextmanager
def profile(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps its profile in this folder, as a phone does; the neutral page is answered here."""
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=program("chromium"), args=ARGUMENTS, viewport=PHONE, locale="fr-FR"
    )
    context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutre</title>"))
    yield context
    context.close()


def photo_of(folder: Path, samples: Callable[..., Path], told: dict[str, str]) -> Path:
    """A photo with a name and a comment that tell."""
    path = folder / f"{told['filename']}.jpg"
    path.write_bytes(samples("photo").read_bytes())
    tags = [f"-UserComment={told['exif']}", f"-ImageDescription={told['exif']}", f"-Artist={told['exif']}"]
    subprocess.run([program("exiftool"), "-q", "-overwrite_original", *tags, path], check=True)
    return path


def live(author: Author, photo: Path, told: dict[str, str]) -> Given:
    """The journey."""
    author.make_vault()
    fact = {name: told[name] for name in ("facts", "words", "title", "said", "where", "who", "feelings", "thoughts")}
    author.write(Fact(**fact))
    author.keep_piece(photo, title=told["piece"], description=told["description"], obtained=told["obtained"])
    author.add_contact(told["contact"], "Témoin", told["phone"], told["notes"], told["organisation"])
    author.make_timeline(told["timeline"], without=[], description=told["presentation"])
    author.find(told["facts"])
    author.page.locator("#search").fill(told["search"])
    author.begin()
    author.choose_timeline(told["timeline"])
    author.next()
    author.address_to(told["label"], told["purpose"])
    given = author.open_share()
    author.done()
    choose_looks(author)
    leave_a_draft(author, told["draft"])
    begin_export(author)
    return given


def settings(author: Author, name: str) -> None:
    author.page.get_by_role("link", name="Réglages et corbeille").click()
    author.page.locator("#main .rows").get_by_role("button", name=name, exact=True).click()
    author.page.get_by_role("heading", level=1, name=name).wait_for()


def choose_looks(author: Author) -> None:
    """A title for the tab: it is made to be seen, so it is no secret. Pictures are blurred from now on."""
    settings(author, "Discrétion")
    author.page.get_by_role("radio", name="Recettes", exact=True).check()
    author.page.get_by_role("checkbox", name="Flouter").check()
    with author.page.expect_response("**/commits"):
        author.save()


def begin_export(author: Author) -> None:
    """She has barely begun when somebody comes in."""
    settings(author, "Emporter ou rapporter")
    author.page.get_by_role("button", name="Emporter mon coffre").click()
    with author.page.expect_request("**/files/*/parts/*"):
        author.page.get_by_role("button", name="Oui, l’écrire").click()


def leave_a_draft(author: Author, text: str) -> None:
    author.begin_new("Journal", "Noter un fait")
    author.page.locator("#event-facts").fill(text)
    with author.page.expect_response("**/drafts/*"):
        author.go("Journal")


def quit_quickly(author: Author | Reader) -> None:
    author.page.get_by_role("link", name="Quitter vite").click()
    author.page.wait_for_url(NEUTRAL)


def heard_by(proxy: LyingProxy) -> dict[str, bytes]:
    """Each request whole, by its number."""
    return {
        f"request {number}, {one.call}": f"{one.path}\n{one.headers}\n".encode() + one.body
        for number, one in enumerate(proxy.heard)
    }


def test_the_search_finds_what_is_there() -> None:
    for place, data in plant("qzxsecretwvk").items():
        assert sightings({"it": "qzxsecretwvk"}, {place: data}), place
        assert not sightings({"it": "qzxothersecret"}, {place: data}), place


def test_no_word_of_hers_is_in_requests_stores_or_profiles(
    playwright: Playwright, server: Server, hearing: LyingProxy, samples: Callable[..., Path], tmp_path: Path
) -> None:
    told = words()
    photo = photo_of(tmp_path, samples, told)
    with profile(playwright, tmp_path / "hers") as context:
        author = Author(context.new_page(), hearing.address)
        author.looking = False
        given = live(author, photo, told)
        login = author.page.evaluate(LOGIN)
        quit_quickly(author)
    with profile(playwright, tmp_path / "his") as context:
        reader = Reader(context.new_page())
        reader.open(given)
        reader.look_at(told["piece"])
        reader.element("img").wait_for()
        reader.close_piece()
        quit_quickly(reader)
    server.kill()

    secret_part = given.link.partition("#")[2][OPEN_PART:]
    secrets = told | {"code": given.code, "bare code": given.code.replace("-", ""), "link": secret_part}
    secrets |= {"recovery words": " ".join(author.words), "recovery words, few": " ".join(author.words[3:6])}
    secrets |= {"phrase": author.phrase, "phrase with hyphens": author.phrase.replace(" ", "-")}
    requests, stored = heard_by(hearing), files_of(server.folder)
    assert sightings(secrets, requests) == []
    assert sightings(secrets, stored) == []
    assert sightings(secrets, files_of(tmp_path / "hers")) == []
    assert sightings(told, files_of(tmp_path / "his")) == []
    # What the search must see: the identifier, known to the server by design.
    assert sightings({"login": login}, requests)
    assert sightings({"login": login}, stored)
    hers = files_of(tmp_path / "hers")
    assert sightings({"page": "/notes"}, hers), "the search does not see into profiles"
    assert not sightings({"login": login}, hers)
