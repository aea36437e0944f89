"""A conversation exported from a telephone, in Chromium on the real application: kept as it is, read, made into facts.

One vault serves the whole file: each test adds a conversation of its own.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
import struct
import zipfile
import zlib
from email.message import EmailMessage
from mailbox import mbox as mailbox_of
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.navigators.english import en
from tests.browser.navigators.keep import IDLE, Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

WORDS = "je tu il demain argent stage réunion viens pourquoi maison téléphone jamais toujours seule dimanche".split()  # noqa: SIM905 — words
PHOTO = bytes(random.Random(7).randbytes(40_000))


@pytest.fixture(scope="module")
def keeper(chromium: Browser, site: str) -> Iterator[Keeper]:
    """A person with a new vault, on a phone."""
    context = chromium.new_context(viewport=PHONE, locale="fr-FR", timezone_id="Europe/Paris", has_touch=True)
    keeper = Keeper(context.new_page(), site)
    keeper.page.clock.install()
    keeper.make_vault()
    yield keeper
    context.close()


@pytest.fixture(autouse=True)
def nothing_complained(keeper: Keeper) -> Iterator[None]:
    yield
    assert keeper.faults.said == []


def chat(count: int) -> str:
    """Some years of messages, one in the middle to be found again."""
    chance = random.Random(11)
    lines = ["[01/01/2022 à 00:00:00] Marc: \u200eLes messages et les appels sont chiffrés de bout en bout."]
    for number in range(count):
        month, day = 1 + number * 12 // count, 1 + number * 12 % count * 28 // count
        who, words = "Marc" if number % 3 else "Inès", " ".join(chance.choices(WORDS, k=8))
        lines.append(f"[{day:02}/{month:02}/2022 à {number % 24:02}:{number % 60:02}:07] {who}: {words}")
        if number == count // 2 + count // 24:
            lines += [
                f"[15/{month:02}/2022 à 21:04:11] Marc: Si tu pars, tu ne verras plus les enfants.",
                f"[15/{month:02}/2022 à 21:05:30] Inès: Ne dis pas ça",
                f"[15/{month:02}/2022 à 21:06:02] Marc: \u200e<pièce jointe : 00000012-PHOTO.jpg>",
            ]
    return "\n".join(lines)


def archive(path: Path, text: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("_chat.txt", text)
        made.writestr("00000012-PHOTO.jpg", PHOTO)
    return path


def begin(keeper: Keeper, path: Path) -> None:
    keeper.go("Pièces")
    keeper.press("Importer une conversation")
    keeper.page.locator("#conversation-file").set_input_files(path)


def line(keeper: Keeper, text: str) -> Locator:
    return keeper.page.locator(".said-line", has_text=text)


def test_a_conversation_is_kept_then_read_and_becomes_a_fact(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    original = archive(tmp_path / "Discussion WhatsApp avec Marc.zip", chat(3000))
    keeper.go("Pièces")
    keeper.check()
    keeper.press("Importer une conversation")
    keeper.check()
    page.locator("#conversation-file").set_input_files(original)
    page.get_by_text("Qui êtes-vous dans cette conversation ?").wait_for()
    keeper.check()
    page.get_by_label("Inès").click()
    keeper.title("Conversation avec Marc")
    expect(page.locator(".talk-sum")).to_contain_text("3 004 messages, de janvier 2022 à décembre 2022")
    expect(page.locator(".said-line")).to_have_count(0)
    keeper.check()
    page.locator("#conversation-search").fill("verras plus les ENFANTS")
    expect(page.locator(".talk-find [role=status]")).to_have_text("1 message trouvé")
    keeper.check()
    keeper.press("Voir dans la conversation")
    expect(page.locator("h2").first).to_have_text(re.compile("2022"))
    expect(line(keeper, "verras plus les enfants").locator("input")).to_be_focused()
    assert page.locator(".said-line").count() < 200
    line(keeper, "verras plus les enfants").click()
    line(keeper, "00000012-PHOTO.jpg").locator(".said-head").click()
    expect(page.locator(".talk-bar")).to_contain_text("2 messages choisis")
    keeper.press("Aussi ceux d’entre les deux")
    expect(page.locator(".talk-bar")).to_contain_text("3 messages choisis")
    keeper.check()
    keeper.press("En faire un fait")
    keeper.title("Noter un fait")
    expect(page.locator("#event-title")).to_have_value("Échange avec Marc")
    said = page.locator("#event-said").input_value()
    assert "Marc, 15" in said
    assert "Si tu pars, tu ne verras plus les enfants." in said
    assert "Moi, 15" in said
    expect(page.locator(".tile")).to_have_count(2)
    keeper.save()
    keeper.title("Échange avec Marc")
    expect(page.locator(".item")).to_contain_text("Ne dis pas ça")
    expect(page.locator(".tile")).to_have_count(2)


def test_the_sealed_original_is_byte_for_byte_and_is_read_again_after_a_lock(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    original = tmp_path / "Discussion WhatsApp avec Ana.txt"
    original.write_text(chat(400).replace("Marc", "Ana"), encoding="utf-8")
    begin(keeper, original)
    page.get_by_label("Inès").click()
    keeper.title("Conversation avec Ana")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    assert "enfants" not in page.content()
    keeper.unlock()
    keeper.title("Conversation avec Ana")
    # Nothing is asked again: what is written of the piece says who she is.
    page.locator(".talk-month").nth(6).click()
    expect(page.locator(".said-line.mine").first).to_be_visible()
    keeper.press("Tous les mois")
    keeper.press("Voir la pièce d’origine")
    expect(page.locator(".item")).to_contain_text("Fichier exporté d’une messagerie.")
    expect(page.locator(".item")).to_contain_text("du 1er janvier 2022 au")
    digest = hashlib.sha256(original.read_bytes()).hexdigest()
    expect(page.locator(".facts").last).to_contain_text(digest)
    keeper.check()
    keeper.press("Lire la conversation")
    expect(page.locator(".talk-sum")).to_contain_text("404 messages")
    page.locator(".talk-month").nth(6).click()
    line(keeper, "verras plus les enfants").wait_for()
    assert [url for url in asked if url.endswith("/commits")] == []  # reading again writes nothing again


def test_a_fact_for_each_day_to_be_read_again(keeper: Keeper) -> None:
    page = keeper.page
    keeper.look("Conversation avec Ana")
    keeper.press("Lire la conversation")
    page.locator(".talk-month").first.click()
    page.locator(".said-line").nth(2).click()
    page.locator(".said-line").nth(30).click()
    expect(page.locator(".talk-bar")).to_contain_text("2 messages choisis")
    keeper.press("Un fait par jour")
    expect(page.locator(".toasts")).to_contain_text("2 faits gardés dans le journal, à relire.")
    expect(page.locator(".talk-bar")).to_have_count(0)
    keeper.go("Journal")
    assert len([title for title in keeper.facts() if title.startswith("À relire")]) == 2


def test_facts_of_days_keep_the_files_that_they_say_they_keep(keeper: Keeper) -> None:
    page = keeper.page
    keeper.look("Conversation avec Marc")
    keeper.press("Lire la conversation")
    page.locator("#conversation-search").fill("00000012")
    line(keeper, "00000012-PHOTO.jpg").locator(".said-head").click()
    page.locator("#conversation-search").fill("seule dimanche")
    page.locator(".said-line").first.click()
    expect(page.get_by_label("Garder aussi le fichier joint comme pièce")).to_be_checked()
    keeper.press("Un fait par jour")
    expect(page.locator(".toasts")).to_contain_text("2 faits gardés dans le journal, à relire.")
    keeper.go("Journal")
    # The photo was sent on the fifteenth of July; its fact leads to the archive and to the photo itself.
    day = re.compile("15.*À relire : Message de Marc", re.DOTALL)
    page.locator(".thread .fact", has_text=day).locator("h3").click()
    keeper.title("À relire : Message de Marc")
    expect(page.locator(".when-line")).to_contain_text("15 juillet 2022")
    expect(page.locator(".tile")).to_have_count(2)
    expect(page.locator(".tile", has_text="00000012-PHOTO.jpg")).to_have_count(1)


def test_what_was_taken_for_granted_can_be_said_otherwise(keeper: Keeper) -> None:
    page = keeper.page
    keeper.look("Conversation avec Ana")
    keeper.press("Lire la conversation")
    page.get_by_text("Comment ce fichier est lu").click()
    keeper.check()
    keeper.press("Dire qui je suis")
    page.get_by_label("Ana").click()
    keeper.title("Conversation avec Inès")
    expect(page.get_by_text("c’est Ana")).to_be_visible()
    page.locator(".talk-month").nth(6).click()
    expect(line(keeper, "verras plus les enfants")).to_have_class(re.compile("mine"))
    keeper.press("Tous les mois")
    keeper.press("Voir la pièce d’origine")
    keeper.press("Lire la conversation")
    page.get_by_text("Comment ce fichier est lu").click()
    keeper.press("Dire qui je suis")
    page.get_by_label("Inès").click()
    keeper.title("Conversation avec Ana")


def test_after_a_fact_one_is_back_where_one_was(keeper: Keeper) -> None:
    page = keeper.page
    keeper.look("Conversation avec Ana")
    keeper.press("Lire la conversation")
    page.locator(".talk-month").nth(6).click()
    line(keeper, "verras plus les enfants").click()
    keeper.press("En faire un fait")
    keeper.title("Noter un fait")
    expect(page.locator("#event-title")).to_have_value("Message de Ana")
    keeper.save()
    keeper.title("Message de Ana")
    expect(page.locator(".when-line")).to_contain_text("15 juillet 2022, 21 h 04")
    page.go_back()
    expect(line(keeper, "verras plus les enfants").locator("input")).to_be_focused()
    expect(line(keeper, "verras plus les enfants")).to_be_in_viewport()


def test_the_files_that_are_read_are_offered_where_pieces_are_added(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    backup = tmp_path / "sms-20230312.xml"
    messages = "".join(
        f'<sms address="+3361234567{number % 2}" date="{1678651440000 + number * 60_000}" '
        f'type="{1 + number % 3 // 2}" body="Message {number} &#55357;&#56842;" '
        f'contact_name="{("Marc", "Ana")[number % 2]}" />'
        for number in range(60)
    )
    backup.write_text(f"<?xml version='1.0' encoding='UTF-8'?><smses count='60'>{messages}</smses>", encoding="utf-8")
    keeper.begin_piece(backup)
    page.get_by_text("est à l’abri. Ce qui suit peut attendre").wait_for()
    expect(page.get_by_text("Ce fichier ressemble à une conversation exportée.")).to_be_visible()
    keeper.check()
    keeper.press("La lire")
    expect(page.get_by_role("heading", name="Avec qui ?")).to_be_visible()
    keeper.check()
    page.get_by_role("button", name="Ana").click()
    page.locator(".talk-month").click()
    expect(line(keeper, "Message 1 😊")).to_be_visible()
    assert page.locator(".said-line.mine").count() > 5
    assert page.get_by_text("Message 2 😊").count() == 0


def picture() -> bytes:
    """A small picture, whole."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes([120, 160, 140] * 64)) * 64
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def mailbox(path: Path) -> Path:
    """Two mails, with files: what is shown, and what could run."""
    box = mailbox_of(path)
    for who, files in (("Marc", ("photo.png", "lettre.txt", "page.html")), ("Inès", ())):
        mail = EmailMessage()
        mail["From"] = f"{who} <{who[0].lower()}@exemple.fr>"
        mail["Date"] = "Sun, 12 Mar 2023 20:04:00 +0000"
        mail["Subject"] = f"De {who}"
        mail.set_content("Regarde." if files else "J’ai vu.")
        for name in files:
            content = {"photo.png": picture(), "page.html": b"<script>parent.hacked = 1</script>"}.get(
                name, "été".encode()
            )
            mail.add_attachment(
                content,
                maintype="image" if name == "page.html" else "application",
                subtype="png" if name == "page.html" else "octet-stream",
                filename=name,
            )
        box.add(mail)
    box.close()
    return path


HOSTILE = {
    "lol.xml": (
        b"<?xml version='1.0'?><!DOCTYPE smses [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><smses><sms body='&b;'/></smses>",
        "des définitions qu’une sauvegarde",
    ),
    "recette.txt": ("Ingrédients : farine, beurre".encode(), "n’a pas la forme d’une conversation"),
    "coupée.zip": (b"PK\x03\x04" + bytes(500), "Cette archive est abîmée"),
}


def test_what_was_made_to_harm_is_refused_and_kept_as_it_is(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("_chat.txt", b"12/03/2023, 21:04 - Marc: " + b"A" * 120_000_000)
    cases = HOSTILE | {"bombe.zip": (bomb.getvalue(), "une quantité anormale de données")}
    for name, (content, said) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        begin(keeper, path)
        expect(page.get_by_role("alert")).to_contain_text(said)
        page.get_by_role("button", name="Voir la pièce").click()
        keeper.title(name)
        expect(page.locator(".facts").last).to_contain_text(hashlib.sha256(content).hexdigest())
    begin(keeper, tmp_path / "bombe.zip")
    page.get_by_role("alert").wait_for()
    keeper.check()


def test_dates_that_could_be_two_are_asked_and_a_long_month_stays_light(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    path = tmp_path / "_chat.txt"
    lines = [f"02/01/23, {number // 3600:02}:{number // 60 % 60:02} - Marc: message {number}" for number in range(9000)]
    path.write_text("\n".join([*lines, "02/03/23, 21:04 - Marc: fin"]), encoding="utf-8")
    begin(keeper, path)
    expect(page.get_by_text("que veut dire")).to_be_visible()
    keeper.check()
    page.get_by_label("1er février 2023").click()
    keeper.title("Conversation avec Marc")
    page.locator(".talk-month").click()
    line(keeper, "message 0").first.wait_for()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight * 0.6)")
    expect(page.locator(".said-line").first).not_to_contain_text("message 0")
    assert page.locator(".said-line").count() < 250
    page.locator("#conversation-jump").fill("2023-02-03")
    page.locator("#conversation-jump").blur()
    expect(line(keeper, "fin").locator("input")).to_be_focused()
    page.locator("#conversation-search, .btn:has-text('Tous les mois')").first.click()
    page.get_by_text("Une personne, des dates").click()
    page.locator("#conversation-from").fill("2023-02-03")
    expect(page.locator(".talk-find [role=status]")).to_have_text("1 message trouvé")
    keeper.check()


def test_a_file_of_a_mail_is_looked_at_and_kept_as_a_piece(keeper: Keeper, tmp_path: Path) -> None:
    page = keeper.page
    begin(keeper, mailbox(tmp_path / "Archives.mbox"))
    page.get_by_label("Inès").click()
    keeper.title("Conversation avec Marc")
    page.locator(".talk-month").click()
    keeper.check()
    page.get_by_role("button", name="photo.png").click()
    keeper.title("photo.png")
    shown = page.locator(".viewer .frame img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
    keeper.check()
    keeper.press("Garder comme pièce")
    keeper.press("Voir la pièce")
    keeper.title("photo.png")
    expect(page.locator(".facts").first).to_contain_text("12 mars 2023")
    expect(page.locator(".facts").last).to_contain_text(hashlib.sha256(picture()).hexdigest())
    keeper.check()
    page.get_by_role("button", name="Conversation avec Marc").click()
    page.locator(".talk-month").click()
    # It is a piece already, also in another sitting.
    page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    keeper.unlock()
    page.locator(".said-line").first.wait_for()
    page.get_by_role("button", name="photo.png").click()
    expect(page.get_by_role("button", name="Voir la pièce")).to_be_visible()
    assert page.get_by_role("button", name="Garder comme pièce").count() == 0
    keeper.press("Voir le message")
    for name, frame in (("lettre.txt", "iframe"), ("page.html", ".wait")):
        page.get_by_role("button", name=name).click()
        keeper.title(name)
        expect(page.locator(f".viewer .frame {frame}")).to_be_visible()
        keeper.press("Voir le message")
        expect(page.locator(".said-line", has_text=name).locator("input")).to_be_focused()
    assert page.evaluate("window.hacked") is None


def test_who_she_is_is_not_asked_again_in_another_language(keeper: Keeper) -> None:
    keeper.go("Pièces")
    script = f"import('{keeper.module('flows/catalogue.js')}')"
    title = "Conversation avec Ana"
    found = keeper.page.evaluate(
        f"{script}.then(({{ rows }}) => rows('evidence').find(({{ summary }}) => summary.title === '{title}').id)"
    )
    # As pieces of before are: what is written of it, in French, is all that tells who she is.
    evidence = f"import('{keeper.module('flows/evidence.js')}')"
    keeper.page.evaluate(
        f"{evidence}.then(async ({{ open, save }}) => save({{ ...(await open('{found}')), self: null }}))"
    )
    keeper.page.clock.fast_forward(IDLE)
    keeper.title("Verrouillé")
    keeper.unlock()
    keeper.look(title)
    with keeper.page.expect_response(lambda answer: answer.url.endswith("/commits")):
        keeper.press("Lire la conversation")
    keeper.page.locator(".talk-month").nth(6).click()
    expect(keeper.page.locator(".said-line.mine").first).to_be_visible()
    context = keeper.page.context
    keeper.page.close()
    page = keeper.page = context.new_page()
    page.goto(f"{keeper.address}/notes")
    page.get_by_role("button", name="English").click()
    keeper.press(en("J’ai déjà un coffre"))
    page.locator("#login").fill(keeper.login)
    page.locator("#password").fill(keeper.phrase)
    keeper.press(en("Ouvrir"), exact=True)
    page.locator("nav.tabs").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    router = f"import('{keeper.module('pages/vault/router.js')}')"
    page.evaluate(f"{router}.then(({{ go }}) => go({{ name: 'conversation', id: '{found}' }}))")
    page.locator(".talk-month").nth(6).click()
    expect(page.locator(".said-line.mine").first).to_be_visible()
    assert page.get_by_text(en("Qui êtes-vous dans cette conversation ?")).count() == 0
    assert [url for url in asked if url.endswith("/commits")] == []
