"""Letters that make no case lie in a class of the plan."""

from alembic import op


revision = "site_20261201300"
down_revision = "site_20261201010"
branch_labels = None


def upgrade() -> None:
    """The class of such a letter; every other one has the empty word."""
    op.execute(
        """
        ALTER TABLE site.letter_listing ADD COLUMN class_symbol text COLLATE "C" NOT NULL DEFAULT '';
        CREATE INDEX letter_listing_class ON site.letter_listing (unit, class_symbol, year DESC, number DESC)
            WHERE class_symbol <> '';
        """
    )


def downgrade() -> None:
    """Back to the register that does not know them."""
    op.execute(
        """
        DROP INDEX site.letter_listing_class;
        ALTER TABLE site.letter_listing DROP COLUMN class_symbol;
        """
    )
