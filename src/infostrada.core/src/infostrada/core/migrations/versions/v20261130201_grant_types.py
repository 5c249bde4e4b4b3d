"""Rows of one type below a grant are found without reading all that lies there."""

from alembic import op


revision = "core_20261130201"
down_revision = "core_20261122021"
depends_on = "core_20261128460"
branch_labels = None


def upgrade() -> None:
    """A case has many documents; who may see ten thousand cases asks for the cases."""
    op.execute(
        """
        DROP INDEX core.record_grant_scope;
        CREATE INDEX record_grant_scope ON core.record (grant_scope, type) WHERE grant_scope IS NOT NULL;
        """
    )


def downgrade() -> None:
    """Back to the index of scopes alone."""
    op.execute(
        """
        DROP INDEX core.record_grant_scope;
        CREATE INDEX record_grant_scope ON core.record (grant_scope) WHERE grant_scope IS NOT NULL;
        """
    )
