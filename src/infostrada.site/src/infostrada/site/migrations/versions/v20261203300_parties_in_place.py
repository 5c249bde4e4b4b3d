"""The register of parties says whose its rows are and who may see them, and stands in the order of the alphabet."""

from alembic import op


revision = "site_20261203300"
down_revision = "site_20261202053"
branch_labels = None


def upgrade() -> None:
    """The place of each row from its record; the key of its order as the product writes it for letters of Polish."""
    op.execute(
        """
        ALTER TABLE site.party_listing ADD COLUMN unit text COLLATE "C", ADD COLUMN state text COLLATE "C",
            ADD COLUMN access uuid, ADD COLUMN grant_scope text COLLATE "C",
            ADD COLUMN ordered text COLLATE "C" NOT NULL DEFAULT '';
        UPDATE site.party_listing SET unit = record.unit, state = record.state, access = record.access,
            grant_scope = record.grant_scope,
            ordered = replace(replace(replace(replace(replace(replace(replace(replace(replace(
                lower(replace(record.title, '~', '-')),
                'ą', 'a~'), 'ć', 'c~'), 'ę', 'e~'), 'ł', 'l~'), 'ń', 'n~'), 'ó', 'o~'), 'ś', 's~'), 'ź', 'z~'), 'ż', 'z~~')
            FROM core.record WHERE record.uid = party_listing.uid;
        CREATE INDEX party_listing_name ON site.party_listing (unit, ordered, uid)
            INCLUDE (state, access, grant_scope, kind);
        """
    )


def downgrade() -> None:
    """Back to a register that is ordered when it is asked."""
    op.execute(
        """
        DROP INDEX site.party_listing_name;
        ALTER TABLE site.party_listing DROP COLUMN unit, DROP COLUMN state, DROP COLUMN access,
            DROP COLUMN grant_scope, DROP COLUMN ordered;
        """
    )
