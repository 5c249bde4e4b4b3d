"""Side index: find the few rows of a person who may see little."""

from alembic import op


revision = "core_20261122021"
down_revision = "core_20261122020"
branch_labels = None


def upgrade() -> None:
    """By access set, for lists in which walking in order would pass over nearly everything."""
    op.execute("CREATE INDEX record_access ON core.record (access, type)")


def downgrade() -> None:
    """Lists of such persons become slow."""
    op.execute("DROP INDEX core.record_access")
