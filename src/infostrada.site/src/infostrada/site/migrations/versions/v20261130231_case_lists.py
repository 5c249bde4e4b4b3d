"""The lists of cases clerks ask for most: those of a department, and those that go on by their terms."""

from alembic import op


revision = "site_20261130231"
down_revision = "site_20261130230"
branch_labels = None


def upgrade() -> None:
    """In the order they are read; what is settled is most of it, and not in the second one."""
    op.execute(
        """
        CREATE INDEX case_listing_org ON site.case_listing (org_id, started_on DESC, uid DESC);
        CREATE INDEX case_listing_running ON site.case_listing ((coalesce(due_on, DATE '9999-12-31')), uid)
            WHERE settled_on IS NULL;
        """
    )


def downgrade() -> None:
    """Back to one order for all cases."""
    op.execute("DROP INDEX site.case_listing_org, site.case_listing_running")
