"""Registers of personal data: activities, authorisations, breaches, disclosures, requests of persons."""

from alembic import op


revision = "site_20261201400"
down_revision = "site_20261130230"
branch_labels = None


def upgrade() -> None:
    """Entries are rows of their own: no object stands behind them, and nothing takes them out."""
    op.execute(
        """
        CREATE TABLE site.privacy_entry (
            uid text COLLATE "C" PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            register text COLLATE "C" NOT NULL,
            number integer NOT NULL,
            year integer NOT NULL,
            closed boolean NOT NULL DEFAULT false,
            data jsonb NOT NULL,
            history jsonb NOT NULL DEFAULT '[]',
            made_at timestamptz NOT NULL,
            made_by text NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by text NOT NULL,
            due_at timestamptz,
            UNIQUE (unit, register, year, number)
        );
        CREATE INDEX privacy_entry_party ON site.privacy_entry (unit, (data->>'party'))
            WHERE data->>'party' IS NOT NULL;
        """
    )


def downgrade() -> None:
    """Without the registers."""
    op.execute("DROP TABLE site.privacy_entry")
