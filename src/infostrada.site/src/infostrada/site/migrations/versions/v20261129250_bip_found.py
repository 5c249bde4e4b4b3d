"""What the search of the bulletins reads stands in one table: whether an entry is before the public, its facets, its words."""

from alembic import op


revision = "site_20261129250"
down_revision = "site_20261128460"
depends_on = ("core_20261128401", "core_20261128460")

# What fills a row of an entry from the three tables that are written with it.
ROW = """
    SELECT coalesce(record.effective, 'infinity'), coalesce(record.expires, 'infinity'), record.access, facet.day, facet.year,
        record.state IN ('published', 'superseded', 'archived', 'withdrawn'), facet.uid, coalesce(record.unit, ''),
        facet.kind, facet.people, facet.headline, coalesce(fulltext.tsv, '')
    FROM site.bip_facet AS facet JOIN core.record USING (uid) LEFT JOIN core.fulltext USING (uid)
"""
COLUMNS = "effective, expires, access, day, year, open, uid, unit, kind, people, headline, tsv"


def upgrade() -> None:
    """Columns of one width come first: most rows are only looked at for those."""
    op.execute(
        """
        CREATE TABLE site.bip_found (
            effective timestamptz NOT NULL,
            expires timestamptz NOT NULL,
            access uuid NOT NULL,
            day date NOT NULL,
            year smallint NOT NULL,
            open boolean NOT NULL,
            uid text COLLATE "C" PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            people text[] NOT NULL,
            headline tsvector NOT NULL,
            tsv tsvector NOT NULL
        );
        """
    )
    op.execute(f"INSERT INTO site.bip_found ({COLUMNS}) {ROW}")
    op.execute(
        """
        CREATE INDEX bip_found_day ON site.bip_found (day DESC, uid);
        CREATE INDEX bip_found_people ON site.bip_found USING gin (people);
        -- What waits to be filed is read by every search: little may wait.
        CREATE INDEX bip_found_tsv ON site.bip_found USING gin (tsv) WITH (gin_pending_list_limit = 512);
        DROP INDEX site.bip_facet_day, site.bip_facet_people;
        """
    )
    _follow_facets()
    _follow_the_rest()


def _follow_facets() -> None:
    op.execute(
        f"""
        CREATE FUNCTION site.bip_found_facet() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                DELETE FROM site.bip_found WHERE uid = OLD.uid;
            ELSE
                INSERT INTO site.bip_found AS found ({COLUMNS}) {ROW} WHERE facet.uid = NEW.uid
                ON CONFLICT (uid) DO UPDATE SET
                    effective = excluded.effective, expires = excluded.expires, access = excluded.access,
                    day = excluded.day, year = excluded.year, open = excluded.open, unit = excluded.unit,
                    kind = excluded.kind, people = excluded.people, headline = excluded.headline, tsv = excluded.tsv;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER bip_found_facet AFTER INSERT OR UPDATE OR DELETE ON site.bip_facet
            FOR EACH ROW EXECUTE FUNCTION site.bip_found_facet();
        """  # noqa: S608 - our own columns
    )


def _follow_the_rest() -> None:
    """Containers that move or change who may see them carry the rows of entries along without writing the entries."""
    op.execute(
        """
        CREATE FUNCTION site.bip_found_record() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE site.bip_found SET effective = coalesce(NEW.effective, 'infinity'),
                expires = coalesce(NEW.expires, 'infinity'), access = NEW.access, unit = coalesce(NEW.unit, ''),
                open = NEW.state IN ('published', 'superseded', 'archived', 'withdrawn')
            WHERE uid = NEW.uid;
            RETURN NULL;
        END $$;
        CREATE TRIGGER bip_found_record AFTER UPDATE ON core.record FOR EACH ROW
            WHEN ((OLD.effective, OLD.expires, OLD.access, OLD.unit, OLD.state)
                IS DISTINCT FROM (NEW.effective, NEW.expires, NEW.access, NEW.unit, NEW.state)
                AND NEW.type LIKE 'bip\\_%')
            EXECUTE FUNCTION site.bip_found_record();

        CREATE FUNCTION site.bip_found_words() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE site.bip_found SET tsv = NEW.tsv WHERE uid = NEW.uid;
            RETURN NULL;
        END $$;
        CREATE TRIGGER bip_found_words AFTER UPDATE ON core.fulltext FOR EACH ROW
            WHEN (OLD.tsv IS DISTINCT FROM NEW.tsv) EXECUTE FUNCTION site.bip_found_words();
        """
    )


def downgrade() -> None:
    """The search reads three tables again."""
    op.execute(
        """
        DROP TRIGGER bip_found_words ON core.fulltext;
        DROP TRIGGER bip_found_record ON core.record;
        DROP TRIGGER bip_found_facet ON site.bip_facet;
        DROP FUNCTION site.bip_found_words(), site.bip_found_record(), site.bip_found_facet();
        DROP TABLE site.bip_found;
        CREATE INDEX bip_facet_day ON site.bip_facet (day DESC, uid);
        CREATE INDEX bip_facet_people ON site.bip_facet USING gin (people);
        """
    )
