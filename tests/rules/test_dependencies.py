"""Each direct dependency is used where it is said to be: one that is not is fetched, reviewed and upgraded for nothing.

1. What the browser is given is in `static/vendor`, and in no other way: `dependencies` are the packages of VENDOR.json.
2. A tool of npm is imported by a module of ours, read from its folder, or run by its program.
3. What the product needs in Python, the product imports or runs; what only tests and upkeep need, anything may.
4. Types are of a package that is used. What serves without being imported or run says below where it does.
"""

import json
import re
from configparser import ConfigParser
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path

import pytest

from tests.rules.conftest import text_of

PRODUCT = {"vault", "migrations", "Procfile"}
REQUIREMENT = re.compile(r"[\w-]+")
IMPORTED = re.compile(r"^[ \t]*(?:from|import) (\w+)", re.MULTILINE)
# At the beginning of a command of Procfile, or in a folder of programs.
RUN = re.compile(r"(?:^\w+: |(?i:bin)\)?/)([\w-]+)", re.MULTILINE)
# File and words by which it serves.
OTHERWISE = {
    "psycopg": ("vault/config.py", "postgresql+psycopg://"),
    "pytest-xdist": ("Makefile", "-n $(JOBS)"),
    "setuptools": ("pyproject.toml", "setuptools.build_meta"),
}


@pytest.fixture(scope="module")
def package(root: Path) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads((root / "package.json").read_text())
    return read


@pytest.fixture(scope="module")
def sources(root: Path, tracked: list[Path]) -> dict[str, str]:
    """Text of what runs, by its path: modules, scripts, and the files that start programs."""
    runs = [path for path in tracked if path.suffix in {".py", ".js", ".mjs", ".sh"} or path.parent == root]
    texts = {str(path.relative_to(root)): text_of(path) for path in runs if path.suffix not in {".md", ".json", ".cfg"}}
    return {path: text for path, text in texts.items() if text and path != f"tests/rules/{Path(__file__).name}"}


@pytest.fixture(scope="module")
def requirements(root: Path) -> dict[str, list[str]]:
    """Names by their list: `install_requires`, and each extra."""
    config = ConfigParser(interpolation=None)
    config.read(root / "setup.cfg")
    lists = {"install_requires": config["options"]["install_requires"], **config["options.extras_require"]}
    return {name: [REQUIREMENT.match(line)[0] for line in text.split()] for name, text in lists.items()}  # type: ignore[index]  # each has a name


def test_what_the_browser_gets_is_what_is_asked_for(root: Path, package: dict[str, dict[str, str]]) -> None:
    rows = json.loads((root / "tools/vendor/VENDOR.json").read_text())["files"]
    built = {one.rsplit("@", 1)[0] for row in rows for one in row["packages"]}
    assert set(package["dependencies"]) == built


def test_tools_of_npm_are_used(root: Path, package: dict[str, dict[str, str]], sources: dict[str, str]) -> None:
    idle = [name for name in package["devDependencies"] if not is_taken(root, name, sources)]
    assert idle == []


def is_taken(root: Path, name: str, sources: dict[str, str]) -> bool:
    programs = json.loads((root / "node_modules" / name / "package.json").read_text()).get("bin", {})
    names = [name.rsplit("/", 1)[-1]] if isinstance(programs, str) else list(programs)
    run = [rf"node_modules/\.bin/{re.escape(program)}\b" for program in names]
    taken = re.compile("|".join([rf"""["']{re.escape(name)}["'/]""", rf"node_modules/{re.escape(name)}/", *run]))
    return any(taken.search(text) for text in sources.values())


def test_python_packages_are_used(requirements: dict[str, list[str]], sources: dict[str, str]) -> None:
    product = {path: text for path, text in sources.items() if path.split("/")[0] in PRODUCT}
    idle = []
    for name, packages in requirements.items():
        used = packages_used_by(product if name == "install_requires" else sources)
        idle += [one for one in packages if not (serves(one, sources) or used & {one, one.removesuffix("-stubs")})]
    assert idle == []


def packages_used_by(sources: dict[str, str]) -> set[str]:
    """Those of which a module is imported, or a program run."""
    imported = {module for path, text in sources.items() if path.endswith(".py") for module in IMPORTED.findall(text)}
    run = {program for path, text in sources.items() if not path.endswith(".py") for program in RUN.findall(text)}
    owners = [owner for module, names in packages_distributions().items() if module in imported for owner in names]
    return {plain(one) for one in owners} | {plain(one.name) for one in distributions() if run & programs_of(one)}


def programs_of(package: Distribution) -> set[str]:
    return {path.name for path in package.files or [] if path.parent.name == "bin"}


def serves(name: str, sources: dict[str, str]) -> bool:
    path, words = OTHERWISE.get(name, ("", ""))
    return words in sources.get(path, "") if path else False


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
