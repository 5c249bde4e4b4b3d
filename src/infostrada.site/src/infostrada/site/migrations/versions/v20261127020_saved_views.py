"""Views of registers that people have kept."""

from alembic import op


revision = "site_20261127020"
down_revision = "site_20261122001"
branch_labels = None


def upgrade() -> None:
    """A person's own way to read a register of a unit: the query of its address under a name."""
    op.execute(
        """
        CREATE TABLE site.saved_view (
            person text COLLATE "C" NOT NULL,
            unit text COLLATE "C" NOT NULL,
            register text COLLATE "C" NOT NULL,
            name text NOT NULL,
            query text NOT NULL,
            usual boolean NOT NULL DEFAULT false,
            PRIMARY KEY (person, unit, register, name)
        )
        """
    )


def downgrade() -> None:
    """The views are lost."""
    op.execute("DROP TABLE site.saved_view")
