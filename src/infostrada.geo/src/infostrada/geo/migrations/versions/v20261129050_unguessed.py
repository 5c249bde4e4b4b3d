"""Revisions and numbers of features begin anywhere: a store made anew repeats none of an earlier one."""

from alembic import op


revision = "geo_20261129050"
down_revision = "geo_20261128300"
branch_labels = None
depends_on = None

# Clocks go back and a layer may change more than once a second: the second it was made in was not enough. A double,
# which programs read such numbers as, holds them exactly.
UPGRADE = """
ALTER TABLE geo.layer ALTER COLUMN revision SET DEFAULT (random() * power(2, 52))::bigint;
UPDATE geo.layer SET revision = (random() * power(2, 52))::bigint;
SELECT setval('geo.feature_id', last_value + (random() * power(2, 40))::bigint) FROM geo.feature_id
"""
DOWNGRADE = "ALTER TABLE geo.layer ALTER COLUMN revision SET DEFAULT extract(epoch FROM now())::bigint"


def upgrade() -> None:
    """Begin anywhere."""
    op.execute(UPGRADE)


def downgrade() -> None:
    """Begin with the second again; the numbers that were given stay."""
    op.execute(DOWNGRADE)
