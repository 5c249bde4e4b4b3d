"""Entries may move to another section; what they are found by beside their words: kind, year, people."""

from alembic import op


revision = "site_20261128400"
down_revision = "site_20261128381"
depends_on = "core_20261122021"

# Entries of registers are known already; others get their rows from the upgrade step of the site.
KNOWN = """
    INSERT INTO site.bip_facet (uid, kind, year, day, people, headline)
    SELECT own.uid, own.register, own.year, own.day,
        CASE WHEN own.person = '' THEN '{}' ELSE ARRAY[own.person] END, ''
    FROM site.bip_register AS own JOIN core.record USING (uid) WHERE record.state <> 'withdrawn'
"""


def upgrade() -> None:
    """`headline` is the vector of the title alone: what is found there comes first."""
    # Which acts there are stands in the product alone.
    op.execute("ALTER TABLE site.bip_change DROP CONSTRAINT bip_change_action_check")
    op.execute(
        "ALTER TABLE site.bip_change ADD CONSTRAINT bip_change_action_check CHECK (action ~ '^[a-z_]+$')"
    )
    op.execute(
        """
        CREATE TABLE site.bip_facet (
            uid text COLLATE "C" PRIMARY KEY,
            kind text NOT NULL,
            year smallint NOT NULL,
            day date NOT NULL,
            people text[] NOT NULL,
            headline tsvector NOT NULL
        );
        CREATE INDEX bip_facet_day ON site.bip_facet (day DESC, uid);
        """
    )
    op.execute(KNOWN)


def downgrade() -> None:
    """The log keeps its rows, so its check stays as wide as it is."""
    op.execute("DROP TABLE site.bip_facet")
