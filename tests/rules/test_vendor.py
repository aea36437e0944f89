"""What is served as a library is what was reviewed: the packages of the lock, built, with the hashes kept in git."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def rows(root: Path) -> list[dict[str, Any]]:
    return json.loads((root / "tools/vendor/VENDOR.json").read_text())["files"]


def test_each_file_has_its_hash(rows: list[dict[str, Any]], root: Path) -> None:
    wrong = [
        row["file"]
        for row in rows
        if hashlib.sha256((root / "static/vendor" / row["file"]).read_bytes()).hexdigest() != row["sha256"]
    ]
    assert wrong == []


def test_nothing_else_is_served(rows: list[dict[str, Any]], root: Path) -> None:
    folder = root / "static/vendor"
    beside = re.compile(r"\.d\.ts$|LICEN[CS]E|/?\.source$")
    served = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {name for name in served if not beside.search(name)} == {row["file"] for row in rows}


def test_the_versions_are_those_of_the_lock(rows: list[dict[str, Any]], root: Path) -> None:
    lock = json.loads((root / "package-lock.json").read_text())["packages"]
    named = {package.split(" ")[0] for row in rows for package in row["packages"]}
    kept = {f"{name}@{lock[f'node_modules/{name}']['version']}" for name in (one.rsplit("@", 1)[0] for one in named)}
    assert named == kept


def test_direct_dependencies_are_exact(root: Path) -> None:
    package = json.loads((root / "package.json").read_text())
    ranges = package["dependencies"] | package["devDependencies"] | package["overrides"]
    assert {name: version for name, version in ranges.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}


@pytest.mark.parametrize("name", ["base", "dev"])
def test_python_requirements_are_pinned_with_hashes(root: Path, name: str) -> None:
    text = (root / f"requirements/{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if not re.match(r"^[a-z0-9.\[\],_-]+==\S+\s.*--hash=sha256:", line)] == []
