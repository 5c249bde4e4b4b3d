"""Whether a person holds a right on one object is read from an index alone: a page looks it up for each row it walks."""

from alembic import op


revision = "core_20261204500"
down_revision = "core_20261202400"
branch_labels = None


def upgrade() -> None:
    """The person and the time of a right beside the object."""
    op.execute(
        """
        DROP INDEX core.access_grant_uid;
        CREATE INDEX access_grant_uid ON core.access_grant (uid) INCLUDE (principal, valid_from, valid_to);
        """
    )


def downgrade() -> None:
    """The object alone."""
    op.execute(
        """
        DROP INDEX core.access_grant_uid;
        CREATE INDEX access_grant_uid ON core.access_grant (uid);
        """
    )
