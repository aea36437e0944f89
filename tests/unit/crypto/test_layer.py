"""The layer stands alone: it loads no server, and prints no secret."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import vault.crypto
from vault.crypto import errors

FOLDER = Path(vault.crypto.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
FOR_THE_SERVER = (
    "constants",
    "encoding",
    "errors",
    "framing",
    "material",
    "padding",
    "policy",
    "schema",
    "shapes",
    "signing",
)
OPENS_A_VAULT = ("kdf", "sealing", "slots", "catalogue", "recovery", "roots", "rows", "sharing")
NOT_FOR_THE_SERVER = {f"vault.crypto.{name}" for name in OPENS_A_VAULT}


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_whole_layer_loads_no_server() -> None:
    loaded = loaded_by("; ".join(f"import vault.crypto.{name}" for name in MODULES))
    assert {f"vault.crypto.{name}" for name in MODULES} <= loaded
    assert not loaded & {"flask", "sqlalchemy", "boto3", "requests", "werkzeug", "pydantic"}


def test_what_the_server_imports_cannot_open_a_vault() -> None:
    loaded = loaded_by("; ".join(f"import vault.crypto.{name}" for name in FOR_THE_SERVER))
    assert not loaded & NOT_FOR_THE_SERVER


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_nothing_from_the_rest_of_vault(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(module.startswith("vault.crypto") for module in modules if module.startswith("vault"))


def test_codes_are_stable_and_differ() -> None:
    classes = errors.CryptoError.__subclasses__()
    codes = "does_not_open expired foreign_slot forged fork malformed omitted rollback unsupported weak_kdf"
    assert sorted(error.code for error in classes) == codes.split()
