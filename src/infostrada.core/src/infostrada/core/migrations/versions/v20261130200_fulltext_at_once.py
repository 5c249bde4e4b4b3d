"""Words go into the index as they are written, not into a heap that every search reads through."""

from alembic import op


revision = "core_20261130200"
down_revision = "core_20261128401"
branch_labels = None


def upgrade() -> None:
    """What is pending is put in its place now; nothing is pending afterwards."""
    op.execute("ALTER INDEX core.fulltext_tsv SET (fastupdate = off)")
    op.execute("SELECT gin_clean_pending_list('core.fulltext_tsv'::regclass)")


def downgrade() -> None:
    """Back to PostgreSQL's own choice."""
    op.execute("ALTER INDEX core.fulltext_tsv RESET (fastupdate)")
