"""A sample of an office's rows is read from an index: the total of a list is told by it, whoever asks."""

from alembic import op


revision = "site_20261203700"
down_revision = ("site_20261202400", "site_20261203300")
branch_labels = None

TABLES = ("case_listing", "letter_listing", "task_listing", "outgoing_listing", "party_listing")


def upgrade() -> None:
    """In the order of their UIDs, which say nothing of when the rows came."""
    for table in TABLES:
        op.execute(
            f"CREATE INDEX {table}_sample ON site.{table} (unit, uid) INCLUDE (state, access, grant_scope)"
        )


def downgrade() -> None:
    """Without."""
    for table in TABLES:
        op.execute(f"DROP INDEX site.{table}_sample")
