"""The nightly end of delivered messages and ended jobs finds them by the moment they ended."""

from alembic import op


revision = "core_20261129150"
down_revision = ("core_20261122012", "core_20261122013")
branch_labels = None


def upgrade() -> None:
    """One small index for each."""
    op.execute(
        """
        CREATE INDEX outbox_delivered ON core.outbox (ended) WHERE state = 'delivered';
        CREATE INDEX job_ended ON core.job (ended) WHERE ended IS NOT NULL;
        """
    )


def downgrade() -> None:
    """They are found by reading all rows."""
    op.execute("DROP INDEX core.outbox_delivered, core.job_ended")
