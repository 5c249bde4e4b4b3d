"""Rules of PDF/A that files break although they say they are PDF/A, beside what was read of their format."""

from alembic import op


revision = "site_20261204700"
down_revision = "site_20261203201"
branch_labels = None


def upgrade() -> None:
    """NULL: the file was read before its rules were looked at."""
    op.execute('ALTER TABLE site.file_format ADD COLUMN faults text[] COLLATE "C"')


def downgrade() -> None:
    """Without the rules; files are read for them again."""
    op.execute("ALTER TABLE site.file_format DROP COLUMN faults")
