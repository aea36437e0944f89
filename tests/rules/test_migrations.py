"""The tables that migrations make are those that the code declares, on both databases and both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.parts import postgres
from vault import cli, models  # noqa: F401 - declares every table
from vault.config import Settings
from vault.models.base import Base, HalvesBase
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vault.services.parts import Parts


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.heavy)])
def parts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Parts]:
    env = {"EMBEDDED": str(tmp_path)}
    if request.param == "sqlite":
        made = open_parts(Settings.from_env(env))
        yield made
        made.db.dispose()
        made.halves.dispose()
        return
    server = request.getfixturevalue("postgres_server")
    with postgres.fresh_database(server) as main, postgres.fresh_database(server) as halves:
        made = open_parts(Settings.from_env(env | {"DATABASE_URL": main, "HALVES_DATABASE_URL": halves}))
        yield made
        made.db.dispose()
        made.halves.dispose()


def test_migrated_tables_are_the_declared_ones(parts: Parts) -> None:
    cli.migrate(parts)
    for database, base in ((parts.db, Base), (parts.halves, HalvesBase)):
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, base.metadata) == []


def test_migrating_again_changes_nothing(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert not cli.check(parts)
    cli.migrate(parts)
    cli.migrate(parts)
    assert cli.check(parts)
    assert capsys.readouterr().out.splitlines()[-5:-1] == [
        f"{part}: ok" for part in ("database", "halves", "files", "counters")
    ]


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(cli.MIGRATIONS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_every_table_of_a_vault_starts_with_the_vault() -> None:
    for table in Base.metadata.tables.values():
        key = [column.name for column in table.primary_key]
        found_by_token = {"sessions": ["token_hash"], "tickets": ["ticket_hash"]}
        assert key[0] == "vault_id" or found_by_token.get(table.name) == key


def test_halves_do_not_know_vaults() -> None:
    assert "vault_id" not in {column.name for table in HalvesBase.metadata.tables.values() for column in table.columns}
