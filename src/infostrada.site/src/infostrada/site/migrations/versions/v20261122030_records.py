"""Listing tables of the records domain: letters, tasks, cases and documents."""

from alembic import op


revision = "site_20261122030"
down_revision = "site_20261122001"
branch_labels = None


def upgrade() -> None:
    """Rows mirror objects; registers and work lists are read from them alone."""
    op.execute(
        """
        CREATE TABLE site.letter_listing (
            uid text COLLATE "C" PRIMARY KEY,
            year integer,
            number integer,
            received_date date,
            registered_at timestamptz,
            letter_date text,
            sender text NOT NULL DEFAULT '',
            sender_reference text NOT NULL DEFAULT '',
            delivery_method text NOT NULL DEFAULT '',
            attachment_count integer NOT NULL DEFAULT 0,
            assigned_to text NOT NULL DEFAULT '',
            case_uid text COLLATE "C",
            remarks text NOT NULL DEFAULT ''
        );
        CREATE INDEX letter_listing_number ON site.letter_listing (year DESC, number DESC);
        CREATE INDEX letter_listing_case ON site.letter_listing (case_uid)
            WHERE case_uid IS NOT NULL;
        CREATE TABLE site.task_listing (
            uid text COLLATE "C" PRIMARY KEY,
            about text COLLATE "C" NOT NULL,
            about_kind text NOT NULL,
            about_label text NOT NULL DEFAULT '',
            assignee text COLLATE "C" NOT NULL,
            assignee_name text NOT NULL DEFAULT '',
            author_name text NOT NULL DEFAULT '',
            disposition text NOT NULL,
            due_on date,
            given_at timestamptz NOT NULL,
            done_at timestamptz
        );
        CREATE INDEX task_listing_assignee ON site.task_listing (assignee, due_on)
            WHERE done_at IS NULL;
        CREATE INDEX task_listing_about ON site.task_listing (about);
        CREATE TABLE site.case_listing (
            uid text COLLATE "C" PRIMARY KEY,
            sign text COLLATE "C",
            org_id text COLLATE "C" NOT NULL,
            org_symbol text COLLATE "C" NOT NULL,
            class_symbol text COLLATE "C" NOT NULL,
            year integer NOT NULL,
            number integer,
            officer text COLLATE "C" NOT NULL,
            officer_name text NOT NULL DEFAULT '',
            party text NOT NULL DEFAULT '',
            started_on date NOT NULL,
            due_on date,
            settled_on date,
            closed_on date,
            resolution_note text NOT NULL DEFAULT ''
        );
        CREATE INDEX case_listing_sign ON site.case_listing (sign);
        CREATE INDEX case_listing_officer ON site.case_listing (officer, started_on DESC);
        CREATE INDEX case_listing_class
            ON site.case_listing (year, class_symbol, org_symbol, number);
        CREATE TABLE site.document_listing (
            uid text COLLATE "C" PRIMARY KEY,
            case_uid text COLLATE "C" NOT NULL,
            case_sign text NOT NULL DEFAULT '',
            document_kind text NOT NULL DEFAULT '',
            version integer NOT NULL DEFAULT 0,
            author text COLLATE "C" NOT NULL DEFAULT '',
            author_name text NOT NULL DEFAULT '',
            acceptor text COLLATE "C",
            submitted_at timestamptz
        );
        CREATE INDEX document_listing_case ON site.document_listing (case_uid);
        CREATE INDEX document_listing_acceptor ON site.document_listing (acceptor)
            WHERE acceptor IS NOT NULL;
        """
    )


def downgrade() -> None:
    """The rows can be made again from the objects."""
    op.execute("DROP TABLE site.document_listing, site.case_listing, site.task_listing, site.letter_listing")
