"""Yearly reviews of the archive: what was looked at, what is at risk."""

from alembic import op


revision = "site_20261202052"
down_revision = "site_20261202051"
branch_labels = None


def upgrade() -> None:
    """A review for each year of an office, and its findings."""
    op.execute(
        """
        CREATE TABLE site.preservation_review (
            unit text COLLATE "C" NOT NULL,
            year integer NOT NULL,
            begun_at timestamptz NOT NULL,
            ended_at timestamptz,
            cases integer NOT NULL DEFAULT 0,
            files integer NOT NULL DEFAULT 0,
            formats jsonb NOT NULL DEFAULT '{}',
            sampled integer NOT NULL DEFAULT 0,
            kept_long integer NOT NULL DEFAULT 0,
            conclusions text NOT NULL DEFAULT '',
            concluded_by text NOT NULL DEFAULT '',
            concluded_at timestamptz,
            PRIMARY KEY (unit, year)
        );
        CREATE TABLE site.preservation_finding (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            year integer NOT NULL,
            case_uid text COLLATE "C" NOT NULL,
            sign text NOT NULL,
            owner text COLLATE "C" NOT NULL,
            title text NOT NULL,
            file text COLLATE "C" NOT NULL,
            filename text NOT NULL,
            reason text COLLATE "C" NOT NULL,
            detail text NOT NULL,
            UNIQUE (unit, year, file, reason, detail)
        );
        """
    )


def downgrade() -> None:
    """Without reviews; the next one can be made again."""
    op.execute("DROP TABLE site.preservation_finding, site.preservation_review")
