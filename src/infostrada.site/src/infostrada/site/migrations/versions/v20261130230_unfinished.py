"""Drafts, letters nobody has been given and open cases are found by "my work" however much lies beside them."""

from alembic import op


revision = "site_20261130230"
down_revision = "site_20261128480"
depends_on = ("site_20261128121", "core_20261128460")
branch_labels = None


def upgrade() -> None:
    """What is unfinished is little at any time; the indexes hold nothing else."""
    op.execute(
        """
        ALTER TABLE site.document_listing ADD COLUMN drafted_by text COLLATE "C" NOT NULL DEFAULT '';
        UPDATE site.document_listing SET drafted_by = author FROM core.record
            WHERE record.uid = document_listing.uid AND record.state IN ('draft', 'returned');
        CREATE INDEX document_listing_drafts ON site.document_listing (drafted_by) WHERE drafted_by <> '';

        ALTER TABLE site.letter_listing ADD COLUMN waiting boolean NOT NULL DEFAULT false;
        UPDATE site.letter_listing SET waiting = true FROM core.record
            WHERE record.uid = letter_listing.uid AND record.state IN ('registered', 'incomplete');
        CREATE INDEX letter_listing_waiting ON site.letter_listing (received_date, year, number) WHERE waiting;

        CREATE INDEX case_listing_unsettled ON site.case_listing (officer, due_on) WHERE settled_on IS NULL;
        """
    )


def downgrade() -> None:
    """Back to lists that are looked through."""
    op.execute(
        """
        DROP INDEX site.case_listing_unsettled;
        ALTER TABLE site.letter_listing DROP COLUMN waiting;
        ALTER TABLE site.document_listing DROP COLUMN drafted_by;
        """
    )
