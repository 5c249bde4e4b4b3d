"""What the reconciler found, for the health page."""

from alembic import op


revision = "geo_20261127042"
down_revision = "geo_20261122001"

TABLE = """
CREATE TABLE geo.mirror_check (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ended timestamptz NOT NULL DEFAULT now(),
    compared bigint NOT NULL,
    stale bigint NOT NULL,
    orphans bigint NOT NULL,
    repaired boolean NOT NULL
);
COMMENT ON TABLE geo.mirror_check IS 'comparisons of layers and links on the objects with their rows';
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(TABLE)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE geo.mirror_check")
