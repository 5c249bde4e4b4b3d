"""Cases and tasks in the order of their terms."""

from alembic import op


revision = "site_20261127021"
down_revision = "site_20261122031"
depends_on = "site_20261127141"
branch_labels = None


def upgrade() -> None:
    """The nearest term first; what has none comes last. A later revision that stands beside this one makes others by the name."""
    for table in ("case_listing", "task_listing"):
        op.execute(
            f"CREATE INDEX IF NOT EXISTS {table}_nearest ON site.{table}"
            " ((coalesce(due_on, DATE '9999-12-31')), uid)"
        )


def downgrade() -> None:
    """The lists are sorted anew for each page."""
    op.execute("DROP INDEX site.case_listing_nearest, site.task_listing_nearest")
