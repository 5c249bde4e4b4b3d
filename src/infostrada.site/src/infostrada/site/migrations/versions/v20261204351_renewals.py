"""What became of each signed file a renewal of timestamps went for."""

from alembic import op


revision = "site_20261204351"
down_revision = "site_20261203201"
branch_labels = None


def upgrade() -> None:
    """A row for each file of a job; the timestamps themselves stand beside the files."""
    op.execute(
        """
        CREATE TABLE site.stamp_renewal (
            unit text COLLATE "C" NOT NULL,
            year integer NOT NULL,
            owner text COLLATE "C" NOT NULL,
            file text COLLATE "C" NOT NULL,
            case_uid text COLLATE "C" NOT NULL,
            sign text NOT NULL,
            filename text NOT NULL,
            outcome text COLLATE "C" NOT NULL,
            detail text NOT NULL DEFAULT '',
            at timestamptz NOT NULL,
            PRIMARY KEY (unit, year, owner, file)
        );
        """
    )


def downgrade() -> None:
    """The timestamps stay beside their files."""
    op.execute("DROP TABLE site.stamp_renewal")
