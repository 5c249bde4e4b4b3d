"""The change logs of bulletins take rows of entries superseded, archived and restored."""

from alembic import op


revision = "site_20261128380"
down_revision = "site_20261128150"

ACTIONS = ("published", "changed", "withdrawn", "expired", "superseded", "archived", "restored")


def upgrade() -> None:
    listed = ", ".join(f"'{action}'" for action in ACTIONS)
    op.execute("ALTER TABLE site.bip_change DROP CONSTRAINT bip_change_action_check")
    op.execute(
        f"ALTER TABLE site.bip_change ADD CONSTRAINT bip_change_action_check CHECK (action IN ({listed}))"
    )
    op.execute("CREATE INDEX bip_change_of_entry ON site.bip_change (uid, place)")
