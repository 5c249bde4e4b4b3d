"""Rows of letters and parties say where the sender lives: the counter learns its places from them."""

from alembic import op


revision = "site_20261202100"
down_revision = "site_20261202000"
branch_labels = None
depends_on = "site_20261122050"


def upgrade() -> None:
    """Postcode, town and street of a letter's sender, the postcode of a party; rows say them once they are written anew."""
    op.execute(
        """
        ALTER TABLE site.letter_listing
            ADD COLUMN postcode text COLLATE "C" NOT NULL DEFAULT '',
            ADD COLUMN city text NOT NULL DEFAULT '',
            ADD COLUMN street text NOT NULL DEFAULT '';
        ALTER TABLE site.party_listing ADD COLUMN postcode text COLLATE "C" NOT NULL DEFAULT '';
        CREATE INDEX letter_listing_postcode ON site.letter_listing (unit, postcode, year DESC, number DESC)
            WHERE postcode <> '';
        CREATE INDEX party_listing_postcode ON site.party_listing (postcode) WHERE postcode <> '';
        """
    )


def downgrade() -> None:
    """Back to rows that do not know them."""
    op.execute(
        """
        DROP INDEX site.letter_listing_postcode, site.party_listing_postcode;
        ALTER TABLE site.letter_listing DROP COLUMN postcode, DROP COLUMN city, DROP COLUMN street;
        ALTER TABLE site.party_listing DROP COLUMN postcode;
        """
    )
