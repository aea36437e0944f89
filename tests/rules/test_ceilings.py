"""No file and no function grows beyond what can be read in one sitting."""

import ast
from pathlib import Path
from typing import Any

FILE = 450
PYTHON_FUNCTION = 60
JS_FUNCTION = 45


def test_python_stays_short(root: Path) -> None:
    long = []
    for path in (root / "vault").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > FILE:
            long.append(f"{path.relative_to(root)}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > PYTHON_FUNCTION:
                    long.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} has {lines} lines")
    assert long == []


def test_javascript_stays_short(js_facts: dict[str, dict[str, Any]]) -> None:
    long = [f"{file}: {facts['lines']} lines" for file, facts in js_facts.items() if facts["lines"] > FILE]
    long += [
        f"{file}:{facts['longest']['line']}: a function of {facts['longest']['lines']} lines"
        for file, facts in js_facts.items()
        if facts["longest"]["lines"] > JS_FUNCTION
    ]
    assert long == []
