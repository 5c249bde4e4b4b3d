"""Imports become visible at once; rows of the change log whose commit was lost are answered by a row of their own."""

from alembic import op


revision = "site_20261128381"
down_revision = "site_20261128380"

ACTIONS = ("published", "changed", "withdrawn", "expired", "superseded", "archived", "restored", "undone")


def upgrade() -> None:
    listed = ", ".join(f"'{action}'" for action in ACTIONS)
    op.execute("ALTER TABLE site.bip_change DROP CONSTRAINT bip_change_action_check")
    op.execute(
        f"ALTER TABLE site.bip_change ADD CONSTRAINT bip_change_action_check CHECK (action IN ({listed}))"
    )
    op.execute(
        """
        CREATE TABLE site.bip_unrevealed (
            uid text COLLATE "C" PRIMARY KEY,
            import uuid NOT NULL REFERENCES site.bip_import ON DELETE CASCADE
        );
        CREATE INDEX bip_unrevealed_import ON site.bip_unrevealed (import)
        """
    )
