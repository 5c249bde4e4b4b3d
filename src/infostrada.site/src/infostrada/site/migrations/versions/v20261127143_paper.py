"""Columns of the register for paper: how far scanned, carriers, place in the store, borrower."""

from alembic import op


revision = "site_20261127143"
down_revision = "site_20261127142"
branch_labels = None


def upgrade() -> None:
    """What the list of letters not fully in the system asks for."""
    op.execute(
        """
        ALTER TABLE site.letter_listing
            ADD COLUMN scan text NOT NULL DEFAULT 'electronic',
            ADD COLUMN scan_note text NOT NULL DEFAULT '',
            ADD COLUMN media text NOT NULL DEFAULT '',
            ADD COLUMN shelf text NOT NULL DEFAULT '',
            ADD COLUMN borrower text NOT NULL DEFAULT '';
        CREATE INDEX letter_listing_outside ON site.letter_listing (year DESC, number DESC)
            WHERE scan IN ('partial', 'none') OR media <> '' OR borrower <> '';
        """
    )


def downgrade() -> None:
    """Back to the register without paper."""
    op.execute(
        """
        DROP INDEX site.letter_listing_outside;
        ALTER TABLE site.letter_listing
            DROP COLUMN scan, DROP COLUMN scan_note, DROP COLUMN media,
            DROP COLUMN shelf, DROP COLUMN borrower;
        """
    )
