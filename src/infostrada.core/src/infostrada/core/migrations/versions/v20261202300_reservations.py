"""Numbers set aside for records that come later; each has its row in the register from the first moment."""

from alembic import op


revision = "core_20261202300"
down_revision = "core_20261128360"
branch_labels = None


def upgrade() -> None:
    """A reservation is a run of one series; who reserved twice with one key has one."""
    op.execute(
        """
        ALTER TABLE core.number DROP CONSTRAINT number_state_check;
        ALTER TABLE core.number ADD CONSTRAINT number_state_check
            CHECK (state IN ('reserved', 'taken', 'confirmed', 'cancelled'));
        CREATE INDEX number_loose ON core.number (series, value)
            WHERE state IN ('reserved', 'cancelled');
        CREATE TABLE core.reservation (
            series bigint NOT NULL REFERENCES core.series,
            first bigint NOT NULL,
            last bigint NOT NULL CHECK (last >= first),
            holder text COLLATE "C" NOT NULL,
            holder_name text NOT NULL,
            key text COLLATE "C",
            note text NOT NULL,
            ends date NOT NULL,
            made timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (series, first),
            UNIQUE (series, key)
        );
        """
    )


def downgrade() -> None:
    """Numbers that wait for a record stay in their registers without one."""
    op.execute(
        """
        UPDATE core.number SET state = 'cancelled' WHERE state = 'reserved';
        DROP TABLE core.reservation;
        DROP INDEX core.number_loose;
        ALTER TABLE core.number DROP CONSTRAINT number_state_check;
        ALTER TABLE core.number ADD CONSTRAINT number_state_check
            CHECK (state IN ('taken', 'confirmed', 'cancelled'));
        """
    )
