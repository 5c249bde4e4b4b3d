"""Documents somebody has to finish or accept stand in a table of their own: "my work" counts them in an index alone."""

from alembic import op


revision = "site_20261204510"
down_revision = "site_20261203700"
depends_on = ("site_20261130230", "core_20261130201")
branch_labels = None

# A draft waits for its author from its last change on, a submitted document for whoever accepts it.
FILL = """
    INSERT INTO site.document_waiting (uid, unit, person, accepting, since)
    SELECT record.uid, record.unit, coalesce(own.acceptor, own.drafted_by), own.acceptor IS NOT NULL,
        CASE WHEN own.acceptor IS NULL THEN record.modified ELSE own.submitted_at END
    FROM site.document_listing AS own JOIN core.record AS record USING (uid)
    WHERE (own.drafted_by <> '' OR own.acceptor IS NOT NULL) AND record.unit IS NOT NULL
"""


def upgrade() -> None:
    """What is unfinished is little at any time, so whatever writes a document keeps the table beside it."""
    op.execute(
        f"""
        CREATE TABLE site.document_waiting (
            uid text COLLATE "C" PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            person text COLLATE "C" NOT NULL,
            accepting boolean NOT NULL,
            since timestamptz
        );
        {FILL};
        CREATE INDEX document_waiting_person ON site.document_waiting (unit, person, accepting, since, uid);
        DROP INDEX site.document_listing_drafts;

        CREATE FUNCTION site.document_waits() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM site.document_waiting WHERE uid = coalesce(NEW.uid, OLD.uid);
            IF TG_OP <> 'DELETE' THEN
                {FILL} AND own.uid = NEW.uid;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER document_waits_filed AFTER INSERT ON site.document_listing FOR EACH ROW
            WHEN (NEW.drafted_by <> '' OR NEW.acceptor IS NOT NULL)
            EXECUTE FUNCTION site.document_waits();
        CREATE TRIGGER document_waits AFTER UPDATE OF drafted_by, acceptor, submitted_at ON site.document_listing FOR EACH ROW
            WHEN (OLD.drafted_by <> '' OR OLD.acceptor IS NOT NULL OR NEW.drafted_by <> '' OR NEW.acceptor IS NOT NULL)
            EXECUTE FUNCTION site.document_waits();
        CREATE TRIGGER document_waits_gone AFTER DELETE ON site.document_listing FOR EACH ROW
            WHEN (OLD.drafted_by <> '' OR OLD.acceptor IS NOT NULL)
            EXECUTE FUNCTION site.document_waits();

        CREATE FUNCTION site.document_waits_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE site.document_waiting SET unit = NEW.unit WHERE uid = NEW.uid;
            RETURN NULL;
        END $$;
        CREATE TRIGGER document_waits_elsewhere AFTER UPDATE OF unit ON core.record FOR EACH ROW
            WHEN (NEW.type = 'records_document' AND OLD.unit <> NEW.unit)
            EXECUTE FUNCTION site.document_waits_elsewhere();
        """  # noqa: S608 - our own words
    )


def downgrade() -> None:
    """Back to the lists of all documents."""
    op.execute(
        """
        DROP TRIGGER document_waits_elsewhere ON core.record;
        DROP TRIGGER document_waits_filed ON site.document_listing;
        DROP TRIGGER document_waits ON site.document_listing;
        DROP TRIGGER document_waits_gone ON site.document_listing;
        DROP FUNCTION site.document_waits_elsewhere(), site.document_waits();
        DROP TABLE site.document_waiting;
        CREATE INDEX document_listing_drafts ON site.document_listing (drafted_by) WHERE drafted_by <> '';
        """
    )
