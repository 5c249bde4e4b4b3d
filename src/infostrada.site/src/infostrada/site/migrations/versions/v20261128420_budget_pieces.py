"""Pieces of a vote's opening key: who was given one, who has fetched it, who has handed it in. Never the piece."""

from alembic import op


revision = "site_20261128420"
down_revision = "site_20261128181"
branch_labels = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE site.budget_piece (
            election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
            member text COLLATE "C" NOT NULL,
            event text NOT NULL CHECK (event IN ('taken', 'handed')),
            at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (election, member, event)
        );
        CREATE TRIGGER budget_piece_kept BEFORE UPDATE OR DELETE ON site.budget_piece
            FOR EACH ROW EXECUTE FUNCTION site.budget_kept();
        CREATE TRIGGER budget_piece_whole BEFORE TRUNCATE ON site.budget_piece
            FOR EACH STATEMENT EXECUTE FUNCTION site.budget_kept();
        """
    )


def downgrade() -> None:
    """Forgets who has a piece."""
    op.execute("DROP TABLE site.budget_piece")
