"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade(name: str) -> None:
    """Bring the database `name` (`main` or `halves`) forward."""
    {"main": upgrade_main, "halves": upgrade_halves}[name]()


def upgrade_main() -> None:
    """Accounts, catalogues, files, shares."""


def upgrade_halves() -> None:
    """The store of halves."""
