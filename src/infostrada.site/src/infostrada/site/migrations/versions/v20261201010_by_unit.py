"""Lists of cases, letters and tasks belong to an office: a page of one is found however many share the platform."""

from alembic import op


revision = "site_20261201010"
down_revision = "site_20261130231"
depends_on = "core_20261130201"
branch_labels = None

TABLES = ("case_listing", "letter_listing", "task_listing", "outgoing_listing")


def upgrade() -> None:
    """The office first in every order a list is read in; the orders over all offices go, if they are there yet."""
    op.execute(
        """
        DROP INDEX IF EXISTS site.case_listing_started, site.case_listing_nearest, site.case_listing_running,
            site.case_listing_org, site.case_listing_class, site.case_listing_handover, site.case_listing_destroy,
            site.letter_listing_number, site.task_listing_nearest, site.outgoing_listing_number;
        """
    )
    for table in TABLES:
        op.execute(f'ALTER TABLE site.{table} ADD COLUMN unit text COLLATE "C"')
        op.execute(
            f"UPDATE site.{table} SET unit = record.unit FROM core.record"  # noqa: S608 - our own tables
            f" WHERE record.uid = {table}.uid"
        )
    op.execute(
        """
        CREATE INDEX case_listing_started ON site.case_listing (unit, started_on DESC, uid DESC);
        CREATE INDEX case_listing_nearest ON site.case_listing (unit, (coalesce(due_on, DATE '9999-12-31')), uid);
        CREATE INDEX case_listing_running ON site.case_listing (unit, (coalesce(due_on, DATE '9999-12-31')), uid)
            WHERE settled_on IS NULL;
        CREATE INDEX case_listing_org ON site.case_listing (unit, org_id, started_on DESC, uid DESC);
        CREATE INDEX case_listing_class ON site.case_listing
            (unit, year, class_symbol, org_symbol, (coalesce(number, 0)), (coalesce(inside, 0)), uid);
        CREATE INDEX case_listing_closed ON site.case_listing (unit, (coalesce(closed_on, DATE '9999-12-31')), uid);
        CREATE INDEX case_listing_handover ON site.case_listing (unit, handover_from) WHERE handover_from IS NOT NULL;
        CREATE INDEX case_listing_destroy ON site.case_listing (unit, destroy_from) WHERE destroy_from IS NOT NULL;
        CREATE INDEX case_listing_transfer ON site.case_listing (unit, transfer_from) WHERE transfer_from IS NOT NULL;
        CREATE INDEX letter_listing_number ON site.letter_listing (unit, year DESC, number DESC, uid DESC);
        CREATE INDEX letter_listing_received ON site.letter_listing
            (unit, received_date DESC, year DESC, number DESC, uid DESC);
        CREATE INDEX task_listing_nearest ON site.task_listing (unit, (coalesce(due_on, DATE '9999-12-31')), uid);
        CREATE INDEX task_listing_given ON site.task_listing (unit, given_at DESC, uid DESC);
        CREATE INDEX outgoing_listing_number ON site.outgoing_listing (unit, year DESC, number DESC, uid DESC);
        CREATE INDEX outgoing_listing_registered ON site.outgoing_listing
            (unit, registered_on DESC, year DESC, number DESC, uid DESC);
        """
    )


def downgrade() -> None:
    """Back to orders over all offices."""
    op.execute(
        """
        DROP INDEX site.case_listing_closed, site.case_listing_transfer, site.letter_listing_received,
            site.task_listing_given, site.outgoing_listing_registered;
        """
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE site.{table} DROP COLUMN unit")
    op.execute(
        """
        CREATE INDEX case_listing_started ON site.case_listing (started_on DESC, uid DESC);
        CREATE INDEX case_listing_nearest ON site.case_listing ((coalesce(due_on, DATE '9999-12-31')), uid);
        CREATE INDEX case_listing_running ON site.case_listing ((coalesce(due_on, DATE '9999-12-31')), uid)
            WHERE settled_on IS NULL;
        CREATE INDEX case_listing_org ON site.case_listing (org_id, started_on DESC, uid DESC);
        CREATE INDEX case_listing_class ON site.case_listing (year, class_symbol, org_symbol, number);
        CREATE INDEX case_listing_handover ON site.case_listing (org_symbol, handover_from)
            WHERE handover_from IS NOT NULL;
        CREATE INDEX case_listing_destroy ON site.case_listing (destroy_from) WHERE destroy_from IS NOT NULL;
        CREATE INDEX letter_listing_number ON site.letter_listing (year DESC, number DESC);
        CREATE INDEX task_listing_nearest ON site.task_listing ((coalesce(due_on, DATE '9999-12-31')), uid);
        CREATE INDEX outgoing_listing_number ON site.outgoing_listing (year DESC, number DESC);
        """
    )
