"""Words of public texts, with what mistyped ones are compared with."""

from alembic import op


revision = "core_20261128400"
down_revision = "core_20261128001"
branch_labels = None


def upgrade() -> None:
    """`round` is the pass over all texts a word was last seen in; pg_trgm may be switched on by the database's owner."""
    op.execute(
        """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE TABLE core.search_word (
            word text COLLATE "C" PRIMARY KEY,
            plain text NOT NULL,
            objects integer NOT NULL,
            round integer NOT NULL
        );
        CREATE INDEX search_word_plain ON core.search_word USING gin (plain gin_trgm_ops);
        CREATE TABLE core.search_round (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            round integer NOT NULL DEFAULT 0,
            began timestamptz NOT NULL DEFAULT '1970-01-01',
            place text COLLATE "C",
            seen timestamptz NOT NULL DEFAULT '1970-01-01'
        );
        """
    )


def downgrade() -> None:
    """The extension stays: somebody else may use it."""
    op.execute("DROP TABLE core.search_word; DROP TABLE core.search_round")
