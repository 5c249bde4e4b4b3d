"""Failed logins and second factors."""

from alembic import op


revision = "core_20261122014"
down_revision = "core_20261122001"
branch_labels = None

TABLES = """
    CREATE TABLE core.login_failure (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX login_failure_key ON core.login_failure (key, at DESC);
    CREATE INDEX login_failure_at ON core.login_failure (at);

    CREATE TABLE core.second_factor (
        account text PRIMARY KEY,
        secret text NOT NULL,
        confirmed boolean NOT NULL DEFAULT false,
        last_step bigint NOT NULL DEFAULT 0,
        made timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE core.recovery_code (
        account text NOT NULL REFERENCES core.second_factor ON DELETE CASCADE,
        digest bytea NOT NULL,
        PRIMARY KEY (account, digest)
    );
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them with their rows."""
    op.execute("DROP TABLE core.recovery_code, core.second_factor, core.login_failure")
