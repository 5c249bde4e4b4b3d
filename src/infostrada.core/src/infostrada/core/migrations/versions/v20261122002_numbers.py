"""Number series, numbers, their register."""

from alembic import op


revision = "core_20261122002"
down_revision = "core_20261122001"
branch_labels = None


def upgrade() -> None:
    """A number is never deleted nor renumbered; the trigger holds even against plain SQL."""
    op.execute(
        """
        CREATE TABLE core.series (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            year integer NOT NULL,
            key text COLLATE "C" NOT NULL DEFAULT '',
            last bigint NOT NULL DEFAULT 0 CHECK (last >= 0),
            UNIQUE (unit, kind, year, key)
        ) WITH (fillfactor = 50);

        CREATE TABLE core.number (
            series bigint NOT NULL REFERENCES core.series,
            value bigint NOT NULL CHECK (value > 0),
            uid text COLLATE "C" NOT NULL,
            idempotency_key text COLLATE "C",
            entry jsonb NOT NULL,
            state text NOT NULL DEFAULT 'taken'
                CHECK (state IN ('taken', 'confirmed', 'cancelled')),
            taken timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (series, value)
        );
        CREATE UNIQUE INDEX number_uid ON core.number (series, uid)
            WHERE state <> 'cancelled';
        CREATE UNIQUE INDEX number_idempotency_key ON core.number (series, idempotency_key)
            WHERE state <> 'cancelled';
        CREATE INDEX number_of_record ON core.number (uid);
        CREATE INDEX number_unsettled ON core.number (taken) WHERE state = 'taken';

        CREATE FUNCTION core.number_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.series = OLD.series AND NEW.value = OLD.value
                AND OLD.state <> 'cancelled' THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'a number in a register is neither deleted nor changed';
        END $$;
        CREATE TRIGGER number_stays BEFORE UPDATE OR DELETE ON core.number
            FOR EACH ROW EXECUTE FUNCTION core.number_stays();

        CREATE VIEW core.number_register AS
            SELECT s.unit, s.kind, s.year, s.key, n.value, n.uid, n.state, n.entry, n.taken,
                CASE n.state WHEN 'cancelled' THEN 'anulowany: awaria' END AS remark
            FROM core.number n JOIN core.series s ON s.id = n.series;
        """
    )


def downgrade() -> None:
    """Drops the registers with every number in them."""
    op.execute(
        "DROP VIEW core.number_register; DROP TABLE core.number; DROP TABLE core.series;"
        " DROP FUNCTION core.number_stays"
    )
