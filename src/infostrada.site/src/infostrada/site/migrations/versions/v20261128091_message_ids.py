"""The register of incoming letters knows the message of the network a letter came as."""

from alembic import op


revision = "site_20261128091"
down_revision = "site_20261128090"
branch_labels = None


def upgrade() -> None:
    """Asked before a message is registered: none comes in twice."""
    op.execute(
        """
        ALTER TABLE site.letter_listing ADD COLUMN message_id text COLLATE "C" NOT NULL DEFAULT '';
        CREATE INDEX letter_listing_message ON site.letter_listing (message_id)
            WHERE message_id <> '';
        """
    )


def downgrade() -> None:
    """Back to the register without networks."""
    op.execute(
        """
        DROP INDEX site.letter_listing_message;
        ALTER TABLE site.letter_listing DROP COLUMN message_id;
        """
    )
