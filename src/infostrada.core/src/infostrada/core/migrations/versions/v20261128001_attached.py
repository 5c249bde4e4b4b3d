"""The text of attached files is read by the worker and kept beside the object's own."""

from alembic import op


revision = "core_20261128001"
down_revision = "core_20261122030"
branch_labels = None


def upgrade() -> None:
    """`files` names the files an object has, `attached_of` those `attached` was read from.

    Rows of before hold everything in `own` until the object is indexed again.
    """
    op.execute(
        """
        DROP INDEX core.fulltext_tsv;
        ALTER TABLE core.fulltext RENAME COLUMN tsv TO own;
        ALTER TABLE core.fulltext RENAME COLUMN body TO own_body;
        ALTER TABLE core.fulltext
            ADD files text,
            ADD attached tsvector NOT NULL DEFAULT '',
            ADD attached_body text NOT NULL DEFAULT '',
            ADD attached_of text;
        ALTER TABLE core.fulltext
            ADD tsv tsvector NOT NULL GENERATED ALWAYS AS (own || attached) STORED;
        CREATE INDEX fulltext_tsv ON core.fulltext USING gin (tsv);

        CREATE TABLE core.fulltext_due (
            uid text COLLATE "C" PRIMARY KEY,
            files text NOT NULL,
            due timestamptz NOT NULL DEFAULT clock_timestamp(),
            attempts integer NOT NULL DEFAULT 0,
            given_up boolean NOT NULL DEFAULT false,
            reason text NOT NULL DEFAULT ''
        );
        CREATE INDEX fulltext_due_due ON core.fulltext_due (due) WHERE NOT given_up;

        -- Words of files an object no longer has are gone at once, not when the new ones have been read.
        CREATE FUNCTION core.fulltext_forget() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.files IS DISTINCT FROM NEW.attached_of THEN
                NEW.attached := '';
                NEW.attached_body := '';
                NEW.attached_of := NULL;
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER fulltext_forget BEFORE UPDATE OF files ON core.fulltext
            FOR EACH ROW WHEN (OLD.files IS DISTINCT FROM NEW.files)
            EXECUTE FUNCTION core.fulltext_forget();

        CREATE FUNCTION core.fulltext_ask() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                DELETE FROM core.fulltext_due WHERE uid = OLD.uid;
            ELSIF NEW.files IS NOT DISTINCT FROM NEW.attached_of THEN
                DELETE FROM core.fulltext_due WHERE uid = NEW.uid;
            ELSE
                INSERT INTO core.fulltext_due AS waiting (uid, files) VALUES (NEW.uid, NEW.files)
                ON CONFLICT (uid) DO UPDATE
                    SET files = excluded.files, due = excluded.due, attempts = 0, given_up = false,
                        reason = ''
                    WHERE waiting.files <> excluded.files;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER fulltext_ask_new AFTER INSERT ON core.fulltext
            FOR EACH ROW WHEN (NEW.files IS NOT NULL) EXECUTE FUNCTION core.fulltext_ask();
        CREATE TRIGGER fulltext_ask AFTER UPDATE OF files, attached_of ON core.fulltext
            FOR EACH ROW WHEN (OLD.files IS DISTINCT FROM NEW.files
                OR OLD.attached_of IS DISTINCT FROM NEW.attached_of)
            EXECUTE FUNCTION core.fulltext_ask();
        CREATE TRIGGER fulltext_ask_gone AFTER DELETE ON core.fulltext
            FOR EACH ROW WHEN (OLD.files IS NOT NULL) EXECUTE FUNCTION core.fulltext_ask();
        """
    )


def downgrade() -> None:
    """Everything known goes back into the one vector."""
    op.execute(
        """
        DROP TABLE core.fulltext_due;
        DROP INDEX core.fulltext_tsv;
        DROP TRIGGER fulltext_forget ON core.fulltext;
        DROP TRIGGER fulltext_ask_new ON core.fulltext;
        DROP TRIGGER fulltext_ask ON core.fulltext;
        DROP TRIGGER fulltext_ask_gone ON core.fulltext;
        DROP FUNCTION core.fulltext_forget();
        DROP FUNCTION core.fulltext_ask();
        ALTER TABLE core.fulltext DROP COLUMN tsv;
        UPDATE core.fulltext SET own = own || attached, own_body = own_body || E'\\n' || attached_body;
        ALTER TABLE core.fulltext DROP COLUMN files, DROP COLUMN attached, DROP COLUMN attached_body,
            DROP COLUMN attached_of;
        ALTER TABLE core.fulltext RENAME COLUMN own TO tsv;
        ALTER TABLE core.fulltext RENAME COLUMN own_body TO body;
        CREATE INDEX fulltext_tsv ON core.fulltext USING gin (tsv);
        """
    )
