# ruff: noqa: INP001 - Alembic runs this file by its path
"""How migrations run: over both databases, each in one transaction, one process at a time.

The databases come from `vault.cli` (`config.attributes`): there is no ini file and no address in this folder. A
revision has `upgrade(name)`, called once for `main` and once for `halves`.
"""

from alembic import context
from sqlalchemy import Connection, text

from vault import models  # noqa: F401 - declares every table
from vault.models.base import Base, Database, HalvesBase

LOCK = 0x6D656D6F
"""Key of the PostgreSQL lock that makes a second process wait until the first has migrated."""
METADATA = {"main": Base.metadata, "halves": HalvesBase.metadata}


def migrate(name: str, database: Database) -> None:
    """Bring one database to the revision asked for, or leave it as it was."""
    with database.engine.execution_options(memo_write=True).begin() as connection:
        _wait_for_turn(connection)
        context.configure(
            connection=connection,
            target_metadata=METADATA[name],
            transactional_ddl=True,
            render_as_batch=database.is_sqlite,
        )
        with context.begin_transaction():
            context.run_migrations(name=name)


def _wait_for_turn(connection: Connection) -> None:
    # SQLite's write lock, taken at the start of the transaction, does the same.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


for database_name, opened in context.config.attributes["databases"].items():
    migrate(database_name, opened)
