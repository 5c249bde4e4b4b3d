"""How often objects are read: a number for each object and day, nothing about who read them."""

from alembic import op


revision = "core_20261128380"
down_revision = "core_20261128002"
branch_labels = None


def upgrade() -> None:
    """One row for each object and day with a visit."""
    op.execute(
        """
        CREATE TABLE core.visit (
            uid text COLLATE "C" NOT NULL,
            day date NOT NULL,
            visits bigint NOT NULL CHECK (visits > 0),
            PRIMARY KEY (uid, day)
        );
        CREATE INDEX visit_day ON core.visit (day);
        """
    )


def downgrade() -> None:
    """Visits are forgotten."""
    op.execute("DROP TABLE core.visit")
