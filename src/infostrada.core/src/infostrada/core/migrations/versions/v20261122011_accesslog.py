"""The access log."""

from alembic import op


revision = "core_20261122011"
down_revision = "core_20261122001"
branch_labels = None

TABLES = """
    CREATE TABLE core.access_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        moment timestamptz NOT NULL DEFAULT now(),
        actor text NOT NULL,
        action text NOT NULL,
        uid text NOT NULL,
        unit text NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('granted', 'refused')),
        reason text NOT NULL
    );
    CREATE INDEX access_log_uid ON core.access_log (uid, id) WHERE uid <> '';
    CREATE INDEX access_log_actor ON core.access_log (actor, id);
    CREATE INDEX access_log_unit ON core.access_log (unit, id);
    CREATE INDEX access_log_moment ON core.access_log (moment);
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them with their rows."""
    op.execute("DROP TABLE core.access_log")
