"""Jobs and the heartbeat of workers."""

from alembic import op


revision = "core_20261122013"
down_revision = "core_20261122001"
branch_labels = None

TABLES = """
    CREATE TABLE core.job (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        params jsonb NOT NULL,
        unit text NOT NULL,
        owner text NOT NULL,
        state text NOT NULL DEFAULT 'queued'
            CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
        created timestamptz NOT NULL DEFAULT now(),
        started timestamptz,
        ended timestamptz,
        done bigint NOT NULL DEFAULT 0,
        total bigint,
        message text NOT NULL DEFAULT '',
        checkpoint jsonb,
        starts integer NOT NULL DEFAULT 0,
        cancel boolean NOT NULL DEFAULT false,
        error text NOT NULL DEFAULT ''
    );
    CREATE INDEX job_open ON core.job (created, id) WHERE state IN ('queued', 'running');
    CREATE INDEX job_owner ON core.job (owner, created);
    CREATE INDEX job_unit ON core.job (unit, created);
    CREATE TABLE core.worker (
        name text PRIMARY KEY,
        started timestamptz NOT NULL DEFAULT now(),
        beat timestamptz NOT NULL DEFAULT now()
    );
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them with their rows."""
    op.execute("DROP TABLE core.job, core.worker")
