"""Entries of the bulletins are found by a person without reading all of them."""

from alembic import op


revision = "site_20261128460"
down_revision = "site_20261128400"


def upgrade() -> None:
    """By the names in `people`."""
    op.execute("CREATE INDEX bip_facet_people ON site.bip_facet USING gin (people)")


def downgrade() -> None:
    """The search becomes slower."""
    op.execute("DROP INDEX site.bip_facet_people")
