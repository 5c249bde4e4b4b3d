"""Which objects a person holds rights on today is read from an index alone: the ten thousand of a clerk in each list."""

from alembic import op


revision = "core_20261202400"
down_revision = "core_20261130201"
branch_labels = None


def upgrade() -> None:
    """The time of a right beside the person and the object."""
    op.execute(
        """
        DROP INDEX core.access_grant_principal;
        CREATE INDEX access_grant_principal ON core.access_grant (principal, uid) INCLUDE (valid_from, valid_to);
        """
    )


def downgrade() -> None:
    """The person and the object."""
    op.execute(
        """
        DROP INDEX core.access_grant_principal;
        CREATE INDEX access_grant_principal ON core.access_grant (principal, uid);
        """
    )
