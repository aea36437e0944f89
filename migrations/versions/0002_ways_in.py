"""Ways in and out: recovery phrase and people, second factors, refusals, erasures, inactivity."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade(name: str) -> None:
    """Bring the database `name` forward; the store of halves does not change."""
    if name == "main":
        extend_tables()
        create_tables()


def extend_tables() -> None:
    """What vaults made before get: no phrase, six years, and their first day as that of their last opening."""
    with op.batch_alter_table("accounts") as table:
        table.add_column(sa.Column("phrase_hash", sa.Text()))
        table.add_column(sa.Column("inactive_years", sa.Integer(), nullable=False, server_default="6"))
        table.add_column(sa.Column("opened_on", sa.Date()))
        table.add_column(sa.Column("inactive_noted_on", sa.Date()))
    op.execute("UPDATE accounts SET opened_on = CURRENT_DATE")
    with op.batch_alter_table("accounts") as table:
        table.alter_column("opened_on", existing_type=sa.Date(), nullable=False)
        table.create_index("ix_accounts_inactive_years_opened_on", ["inactive_years", "opened_on"], unique=False)
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("via", sa.String(length=8), nullable=False, server_default="password"))
    with op.batch_alter_table("share_files") as table:
        table.add_column(sa.Column("own", sa.Boolean(), nullable=False, server_default=sa.false()))
    # A file that came with no record was made for a share: it goes when its share has ended.
    op.execute(
        "UPDATE share_files SET own = true WHERE EXISTS (SELECT 1 FROM files WHERE files.vault_id = share_files.vault_id"
        " AND files.file_id = share_files.file_id AND files.kept_seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM records"
        " WHERE records.vault_id = files.vault_id AND records.seq = files.kept_seq))"
    )


def create_tables() -> None:
    """Refusals, tickets, factors, codes, people, erasures."""
    op.create_table(
        "refusals",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "on", "kind", name=op.f("pk_refusals")),
    )
    op.create_table(
        "tickets",
        sa.Column("ticket_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("vault_id", sa.LargeBinary(length=16)),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("challenge", sa.LargeBinary(length=32)),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_tickets")),
    )
    op.create_index("ix_tickets_expires_at", "tickets", ["expires_at"], unique=False)
    op.create_table(
        "factors",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("factor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("credential", sa.LargeBinary(length=1023)),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date()),
        sa.PrimaryKeyConstraint("vault_id", "factor_id", name=op.f("pk_factors")),
        sa.UniqueConstraint("credential", name=op.f("uq_factors_credential")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("vault_id", "hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "people",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("auth_hash", sa.Text(), nullable=False),
        sa.Column("half", sa.LargeBinary(length=32), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime()),
        sa.Column("ready_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("vault_id", name=op.f("pk_people")),
    )
    op.create_table(
        "erasures",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("erasure_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("ready_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime()),
        sa.Column("done_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("vault_id", "erasure_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "erasure_items",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("erasure_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id", "erasure_id"],
            ["erasures.vault_id", "erasures.erasure_id"],
            name=op.f("fk_erasure_items_vault_id_erasure_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("vault_id", "erasure_id", "item_id", name=op.f("pk_erasure_items")),
    )
