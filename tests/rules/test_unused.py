"""Nothing is kept that nobody uses: what is left behind is read, translated and sent for nothing.

1. What a browser module exports, another imports, or a test does. `crypto` is left out: it is the twin of the Python
   core, name by name (`test_mirror`).
2. A class of a style sheet stands in a template or in a module; so does a drawing of the sprite.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Facts = dict[str, dict[str, Any]]

TESTED_FROM = ("tests", "tools", "bench")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTOR = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
ADDRESS = re.compile(r"url\([^)]*\)")
ATTRIBUTE = re.compile(r"""class(?:Name)?=\\?"((?:[^"{]|\{[^}]*\})*)\"""")
STRING = re.compile(r"""["'`]([^"'`\n]{1,80})["'`]""")
WORD = re.compile(r"(?<![\w./-])[\w-]+")
SYMBOL = re.compile(r'<symbol[^>]*\bid="([^"]+)"')


def used(js_facts: Facts) -> Iterator[tuple[str, str]]:
    """Each module with a name that another module takes from it."""
    for file, facts in js_facts.items():
        for taken in facts["imports"]:
            names = facts["members"] if taken["names"] is None else taken["names"]
            yield from ((beside(file, taken["path"]), name) for name in names)
        yield from ((beside(file, taken["path"]), taken["name"]) for taken in facts["types"])


def beside(file: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), path))


def test_what_is_exported_is_imported(root: Path, js_facts: Facts) -> None:
    taken, texts = set(used(js_facts)), texts_of_tests(root)
    idle = [
        f"{file}: {name}"
        for file, facts in js_facts.items()
        for name in facts["exports"]
        if not file.startswith("crypto/") and (file, name) not in taken and not is_tested(file, name, texts)
    ]
    assert idle == []


def texts_of_tests(root: Path) -> list[str]:
    paths = [path for folder in TESTED_FROM for path in (root / folder).rglob("*.*")]
    own = [path for path in paths if path.suffix in {".js", ".mjs", ".py"} and "node_modules" not in path.parts]
    return [path.read_text(encoding="utf-8") for path in own if path.is_file()]


def is_tested(file: str, name: str, texts: list[str]) -> bool:
    """A test that names the module, by its file or quoted, names what it takes from it."""
    module = re.compile(rf"\b{re.escape(Path(file).stem)}(?:\.js\b|[\"'])")
    taken = re.compile(rf"\b{re.escape(name)}\b")
    return any(taken.search(text) and module.search(text) for text in texts)


def test_each_class_is_worn(root: Path) -> None:
    worn = words_of(root)
    idle = []
    for sheet in sorted((root / "static/css").glob("*.css")):
        rules = ADDRESS.sub("", COMMENT.sub("", sheet.read_text(encoding="utf-8")))
        named = {name for selector in SELECTOR.findall(rules) for name in CLASS.findall(selector)}
        idle += [f"{sheet.name}: .{name}" for name in sorted(named - worn)]
    assert idle == []


def test_each_drawing_is_shown(root: Path) -> None:
    symbols = SYMBOL.findall((root / "static/img/icons.svg").read_text(encoding="utf-8"))
    assert len(symbols) > 20
    assert sorted(set(symbols) - words_of(root)) == []


def words_of(root: Path) -> set[str]:
    """Every word of a class attribute or of a short string, in templates, browser modules, server and content."""
    found: set[str] = set()
    places = ("templates/**/*.html", "static/js/**/*.js", "vault/**/*.py", "content/**/*.json", "content/**/*.md")
    for path in (path for place in places for path in root.glob(place)):
        text = path.read_text(encoding="utf-8")
        for pattern in (ATTRIBUTE, STRING):
            for words in pattern.findall(text):
                found.update(WORD.findall(words.replace("#", " ")))
    return found
