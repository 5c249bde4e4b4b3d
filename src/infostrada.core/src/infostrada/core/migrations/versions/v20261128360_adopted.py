"""A number without a record says why: a failure, or a record that was not brought over with the others."""

from alembic import op


revision = "core_20261128360"
down_revision = "core_20261122002"
branch_labels = None

VIEW = """
    CREATE OR REPLACE VIEW core.number_register AS
        SELECT s.unit, s.kind, s.year, s.key, n.value, n.uid, n.state, n.entry, n.taken,
            CASE n.state WHEN 'cancelled' THEN {remark} END AS remark
        FROM core.number n JOIN core.series s ON s.id = n.series
"""


def upgrade() -> None:
    """The remark stands in the number's own entry when there is one."""
    op.execute(VIEW.format(remark="coalesce(n.entry ->> 'remark', 'anulowany: awaria')"))


def downgrade() -> None:
    """One remark for all again."""
    op.execute(VIEW.format(remark="'anulowany: awaria'"))
