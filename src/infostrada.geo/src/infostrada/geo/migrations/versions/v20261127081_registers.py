"""Documents of the geodetic resource as rows."""

from alembic import op


revision = "geo_20261127081"
down_revision = "geo_20261127080"

TABLE = """
CREATE TABLE geo.operat_listing (
    uid text COLLATE "C" PRIMARY KEY,
    identifier text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    made_on date,
    author text NOT NULL,
    scanned boolean NOT NULL
);
CREATE INDEX operat_identifier ON geo.operat_listing (identifier);
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(TABLE)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE geo.operat_listing")
