"""The access log cannot be altered, nor shortened within two years; an hour of it is sealed once."""

from alembic import op


revision = "core_20261130250"
down_revision = ("core_20261122010", "core_20261122011")
branch_labels = None

STATEMENTS = """
    CREATE FUNCTION core.access_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.moment < now() - interval '2 years' THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION '% on %.% is refused: rows never change and are kept for two years at least',
            TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON core.access_log
        FOR EACH STATEMENT EXECUTE FUNCTION core.access_log_refuse();
    CREATE TRIGGER kept BEFORE DELETE ON core.access_log
        FOR EACH ROW EXECUTE FUNCTION core.access_log_refuse();
    CREATE UNIQUE INDEX journal_access_hour ON core.journal ((data ->> 'hour')) WHERE action = 'accesslog.sealed';
"""


def upgrade() -> None:
    """Two triggers and the index the sealer asks."""
    op.execute(STATEMENTS)


def downgrade() -> None:
    """Rows stay; who may write to the table may alter them again."""
    op.execute(
        "DROP INDEX core.journal_access_hour; DROP TRIGGER append_only ON core.access_log;"
        "DROP TRIGGER kept ON core.access_log; DROP FUNCTION core.access_log_refuse()"
    )
