"""Columns of the case list for groups, sub-cases and the letter a case began with."""

from alembic import op


revision = "site_20261127141"
down_revision = "site_20261127140"
branch_labels = None


def upgrade() -> None:
    """What the spis spraw names beside the sign."""
    op.execute(
        """
        ALTER TABLE site.case_listing
            ADD COLUMN inside integer,
            ADD COLUMN whole text COLLATE "C",
            ADD COLUMN initiator_reference text NOT NULL DEFAULT '',
            ADD COLUMN initiating_letter_date text NOT NULL DEFAULT '';
        CREATE INDEX case_listing_whole ON site.case_listing (whole) WHERE whole IS NOT NULL;
        """
    )


def downgrade() -> None:
    """Back to the list without ties."""
    op.execute(
        """
        DROP INDEX site.case_listing_whole;
        ALTER TABLE site.case_listing
            DROP COLUMN inside, DROP COLUMN whole, DROP COLUMN initiator_reference,
            DROP COLUMN initiating_letter_date;
        """
    )
