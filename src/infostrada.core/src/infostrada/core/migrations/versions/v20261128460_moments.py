"""Side index: when the next object becomes public or ends."""

from alembic import op


revision = "core_20261128460"
down_revision = "core_20261122020"
depends_on = "core_20261122021"
branch_labels = None


def upgrade() -> None:
    """Pages kept in memory ask for that moment after every change."""
    op.execute(
        """
        CREATE INDEX record_effective ON core.record (effective);
        CREATE INDEX record_expires ON core.record (expires) WHERE expires IS NOT NULL;
        """
    )


def downgrade() -> None:
    """The moment is found by reading every object's row."""
    op.execute("DROP INDEX core.record_effective, core.record_expires")
