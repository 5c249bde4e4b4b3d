"""Full text of the objects in the side index."""

from alembic import op


revision = "core_20261122030"
down_revision = "core_20261122020"
branch_labels = None


def upgrade() -> None:
    """The vector holds keys made by `infostrada.core.search`, so no dictionary stands in here."""
    op.execute(
        """
        CREATE TABLE core.fulltext (
            uid text COLLATE "C" PRIMARY KEY,
            tsv tsvector NOT NULL,
            body text NOT NULL
        );
        CREATE INDEX fulltext_tsv ON core.fulltext USING gin (tsv);
        """
    )


def downgrade() -> None:
    """The rows can be made again from the objects."""
    op.execute("DROP TABLE core.fulltext")
