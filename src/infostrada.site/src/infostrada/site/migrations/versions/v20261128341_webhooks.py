"""Messages of a webhook are found by their subscription."""

from alembic import op


revision = "site_20261128341"
down_revision = "site_20261128340"
depends_on = "core_20261122012"
branch_labels = None


def upgrade() -> None:
    """The outbox stands in the lower floor; the index is for the rows of this one."""
    op.execute(
        """
        CREATE INDEX IF NOT EXISTS outbox_webhook ON core.outbox ((payload->>'hook'), id DESC)
            WHERE topic = 'webhook.send';
        """
    )


def downgrade() -> None:
    """Without the index."""
    op.execute("DROP INDEX core.outbox_webhook")
