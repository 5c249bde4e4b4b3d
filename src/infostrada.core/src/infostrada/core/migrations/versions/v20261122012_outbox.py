"""The outbox."""

from alembic import op


revision = "core_20261122012"
down_revision = "core_20261122001"
branch_labels = None

TABLES = """
    CREATE TABLE core.outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL UNIQUE,
        payload jsonb NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
        put timestamptz NOT NULL DEFAULT now(),
        due timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        ended timestamptz,
        error text NOT NULL DEFAULT ''
    );
    CREATE INDEX outbox_due ON core.outbox (due, id) WHERE state = 'waiting';
    CREATE INDEX outbox_dead ON core.outbox (id) WHERE state = 'dead';
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them with their rows."""
    op.execute("DROP TABLE core.outbox")
