"""The rules of `docs/safety-rules.md` that a test can tell and that no other test holds already.

The number of a rule is in the name of its test. The others are named in that document, beside their rule.
"""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vault.services import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.functional.house import House
    from vault.services.parts import Parts

EMBEDDED = pytest.mark.parametrize("variant", ["embedded"], indirect=True)
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
SCRIPTS = [path for path in (ROOT / "static/js").rglob("*.js") if "vendor" not in path.parts]

NO_PAGE = {"/quitter", "/voir"}
"""The way out itself, and the frame that shows one document inside a page that has it."""
NOT_REMEMBERED = {"off", "one-time-code"}
"""What `autocomplete` may say: a browser keeps neither."""
TYPED = re.compile(r"<(?:input|textarea)\b(.*?)(?:</|(?<!=)>\s*[`<])", re.DOTALL)
NOT_TYPED = re.compile(r"type=\"?(?:checkbox|radio|file|hidden|range|\$\{several)")
ASKED = {
    "email", "e_mail", "mail", "phone", "telephone", "sms", "question", "questions", "birth", "birth_date",
    "first_name", "last_name", "full_name", "real_name", "postal_address", "user_agent", "ip", "ip_address",
    "latitude", "longitude",
}  # fmt: skip
"""Members that no body of the API may have: what is not known cannot leak."""
SENDING = {"smtplib", "email.message", "email.mime", "imaplib", "flask_mail", "aiosmtplib", "twilio", "pywebpush"}
PUSHED = re.compile(r"\bnew Notification\b|\bshowNotification\b|\bpushManager\b|\brequestPermission\b")
PLACED = re.compile(r"\bnavigator\s*\.\s*(?:geolocation|contacts|bluetooth)\b|getDisplayMedia")
VOICED = re.compile(r"mediaDevices|MediaRecorder")


def pages(app: Flask) -> list[str]:
    """Every address that answers a GET with a page for people, a new one included."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    plain = {rule.rule for rule in rules if "<" not in rule.rule}
    browser = app.test_client()
    answers = {path: browser.get(path) for path in sorted(plain - NO_PAGE)}
    return [path for path, answer in answers.items() if answer.status_code == 200 and answer.mimetype == "text/html"]


def readable(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


@EMBEDDED
def test_rules_1_and_2_every_page_has_the_way_out_as_a_plain_link(app: Flask, house: House) -> None:
    found = pages(app)
    assert {"/", "/notes", "/lire", "/securite", "/confidentialite"} <= set(found)
    for path in [*found, "/nulle-part"]:
        text = house.call("GET", path, 404 if path == "/nulle-part" else 200).text
        links = [link for link in re.findall(r"<a\b[^>]*>", text) if 'class="skip"' not in link]
        assert 'href="/quitter"' in links[0], path
        assert "data-quick-exit" in links[0], path
        assert text.index("quick-exit.js") < text.index('rel="stylesheet"'), path


def test_rules_1_and_10_a_template_with_a_title_of_its_own_is_one_we_know() -> None:
    """The others extend the frame that has the way out and the neutral title."""
    titled = [path for path in TEMPLATES.rglob("*.html") if "<title>" in path.read_text("utf-8")]
    own = {path.relative_to(TEMPLATES).as_posix() for path in titled}
    assert own == {"base.html", "vault/viewer.html"}
    title = re.search(r"<title>(.*?)</title>", (TEMPLATES / "base.html").read_text("utf-8"))
    assert title
    assert "tab_title" in title.group(1)
    assert "site_name" not in title.group(1)


def test_rule_3_the_shortcut_is_not_escape() -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", (ROOT / "static/js/quick-exit.js").read_text("utf-8"), flags=re.DOTALL)
    assert '"Shift"' in code
    assert "Escape" not in code
    assert "Esc" not in code


@EMBEDDED
def test_rules_5_and_6_the_safety_page_says_what_leaving_does_not_do(house: House) -> None:
    said = readable(house.get("/securite").get_data(as_text=True))
    for needed in (
        "Il n’efface pas l’historique du navigateur",
        "la box ou le réseau",
        "un logiciel qui surveillerait l’appareil",
        "Pour revenir, retapez l’adresse",
        "peuvent manquer",
        "fenêtre privée",
        "un autre appareil",
        "Refusez si le navigateur propose de retenir le mot de passe",
        "recopie historique, onglets ouverts, mots de passe et photos",
        "prennent l’écran en image",
        "Un historique entièrement vide",
        "cela ne résiste pas à quelqu’un qui cherche",
    ):
        assert needed in said, needed


def typed_fields() -> Iterator[tuple[str, str]]:
    for path in [*SCRIPTS, *TEMPLATES.rglob("*.html")]:
        for field in TYPED.findall(path.read_text("utf-8")):
            if not NOT_TYPED.search(field):
                yield path.relative_to(ROOT).as_posix(), field


def test_rule_9_no_field_is_remembered() -> None:
    fields = list(typed_fields())
    assert len(fields) >= 4
    assert [(path, field[:80]) for path, field in fields if "autocomplete=" not in field] == []
    said = {
        word
        for path in [*SCRIPTS, *TEMPLATES.rglob("*.html")]
        for word in re.findall(r"autocomplete\s*[=:]\s*\"([^\"]*)\"", path.read_text("utf-8"))
    }
    assert said <= NOT_REMEMBERED
    assert 'props.autocomplete ?? "off"' in (ROOT / "static/js/ui/field.js").read_text("utf-8")


def test_rule_9_the_rule_would_catch_a_remembered_field() -> None:
    assert TYPED.findall('html`<input id=${id} type="text" @input=${(e) => told(e)}>`') != []
    assert NOT_TYPED.search(' type="checkbox" .checked=${live(checked)}')


@EMBEDDED
def test_rule_11_the_warning_is_one_link_away_from_every_way_in(house: House) -> None:
    assert 'href="/securite"' in house.get("/").text
    assert 'href="/securite"' in house.get("/lire").text
    assert "/securite" in (ROOT / "static/js/ui/entry.js").read_text("utf-8")
    for number in ("tel:17", "tel:112", "sms:114", "tel:116006"):
        assert number in house.get("/").text


def members(shape: object) -> Iterator[str]:
    if isinstance(shape, dict):
        yield from shape.get("properties", {})
        for inner in shape.values():
            yield from members(inner)
    elif isinstance(shape, list):
        for inner in shape:
            yield from members(inner)


@EMBEDDED
def test_rules_13_and_16_nothing_personal_is_asked_for(house: House) -> None:
    document: dict[str, Any] = house.get("openapi.json").json or {}
    found = set(members(document["components"]["schemas"])) | {
        str(one["name"])
        for item in document["paths"].values()
        for way in item.values()
        for one in way.get("parameters", [])
    }
    assert {"login", "auth"} <= found
    assert found & ASKED == set()


def test_rules_10_and_15_nothing_is_sent_to_anybody() -> None:
    imported = {
        name
        for path in (ROOT / "vault").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert "flask" in imported
    assert imported & SENDING == set()
    assert [path.name for path in SCRIPTS if PUSHED.search(path.read_text("utf-8"))] == []


def test_rule_17_no_place_contact_or_camera_is_asked_of_the_device() -> None:
    assert [path.name for path in SCRIPTS if PLACED.search(path.read_text("utf-8"))] == []
    # A voice note begins with a press, in one place, without a picture.
    voiced = [path for path in SCRIPTS if VOICED.search(path.read_text("utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in voiced] == ["static/js/flows/voice.js"]
    assert "getUserMedia({ audio: true })" in voiced[0].read_text("utf-8")


def test_rules_9_and_12_events_are_a_closed_vocabulary() -> None:
    for name, fields in events.VOCABULARY.items():
        assert re.fullmatch(r"[a-z_]+:[a-z_]+", name)
        assert set(fields.values()) <= {str, int}
        assert set(fields) & (ASKED | {"title", "name", "text", "address", "agent", "label"}) == set()
    recorded = {name for path in (ROOT / "vault").rglob("*.py") for name in recorded_in(path)}
    assert recorded <= set(events.VOCABULARY)
    assert "session:opened" in recorded


def recorded_in(path: Path) -> Iterator[str]:
    """The names that a module records, where written out; `record` refuses the others when it runs."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record":
            name = node.args[2]
            if isinstance(name, ast.Constant):
                yield str(name.value)


@EMBEDDED
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("item:read", {}),
        ("vault:made", {"title": "12 mars"}),
        ("share:made", {}),
        ("item:erased", {"items": "trois"}),
    ],
)
def test_rule_9_an_event_cannot_carry_more(parts: Parts, name: str, fields: dict[str, Any]) -> None:
    with parts.db.write() as db, pytest.raises(ValueError, match="does not have these fields"):
        events.record(db, b"v" * 16, name, parts.clock(), **fields)  # type: ignore[arg-type]  # any 16 bytes will do
