"""What became of scanned batches."""

from alembic import op


revision = "site_20261128342"
down_revision = "site_20261128341"
branch_labels = None

TABLES = """
    CREATE TABLE site.scan_batch (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        unit text COLLATE "C" NOT NULL,
        job text NOT NULL,
        name text NOT NULL,
        sha256 text COLLATE "C" NOT NULL,
        read_at timestamptz NOT NULL DEFAULT now(),
        pages integer NOT NULL,
        scans integer NOT NULL,
        rejected integer NOT NULL,
        reason text NOT NULL DEFAULT '',
        UNIQUE (unit, sha256, name)
    );
    CREATE INDEX scan_batch_newest ON site.scan_batch (unit, read_at DESC, id DESC);
    CREATE TABLE site.scan_part (
        batch bigint NOT NULL REFERENCES site.scan_batch ON DELETE CASCADE,
        place integer NOT NULL,
        first_page integer NOT NULL,
        last_page integer NOT NULL,
        letter text COLLATE "C",
        label text NOT NULL,
        reason text NOT NULL DEFAULT '',
        PRIMARY KEY (batch, place)
    );
    CREATE INDEX scan_part_refused ON site.scan_part (batch DESC, place) WHERE reason <> '';
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them; the letters keep their scans."""
    op.execute("DROP TABLE site.scan_part; DROP TABLE site.scan_batch")
