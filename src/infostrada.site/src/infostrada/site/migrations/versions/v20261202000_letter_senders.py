"""Each of several senders of a letter is known to its row, for the report on a person."""

from alembic import op


revision = "site_20261202000"
down_revision = "site_20261201300"
branch_labels = None


def upgrade() -> None:
    """Empty for a letter of one sender, whom the columns `party` and `sender` tell.

    The names of many together are too long for an index of whole names.
    """
    op.execute(
        """
        ALTER TABLE site.letter_listing ADD COLUMN named jsonb NOT NULL DEFAULT '[]';
        CREATE INDEX letter_listing_named ON site.letter_listing USING gin (named jsonb_path_ops)
            WHERE named <> '[]';
        DROP INDEX site.letter_listing_sender;
        CREATE INDEX letter_listing_sender ON site.letter_listing (lower(sender)) WHERE named = '[]';
        """
    )


def downgrade() -> None:
    """Back to the row that knows the first sender alone."""
    op.execute(
        """
        DROP INDEX site.letter_listing_named, site.letter_listing_sender;
        CREATE INDEX letter_listing_sender ON site.letter_listing (lower(sender));
        ALTER TABLE site.letter_listing DROP COLUMN named;
        """
    )
