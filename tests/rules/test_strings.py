"""Every sentence that a person reads goes through the catalogues, so that it can be translated.

As well as a test can tell: text between tags and in spoken attributes of templates and of lit-html markup, and
strings elsewhere that are written in French (a typographic sign, an accent, or two of its small words).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes

TRANSLATORS = {"_", "_l", "_n", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext", "N_"}
SPOKEN_ATTRIBUTE = re.compile(
    r"\b(?:aria-label|aria-description|title|placeholder|alt|label)\s*=\s*([\"'])(.*?)\1", re.DOTALL
)
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
SIGN = re.compile(r"[àâçéèêëîïôöùûüœæÀÂÇÉÈÊËÎÏÔÖÙÛÜŒ’«»]")
SMALL_WORD = re.compile(
    r"(?<![\w/-])(?:le|la|les|un|une|des|du|de|et|ou|est|sont|pas|plus|vous|votre|vos|ce|cette|pour|avec|dans|sur|sans)(?![\w/-])",
    re.IGNORECASE,
)
HOLE = "\u0001"  # where an expression stands

# Not for a person: words that the parser of dates recognises, in the language of whoever types them.
NOT_SAID_JS = {"flows/dates.js", "flows/dates-words.js", "flows/dates-english.js"}


def is_french(text: str) -> bool:
    return " " in text.strip() and (bool(SIGN.search(text)) or len(SMALL_WORD.findall(text)) > 1)


def spoken(markup: str) -> Iterator[str]:
    """The words of a piece of HTML whose expressions have become holes; keys have the same name everywhere."""
    bare = re.sub(r"<!--.*?-->|<(script|style|kbd)\b.*?</\1>", "", markup, flags=re.DOTALL)
    for match in SPOKEN_ATTRIBUTE.finditer(bare):
        if WORD.search(match.group(2).replace(HOLE, " ")):
            yield match.group(2)
    for text in re.sub(r"<[^>]*>", "\n", bare).replace("&nbsp;", " ").splitlines():
        if WORD.search(re.sub(r"&\w+;", " ", text).replace(HOLE, " ")):
            yield text.strip()


def template_markup(source: str) -> str:
    """The literal text of a template, holes for its expressions; what is inside `trans` is translated and left out."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse(source)
    pieces: list[str] = []
    for output in tree.find_all(nodes.Output):
        pieces.extend(part.data if isinstance(part, nodes.TemplateData) else HOLE for part in output.nodes)
    return "".join(pieces)


def python_strings(source: str) -> Iterator[tuple[int, str]]:
    """String constants that are neither docstrings nor arguments of a translator."""
    tree = ast.parse(source)
    said: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in TRANSLATORS:
                said.update(node.args)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            yield node.lineno, node.value


def test_templates_say_nothing_by_themselves(root: Path) -> None:
    said = [
        f"{path.relative_to(root)}: {text}"
        for path in (root / "templates").rglob("*.html")
        for text in spoken(template_markup(path.read_text(encoding="utf-8")))
    ]
    assert said == []


def test_browser_markup_says_nothing_by_itself(js_facts: dict[str, dict[str, Any]]) -> None:
    said = [
        f"{file}:{piece['line']}: {text}"
        for file, facts in js_facts.items()
        for piece in facts["markup"]
        for text in spoken(piece["text"])
    ]
    assert said == []


def test_browser_strings_are_translated(js_facts: dict[str, dict[str, Any]]) -> None:
    said = [
        f"{file}:{one['line']}: {one['text']}"
        for file, facts in js_facts.items()
        if file not in NOT_SAID_JS
        for one in facts["strings"]
        if is_french(one["text"])
    ]
    assert said == []


def test_python_strings_are_translated(root: Path) -> None:
    said = [
        f"{path.relative_to(root)}:{line}: {text}"
        for path in (root / "vault").rglob("*.py")
        for line, text in python_strings(path.read_text(encoding="utf-8"))
        if is_french(text)
    ]
    assert said == []


def test_the_rule_would_catch_them() -> None:
    assert list(spoken('<p>Bonjour <b>\u0001</b></p><input placeholder="Quand ?">')) == ["Quand ?", "Bonjour"]
    assert list(spoken("<!-- note --><p>\u0001 · 17</p><style>a { color: red }</style>")) == []
    assert list(spoken(template_markup("<p>{{ _('Bonjour') }} {% trans %}Au revoir{% endtrans %}</p>"))) == []
    assert list(spoken(template_markup("<p>{{ x }} jours</p>"))) == ["\u0001 jours"]
    assert [text for _, text in python_strings('"""doc"""\nraise E(_("Le coffre"), "Le coffre est là")')] == [
        "Le coffre est là"
    ]
    assert is_french("Le mot de passe")
    assert not is_french("the password is wrong")
