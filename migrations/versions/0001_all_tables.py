"""All tables: accounts and sessions, catalogues, files, drafts, shares, events; apart from them, halves."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade(name: str) -> None:
    """Bring the database `name` (`main` or `halves`) forward."""
    {"main": upgrade_main, "halves": upgrade_halves}[name]()


def upgrade_main() -> None:
    """Accounts, catalogues, files, shares."""
    op.create_table(
        "accounts",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("auth_version", sa.Integer(), nullable=False),
        sa.Column("kdf_params", sa.Text(), nullable=False),
        sa.Column("auth_hash", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("root_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("quota", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
    )
    op.create_table(
        "commits",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("commit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("root_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "seq", name=op.f("pk_commits")),
        sa.UniqueConstraint("vault_id", "commit_id", name=op.f("uq_commits_vault_id_commit_id")),
    )
    op.create_table(
        "drafts",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("draft_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "draft_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "events",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("event_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "event_id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_vault_id_at", "events", ["vault_id", "at"], unique=False)
    op.create_table(
        "files",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("kept_seq", sa.BigInteger(), nullable=True),
        sa.Column("gone_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'whole', 'kept', 'gone')", name=op.f("ck_files_state")),
        sa.PrimaryKeyConstraint("vault_id", "file_id", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_state_created_at"), "files", ["state", "created_at"], unique=False)
    op.create_table(
        "known_sources",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "tag", name=op.f("pk_known_sources")),
    )
    op.create_table(
        "pages",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "number", name=op.f("pk_pages")),
    )
    op.create_table(
        "records",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "item_id", "version", name=op.f("pk_records")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("fresh_until", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
        sa.UniqueConstraint("session_id", name=op.f("uq_sessions_session_id")),
    )
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"], unique=False)
    op.create_index("ix_sessions_vault_id", "sessions", ["vault_id"], unique=False)
    op.create_table(
        "shares",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("share_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("policy", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("link_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("access_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.Column("max_opens", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("vault_id", "share_id", name=op.f("pk_shares")),
        sa.UniqueConstraint("share_id", name=op.f("uq_shares_share_id")),
    )
    op.create_index(op.f("ix_shares_not_after"), "shares", ["not_after"], unique=False)
    op.create_table(
        "slots",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("slot_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "slot_id", name=op.f("pk_slots")),
    )
    op.create_table(
        "trash",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("trashed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("vault_id", "item_id", name=op.f("pk_trash")),
    )
    op.create_table(
        "parts",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id", "file_id"],
            ["files.vault_id", "files.file_id"],
            name=op.f("fk_parts_vault_id_file_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("vault_id", "file_id", "number", name=op.f("pk_parts")),
    )
    op.create_table(
        "receipts",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("share_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("challenge", sa.LargeBinary(length=64), nullable=False),
        sa.Column("receipt", sa.LargeBinary(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token_until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id", "share_id"], ["shares.vault_id", "shares.share_id"], name=op.f("fk_receipts_vault_id_share_id")
        ),
        sa.PrimaryKeyConstraint("vault_id", "share_id", "challenge", name=op.f("pk_receipts")),
    )
    op.create_table(
        "share_files",
        sa.Column("vault_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("share_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id", "share_id"],
            ["shares.vault_id", "shares.share_id"],
            name=op.f("fk_share_files_vault_id_share_id"),
        ),
        sa.PrimaryKeyConstraint("vault_id", "share_id", "file_id", name=op.f("pk_share_files")),
    )


def upgrade_halves() -> None:
    """The store of halves."""
    op.create_table(
        "halves",
        sa.Column("share_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("half", sa.LargeBinary(length=32), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("share_id", name=op.f("pk_halves")),
    )
    op.create_index(op.f("ix_halves_not_after"), "halves", ["not_after"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # Its planner would sample halves and keep the sample when they are destroyed.
        op.execute("ALTER TABLE halves ALTER COLUMN half SET STATISTICS 0")
