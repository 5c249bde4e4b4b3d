"""Answers to requests that may be sent again."""

from alembic import op


revision = "core_20261122003"
down_revision = "core_20261122002"
branch_labels = None


def upgrade() -> None:
    """One row per user and key; the digest tells a repetition from another request."""
    op.execute(
        """
        CREATE TABLE core.idempotency (
            principal text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            digest bytea NOT NULL,
            uid text COLLATE "C",
            begun timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (principal, key)
        );
        CREATE INDEX idempotency_begun ON core.idempotency (begun);
        """
    )


def downgrade() -> None:
    """Drops the answers; requests sent again are then new ones."""
    op.execute("DROP TABLE core.idempotency")
