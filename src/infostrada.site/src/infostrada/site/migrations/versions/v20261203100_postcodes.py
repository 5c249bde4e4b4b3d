"""Postcodes of the country, if the installation is given them: the counter knows towns no letter came from yet."""

from alembic import op


revision = "site_20261203100"
down_revision = "site_20261202100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A code with a town and, where the list tells them, its streets; no street is written empty."""
    op.execute(
        """
        CREATE TABLE site.postcode (
            postcode text COLLATE "C" NOT NULL,
            city text COLLATE "C" NOT NULL,
            street text COLLATE "C" NOT NULL DEFAULT '',
            PRIMARY KEY (postcode, city, street)
        );
        """
    )


def downgrade() -> None:
    """The list can be read again from its file."""
    op.execute("DROP TABLE site.postcode")
