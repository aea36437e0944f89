"""What the rules look at: the tracked files of the project, and the facts of its browser modules."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def js_facts() -> dict[str, dict[str, Any]]:
    """What `js_facts.mjs` says of each module, by its path below `static/js`."""
    done = subprocess.run(["node", ROOT / "tests/rules/js_facts.mjs"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {module["file"]: module for module in json.loads(done.stdout)}


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Every file of the project: those git knows, or every file that it would not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in done.stdout.split("\0") if name and (root / name).is_file()]


def text_of(path: Path) -> str | None:
    """The text of a file, or None when it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
