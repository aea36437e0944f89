"""The command `memo` over real HTTP, as somebody types it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from tests.parts.embedded import serving
from vault import client
from vault.client_export import safe_name
from vault.models.base import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from flask import Flask

    Memo = Callable[..., list[str]]

PASSWORD = "framboise tiroir lanterne galet"
pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """The real one: this server dates its answers by it."""
    return utc_now


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    with serving(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def memo(server: str, login: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Memo:
    """Run a command that must end with `status`; the lines it printed, those of its errors if it is not 0."""
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")

    def run(*words: object, status: int = 0) -> list[str]:
        common = ["--server", server, "--login", login, "--password-file", str(password)]
        assert client.main([*common, *map(str, words)]) == status
        printed = capsys.readouterr()
        return (printed.out if status == 0 else printed.err).splitlines()

    run("register", "--without-phrase")
    return run


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo d’été.jpg"
    path.write_bytes(os.urandom(70_000))
    return path


def test_a_vault_is_filled_and_read(memo: Memo, photo: Path, tmp_path: Path) -> None:
    (event,) = memo("add", "event", "--title", "Réunion", "--facts", "On signe.", "--when", "2021-06", "--about")
    (piece,) = memo("add", "evidence", photo, "--when", "2021")
    (contact,) = memo("add", "contact", "--name", "Claire", "--role", "witness", "--phone", "06 00 00 00 00")

    assert sorted(memo("list")) == sorted(
        [
            f"{event}\tevent\t2021-06\tRéunion",
            f"{piece}\tevidence\t2021\t{photo.name}",
            f"{contact}\tcontact\t-\tClaire",
        ]
    )
    assert memo("list", "--kind", "contact") == [f"{contact}\tcontact\t-\tClaire"]
    assert memo("list", "--find", "REUNION sign") == [f"{event}\tevent\t2021-06\tRéunion"]
    assert json.loads("\n".join(memo("get", event)))["when"]["precision"] == "about"
    memo("get", piece, "--out", tmp_path / "copy.jpg")
    assert (tmp_path / "copy.jpg").read_bytes() == photo.read_bytes()
    assert "3 éléments" in memo("unlock")[0]


def test_a_share_is_made_opened_followed_and_ended(memo: Memo, photo: Path, tmp_path: Path) -> None:
    (piece,) = memo("add", "evidence", photo)
    link, code, _ = memo("share", piece, "--label", "Maître Exemple", "--days", 3)
    (tmp_path / "link").write_text(link.split(" ")[-1])
    (tmp_path / "code").write_text(code.split(" ")[-1].lower())
    opening = ["open-share", "--link-file", tmp_path / "link", "--code-file", tmp_path / "code"]

    document = json.loads("\n".join(memo(*opening)))
    memo(*opening, "--out", tmp_path / "received")

    assert document["items"][0]["document"]["file"]["name"] == photo.name
    (received,) = (tmp_path / "received" / "fichiers").iterdir()
    assert received.read_bytes() == photo.read_bytes()
    (line,) = memo("shares")
    share, _, openings, _, ended, label = line.split("\t")
    assert (openings, ended, label) == ("2", "-", "Maître Exemple")
    memo("end-share", share)
    assert memo("shares")[0].split("\t")[4] == "revoked"
    assert "share_unavailable" in memo(*opening, status=1)[0]


def test_everything_is_exported_in_the_clear_for_its_owner_alone(memo: Memo, photo: Path, tmp_path: Path) -> None:
    memo("add", "evidence", photo, "--title", "<script>alert(1)</script>")
    memo("add", "event", "--title", "Réunion")
    folder = tmp_path / "export"

    memo("export", folder)

    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == set(sums) | {"SHA256SUMS"}
    assert len([name for name in files if name.startswith("fiches/")]) == 2
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    page = (folder / "index.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "folder_not_empty" in memo("export", folder, status=1)[0]


def test_only_what_was_asked_for_is_kept_on_disk(memo: Memo, tmp_path: Path, login: str) -> None:
    note = tmp_path / "seen.json"
    before = {path.name for path in tmp_path.iterdir()}
    memo("--remember", note, "add", "event", "--title", "Réunion")

    written = {path.name for path in tmp_path.iterdir()} - before
    assert note.name in written
    kept = json.loads(note.read_text())
    assert (kept["seq"], kept["version"], sorted(kept)) == (2, 2, ["root_hash", "seq", "version"])
    note.write_text(json.dumps({name: kept[name] for name in ("seq", "root_hash")}))  # as release 1 wrote it
    memo("--remember", note, "list")
    assert json.loads(note.read_text()) == kept
    for newer in ({"seq": 3}, {"version": 3}):
        note.write_text(json.dumps(kept | newer))
        assert "rollback" in memo("--remember", note, "list", status=1)[0]
    assert login not in note.read_text()


def test_refusals_are_said_in_words(memo: Memo, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("un autre mot de passe")
    assert "login_refused" in memo("--password-file", wrong, "list", status=1)[0]
    assert "login_taken" in memo("register", "--without-phrase", status=1)[0]
    assert "malformed" in memo("get", "pas-un-numero", status=1)[0]
    assert "omitted" in memo("get", "A" * 22, status=1)[0]
    assert "malformed" in memo("add", "event", "--title", "x" * 301, status=1)[0]
    assert "malformed" in memo("add", "event", "--title", "x", "--when", "hier", status=1)[0]
    assert "file_unreadable" in memo("add", "evidence", tmp_path / "absent", status=1)[0]
    assert "offline" in memo("--server", "http://127.0.0.1:9", "list", status=1)[0]


def test_no_session_stays_open(memo: Memo, app: Flask) -> None:
    memo("list")
    memo("get", "A" * 22, status=1)

    with app.extensions["memo"].db.read() as db:
        open_sessions = db.connection().exec_driver_sql("SELECT count(*) FROM sessions WHERE ended_at IS NULL").scalar()
    assert open_sessions == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("note.txt", "note.txt"),
        ("../../etc/passwd", "etc_passwd"),
        ("a/b\\c\x00d.pdf", "a_b_c_d.pdf"),
        ("évidence n°1 (copie).jpeg", "évidence_n_1_copie_.jpeg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("....", "fichier"),
        ("", "fichier"),
        ("x" * 300, "x" * 80),
        (".bashrc", "bashrc"),
    ],
)
def test_names_from_content_never_choose_a_path(variant: str, name: str, safe: str) -> None:
    assert safe_name(name) == safe
