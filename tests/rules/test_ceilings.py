"""No file and no function grows beyond what can be read in one sitting."""

import ast
from pathlib import Path
from typing import Any

FILE = 450
PYTHON_FUNCTION = 60
JS_FUNCTION = 45

# Tables of cases, each beside the clause that it stands for: they are looked up, not read through.
TABLES = "tests/vectors/makers"


def test_python_stays_short(root: Path) -> None:
    long = []
    for folder in ("vault", "tests", "tools", "bench"):
        for path in (root / folder).rglob("*.py"):
            name = path.relative_to(root).as_posix()
            if name.startswith(TABLES):
                continue
            text = path.read_text(encoding="utf-8")
            if len(text.splitlines()) > FILE:
                long.append(f"{name}: {len(text.splitlines())} lines")
            long += [f"{name}:{function}" for function in long_functions(text)]
    assert long == []


def long_functions(text: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > PYTHON_FUNCTION:
                found.append(f"{node.lineno}: {node.name} has {lines} lines")
    return found


def test_javascript_stays_short(js_facts: dict[str, dict[str, Any]]) -> None:
    long = [f"{file}: {facts['lines']} lines" for file, facts in js_facts.items() if facts["lines"] > FILE]
    long += [
        f"{file}:{facts['longest']['line']}: a function of {facts['longest']['lines']} lines"
        for file, facts in js_facts.items()
        if facts["longest"]["lines"] > JS_FUNCTION
    ]
    assert long == []
