"""Words of the lists, apart from the records whose every change would write them again."""

from alembic import op


revision = "core_20261201150"
down_revision = "core_20261130201"
branch_labels = None


def upgrade() -> None:
    """Made empty, so nobody waits for an index; a job fills it while the site is served."""
    op.execute(
        """
        CREATE TABLE core.list_words (
            uid text COLLATE "C" PRIMARY KEY,
            words tsvector NOT NULL
        );
        CREATE INDEX list_words_words ON core.list_words USING gin (words) WITH (fastupdate = off);
        """
    )


def downgrade() -> None:
    """The rows can be made again from the others."""
    op.execute("DROP TABLE core.list_words")
