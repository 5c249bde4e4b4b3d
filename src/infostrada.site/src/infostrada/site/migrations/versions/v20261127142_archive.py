"""Columns of the case list for the archive: category, first days of what follows, hold."""

from alembic import op


revision = "site_20261127142"
down_revision = "site_20261127141"
depends_on = "site_20261127021"
branch_labels = None


def upgrade() -> None:
    """What the retention report and the lists of the archive ask for."""
    op.execute(
        """
        ALTER TABLE site.case_listing
            ADD COLUMN category text NOT NULL DEFAULT '',
            ADD COLUMN handover_from date,
            ADD COLUMN destroy_from date,
            ADD COLUMN transfer_from date,
            ADD COLUMN hold text NOT NULL DEFAULT '';
        CREATE INDEX case_listing_handover ON site.case_listing (org_symbol, handover_from)
            WHERE handover_from IS NOT NULL;
        CREATE INDEX case_listing_destroy ON site.case_listing (destroy_from)
            WHERE destroy_from IS NOT NULL;
        """
    )


def downgrade() -> None:
    """Back to the list without the archive."""
    op.execute(
        """
        DROP INDEX site.case_listing_handover, site.case_listing_destroy;
        ALTER TABLE site.case_listing
            DROP COLUMN category, DROP COLUMN handover_from, DROP COLUMN destroy_from,
            DROP COLUMN transfer_from, DROP COLUMN hold;
        """
    )
