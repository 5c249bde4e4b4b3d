"""Side index: records, access sets and grants."""

from alembic import op


revision = "core_20261122020"
down_revision = "core_20261122001"
branch_labels = None


def upgrade() -> None:
    """Names, paths and identifiers compare by byte ("C"), so that a path prefix is one range."""
    op.execute(
        """
        CREATE TABLE core.access_set (
            id uuid PRIMARY KEY,
            own uuid NOT NULL,
            allowed text[] NOT NULL
        );
        CREATE TABLE core.access_member (
            principal text COLLATE "C" NOT NULL,
            access uuid NOT NULL REFERENCES core.access_set ON DELETE CASCADE,
            PRIMARY KEY (principal, access)
        );
        CREATE TABLE core.record (
            uid text COLLATE "C" PRIMARY KEY,
            unit text COLLATE "C",
            type text COLLATE "C" NOT NULL,
            state text COLLATE "C",
            access uuid NOT NULL,
            grant_scope text COLLATE "C",
            title text NOT NULL,
            description text NOT NULL DEFAULT '',
            creator text NOT NULL DEFAULT '',
            folderish boolean NOT NULL DEFAULT false,
            path text COLLATE "C" NOT NULL,
            created timestamptz,
            modified timestamptz NOT NULL,
            effective timestamptz,
            expires timestamptz,
            revision bigint NOT NULL,
            written timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX record_unit_type_modified
            ON core.record (unit, type, modified DESC, uid DESC);
        CREATE INDEX record_type_modified ON core.record (type, modified DESC, uid DESC);
        CREATE INDEX record_path ON core.record (path);
        CREATE INDEX record_parent
            ON core.record ((regexp_replace(path, '/[^/]*$', '')), path);
        CREATE INDEX record_grant_scope ON core.record (grant_scope)
            WHERE grant_scope IS NOT NULL;
        CREATE INDEX record_written ON core.record (written);
        CREATE INDEX record_words
            ON core.record USING gin (to_tsvector('simple', title || ' ' || description));
        CREATE TABLE core.record_left (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            path text NOT NULL,
            written timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE core.record_watermark (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            compared timestamptz NOT NULL
        );
        CREATE TABLE core.access_grant (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            uid text COLLATE "C" NOT NULL,
            principal text COLLATE "C" NOT NULL,
            right_name text COLLATE "C" NOT NULL,
            valid_from timestamptz NOT NULL DEFAULT now(),
            valid_to timestamptz,
            CHECK (valid_to IS NULL OR valid_to >= valid_from)
        );
        CREATE INDEX access_grant_principal ON core.access_grant (principal, uid);
        CREATE INDEX access_grant_uid ON core.access_grant (uid);
        """
    )


def downgrade() -> None:
    """The rows can be made again from the objects, the grants cannot."""
    op.execute(
        "DROP TABLE core.access_grant, core.record_watermark, core.record_left,"
        " core.record, core.access_member, core.access_set"
    )
