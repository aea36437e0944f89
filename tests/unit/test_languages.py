"""A file of translations is held to its French sentences when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vault.languages import LanguageError, load, read

if TYPE_CHECKING:
    from pathlib import Path

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}"\n\n{}\n'
TWO = r"nplurals=2; plural=(n != 1);\n"


@pytest.mark.parametrize(
    ("name", "forms", "entry", "fault"),
    [
        ("en", TWO, 'msgid "{a} et {b}"\nmsgstr "{a} and {c}"', "holes"),
        ("en", TWO, 'msgid "%(a)s"\nmsgstr "nothing"', "holes"),
        ("en", TWO, 'msgid "Oui"\nmsgstr "<script>Yes</script>"', "markup"),
        ("en", TWO, 'msgid "Oui"\nmsgstr "<IMG SRC=x ONERROR=a()>"', "markup"),
        ("en", TWO, 'msgid "Oui"\nmsgstr "<img src=x onerror=a() "', "markup"),
        ("en", TWO, 'msgid "Oui"\nmsgstr "Yes\\" onfocus=\\"a()"', "markup"),
        ("en", TWO, 'msgid "Oui"\nmsgstr "100% yes"', "markup"),
        ("en", TWO, 'msgid "{a}"\nmsgstr "%(a)s"', "holes"),
        ("en", TWO, 'msgid "{n} a"\nmsgid_plural "{n} {x}"\nmsgstr[0] "{n}"\nmsgstr[1] "{n}"', "holes"),
        ("en", TWO, '#, fuzzy\nmsgid "Oui"\nmsgstr "No"', "fuzzy"),
        ("en", r"nplurals=2; plural=n;\n", 'msgid "Oui"\nmsgstr "Yes"', "Plural-Forms"),
        ("xq", TWO, 'msgid "Oui"\nmsgstr "Yes"', "xq"),
        ("de", TWO + '"\n"Language: en\\n', 'msgid "Oui"\nmsgstr "Yes"', "another language"),
        ("en", TWO, "msgid", "en.po"),
    ],
)  # fmt: skip
def test_a_faulty_file_stops_the_start(tmp_path: Path, name: str, forms: str, entry: str, fault: str) -> None:
    path = tmp_path / f"{name}.po"
    path.write_text(PO.format(forms, entry), encoding="utf-8")
    with pytest.raises(LanguageError, match=fault):
        read(path)


def test_what_is_not_translated_is_french(tmp_path: Path) -> None:
    (tmp_path / "en.po").write_text(PO.format(TWO, 'msgid "Oui"\nmsgstr ""'), encoding="utf-8")
    english = load(tmp_path)["en"]
    assert english.translations.gettext("Quand ?") == "Quand\u202f?"
    assert english.translations.ngettext("%(num)d jour", "%(num)d jours", 0) == "%(num)d jour"
    assert english.browser(frozenset())["sentences"] == {}
