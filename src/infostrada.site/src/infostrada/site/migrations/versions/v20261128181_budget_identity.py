"""PESEL together with a code by text message is a way of voting too."""

from alembic import op


revision = "site_20261128181"
down_revision = "site_20261128180"
branch_labels = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE site.budget_mark DROP CONSTRAINT budget_mark_method_check;
        ALTER TABLE site.budget_mark ADD CONSTRAINT budget_mark_method_check
            CHECK (method IN ('pesel', 'pesel-sms', 'sms', 'account', 'office', 'paper'));
        """
    )


def downgrade() -> None:
    """Only while nobody has voted that way."""
    op.execute(
        """
        ALTER TABLE site.budget_mark DROP CONSTRAINT budget_mark_method_check;
        ALTER TABLE site.budget_mark ADD CONSTRAINT budget_mark_method_check
            CHECK (method IN ('pesel', 'sms', 'account', 'office', 'paper'));
        """
    )
