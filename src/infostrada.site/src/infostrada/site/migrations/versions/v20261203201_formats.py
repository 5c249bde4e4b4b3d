"""What files said of their format when they were read, by their digests."""

from alembic import op


revision = "site_20261203201"
down_revision = "site_20261202400"
branch_labels = None


def upgrade() -> None:
    """A row for each content that was asked."""
    op.execute(
        """
        CREATE TABLE site.file_format (
            sha256 text COLLATE "C" PRIMARY KEY,
            format text COLLATE "C" NOT NULL
        );
        """
    )


def downgrade() -> None:
    """The next review reads them again."""
    op.execute("DROP TABLE site.file_format")
