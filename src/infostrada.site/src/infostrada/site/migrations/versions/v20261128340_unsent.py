"""Letters the network did not take are found at once by "my work"."""

from alembic import op


revision = "site_20261128340"
down_revision = "site_20261128091"
branch_labels = None


def upgrade() -> None:
    """Few rows at any time."""
    op.execute(
        """
        CREATE INDEX outgoing_listing_unsent ON site.outgoing_listing (year, number)
            WHERE channel_status = 'Niewysłana';
        """
    )


def downgrade() -> None:
    """Back to the list without the index."""
    op.execute("DROP INDEX site.outgoing_listing_unsent")
