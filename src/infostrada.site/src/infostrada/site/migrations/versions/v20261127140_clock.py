"""Columns of the case list for the two clocks of a case and the supervision of terms."""

from alembic import op


revision = "site_20261127140"
down_revision = "site_20261122031"
branch_labels = None


def upgrade() -> None:
    """Internal term, notices of delay, urgings, the running stop."""
    op.execute(
        """
        ALTER TABLE site.case_listing
            ADD COLUMN internal_due_on date,
            ADD COLUMN term text NOT NULL DEFAULT '',
            ADD COLUMN extensions integer NOT NULL DEFAULT 0,
            ADD COLUMN extension_cause text NOT NULL DEFAULT '',
            ADD COLUMN urgings integer NOT NULL DEFAULT 0,
            ADD COLUMN stopped_by text NOT NULL DEFAULT '';
        CREATE INDEX case_listing_due ON site.case_listing (due_on)
            WHERE settled_on IS NULL AND due_on IS NOT NULL;
        """
    )


def downgrade() -> None:
    """Back to the list without clocks."""
    op.execute(
        """
        DROP INDEX site.case_listing_due;
        ALTER TABLE site.case_listing
            DROP COLUMN internal_due_on, DROP COLUMN term, DROP COLUMN extensions,
            DROP COLUMN extension_cause, DROP COLUMN urgings, DROP COLUMN stopped_by;
        """
    )
