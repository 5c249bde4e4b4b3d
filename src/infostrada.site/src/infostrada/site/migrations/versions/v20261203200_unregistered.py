"""Messages of e-mail that need no registering: who said so, when and why."""

from alembic import op


revision = "site_20261203200"
down_revision = "site_20261202400"
branch_labels = None


def upgrade() -> None:
    """A row for each message; the message itself lies in the object database for as long as the office keeps it."""
    op.execute(
        """
        CREATE TABLE site.unregistered_mail (
            uid text COLLATE "C" PRIMARY KEY,
            unit text COLLATE "C" NOT NULL,
            noted_at timestamptz NOT NULL,
            actor text COLLATE "C" NOT NULL,
            actor_name text NOT NULL,
            post text NOT NULL,
            kind text COLLATE "C" NOT NULL,
            note text NOT NULL,
            sender text NOT NULL,
            subject text NOT NULL,
            sent_on date,
            filename text NOT NULL,
            size bigint NOT NULL,
            sha256 text COLLATE "C" NOT NULL,
            keep_until date NOT NULL,
            erased_at timestamptz,
            letter_uid text COLLATE "C",
            UNIQUE (unit, sha256)
        );
        CREATE INDEX unregistered_mail_newest ON site.unregistered_mail (unit, noted_at DESC, uid DESC);
        CREATE INDEX unregistered_mail_due ON site.unregistered_mail (keep_until, uid) WHERE erased_at IS NULL;
        """
    )


def downgrade() -> None:
    """Without the rows; the messages stay in the object database."""
    op.execute("DROP TABLE site.unregistered_mail")
