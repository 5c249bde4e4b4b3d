"""Listing tables of outgoing letters and of the lists they are handed over by."""

from alembic import op


revision = "site_20261128090"
down_revision = "site_20261127143"
branch_labels = None


def upgrade() -> None:
    """Rows mirror objects; the RPWych and the lists are read from them alone."""
    op.execute(
        """
        CREATE TABLE site.outgoing_listing (
            uid text COLLATE "C" PRIMARY KEY,
            year integer NOT NULL,
            number integer,
            registered_on date,
            recipient text NOT NULL DEFAULT '',
            address text NOT NULL DEFAULT '',
            document_uid text COLLATE "C" NOT NULL,
            document_kind text NOT NULL DEFAULT '',
            case_uid text COLLATE "C",
            case_sign text NOT NULL DEFAULT '',
            method text NOT NULL DEFAULT '',
            tracking text NOT NULL DEFAULT '',
            list_uid text COLLATE "C" NOT NULL DEFAULT '',
            list_label text NOT NULL DEFAULT '',
            sent_on date,
            served_on date,
            message_id text COLLATE "C" NOT NULL DEFAULT '',
            channel_status text NOT NULL DEFAULT '',
            remarks text NOT NULL DEFAULT ''
        );
        CREATE INDEX outgoing_listing_number ON site.outgoing_listing (year DESC, number DESC);
        CREATE INDEX outgoing_listing_case ON site.outgoing_listing (case_uid)
            WHERE case_uid IS NOT NULL;
        CREATE INDEX outgoing_listing_message ON site.outgoing_listing (message_id)
            WHERE message_id <> '';
        CREATE TABLE site.dispatch_list_listing (
            uid text COLLATE "C" PRIMARY KEY,
            year integer NOT NULL,
            number integer,
            made_on date,
            carrier text NOT NULL DEFAULT '',
            letters integer NOT NULL DEFAULT 0,
            handed_over_on date
        );
        """
    )


def downgrade() -> None:
    """The rows can be made again from the objects."""
    op.execute("DROP TABLE site.dispatch_list_listing, site.outgoing_listing")
