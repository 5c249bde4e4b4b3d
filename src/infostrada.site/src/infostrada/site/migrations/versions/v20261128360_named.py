"""Who is named in letters and cases: what a report on one person asks for."""

from alembic import op


revision = "site_20261128360"
down_revision = "site_20261128090"
depends_on = "site_20261128340"
branch_labels = None


def upgrade() -> None:
    """Rows written before get it when their records are next saved, or by the job of the update."""
    op.execute(
        """
        ALTER TABLE site.case_listing ADD COLUMN named jsonb NOT NULL DEFAULT '[]';
        ALTER TABLE site.letter_listing ADD COLUMN party text COLLATE "C" NOT NULL DEFAULT '';
        ALTER TABLE site.outgoing_listing ADD COLUMN party text COLLATE "C" NOT NULL DEFAULT '';
        CREATE INDEX case_listing_named ON site.case_listing USING gin (named jsonb_path_ops);
        CREATE INDEX letter_listing_party ON site.letter_listing (party) WHERE party <> '';
        CREATE INDEX outgoing_listing_party ON site.outgoing_listing (party) WHERE party <> '';
        CREATE INDEX letter_listing_sender ON site.letter_listing (lower(sender));
        CREATE INDEX outgoing_listing_recipient ON site.outgoing_listing (lower(recipient));
        """
    )


def downgrade() -> None:
    """Back to the lists without it."""
    op.execute(
        """
        DROP INDEX site.letter_listing_sender, site.outgoing_listing_recipient;
        ALTER TABLE site.case_listing DROP COLUMN named;
        ALTER TABLE site.letter_listing DROP COLUMN party;
        ALTER TABLE site.outgoing_listing DROP COLUMN party;
        """
    )
