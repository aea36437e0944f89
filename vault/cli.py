"""Operator commands: `python -m vault.cli migrate|check|sweep` and `python -m vault.cli directory check|merge`.

`migrate`  brings both databases to the newest tables and readies the blob store; safe to run before every start.
`check`    says of each part whether it stands: databases and their tables, files, counters. Status 1 when one does not.
           Then what the law pages still lack, which stops nothing.
`sweep`    makes one pass of the worker.

They read the settings of the web process, and print no setting, address or content.

`directory check FILE`      says whether a file of the directory is as it should be.
`directory merge FILE CSV`  puts the table that an association sent into the file and shows what changes; one wrong
                            line refuses the whole table. These two read no setting.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from vault.config import Settings, SettingsError
from vault.errors import VaultError
from vault.services import directory, directory_merge, law, sweeps
from vault.services.guide import ContentError
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vault.models.base import Database
    from vault.services.parts import Parts

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class OldTablesError(Exception):
    """The tables are not those of this version: `migrate` was not run."""


def migrate(parts: Parts, revision: str = "head") -> None:
    """Bring both databases to `revision`, and make the blob store ready.

    Raises:
        DatabaseUnavailableError, StorageUnavailableError: a part cannot be reached.
    """
    config = _alembic()
    config.attributes["databases"] = {"main": parts.db, "halves": parts.halves}
    command.upgrade(config, revision)
    parts.blobs.prepare(parts.settings.site_url)


def check(parts: Parts) -> bool:
    """Print one line for each part; whether all stand."""
    probes: dict[str, Callable[[], object]] = {
        "database": lambda: _check_tables(parts.db),
        "halves": lambda: _check_tables(parts.halves),
        "files": lambda: parts.blobs.prepare(parts.settings.site_url),
        "counters": parts.limits.check,
    }
    standing = [_probe(name, probe) for name, probe in probes.items()]
    lacking = law.missing(parts.settings)
    print(f"law pages: not given yet: {', '.join(lacking)}" if lacking else "law pages: ok")
    return all(standing)


def sweep(parts: Parts) -> None:
    """One pass of the worker."""
    print(sweeps.sweep(parts))


def _probe(name: str, probe: Callable[[], object]) -> bool:
    try:
        probe()
    except (OldTablesError, VaultError) as error:
        print(f"{name}: {error}")
        return False
    print(f"{name}: ok")
    return True


def _check_tables(database: Database) -> None:
    with database.read() as db:
        found = MigrationContext.configure(db.connection()).get_current_heads()
    if found != tuple(ScriptDirectory.from_config(_alembic()).get_heads()):
        raise OldTablesError("not migrated")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def check_directory(file: Path) -> None:
    """Print how many entries the file has.

    Raises:
        ContentError, OSError: it is not as it should be, or not there.
    """
    kept = directory.parse(file.read_text(encoding="utf-8"), file.name)
    print(f"{file.name}: {len(kept.entries)} entries")


def merge_directory(file: Path, table: Path) -> None:
    """Put the table into the file and print what changes; the file is replaced whole, or left as it is.

    Raises:
        ContentError, OSError: the file or the table is not as it should be, or not there.
    """
    kept = directory.parse(file.read_text(encoding="utf-8"), file.name)
    merged = directory_merge.merge(kept, table.read_bytes())
    fresh = file.with_suffix(".new")
    fresh.write_text(directory.written(merged.directory), encoding="utf-8")
    fresh.replace(file)
    print("\n".join(merged.changes) or "nothing changes")


COMMANDS: dict[str, Callable[[Parts], object]] = {"migrate": migrate, "check": check, "sweep": sweep}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        done = _run(chosen)
    except (SettingsError, VaultError, ContentError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if done is False else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m vault.cli", description="Operator commands.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        commands.add_parser(name)
    actions = commands.add_parser("directory").add_subparsers(dest="action", required=True)
    checking, merging = actions.add_parser("check"), actions.add_parser("merge")
    for one in (checking, merging):
        one.add_argument("file", type=Path)
    merging.add_argument("table", type=Path)
    return parser


def _run(chosen: argparse.Namespace) -> object:
    if chosen.command != "directory":
        return COMMANDS[chosen.command](open_parts(Settings.from_env()))
    if chosen.action == "check":
        check_directory(chosen.file)
    else:
        merge_directory(chosen.file, chosen.table)
    return None


if __name__ == "__main__":
    sys.exit(main())
