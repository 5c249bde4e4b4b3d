"""A statement of reasons for whoever wrote a comment, the answer to whoever reported it, and complaints about decisions."""

from alembic import op


revision = "site_20261129350"
down_revision = "site_20261128440"
branch_labels = None


def upgrade() -> None:
    op.execute(
        """
        -- `key` is a keyed digest of the code its writer got, `sealed` the writer's e-mail until complaints are over.
        ALTER TABLE site.budget_comment
            ADD COLUMN key bytea UNIQUE CHECK (octet_length(key) = 32),
            ADD COLUMN sealed text NOT NULL DEFAULT '',
            ADD COLUMN ground text NOT NULL DEFAULT '',
            ADD COLUMN noticed boolean NOT NULL DEFAULT false;
        ALTER TABLE site.budget_notice ADD COLUMN sealed text NOT NULL DEFAULT '';
        CREATE TABLE site.budget_complaint (
            complaint bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            comment bigint NOT NULL REFERENCES site.budget_comment,
            body text NOT NULL CHECK (body <> ''),
            at timestamptz NOT NULL DEFAULT now(),
            upheld boolean,
            reason text NOT NULL DEFAULT '',
            who text NOT NULL DEFAULT '',
            decided timestamptz,
            CHECK ((decided IS NULL) = (upheld IS NULL))
        );
        CREATE INDEX budget_complaint_comment ON site.budget_complaint (comment, complaint);
        CREATE UNIQUE INDEX budget_complaint_open ON site.budget_complaint (comment) WHERE decided IS NULL;
        """
    )


def downgrade() -> None:
    """Forgets codes, addresses and complaints."""
    op.execute(
        """
        DROP TABLE site.budget_complaint;
        ALTER TABLE site.budget_notice DROP COLUMN sealed;
        ALTER TABLE site.budget_comment DROP COLUMN key, DROP COLUMN sealed, DROP COLUMN ground, DROP COLUMN noticed;
        """
    )
