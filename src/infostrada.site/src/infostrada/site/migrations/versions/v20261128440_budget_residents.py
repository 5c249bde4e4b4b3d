"""What residents leave beside the vote: drafts, support, comments, subscriptions; and the money of projects for lists."""

from alembic import op


revision = "site_20261128440"
down_revision = "site_20261122001"
branch_labels = None

TABLES = """
    -- An idea being written. The body is sealed; the author's key is a keyed digest.
    CREATE TABLE site.budget_draft (
        draft text COLLATE "C" PRIMARY KEY CHECK (draft ~ '^[0-9a-f]{32}$'),
        edition text COLLATE "C" NOT NULL CHECK (edition ~ '^[0-9a-f]{32}$'),
        key bytea NOT NULL UNIQUE CHECK (octet_length(key) = 32),
        sealed text NOT NULL,
        changed timestamptz NOT NULL DEFAULT now(),
        until timestamptz NOT NULL,
        project text COLLATE "C" NOT NULL DEFAULT ''
    );
    CREATE INDEX budget_draft_until ON site.budget_draft (until);
    CREATE TABLE site.budget_draft_photo (
        draft text COLLATE "C" NOT NULL REFERENCES site.budget_draft ON DELETE CASCADE,
        number smallint NOT NULL CHECK (number BETWEEN 1 AND 5),
        alt text NOT NULL CHECK (alt <> ''),
        data bytea NOT NULL CHECK (octet_length(data) < 3000000),
        PRIMARY KEY (draft, number)
    );
    -- Who supports an idea: tags under the installation's key, the name sealed for the officials.
    CREATE TABLE site.budget_support (
        idea text COLLATE "C" NOT NULL CHECK (idea ~ '^[0-9a-f]{32}$'),
        edition text COLLATE "C" NOT NULL,
        person bytea NOT NULL CHECK (octet_length(person) = 32),
        proof bytea CHECK (octet_length(proof) = 32),
        name bytea NOT NULL CHECK (octet_length(name) = 32),
        method text NOT NULL CHECK (method IN ('pesel', 'pesel-sms', 'sms', 'account', 'paper')),
        code bytea CHECK (octet_length(code) = 32),
        sealed text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        withdrawn timestamptz,
        until timestamptz NOT NULL,
        PRIMARY KEY (idea, person),
        UNIQUE (idea, proof)
    );
    CREATE INDEX budget_support_name ON site.budget_support (idea, name);
    CREATE INDEX budget_support_until ON site.budget_support (until);
    -- What was done lately from an address, to slow down whoever floods; keyed digests, a day long.
    CREATE TABLE site.budget_pace (
        kind text NOT NULL,
        key bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX budget_pace_key ON site.budget_pace (kind, key, at);
    CREATE TABLE site.budget_comment (
        comment bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        edition text COLLATE "C" NOT NULL,
        project text COLLATE "C" NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        body text NOT NULL CHECK (body <> ''),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'shown', 'refused', 'removed')),
        reason text NOT NULL DEFAULT '',
        who text NOT NULL DEFAULT '',
        official boolean NOT NULL DEFAULT false,
        at timestamptz NOT NULL DEFAULT now(),
        decided timestamptz
    );
    CREATE INDEX budget_comment_project ON site.budget_comment (project, state, comment);
    CREATE INDEX budget_comment_queue ON site.budget_comment (edition, state, comment);
    CREATE TABLE site.budget_notice (
        notice bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        comment bigint NOT NULL REFERENCES site.budget_comment,
        reason text NOT NULL CHECK (reason <> ''),
        at timestamptz NOT NULL DEFAULT now(),
        settled timestamptz
    );
    CREATE INDEX budget_notice_comment ON site.budget_notice (comment) WHERE settled IS NULL;
    -- Who gets mail about an edition: the address sealed, found again by a keyed digest.
    CREATE TABLE site.budget_subscription (
        subscription bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        edition text COLLATE "C" NOT NULL,
        address bytea NOT NULL CHECK (octet_length(address) = 32),
        sealed text NOT NULL,
        topics text[] NOT NULL,
        asked timestamptz NOT NULL DEFAULT now(),
        confirmed timestamptz,
        UNIQUE (edition, address)
    );
    -- Mirror of winning projects, for sums over editions, units and the region.
    CREATE TABLE site.budget_works (
        uid text COLLATE "C" PRIMARY KEY,
        edition text COLLATE "C" NOT NULL,
        edition_title text NOT NULL,
        edition_path text COLLATE "C" NOT NULL,
        year integer NOT NULL,
        pool text NOT NULL,
        number integer NOT NULL,
        planned bigint NOT NULL,
        act bigint NOT NULL,
        contracted bigint NOT NULL,
        paid bigint NOT NULL,
        percent integer NOT NULL,
        next_on date
    );
    CREATE INDEX budget_works_edition ON site.budget_works (edition, pool);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    """Drops what residents left beside the vote."""
    for table in ("budget_works", "budget_subscription", "budget_notice", "budget_comment", "budget_pace",
                  "budget_support", "budget_draft_photo", "budget_draft"):  # fmt: skip
        op.execute(f"DROP TABLE site.{table}")
