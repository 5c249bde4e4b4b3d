"""Cases in the order their list is read."""

from alembic import op


revision = "site_20261122031"
down_revision = "site_20261122030"
branch_labels = None


def upgrade() -> None:
    """The newest first, over all officers and classes."""
    op.execute("CREATE INDEX case_listing_started ON site.case_listing (started_on DESC, uid DESC)")


def downgrade() -> None:
    """The list is sorted anew for each page."""
    op.execute("DROP INDEX site.case_listing_started")
