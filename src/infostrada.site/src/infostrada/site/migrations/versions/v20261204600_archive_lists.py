"""Lists of the archive that wait for somebody: "my work" finds them in an index of what is unfinished."""

from alembic import op


revision = "site_20261204600"
down_revision = "site_20261204510"
branch_labels = None


def upgrade() -> None:
    """Two small tables the side index fills; a job fills them for lists made before."""
    for table, own in (
        ("handover_listing", "org_symbol text NOT NULL"),
        ("disposal_listing", 'category_group text NOT NULL, decided_by text[] COLLATE "C" NOT NULL'),
    ):
        op.execute(
            f"""
            CREATE TABLE site.{table} (
                uid text COLLATE "C" PRIMARY KEY,
                unit text COLLATE "C",
                state text COLLATE "C",
                access uuid,
                grant_scope text COLLATE "C",
                {own},
                cases integer NOT NULL,
                made_by_name text NOT NULL,
                made_at timestamptz
            );
            CREATE INDEX {table}_waiting ON site.{table} (unit, made_at, uid) WHERE state = 'proposed';
            """
        )


def downgrade() -> None:
    """Without the rows; the lists themselves are objects."""
    op.execute("DROP TABLE site.handover_listing, site.disposal_listing")
