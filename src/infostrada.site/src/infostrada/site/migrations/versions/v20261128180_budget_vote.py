"""Votes of the participatory budget: who voted, sealed ballots, receipts, paper, what was counted."""

from alembic import op


revision = "site_20261128180"
down_revision = "site_20261122001"
branch_labels = None

TABLES = """
    CREATE TABLE site.budget_election (
        election text COLLATE "C" PRIMARY KEY CHECK (election ~ '^[0-9a-f]{32}$'),
        unit text COLLATE "C" NOT NULL,
        opens timestamptz NOT NULL,
        closes timestamptz NOT NULL CHECK (closes > opens),
        terms_sha256 text NOT NULL,
        public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
        state text NOT NULL DEFAULT 'frozen' CHECK (state IN ('frozen', 'certified', 'erased'))
    );
    -- Who voted. Tags under a key that is not here; the day, not the moment.
    CREATE TABLE site.budget_mark (
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        person bytea NOT NULL CHECK (octet_length(person) = 32),
        turn smallint NOT NULL CHECK (turn BETWEEN 0 AND 9),
        proof bytea CHECK (octet_length(proof) = 32),
        phone bytea,
        net bytea,
        channel text NOT NULL CHECK (channel IN ('internet', 'paper')),
        method text NOT NULL CHECK (method IN ('pesel', 'sms', 'account', 'office', 'paper')),
        guardian boolean NOT NULL,
        batch text NOT NULL DEFAULT '',
        day date NOT NULL,
        PRIMARY KEY (election, person, turn),
        UNIQUE (election, proof, turn)
    );
    CREATE INDEX budget_mark_phone ON site.budget_mark (election, phone) WHERE phone IS NOT NULL;
    CREATE INDEX budget_mark_net ON site.budget_mark (election, net) WHERE net IS NOT NULL;
    -- What was voted, in envelopes only the commission can open.
    CREATE TABLE site.budget_ballot (
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
        envelope bytea NOT NULL,
        PRIMARY KEY (election, commitment)
    );
    CREATE TABLE site.budget_checkpoint (
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        number bigint NOT NULL,
        made timestamptz NOT NULL DEFAULT now(),
        size bigint NOT NULL,
        root bytea NOT NULL,
        previous bytea NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (election, number)
    );
    CREATE TABLE site.budget_receipt (
        election text COLLATE "C" NOT NULL,
        commitment bytea NOT NULL,
        leaf bytea NOT NULL,
        checkpoint bigint NOT NULL,
        PRIMARY KEY (election, commitment),
        FOREIGN KEY (election, checkpoint) REFERENCES site.budget_checkpoint
    );
    CREATE INDEX budget_receipt_checkpoint ON site.budget_receipt (election, checkpoint, commitment);
    CREATE TABLE site.budget_void (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        person bytea NOT NULL,
        restored boolean NOT NULL,
        reason text NOT NULL CHECK (reason <> ''),
        who text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE site.budget_batch (
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        batch text NOT NULL,
        place text NOT NULL,
        cards integer NOT NULL CHECK (cards >= 0),
        opened_by text NOT NULL,
        PRIMARY KEY (election, batch)
    );
    -- Entries of a card: content only as a digest under the key `paper`, which dies at certification.
    CREATE TABLE site.budget_card (
        election text COLLATE "C" NOT NULL,
        batch text NOT NULL,
        card integer NOT NULL CHECK (card > 0),
        entry smallint NOT NULL CHECK (entry BETWEEN 1 AND 3),
        who text NOT NULL,
        digest bytea NOT NULL,
        PRIMARY KEY (election, batch, card, entry),
        UNIQUE (election, batch, card, who),
        FOREIGN KEY (election, batch) REFERENCES site.budget_batch
    );
    CREATE TABLE site.budget_card_done (
        election text COLLATE "C" NOT NULL,
        batch text NOT NULL,
        card integer NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('counted', 'unreadable', 'no_person', 'too_many', 'voted_already',
            'not_signed', 'empty')),
        PRIMARY KEY (election, batch, card),
        FOREIGN KEY (election, batch) REFERENCES site.budget_batch
    );
    -- Passes given out at the office: sealed tags by the digest of the pass.
    CREATE TABLE site.budget_pass (
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        pass bytea NOT NULL,
        sealed text NOT NULL,
        who text NOT NULL,
        ends timestamptz NOT NULL,
        PRIMARY KEY (election, pass)
    );
    -- Wrong codes and messages sent, to slow guessing down; cleared with the vote.
    CREATE TABLE site.budget_try (
        election text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN ('code', 'sms', 'pass')),
        key bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX budget_try_key ON site.budget_try (election, kind, key, at);
    -- Opened ballots, shuffled, one row for a pool: nothing ties them to a person or to each other.
    CREATE TABLE site.budget_counted (
        election text COLLATE "C" NOT NULL REFERENCES site.budget_election,
        pool text NOT NULL,
        choices text NOT NULL,
        points text NOT NULL,
        age text NOT NULL,
        channel text NOT NULL
    );
    CREATE INDEX budget_counted_pool ON site.budget_counted (election, pool);
"""

GUARDS = """
    CREATE FUNCTION site.budget_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_NARGS > 0 AND (
            SELECT state = ANY (TG_ARGV) FROM site.budget_election WHERE election = OLD.election
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'rows of a vote are only added (%)', TG_TABLE_NAME;
    END $$;
    CREATE FUNCTION site.budget_election_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.state, NEW.state) IN (('frozen', 'certified'), ('certified', 'erased'))
            AND (OLD.election, OLD.unit, OLD.opens, OLD.closes, OLD.terms_sha256, OLD.public_key)
              = (NEW.election, NEW.unit, NEW.opens, NEW.closes, NEW.terms_sha256, NEW.public_key) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a vote keeps its terms';
    END $$;
    CREATE TRIGGER budget_election_kept BEFORE UPDATE OR DELETE ON site.budget_election
        FOR EACH ROW EXECUTE FUNCTION site.budget_election_kept();
"""

# Table -> states of the vote in which its rows may be deleted.
KEPT = {
    "budget_ballot": ("certified", "erased"),
    "budget_card": ("certified", "erased"),
    "budget_pass": ("certified", "erased"),
    "budget_mark": ("erased",),
    "budget_void": (),
    "budget_checkpoint": (),
    "budget_receipt": (),
    "budget_batch": (),
    "budget_card_done": (),
    "budget_counted": (),
}


def upgrade() -> None:
    """A trigger on each table holds even against plain SQL."""
    op.execute(TABLES)
    op.execute(GUARDS)
    for table, states in KEPT.items():
        arguments = ", ".join(f"'{state}'" for state in states)
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON site.{table}"
            f" FOR EACH ROW EXECUTE FUNCTION site.budget_kept({arguments})"
        )
        op.execute(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON site.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION site.budget_kept()"
        )


def downgrade() -> None:
    """Drops every vote."""
    for table in ("budget_counted", "budget_try", "budget_pass", "budget_card_done", "budget_card",
                  "budget_batch", "budget_void", "budget_receipt", "budget_checkpoint", "budget_ballot",
                  "budget_mark", "budget_election"):  # fmt: skip
        op.execute(f"DROP TABLE site.{table}")
    op.execute("DROP FUNCTION site.budget_kept; DROP FUNCTION site.budget_election_kept")
