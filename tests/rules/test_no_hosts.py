"""The project names no machine and no third party that a page could load from.

1. Nothing tracked names a folder of the machine it was written on.
2. Locks and requirements name no package host: where to fetch from is the business of the machine that installs.
3. Templates, styles and scripts load nothing from elsewhere: an address of another host appears only as a link that
   a person chooses to follow.
4. No mark of unfinished work is left behind.
"""

import re
from pathlib import Path

from tests.rules.conftest import text_of

MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|opt/(?:pypi|wheels))(?=/)")
PACKAGE_HOST = re.compile(r"https?://[\w.-]*(?:npmjs|pypi|pythonhosted|artifactory|nexus)[\w.-]*", re.IGNORECASE)
LOADED = re.compile(
    r"""(?:\bsrc|<link\b[^>]*\bhref|@import|url\(|\bimport\b[^\n;]*?from|\bimport\(|\bfetch\()[\s=("']*(?:https?:)?//""",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
OURSELVES = Path(__file__).name


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    texts = ((path, text_of(path)) for path in paths if path.name != OURSELVES)
    return [f"{path}: {match.group()}" for path, text in texts if text for match in pattern.finditer(text)]


def test_no_folder_of_a_machine(tracked: list[Path]) -> None:
    assert found(MACHINE, tracked) == []


def test_locks_name_no_host(root: Path) -> None:
    locks = [root / "package-lock.json", root / ".npmrc", *(root / "requirements").iterdir()]
    assert found(PACKAGE_HOST, locks) == []
    assert '"resolved"' not in (root / "package-lock.json").read_text()


def test_pages_load_nothing_from_elsewhere(tracked: list[Path], root: Path) -> None:
    served = [path for path in tracked if path.relative_to(root).parts[0] in {"templates", "static"}]
    assert found(LOADED, served) == []


def test_nothing_is_left_unfinished(tracked: list[Path]) -> None:
    code = [path for path in tracked if path.suffix in {".py", ".js", ".mjs", ".css", ".html", ".sh"}]
    assert found(UNFINISHED, code) == []
