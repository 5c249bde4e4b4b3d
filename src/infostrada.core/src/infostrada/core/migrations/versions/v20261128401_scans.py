"""Files that are pictures of text: how many an object has, and which of them were recognised."""

from alembic import op


revision = "core_20261128401"
down_revision = "core_20261128001"
branch_labels = None


def upgrade() -> None:
    """`scans` are files without a text of their own; `recognised_of` names the files recognition was tried on."""
    op.execute(
        """
        ALTER TABLE core.fulltext
            ADD scans integer NOT NULL DEFAULT 0,
            ADD recognised_of text;
        CREATE INDEX fulltext_scans ON core.fulltext (uid) WHERE scans > 0;
        """
    )


def downgrade() -> None:
    """What was recognised stays among the words."""
    op.execute("ALTER TABLE core.fulltext DROP COLUMN scans, DROP COLUMN recognised_of")
