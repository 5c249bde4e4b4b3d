"""Listing table of the register of parties."""

from alembic import op


revision = "site_20261122050"
down_revision = "site_20261122040"
branch_labels = None


def upgrade() -> None:
    """A row mirrors an object; duplicates are looked for among the identifiers."""
    op.execute(
        """
        CREATE TABLE site.party_listing (
            uid text COLLATE "C" PRIMARY KEY,
            kind text NOT NULL,
            city text NOT NULL DEFAULT '',
            street text NOT NULL DEFAULT '',
            identifiers jsonb NOT NULL DEFAULT '{}'
        );
        CREATE INDEX party_listing_identifiers
            ON site.party_listing USING gin (identifiers jsonb_path_ops);
        """
    )


def downgrade() -> None:
    """The rows can be made again from the objects."""
    op.execute("DROP TABLE site.party_listing")
