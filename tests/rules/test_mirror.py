"""The two languages implement the same core: same modules, same constants, same error codes."""

import importlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

# `material` only gives names to bytes; in the browser these are JSDoc types.
PYTHON_ONLY = {"__init__", "material"}

PRINT = """
const module = await import(process.argv[1]);
const plain = (value) => value instanceof Uint8Array ? new TextDecoder("latin1").decode(value)
  : value instanceof Set ? [...value] : typeof value === "bigint" ? Number(value) : value;
console.log(JSON.stringify(module, (_key, value) => plain(value)));
"""
CODES = """
const module = await import(process.argv[1]);
const all = Object.values(module).filter((value) => value.prototype instanceof Error);
console.log(JSON.stringify(all.map((E) => [E.name, new E("x").code])));
"""


def node(code: str, path: Path) -> Any:
    command = ["node", "--input-type=module", "-e", code, "--", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def plain(value: Any) -> Any:
    """A Python constant in the form that JSON gives to its twin; sets and sequences compare as sorted lists."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset, tuple, list)):
        return sorted((plain(one) for one in value), key=str)
    return value


def test_each_module_has_its_twin(root: Path) -> None:
    python = {path.stem for path in (root / "vault/crypto").glob("*.py")} - PYTHON_ONLY
    browser = {path.stem for path in (root / "static/js/crypto").glob("*.js")}
    assert python == browser


def test_the_constants_are_the_same(root: Path) -> None:
    module = importlib.import_module("vault.crypto.constants")
    python = {name: plain(value) for name, value in vars(module).items() if name.isupper() and name != "Final"}
    browser = {name: plain(value) for name, value in node(PRINT, root / "static/js/crypto/constants.js").items()}
    assert python == browser
    assert len(python) > 20


def test_the_error_codes_are_the_same(root: Path) -> None:
    module = importlib.import_module("vault.crypto.errors")
    codes = {
        name: value.code
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Exception) and "code" in vars(value)
    }
    browser = dict(node(CODES, root / "static/js/crypto/errors.js"))
    browser.pop("CryptoError", None)
    codes.pop("CryptoError", None)
    assert {name: code for name, code in browser.items() if code != "x"} == codes


@pytest.mark.parametrize("language", ["unit/crypto", "js/crypto"])
def test_every_vector_file_is_read(root: Path, language: str) -> None:
    """A vector that one language does not read proves nothing about the two."""
    vectors = {path.stem for path in (root / "tests/vectors").glob("*.json")}
    text = "".join(path.read_text() for path in (root / "tests" / language).rglob("*") if path.is_file()
                   and path.suffix in {".py", ".js"})
    assert {name for name in vectors if name not in text} == set()
