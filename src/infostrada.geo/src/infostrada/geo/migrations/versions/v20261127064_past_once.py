"""Versions of the past have one index of places, not two alike."""

from alembic import op


revision = "geo_20261127064"
down_revision = ("geo_20261127060", "geo_20261127080")


def upgrade() -> None:
    """Leave the index `feature_past`."""
    op.execute("DROP INDEX geo.feature_past_geom")


def downgrade() -> None:
    """Make the other again."""
    op.execute("CREATE INDEX feature_past_geom ON geo.feature USING gist (geom) WHERE valid_to IS NOT NULL")
