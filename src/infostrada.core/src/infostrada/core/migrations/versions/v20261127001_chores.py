"""When the nightly work was done last."""

from alembic import op


revision = "core_20261127001"
down_revision = "core_20261122001"
branch_labels = None


def upgrade() -> None:
    """One row for each kind of nightly work; `outcome` says what its last end was."""
    op.execute(
        """
        CREATE TABLE core.chore (
            name text PRIMARY KEY,
            begun timestamptz NOT NULL,
            ended timestamptz,
            outcome jsonb
        )
        """
    )


def downgrade() -> None:
    """The next night begins afresh."""
    op.execute("DROP TABLE core.chore")
