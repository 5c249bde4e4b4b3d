"""When the nightly work last ended well, whatever became of it since."""

from alembic import op


revision = "core_20261128002"
down_revision = "core_20261127001"
branch_labels = None


def upgrade() -> None:
    """Before its first good end a kind of work is counted from when it was first asked for."""
    op.execute(
        """
        ALTER TABLE core.chore ADD last_well timestamptz NOT NULL DEFAULT now();
        UPDATE core.chore SET last_well = ended WHERE ended IS NOT NULL;
        INSERT INTO core.chore (name, begun) VALUES ('pack', '-infinity') ON CONFLICT (name) DO NOTHING;
        """
    )


def downgrade() -> None:
    """The last good end is no longer told apart."""
    op.execute("ALTER TABLE core.chore DROP COLUMN last_well")
