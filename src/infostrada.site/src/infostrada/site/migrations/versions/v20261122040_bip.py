"""The public change log of the bulletins."""

from alembic import op


revision = "site_20261122040"
down_revision = "site_20261122001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE site.bip_change (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            unit text NOT NULL,
            uid text NOT NULL,
            at timestamptz NOT NULL,
            action text NOT NULL CHECK (action IN ('published', 'changed', 'withdrawn')),
            title text NOT NULL,
            path text NOT NULL,
            who text NOT NULL,
            reason text NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX bip_change_of_unit ON site.bip_change (unit, number DESC)")
    op.execute(
        """
        CREATE FUNCTION site.bip_change_is_kept() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the change log of a bulletin is only added to'; END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER bip_change_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON site.bip_change
        FOR EACH STATEMENT EXECUTE FUNCTION site.bip_change_is_kept()
        """
    )
