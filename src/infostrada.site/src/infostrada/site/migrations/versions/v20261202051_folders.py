"""Folders of papers: a class of a unit over one year or several, in volumes."""

from alembic import op


revision = "site_20261202051"
down_revision = "site_20261202050"
branch_labels = None


def upgrade() -> None:
    """Folders are rows of their own: no object stands behind them, and nothing takes them out."""
    op.execute(
        """
        CREATE TABLE site.file_folder (
            uid text COLLATE "C" PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            org_symbol text COLLATE "C" NOT NULL,
            class_symbol text COLLATE "C" NOT NULL,
            class_title text NOT NULL,
            category text NOT NULL,
            first_year integer NOT NULL,
            last_year integer NOT NULL CHECK (last_year >= first_year),
            volumes integer NOT NULL CHECK (volumes > 0),
            contents text NOT NULL,
            made_at timestamptz NOT NULL,
            made_by text NOT NULL,
            handover text COLLATE "C" NOT NULL DEFAULT '',
            signature text NOT NULL DEFAULT '',
            UNIQUE (unit, org_symbol, class_symbol, first_year)
        );
        CREATE INDEX file_folder_handover ON site.file_folder (handover) WHERE handover <> '';
        """
    )


def downgrade() -> None:
    """Without folders."""
    op.execute("DROP TABLE site.file_folder")
