"""A number whose row says that its record was not brought over from elsewhere takes that record when it comes after all."""

from alembic import op


revision = "core_20261204100"
down_revision = "core_20261202300"
branch_labels = None

STAYS = """
    CREATE OR REPLACE FUNCTION core.number_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.series = OLD.series AND NEW.value = OLD.value
            AND ({changes}) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a number in a register is neither deleted nor changed';
    END $$;
"""


def upgrade() -> None:
    """Such a row has no UID; every other cancelled number stays as it is."""
    op.execute(STAYS.format(changes="OLD.state <> 'cancelled' OR (OLD.uid = '' AND NEW.uid <> '')"))


def downgrade() -> None:
    """No cancelled number changes."""
    op.execute(STAYS.format(changes="OLD.state <> 'cancelled'"))
