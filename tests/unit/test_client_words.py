"""The language of the command line is that of the terminal, where there are sentences in it."""

import pytest

from vault.client_words import spoken

FRENCH = "Un coffre chiffré de bout en bout, depuis un poste."
ENGLISH = "An end-to-end encrypted vault, from a desk."


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, FRENCH),
        ({"LANG": "C.UTF-8"}, FRENCH),
        ({"LANG": "fr_FR.UTF-8"}, FRENCH),
        ({"LANG": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "en"}, ENGLISH),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US"}, ENGLISH),
        ({"LC_ALL": "fr_FR", "LC_MESSAGES": "en_US", "LANG": "en_US"}, FRENCH),
        ({"LC_ALL": "", "LANG": "en_US@euro"}, ENGLISH),
        ({"LANG": "xx_XX"}, FRENCH),
        ({"LANG": "../translations/en"}, FRENCH),
    ],
)
def test_the_terminal_says_its_language(environ: dict[str, str], said: str) -> None:
    assert spoken(environ).gettext(FRENCH) == said
