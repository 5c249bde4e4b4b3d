"""Letters registered from the envelope alone: the kind of parcel, and whether it was opened since."""

from alembic import op


revision = "site_20261128480"
down_revision = "site_20261128360"
branch_labels = None


def upgrade() -> None:
    """What the register shows and filters by; letters opened as usual have the empty word."""
    op.execute(
        """
        ALTER TABLE site.letter_listing
            ADD COLUMN unopened text COLLATE "C" NOT NULL DEFAULT ''
                CHECK (unopened IN ('', 'waiting', 'opened', 'closed')),
            ADD COLUMN unopened_kind text NOT NULL DEFAULT '';
        CREATE INDEX letter_listing_unopened ON site.letter_listing (unopened, year DESC, number DESC)
            WHERE unopened <> '';
        """
    )


def downgrade() -> None:
    """Back to the register that does not tell them apart."""
    op.execute(
        """
        DROP INDEX site.letter_listing_unopened;
        ALTER TABLE site.letter_listing DROP COLUMN unopened, DROP COLUMN unopened_kind;
        """
    )
