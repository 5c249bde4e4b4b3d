"""Rows of cases say how a case is kept: electronically or on paper."""

from alembic import op


revision = "site_20261202050"
down_revision = "site_20261201300"
branch_labels = None


def upgrade() -> None:
    """Paper is the exception, and looked for; the job that makes rows anew fills it in for older cases."""
    op.execute(
        """
        ALTER TABLE site.case_listing ADD COLUMN handling_mode text COLLATE "C" NOT NULL DEFAULT 'ezd';
        CREATE INDEX case_listing_paper ON site.case_listing (unit, org_symbol, class_symbol, year)
            WHERE handling_mode = 'paper';
        """
    )


def downgrade() -> None:
    """Back to lists that do not say it."""
    op.execute(
        """
        DROP INDEX site.case_listing_paper;
        ALTER TABLE site.case_listing DROP COLUMN handling_mode;
        """
    )
