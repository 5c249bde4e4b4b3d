"""The append-only journal, its checkpoints and queues."""

from alembic import op


revision = "core_20261122010"
down_revision = "core_20261122001"
branch_labels = None

TABLES = """
    CREATE TABLE core.journal (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key uuid NOT NULL UNIQUE,
        unit text NOT NULL,
        moment timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        uid text NOT NULL,
        data jsonb NOT NULL,
        digest bytea NOT NULL CHECK (octet_length(digest) = 32)
    );
    CREATE INDEX journal_unit ON core.journal (unit, id);
    CREATE INDEX journal_uid ON core.journal (uid, id) WHERE uid <> '';

    CREATE TABLE core.journal_checkpoint (
        unit text NOT NULL,
        number bigint NOT NULL,
        previous bytea NOT NULL,
        root bytea NOT NULL,
        rows bigint[] NOT NULL,
        leaves bytea NOT NULL,
        sealed timestamptz NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (unit, number)
    );

    CREATE TABLE core.journal_unsealed (
        row bigint PRIMARY KEY,
        unit text NOT NULL,
        queued timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE core.journal_expectation (
        row bigint PRIMARY KEY REFERENCES core.journal,
        uid text NOT NULL,
        path text NOT NULL,
        serial bytea NOT NULL,
        noted timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX journal_expectation_uid ON core.journal_expectation (uid);
    CREATE INDEX journal_expectation_noted ON core.journal_expectation (noted);

    CREATE FUNCTION core.journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% on %.% is refused: the journal is append-only',
            TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON core.journal
        FOR EACH STATEMENT EXECUTE FUNCTION core.journal_refuse();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON core.journal_checkpoint
        FOR EACH STATEMENT EXECUTE FUNCTION core.journal_refuse();

    CREATE FUNCTION core.journal_queue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO core.journal_unsealed (row, unit) VALUES (NEW.id, NEW.unit);
        RETURN NULL;
    END $$;
    CREATE TRIGGER queue AFTER INSERT ON core.journal
        FOR EACH ROW EXECUTE FUNCTION core.journal_queue();
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop them with their rows."""
    op.execute(
        "DROP TABLE core.journal_expectation, core.journal_unsealed, core.journal_checkpoint, core.journal; "
        "DROP FUNCTION core.journal_refuse(), core.journal_queue()"
    )
