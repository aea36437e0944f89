"""The entries of the directory, the rules that hold them, and the tables that associations send."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.rules.test_words import FORBIDDEN
from vault import cli
from vault.languages import DEFAULT
from vault.languages import load as languages_of_the_site
from vault.services.directory import FILE, Entry, doubts, load, parse, places, written
from vault.services.directory_merge import COLUMNS, TableError, merge
from vault.services.guide import ContentError
from vault.views.directory import CHECKS, KINDS, NEEDS

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)
EMERGENCY = {"17", "112", "15", "18", "3114"}
ENTRY: dict[str, Any] = {
    "id": "aide-69", "name": "Une association", "kind": "victims", "needs": ["listening"], "phones": ["04 00 00 00 00"],
    "sms": [], "url": "https://example.org/", "email": None, "territories": ["69"], "hours": None,
    "description": "Écoute ; aide.", "source": "https://example.org/page", "as_of": "2026-03", "confidence": "official",
}  # fmt: skip
SENT = ENTRY | {
    "email": "", "hours": "", "needs": "listening", "phones": "04 00 00 00 00", "sms": "", "territories": "69"
}  # fmt: skip
OFFICIAL = "Fonds de garantie"
"""The name of a public body, which promises nothing of ours."""


def document(*entries: dict[str, Any]) -> str:
    return json.dumps({"entries": list(entries)})


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, delimiter: str = ";") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_the_file_is_whole_and_written_as_it_would_be() -> None:
    assert len(load().entries) == 71
    assert FILE.read_text(encoding="utf-8") == written(load())


def test_the_numbers_that_count_are_there() -> None:
    numbers = {number for entry in load().entries.values() for number in entry.phones}
    assert EMERGENCY | {"116 006", "+33 1 80 52 33 76", "119", "3919"} <= numbers
    assert load().entries["urgence-114"].sms == ["114"]


def test_every_kind_and_need_has_a_name_and_somebody() -> None:
    entries = load().entries.values()
    assert {entry.kind for entry in entries} == set(KINDS)
    assert {need for entry in entries for need in entry.needs} == set(NEEDS)


def test_every_entry_speaks_every_language_of_the_site() -> None:
    languages = {code for code in languages_of_the_site() if code != DEFAULT}
    assert languages
    assert [entry.id for entry in load().entries.values() if set(entry.translations) != languages] == []


def test_an_entry_without_translation_speaks_french_and_says_so() -> None:
    words = {"hours": None, "description": "Listening; help."}
    kept = parse(document(ENTRY | {"translations": {"en": words}}, ENTRY | {"id": "autre"}), "a.json")
    told, untold = kept.content("en")["entries"]
    assert (told["language"], told["description"]) == ("en", "Listening; help.")
    assert (untold["language"], untold["description"]) == ("fr", "Écoute\u202f; aide.")
    assert "translations" not in told
    assert kept.content()["entries"][0]["description"] == untold["description"]
    assert parse(written(kept), "a.json") == kept


def test_an_entry_hurts_nobody() -> None:
    for entry in load().entries.values():
        said = f"{entry.name} {entry.hours} {entry.description}"
        assert FORBIDDEN.findall(said.replace(OFFICIAL, "")) == [], entry.id
        assert re.findall(r"\w'\w", said) == [], entry.id


def test_every_territory_has_its_tile() -> None:
    metropole = {f"{number:02}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
    overseas = {"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"}
    assert {place.code for place in places()} == metropole | overseas
    assert len({(place.column, place.row) for place in places()}) == len(places())
    assert min(place.row for place in places() if place.code in overseas) > max(
        place.row for place in places() if place.code in metropole
    )


@pytest.mark.parametrize(
    ("as_of", "confidence", "expected"),
    [
        ("2026-03-01", "official", []),
        ("2025-11-23", "official", []),
        ("2025-11-22", "official", ["old"]),
        ("2025-11", "official", []),
        ("2025-10", "official", ["old"]),
        ("2025-12", "official", []),
        ("2025", "official", []),
        ("2024", "official", ["old"]),
        (None, "official", ["undated"]),
        ("2026-03", "association", ["association"]),
        ("2012-06", "secondary", ["old", "secondary"]),
        (None, "dated", ["undated", "dated"]),
    ],
)
def test_what_is_old_or_not_official_is_to_be_checked(as_of: str | None, confidence: str, expected: list[str]) -> None:
    entry = Entry.model_validate(ENTRY | {"as_of": as_of, "confidence": confidence})
    assert doubts(entry, TODAY) == expected
    assert set(expected) <= set(CHECKS)


def test_emergency_numbers_are_those_of_the_regulator_and_in_doubt_for_nobody() -> None:
    emergency = [entry for entry in load().entries.values() if entry.kind == "emergency"]
    assert {number for entry in emergency for number in entry.phones + entry.sms} == {"15", "17", "18", "112", "114"}
    assert {entry.source.split("/")[2] for entry in emergency} == {"arcep.fr"}
    assert [entry.id for entry in emergency if doubts(entry, TODAY)] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "friend"}, "kind"),
        ({"needs": []}, "needs"),
        ({"needs": ["rights", "rights"]}, "needs: Value error, a value is there twice"),
        ({"phones": ["dix-sept"]}, "phones.0"),
        ({"phones": ["06;ext=1"]}, "phones.0"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://localhost"}, "url"),
        ({"email": "nobody"}, "email"),
        ({"territories": ["20"]}, "territories: Value error, no such place: 20"),
        ({"territories": ["FR", "69"]}, "no such place: FR"),
        ({"source": None}, "source"),
        ({"as_of": "hier"}, "as_of"),
        ({"as_of": "2024-13"}, "as_of"),
        ({"confidence": "sure"}, "confidence"),
        ({"stars": 5}, "stars"),
        ({"id": "Aide 69"}, "id"),
        ({"translations": {"en": {"description": "Help."}}}, "translations.en.hours"),
        ({"translations": {"en": {"hours": None, "description": ""}}}, "translations.en.description"),
        ({"translations": {"English": {"hours": None, "description": "Help."}}}, "translations.English"),
        ({"translations": {"fr": {"hours": None, "description": "Aide."}}}, "the entry itself is French"),
        ({"translations": {"en": {"hours": "9:00", "description": "Help."}}}, "en: the numbers of hours"),
        ({"translations": {"en": {"hours": None, "description": "Call 17."}}}, "en: the numbers of description"),
    ],
)
def test_a_wrong_entry_stops_the_start(change: dict[str, Any], told: str) -> None:
    assert parse(document(ENTRY), "a.json")
    with pytest.raises(ContentError, match=re.escape(told)) as refusal:
        parse(document(ENTRY | {"id": "autre"}, ENTRY | change), "a.json")
    assert str(refusal.value).startswith("a.json: entry 2: ")


@pytest.mark.parametrize("text", ["", "[]", '{"entries": {}}', '{"entries": [], "more": 1}', document(ENTRY, ENTRY)])
def test_a_wrong_file_stops_the_start(text: str) -> None:
    with pytest.raises(ContentError, match=r"a\.json: "):
        parse(text, "a.json")


def test_a_table_adds_and_replaces_and_leaves_the_rest() -> None:
    before = parse(document(ENTRY, ENTRY | {"id": "autre"}), "a.json")
    after = merge(before, table(SENT | {"phones": "04 11 11 11 11|3919"}, SENT | {"id": "neuf", "name": "Neuf"}))
    assert list(after.directory.entries) == ["aide-69", "autre", "neuf"]
    assert after.directory.entries["autre"] == before.entries["autre"]
    assert after.changes == (
        "~ aide-69: phones: ['04 00 00 00 00'] -> ['04 11 11 11 11', '3919']",
        "+ neuf: 'Neuf'",
    )
    assert list(before.entries) == ["aide-69", "autre"]


def test_a_table_keeps_the_translations_of_what_it_leaves_as_it_was() -> None:
    words = {"hours": None, "description": "Listening; help."}
    before = parse(document(ENTRY | {"translations": {"en": words}}), "a.json")
    moved = merge(before, table(SENT | {"phones": "3919"}))
    assert moved.directory.entries["aide-69"].translations == before.entries["aide-69"].translations
    said = merge(before, table(SENT | {"description": "Écoute."}))
    assert said.directory.entries["aide-69"].translations == {}
    assert said.changes[-1] == "~ aide-69: to be translated anew: en"


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_table_as_any_spreadsheet_writes_it(delimiter: str, mark: bytes) -> None:
    sent = mark + table(SENT, columns=tuple(reversed(COLUMNS)), delimiter=delimiter)
    assert merge(parse(document(ENTRY), "a.json"), sent).changes == ()


def test_every_wrong_line_is_named() -> None:
    wrong = {"id": "b", "kind": "friend"}, {"id": "c"}, {"id": "d", "phones": "x"}, {}
    sent = table(SENT, *(SENT | change for change in wrong))
    with pytest.raises(TableError) as refusal:
        merge(load(), sent)
    lines = str(refusal.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["line 3", "line 5", "line 6"]
    assert "kind" in lines[0]
    assert "phones" in lines[1]
    assert lines[2] == "line 6: id: aide-69 is there twice"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", "line 1: the columns are not"),
        (table(), "line 2: there is no entry"),
        (table(columns=COLUMNS[1:]), "line 1: the columns are not"),
        (table(columns=(*COLUMNS, "stars")), "line 1: the columns are not"),
        (table(SENT).replace("É".encode(), b"\xc9"), "line 2: the table is not UTF-8"),
        (table(SENT) + b"seul\n", "line 3: "),
        (table(SENT).rstrip() + b";de trop\n", "line 2: "),
        (table(SENT) + b'"ouvert;', "unexpected end of data"),
    ],
)
def test_a_wrong_table_is_refused_whole(sent: bytes, told: str) -> None:
    with pytest.raises(TableError, match=re.escape(told)):
        merge(load(), sent)


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, sent = tmp_path / "kept.json", tmp_path / "sent.csv"
    kept.write_text(document(ENTRY), encoding="utf-8")
    assert cli.main(["directory", "check", str(kept)]) == 0
    assert capsys.readouterr().out == "kept.json: 1 entries\n"
    sent.write_bytes(table(SENT | {"id": "neuf", "name": "Neuf"}))
    assert cli.main(["directory", "merge", str(kept), str(sent)]) == 0
    assert capsys.readouterr().out == "+ neuf: 'Neuf'\n"
    assert list(parse(kept.read_text(encoding="utf-8"), "kept.json").entries) == ["aide-69", "neuf"]
    assert cli.main(["directory", "merge", str(kept), str(sent)]) == 0
    assert capsys.readouterr().out == "nothing changes\n"


def test_a_refused_table_leaves_the_file_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, sent = tmp_path / "kept.json", tmp_path / "sent.csv"
    kept.write_text(document(ENTRY), encoding="utf-8")
    sent.write_bytes(table(SENT | {"id": "neuf"}, SENT | {"id": "b", "territories": "20"}))
    assert cli.main(["directory", "merge", str(kept), str(sent)]) == 1
    assert capsys.readouterr().err == "line 3: territories: Value error, no such place: 20\n"
    assert kept.read_text(encoding="utf-8") == document(ENTRY)
    assert sorted(tmp_path.iterdir()) == [kept, sent]
    assert cli.main(["directory", "check", str(tmp_path / "none.json")]) == 1
