"""People on paper lists who may be somebody that supports an idea already wait for an official's word."""

from alembic import op


revision = "site_20261130350"
down_revision = "site_20261129350"
branch_labels = None


def upgrade() -> None:
    op.execute(
        """
        -- In doubt: may be the same person as another row of this name. Not counted until an official has decided.
        ALTER TABLE site.budget_support ADD COLUMN doubt boolean NOT NULL DEFAULT false;
        ALTER TABLE site.budget_support ADD CONSTRAINT budget_support_doubt CHECK (NOT doubt OR method = 'paper');
        """
    )


def downgrade() -> None:
    """Forgets who was in doubt; they were never counted."""
    op.execute(
        """
        DELETE FROM site.budget_support WHERE doubt;
        ALTER TABLE site.budget_support DROP COLUMN doubt;
        """
    )
