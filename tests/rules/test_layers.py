"""Python imports point one way (docs/architecture.md 2), and no module escapes the contracts by being new."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

# What opens evidence: DESIGN lists them, and none may be reached from the server.
OPENS_EVIDENCE = {"kdf", "sealing", "slots", "catalogue", "sharing", "dossier", "recovery"}
SERVER = {"app", "cli", "worker", "views", "services", "models", "storage"}
STANDS_ALONE = {"verify"}
CLIENT = "client"  # and what its name begins
NOWHERE = {"__init__", "__pycache__", "translations"}


@pytest.fixture(scope="module")
def contracts(root: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(root / "setup.cfg")
    return parser


def entries(contracts: configparser.ConfigParser, name: str, option: str) -> set[str]:
    return set(contracts[f"importlinter:contract:{name}"][option].split())


def modules(folder: Path) -> set[str]:
    packages = {path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    return packages | {path.stem for path in folder.glob("*.py")}


def client_modules(root: Path) -> set[str]:
    return {name for name in modules(root / "vault") if name.partition("_")[0] == CLIENT}


def test_the_contracts_are_kept(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [linter, "--config", "setup.cfg", "--no-logo"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_has_a_layer(contracts: configparser.ConfigParser, root: Path) -> None:
    layers = {name.strip("()") for name in entries(contracts, "layers", "layers") if name != "|"}
    assert modules(root / "vault") - STANDS_ALONE - NOWHERE - client_modules(root) <= layers


def test_the_server_contract_names_all_that_opens_evidence(contracts: configparser.ConfigParser, root: Path) -> None:
    forbidden = entries(contracts, "server", "forbidden_modules")
    assert {f"vault.crypto.{name}" for name in OPENS_EVIDENCE & modules(root / "vault/crypto")} <= forbidden


def test_the_server_contract_names_all_of_the_server(contracts: configparser.ConfigParser, root: Path) -> None:
    sources = entries(contracts, "server", "source_modules")
    assert {f"vault.{name}" for name in SERVER & modules(root / "vault")} <= sources


def test_what_stands_alone_is_named(contracts: configparser.ConfigParser, root: Path) -> None:
    sources = entries(contracts, "alone", "source_modules")
    assert {f"vault.{name}" for name in (STANDS_ALONE | {"crypto"}) & modules(root / "vault")} <= sources


def test_the_client_contract_names_all_of_the_client(contracts: configparser.ConfigParser, root: Path) -> None:
    sources = entries(contracts, "client", "source_modules")
    assert {f"vault.{name}" for name in client_modules(root)} <= sources


def test_importing_the_crypto_core_loads_no_server(root: Path) -> None:
    names = [f"vault.crypto.{path.stem}" for path in (root / "vault/crypto").glob("*.py") if path.stem != "__init__"]
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert not {"flask", "sqlalchemy", "boto3", "httpx"} & set(done.stdout.split())
