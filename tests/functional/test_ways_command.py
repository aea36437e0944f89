"""The commands of `memo` about ways in, over real HTTP, as somebody types them: words, codes, passwords, sheets."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.functional.desk import RunningClock
from tests.parts.embedded import serving
from vault import client
from vault.client_api import Api
from vault.client_vault import VaultClient
from vault.crypto.recovery import parse_phrase, typed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    Memo = Callable[..., list[str]]

OLD, NEW = "framboise tiroir lanterne galet", "bruyère horloge sentier cannelle"
pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)


class Person:
    """Who sits at the terminal: types what is asked for, from what the terminal showed."""

    def __init__(self, login: str) -> None:
        self.login = login
        self.shown: list[str] = []
        self.answers: dict[str, list[str]] = {}
        self.slips = 0

    @property
    def words(self) -> list[str]:
        """The twelve words of the last sheet."""
        lines = [match for line in self.shown if (match := re.fullmatch(r" ?(\d+) (\S+)", line))]
        return [match[2] for match in lines[-12:]]

    def sheet(self, name: str) -> str:
        return next(line for line in reversed(self.shown) if line.startswith(name)).split(" : ", 1)[1].split(" ")[-1]

    def asked(self, question: str) -> str:
        """Typed where it is seen."""
        place = re.search(r"Mot n° (\d+)", question)
        assert place is not None
        if self.slips:
            self.slips -= 1
            return "autre"
        return self.words[int(place[1]) - 1].upper()

    def hidden(self, question: str) -> str:
        """Typed without echo."""
        (kind,) = [kind for kind in self.answers if kind in question]
        typed = self.answers[kind]
        return typed.pop(0) if len(typed) > 1 else typed[0]


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    with serving(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    made = Person(f"moineau-{os.urandom(6).hex()}")
    made.answers = {"Mot de passe": [OLD], "Nouvelle": [NEW], "Encore": [NEW]}
    monkeypatch.setattr("builtins.input", made.asked)
    monkeypatch.setattr("getpass.getpass", made.hidden)
    return made


@pytest.fixture
def memo(server: str, person: Person, capsys: pytest.CaptureFixture[str]) -> Memo:
    """Run a command that must end with `status`: the lines it printed, or those of its errors."""

    def show_now(*lines: object, **_options: object) -> None:
        person.shown.append(" ".join(map(str, lines)))

    def run(*words: object, status: int = 0) -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("vault.client_ways.print", show_now, raising=False)
            assert client.main(["--server", server, "--login", person.login, *map(str, words)]) == status
        printed = capsys.readouterr()
        return (printed.out if status == 0 else printed.err).splitlines()

    return run


def test_a_vault_is_made_with_words_that_are_typed_back(memo: Memo, person: Person) -> None:
    person.slips = 1
    memo("register")
    assert len(person.words) == 12
    assert "Ce ne sont pas ces mots. Relisez la feuille." in person.shown
    assert person.sheet("Numéro") == "1"
    memo("list")


def test_without_words_typed_back_nothing_is_made(memo: Memo, person: Person) -> None:
    person.slips = 100
    assert "words_wrong" in memo("register", status=1)[0]
    assert "login_refused" in memo("list", status=1)[0]


def test_declining_the_phrase_is_said_to_be_a_risk(memo: Memo, person: Person) -> None:
    memo("register", "--without-phrase")
    assert person.shown[0].startswith("Sans mots de secours")
    memo("phrase", "--english")
    assert typed_words(" ".join(person.words)) == person.words
    memo("phrase", "--remove")
    assert person.shown[-1].startswith("Mots de secours retirés.")


def test_forgotten_and_back_in(memo: Memo, person: Person, tmp_path: Path) -> None:
    memo("register")
    (item,) = memo("add", "event", "--title", "Réunion")
    person.answers["douze mots"] = [" ".join(person.words)]
    sheet = ["--fingerprint", person.sheet("Empreinte"), "--seq", person.sheet("Numéro")]
    assert "rollback" in memo("recover", *sheet[:2], "--seq", "9", status=1)[0]
    assert "forged" in memo("recover", "--fingerprint", "0000-0000-0000-0000", status=1)[0]
    memo("recover", *sheet)
    assert "login_refused" in memo("list", status=1)[0]
    person.answers["Mot de passe"] = [NEW]
    assert memo("list")[0].startswith(item)
    (tmp_path / "words").write_text(" ".join(person.words))
    memo("recover", "--phrase-file", tmp_path / "words")


def test_two_people_after_a_while(memo: Memo, person: Person, clock: RunningClock) -> None:
    memo("register")
    memo("people", "--days", "2")
    shares = [line.split(" : ", 1)[1] for line in person.shown if line.startswith("Part ")]
    assert [len(share.split()) for share in shares] == [16] * 3
    person.answers["seize mots"] = [shares[0], shares[1], shares[2]]
    memo("recover", "--people")
    assert person.shown[-1].startswith("La demande est faite.")
    memo("list")
    clock.advance(days=2, seconds=1)
    person.answers["seize mots"] = [shares[2], shares[0], ""]
    memo("recover", "--people")
    person.answers["Mot de passe"] = [NEW]
    memo("people", "--remove")
    person.answers["seize mots"] = [shares[2], shares[0], ""]
    assert "recovery_refused" in memo("recover", "--people", status=1)[0]


def test_a_request_under_way_is_said(
    memo: Memo, person: Person, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    memo("register")
    memo("people")
    person.answers["seize mots"] = [line.split(" : ", 1)[1] for line in person.shown if line.startswith("Part ")]
    memo("recover", "--people")
    assert client.main(["--server", server, "--login", person.login, "list"]) == 0
    assert "Quelqu’un a demandé à ouvrir ce coffre" in capsys.readouterr().err


def test_another_password_and_new_keys(memo: Memo, person: Person) -> None:
    memo("register")
    person.answers["Encore"] = ["autre chose que la première"]
    assert "passwords_differ" in memo("password", status=1)[0]
    person.answers["Encore"] = [NEW]
    memo("password")
    before = person.sheet("Empreinte")
    person.answers |= {"Mot de passe": [NEW], "Nouvelle": [OLD], "Encore": [OLD]}
    words = list(person.words)
    memo("rotate", "--end-shares")
    assert person.words != words
    assert person.sheet("Empreinte") != before
    person.answers |= {"Mot de passe": [OLD], "douze mots": [" ".join(words)]}
    memo("list")
    assert "recovery_refused" in memo("recover", status=1)[0]


def test_a_code_is_asked_for_where_there_is_a_second_factor(
    memo: Memo, person: Person, server: str, clock: RunningClock
) -> None:
    memo("register")
    inside = VaultClient(Api(server))
    inside.open(person.login, OLD)
    made = inside.api.post("factors/totp")
    totp = pyotp.TOTP(made["secret"])
    proof = {"factor_id": made["factor_id"], "code": totp.now()}
    codes = inside.api.post("factors/totp/confirm", proof)["codes"]
    inside.leave()
    person.answers["Code"] = [codes[0]]
    memo("list")
    assert "second_refused" in memo("list", status=1)[0]
    clock.advance(seconds=60)
    later = totp.at(clock())
    person.answers["Code"] = [f"{later[:3]} {later[3:]}"]
    memo("list")
    parse_phrase(" ".join(person.words))
    person.answers["douze mots"] = [" ".join(person.words)]
    memo("recover")
    person.answers["Mot de passe"] = [NEW]
    memo("list")
