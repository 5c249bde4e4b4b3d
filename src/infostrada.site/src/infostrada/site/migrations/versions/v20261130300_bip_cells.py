"""Entries of the bulletins are counted by two numbers: one for unit, kind, year and who may see, one for the list of people."""

from alembic import op


revision = "site_20261130300"
down_revision = "site_20261129250"

MADE = """
    CREATE TABLE site.bip_cell (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        year smallint NOT NULL,
        open boolean NOT NULL,
        access uuid NOT NULL,
        unit text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL
    );
    CREATE INDEX bip_cell_of ON site.bip_cell (unit, kind, year, access, open);
    CREATE TABLE site.bip_folk (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        people text[] NOT NULL
    );
    CREATE INDEX bip_folk_of ON site.bip_folk USING hash (people);
    CREATE INDEX bip_folk_people ON site.bip_folk USING gin (people);
"""
# Two transactions may each make a number for the same values: both are right, as counts are summed by the values. So
# nobody waits for anybody, as they would with a unique key.
NUMBERED = """
    CREATE FUNCTION site.bip_found_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT id INTO NEW.cell FROM site.bip_cell AS cell WHERE cell.unit = NEW.unit AND cell.kind = NEW.kind
            AND cell.year = NEW.year AND cell.access = NEW.access AND cell.open = NEW.open LIMIT 1;
        IF NOT FOUND THEN
            INSERT INTO site.bip_cell (year, open, access, unit, kind)
                VALUES (NEW.year, NEW.open, NEW.access, NEW.unit, NEW.kind) RETURNING id INTO NEW.cell;
        END IF;
        -- Who forgets lists nobody names waits for this lock.
        SELECT id INTO NEW.folk FROM site.bip_folk AS folk WHERE folk.people = NEW.people LIMIT 1 FOR KEY SHARE;
        IF NOT FOUND THEN
            INSERT INTO site.bip_folk (people) VALUES (NEW.people) RETURNING id INTO NEW.folk;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER bip_found_numbered BEFORE INSERT OR UPDATE OF unit, kind, year, access, open, people
        ON site.bip_found FOR EACH ROW EXECUTE FUNCTION site.bip_found_numbered();

    CREATE FUNCTION site.bip_folk_named() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- The row is locked by now, so whoever was about to name it has done so.
        IF EXISTS (SELECT FROM site.bip_found WHERE folk = OLD.id) THEN
            RETURN NULL;
        END IF;
        RETURN OLD;
    END $$;
    CREATE TRIGGER bip_folk_named BEFORE DELETE ON site.bip_folk
        FOR EACH ROW EXECUTE FUNCTION site.bip_folk_named();
"""
COLUMNS = "effective, expires, day, year, open, access, uid, headline, unit, kind, people, tsv"
# What counting reads comes first: the columns behind it, and the words, are not walked over.
FILLED = f"""
    INSERT INTO site.bip_cell (year, open, access, unit, kind)
        SELECT DISTINCT year, open, access, unit, kind FROM site.bip_found;
    INSERT INTO site.bip_folk (people) SELECT DISTINCT people FROM site.bip_found;
    ALTER TABLE site.bip_found RENAME TO bip_found_before;
    CREATE TABLE site.bip_found (
        effective timestamptz NOT NULL,
        expires timestamptz NOT NULL,
        cell int NOT NULL,
        folk int NOT NULL,
        day date NOT NULL,
        year smallint NOT NULL,
        open boolean NOT NULL,
        access uuid NOT NULL,
        uid text COLLATE "C" NOT NULL,
        headline tsvector NOT NULL,
        unit text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        people text[] NOT NULL,
        tsv tsvector NOT NULL
    );
    INSERT INTO site.bip_found (cell, folk, {COLUMNS})
        SELECT cell.id, folk.id, {", ".join(f"found.{name}" for name in COLUMNS.split(", "))}
        FROM site.bip_found_before AS found
        JOIN site.bip_cell AS cell ON (cell.unit, cell.kind, cell.year, cell.access, cell.open)
            = (found.unit, found.kind, found.year, found.access, found.open)
        JOIN site.bip_folk AS folk ON folk.people = found.people;
    DROP TABLE site.bip_found_before;
"""  # noqa: S608 - our own columns
INDEXED = """
    ALTER TABLE site.bip_found ADD CONSTRAINT bip_found_pkey PRIMARY KEY (uid);
    CREATE INDEX bip_found_day ON site.bip_found (day DESC, uid);
    CREATE INDEX bip_found_people ON site.bip_found USING gin (people);
    -- What waits to be filed is read by every search: little may wait.
    CREATE INDEX bip_found_tsv ON site.bip_found USING gin (tsv) WITH (gin_pending_list_limit = 512);
    -- Words of titles, whose entries come first.
    CREATE INDEX bip_found_headline ON site.bip_found USING gin (headline) WITH (gin_pending_list_limit = 512);
    -- All that numbers are counted from stands in the index: the rows with their words are not read.
    CREATE INDEX bip_found_counted ON site.bip_found (cell, folk) INCLUDE (effective, expires, uid);
    CREATE INDEX bip_found_folk ON site.bip_found (folk);
    -- The newest of one office or kind.
    CREATE INDEX bip_found_unit ON site.bip_found (unit, day DESC, uid);
    CREATE INDEX bip_found_kind ON site.bip_found (kind, day DESC, uid);
"""


def upgrade() -> None:
    """Numbers for the values there are, and for those to come."""
    op.execute(MADE)
    op.execute(FILLED)
    op.execute(INDEXED)
    op.execute(NUMBERED)


def downgrade() -> None:
    """Counted by the values themselves."""
    op.execute(
        """
        DROP TRIGGER bip_found_numbered ON site.bip_found;
        ALTER TABLE site.bip_found DROP COLUMN cell, DROP COLUMN folk;
        DROP INDEX site.bip_found_unit, site.bip_found_kind, site.bip_found_headline;
        DROP TABLE site.bip_folk, site.bip_cell;
        DROP FUNCTION site.bip_found_numbered(), site.bip_folk_named();
        """
    )
