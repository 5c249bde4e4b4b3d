"""Rows of cases say which special categories of data a case holds."""

from alembic import op


revision = "site_20261202053"
down_revision = "site_20261202400"
branch_labels = None


def upgrade() -> None:
    """The few such cases are found by an index of their own; no case is marked before this."""
    op.execute(
        """
        ALTER TABLE site.case_listing ADD COLUMN special text NOT NULL DEFAULT '';
        CREATE INDEX case_listing_special ON site.case_listing (unit, uid) WHERE special <> '';
        """
    )


def downgrade() -> None:
    """Back to lists that do not say it."""
    op.execute(
        """
        DROP INDEX site.case_listing_special;
        ALTER TABLE site.case_listing DROP COLUMN special;
        """
    )
