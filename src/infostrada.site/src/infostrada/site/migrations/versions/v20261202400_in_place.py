"""Lists of cases, letters and tasks say who may see each row: a page of one is found in an index alone."""

from alembic import op


revision = "site_20261202400"
down_revision = ("site_20261202052", "site_20261202100")
branch_labels = None

TABLES = ("case_listing", "letter_listing", "task_listing", "outgoing_listing")
# Orders a list is walked in, and what is read of a row there besides its place.
ORDERS = {
    "case_listing_started": ("case_listing", "unit, started_on DESC, uid DESC", "", ""),
    "case_listing_org": ("case_listing", "unit, org_id, started_on DESC, uid DESC", "", ""),
    "case_listing_nearest": (
        "case_listing", "unit, (coalesce(due_on, DATE '9999-12-31')), uid", ", due_on", ""
    ),
    "case_listing_running": (
        "case_listing", "unit, (coalesce(due_on, DATE '9999-12-31')), uid", ", due_on", "WHERE settled_on IS NULL"
    ),
    "letter_listing_number": ("letter_listing", "unit, year DESC, number DESC, uid DESC", "", ""),
    "letter_listing_received": (
        "letter_listing", "unit, received_date DESC, year DESC, number DESC, uid DESC", "", ""
    ),
    "task_listing_nearest": (
        "task_listing", "unit, (coalesce(due_on, DATE '9999-12-31')), uid", ", due_on", ""
    ),
    "task_listing_given": ("task_listing", "unit, given_at DESC, uid DESC", "", ""),
    "outgoing_listing_number": ("outgoing_listing", "unit, year DESC, number DESC, uid DESC", "", ""),
    "outgoing_listing_registered": (
        "outgoing_listing", "unit, registered_on DESC, year DESC, number DESC, uid DESC", "", ""
    ),
}  # fmt: skip


def upgrade() -> None:
    """The place of each row from its record, then the orders anew: no index is kept while the rows are written."""
    for name in ORDERS:
        op.execute(f"DROP INDEX IF EXISTS site.{name}")
    for table in TABLES:
        op.execute(
            f'ALTER TABLE site.{table} ADD COLUMN state text COLLATE "C", ADD COLUMN access uuid,'
            ' ADD COLUMN grant_scope text COLLATE "C"'
        )
        op.execute(
            f"UPDATE site.{table} SET state = record.state, access = record.access,"  # noqa: S608 - our own tables
            f" grant_scope = record.grant_scope FROM core.record WHERE record.uid = {table}.uid"
        )
    for name, (table, order, read, where) in ORDERS.items():
        op.execute(
            f"CREATE INDEX {name} ON site.{table} ({order}) INCLUDE (state, access, grant_scope{read}) {where}"
        )


def downgrade() -> None:
    """The orders without the place."""
    for name in ORDERS:
        op.execute(f"DROP INDEX site.{name}")
    for table in TABLES:
        op.execute(f"ALTER TABLE site.{table} DROP COLUMN state, DROP COLUMN access, DROP COLUMN grant_scope")
    for name, (table, order, _read, where) in ORDERS.items():
        op.execute(f"CREATE INDEX {name} ON site.{table} ({order}) {where}")
