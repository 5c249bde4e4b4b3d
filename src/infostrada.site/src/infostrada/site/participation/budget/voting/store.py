"""Rows of a vote. Everything is added in the joined transaction and nothing is changed; triggers hold to that."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from infostrada.core.sql import session
from infostrada.core.sql import writer
from infostrada.site.participation.budget import clock
from infostrada.site.participation.budget.voting import receipts
from infostrada.site.participation.budget.voting.identity import namesake
from infostrada.site.participation.budget.voting.identity import Tags
from infostrada.site.records.problems import Blocked
from sqlalchemy import text
from typing import Any
from typing import NamedTuple


DONE, CLOSED, TWICE = "done", "closed", "twice"
TURNS = 10

OPEN = text("""
    INSERT INTO site.budget_election (election, unit, opens, closes, terms_sha256, public_key)
    VALUES (:election, :unit, :opens, :closes, :digest, :public)
""")
# One statement: the moment is asked where the row is written, and mark and ballot come together or not at all. The
# shared lock keeps the certification waiting for whoever was let in; it waits for nobody but the certification.
CAST = text("""
    WITH box AS (
        SELECT election FROM site.budget_election WHERE election = :election AND state = 'frozen'
            AND (:paper OR clock_timestamp() >= opens AND clock_timestamp() < closes) FOR KEY SHARE
    ), mark AS (
        INSERT INTO site.budget_mark
            (election, person, turn, proof, phone, net, channel, method, guardian, batch, day)
        SELECT election, :person, :turn, :proof, :phone, :net, :channel, :method, :guardian, :batch,
            (now() AT TIME ZONE 'Europe/Warsaw')::date FROM box
        ON CONFLICT DO NOTHING RETURNING election
    ), ballot AS (
        INSERT INTO site.budget_ballot (election, commitment, envelope)
        SELECT election, :commitment, :envelope FROM mark
    )
    SELECT (SELECT count(*) FROM box), (SELECT count(*) FROM mark)
""")
# The same for whoever nothing speaks against: the edition is the object it was when its terms were read, the person
# has no ballot, phone and code are within their limits. Anything else adds nothing and is left to the long way.
CAST_AT_ONCE = """
    WITH box AS (
        SELECT election FROM site.budget_election WHERE election = %(election)s AND state = 'frozen'
            AND clock_timestamp() >= opens AND clock_timestamp() < closes
            AND EXISTS (SELECT 1 FROM object_state WHERE zoid = %(zoid)s AND tid = %(tid)s)
            AND (%(tried)s::bytea IS NULL OR (SELECT count(*) FROM site.budget_try WHERE election = %(election)s
                AND kind = 'code' AND key = %(tried)s AND at > now() - interval '1 day') < %(code_tries)s)
            AND (%(phone)s::bytea IS NULL OR (SELECT count(DISTINCT person) FROM site.budget_mark
                WHERE election = %(election)s AND phone = %(phone)s AND person <> %(person)s) < %(phone_limit)s)
            FOR KEY SHARE
    ), mark AS (
        INSERT INTO site.budget_mark (election, person, turn, proof, phone, net, channel, method, guardian, day)
        SELECT election, %(person)s, 0, %(proof)s, %(phone)s, %(net)s, 'internet', %(method)s, %(guardian)s,
            (now() AT TIME ZONE 'Europe/Warsaw')::date FROM box
        ON CONFLICT DO NOTHING RETURNING election
    )
    INSERT INTO site.budget_ballot (election, commitment, envelope)
    SELECT election, %(commitment)s, %(envelope)s FROM mark
"""
LOCK_AT_ONCE = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 6))"
EARLIER = text("""
    SELECT person, proof, turn, method FROM site.budget_mark WHERE election = :election
        AND (person = :person OR proof = :proof) ORDER BY turn DESC
""")
PHONES = text("""
    SELECT count(DISTINCT person) FROM site.budget_mark
    WHERE election = :election AND phone = :phone AND person <> :person
""")
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(encode(:phone, 'hex'), 6))")


class Mark(NamedTuple):
    """Who votes, as the row keeps it."""

    tags: Tags
    channel: str
    method: str
    guardian: bool = False
    net: bytes | None = None
    batch: str = ""


class Limits(NamedTuple):
    """What has to hold besides: the edition's object and its transaction; `tried` is the nonce of a form with a code."""

    zoid: int
    tid: int
    phone_limit: int
    code_tries: int
    tried: bytes | None = None


def open_election(
    election: str, unit: str, opens: datetime, closes: datetime, digest: str, public: bytes
) -> None:
    """The row every other row of the vote hangs on."""
    values = {"election": election, "unit": unit, "opens": opens, "closes": closes}
    session().execute(OPEN, values | {"digest": digest, "public": public})


def cast(election: str, mark: Mark, tag_key: bytes, twice: str, commitment: bytes, envelope: bytes) -> str:
    """Mark the person and put the envelope into the box: done, closed, or twice.

    Paper is entered after closing, too. Under the policies that let people vote again (`last`, `void`), a further
    ballot is a further turn; which of them counts is decided when the envelopes are open.
    """
    values = _values(election, mark) | {"commitment": commitment, "envelope": envelope}
    for attempt in range(TURNS):
        box, marked = session().execute(CAST, values).one()
        if marked:
            return DONE
        if not box:
            return CLOSED
        earlier = session().execute(EARLIER, values).all()
        if attempt == 0 and _only_namesakes(mark, earlier):
            values["person"] = namesake(tag_key, mark.tags)
            continue
        turn = max((row.turn for row in earlier), default=-1) + 1
        if twice == "first" or turn >= TURNS:
            return TWICE
        values |= {"turn": turn, "person": _same_person(mark, earlier, values["person"])}
    return TWICE


def cast_at_once(election: str, mark: Mark, limits: Limits, commitment: bytes, envelope: bytes) -> bool:
    """Mark and ballot in one statement, committed when it returns True; False has added nothing.

    Raises `psycopg.Error` when the answer is not known: the same form sent again finds out.
    """
    values = _values(election, mark) | limits._asdict() | {"commitment": commitment, "envelope": envelope}
    with writer() as connection:
        if mark.tags.phone is None:
            return connection.execute(CAST_AT_ONCE, values).rowcount == 1
        # Whoever shares the phone waits, so the number of them is right when the statement looks.
        with connection.transaction():
            connection.execute(LOCK_AT_ONCE, [mark.tags.phone])
            return connection.execute(CAST_AT_ONCE, values).rowcount == 1


def _values(election: str, mark: Mark) -> dict[str, Any]:
    return {
        "election": election,
        "person": mark.tags.person,
        "proof": mark.tags.proof,
        "phone": mark.tags.phone,
        "net": mark.net,
        "turn": 0,
        "paper": mark.channel == "paper",
        "channel": mark.channel,
        "method": mark.method,
        "guardian": mark.guardian,
        "batch": mark.batch,
    }


def _only_namesakes(mark: Mark, earlier: Sequence[Any]) -> bool:
    """Is everybody found known by another PESEL than this person?"""
    own = mark.tags.proof
    return (
        bool(earlier)
        and own is not None
        and mark.method != "account"
        and all(
            row.proof is not None and row.method != "account" and bytes(row.proof) != own for row in earlier
        )
    )


def _same_person(mark: Mark, earlier: Sequence[Any], person: bytes) -> bytes:
    own = [row for row in earlier if row.proof is not None and bytes(row.proof) == mark.tags.proof]
    return bytes(own[0].person) if own else person


def phone_is_full(election: str, tags: Tags, limit: int) -> bool:
    """Have as many others voted with this phone as the terms allow? Others with the same phone wait meanwhile."""
    if tags.phone is None:
        return False
    session().execute(LOCK, {"phone": tags.phone})
    values = {"election": election, "phone": tags.phone, "person": tags.person}
    used: int = session().execute(PHONES, values).scalar_one()
    return used >= limit


def holds(election: str, commitment: bytes) -> bool:
    """Does the box hold the ballot of this receipt (or did it, before certification)?"""
    found = session().execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM site.budget_ballot WHERE election = :election AND commitment = :c)"
            " OR EXISTS (SELECT 1 FROM site.budget_receipt WHERE election = :election AND commitment = :c)"
        ),
        {"election": election, "c": commitment},
    )
    return bool(found.scalar_one())


def turnout(election: str, before: Any = None) -> list[tuple[Any, str, int]]:
    """People by day and channel; with `before`, only of days that are over by then."""
    rows = session().execute(
        text(
            "SELECT day, channel, count(DISTINCT person) FROM site.budget_mark WHERE election = :election"
            " AND (CAST(:before AS date) IS NULL OR day < :before) GROUP BY day, channel ORDER BY day, channel"
        ),
        {"election": election, "before": before},
    )
    return [(row[0], row[1], row[2]) for row in rows]


def checkpoint(election: str) -> int:
    """Close a checkpoint over ballots that lie in none; returns how many. One process at a time."""
    session().execute(
        # Not FOR UPDATE, which would keep those waiting who are casting.
        text("SELECT 1 FROM site.budget_election WHERE election = :e FOR NO KEY UPDATE"),
        {"e": election},
    )
    fresh = (
        session()
        .execute(
            text(
                "SELECT b.commitment, b.envelope FROM site.budget_ballot b LEFT JOIN site.budget_receipt r"
                " USING (election, commitment) WHERE b.election = :e AND r.commitment IS NULL"
            ),
            {"e": election},
        )
        .all()
    )
    if not fresh:
        return 0
    leaves = sorted((bytes(row[0]), receipts.entry(bytes(row[0]), bytes(row[1]))) for row in fresh)
    last = (
        session()
        .execute(
            text(
                "SELECT number, hash FROM site.budget_checkpoint WHERE election = :e ORDER BY number DESC LIMIT 1"
            ),
            {"e": election},
        )
        .one_or_none()
    )
    number, previous = (last[0] + 1, bytes(last[1])) if last else (1, bytes(32))
    tree = receipts.root([entry for _commitment, entry in leaves])
    session().execute(
        text(
            "INSERT INTO site.budget_checkpoint (election, number, size, root, previous, hash)"
            " VALUES (:e, :n, :size, :root, :previous, :hash)"
        ),
        {"e": election, "n": number, "size": len(leaves), "root": tree, "previous": previous,
         "hash": receipts.chained(previous, number, tree, len(leaves))},
    )  # fmt: skip
    session().execute(
        text(
            "INSERT INTO site.budget_receipt (election, commitment, leaf, checkpoint) VALUES (:e, :c, :l, :n)"
        ),
        [{"e": election, "c": c, "l": entry, "n": number} for c, entry in leaves],
    )
    return len(leaves)


class Proof(NamedTuple):
    """Where a receipt stands in the published box."""

    checkpoint: int
    size: int
    entry: bytes
    steps: list[receipts.Step]
    root: bytes


def proof(election: str, commitment: bytes) -> Proof | None:
    """The audit path of a receipt, computed from the published rows; None while it waits for its checkpoint."""
    row = (
        session()
        .execute(
            text("SELECT leaf, checkpoint FROM site.budget_receipt WHERE election = :e AND commitment = :c"),
            {"e": election, "c": commitment},
        )
        .one_or_none()
    )
    if row is None:
        return None
    entries = [
        bytes(found[0])
        for found in session().execute(
            text(
                "SELECT leaf FROM site.budget_receipt WHERE election = :e AND checkpoint = :n ORDER BY commitment"
            ),
            {"e": election, "n": row.checkpoint},
        )
    ]
    steps = receipts.path(entries, entries.index(bytes(row.leaf)))
    return Proof(row.checkpoint, len(entries), bytes(row.leaf), steps, receipts.root(entries))


def checkpoints(election: str) -> list[Any]:
    """All of them, in order; 30 s apart at least, so a vote of two weeks has some 40,000 at the very most."""
    return list(
        session().execute(
            text(
                "SELECT number, made, size, root, previous, hash FROM site.budget_checkpoint"
                " WHERE election = :e ORDER BY number"
            ),
            {"e": election},
        )
    )


def sealed(election: str) -> list[tuple[bytes, bytes]]:
    """Every commitment of the box with its envelope."""
    rows = session().execute(
        text("SELECT commitment, envelope FROM site.budget_ballot WHERE election = :e"), {"e": election}
    )
    return [(bytes(row[0]), bytes(row[1])) for row in rows]


def state(election: str) -> str:
    """frozen, certified or erased; as the database has it."""
    found = session().execute(
        text("SELECT state FROM site.budget_election WHERE election = :e"), {"e": election}
    )
    return str(found.scalar_one())


def close_for_good(election: str) -> None:
    """Wait for whoever is still casting and let nobody in until this transaction ends; Blocked while the vote is open.

    The moment is the database's own, the one that lets ballots in.
    """
    found = session().execute(
        text("SELECT closes <= clock_timestamp() FROM site.budget_election WHERE election = :e FOR UPDATE"),
        {"e": election},
    )
    if not found.scalar_one() and not clock.played():
        raise Blocked([], reason="voting_open")


def counted(election: str) -> list[dict[str, Any]]:
    """Opened ballots in an order that says nothing: by what stands in them."""
    rows = session().execute(
        text(
            "SELECT pool, choices, points, age, channel FROM site.budget_counted WHERE election = :e"
            " ORDER BY pool, choices, points, age, channel"
        ),
        {"e": election},
    )
    return [dict(row._mapping) for row in rows]


def unchecked(election: str) -> int:
    """Ballots that are gone from the box although a checkpoint names them: nothing may be missing."""
    missing: int = (
        session()
        .execute(
            text(
                "SELECT count(*) FROM site.budget_receipt r LEFT JOIN site.budget_ballot b USING (election, commitment)"
                " WHERE r.election = :e AND b.commitment IS NULL"
            ),
            {"e": election},
        )
        .scalar_one()
    )
    return missing


def void(election: str, person: bytes, reason: str, who: str, restored: bool = False) -> None:
    """A decision of the commission about a person's ballots; the last one counts."""
    session().execute(
        text(
            "INSERT INTO site.budget_void (election, person, restored, reason, who)"
            " VALUES (:e, :person, :restored, :reason, :who)"
        ),
        {"e": election, "person": person, "restored": restored, "reason": reason, "who": who},
    )


def voided(election: str) -> dict[bytes, str]:
    """Persons whose ballots are void, with the reason."""
    rows = session().execute(
        text(
            "SELECT DISTINCT ON (person) person, restored, reason FROM site.budget_void"
            " WHERE election = :e ORDER BY person, number DESC"
        ),
        {"e": election},
    )
    return {bytes(row.person): row.reason for row in rows if not row.restored}


def has_voted(election: str, tags: Tags) -> list[bytes]:
    """What this person's ballots are named by in decisions: the document's tag, or the person's without one.

    Namesakes with another PESEL are other people.
    """
    values = {"election": election, "person": tags.person, "proof": tags.proof}
    rows = session().execute(EARLIER, values).all()
    if tags.proof is not None:
        rows = [
            row
            for row in rows
            if row.proof is None or bytes(row.proof) == tags.proof or row.method == "account"
        ]
    return sorted({bytes(row.proof or row.person) for row in rows})


def certify(election: str, counted: Iterable[dict[str, Any]]) -> None:
    """Keep the opened ballots, destroy the envelopes and whatever could tie them to people."""
    session().execute(
        text("UPDATE site.budget_election SET state = 'certified' WHERE election = :e"), {"e": election}
    )
    batch: list[dict[str, Any]] = []
    insert = text(
        "INSERT INTO site.budget_counted (election, pool, choices, points, age, channel)"
        " VALUES (:e, :pool, :choices, :points, :age, :channel)"
    )
    for row in counted:
        batch.append({"e": election, **row})
        if len(batch) == 5000:
            session().execute(insert, batch)
            batch = []
    if batch:
        session().execute(insert, batch)
    for table in ("budget_ballot", "budget_card", "budget_pass", "budget_try"):
        session().execute(text(f"DELETE FROM site.{table} WHERE election = :e"), {"e": election})  # noqa: S608


def erase(election: str) -> int:
    """After the retention date: the marks go; returns how many there were."""
    session().execute(
        text("UPDATE site.budget_election SET state = 'erased' WHERE election = :e"), {"e": election}
    )
    gone: int = (
        session()
        .execute(
            text(
                "WITH gone AS (DELETE FROM site.budget_mark WHERE election = :e RETURNING 1) SELECT count(*) FROM gone"
            ),
            {"e": election},
        )
        .scalar_one()
    )
    return gone


def signals(election: str) -> dict[str, list[int]]:
    """Sizes of groups that voted with one phone or from one network: hints for the commission, never verdicts."""
    found = {}
    for column in ("phone", "net"):
        rows = session().execute(
            text(
                f"SELECT count(DISTINCT person) AS people FROM site.budget_mark WHERE election = :e"  # noqa: S608
                f" AND {column} IS NOT NULL GROUP BY {column} HAVING count(DISTINCT person) > 3"
                " ORDER BY people DESC LIMIT 50"
            ),
            {"e": election},
        )
        found[column] = [row[0] for row in rows]
    return found


def tries(election: str, kind: str, key: bytes, minutes: int) -> int:
    """How often something was tried lately."""
    count: int = (
        session()
        .execute(
            text(
                "SELECT count(*) FROM site.budget_try WHERE election = :e AND kind = :kind AND key = :key"
                " AND at > now() - make_interval(mins => :minutes)"
            ),
            {"e": election, "kind": kind, "key": key, "minutes": minutes},
        )
        .scalar_one()
    )
    return count


def tried(election: str, kind: str, key: bytes) -> None:
    """Note an attempt in the joined transaction."""
    session().execute(TRIED, {"e": election, "kind": kind, "key": key})


TRIED = text("INSERT INTO site.budget_try (election, kind, key) VALUES (:e, :kind, :key)")
TRIED_ASIDE = "INSERT INTO site.budget_try (election, kind, key) VALUES (%s, %s, %s)"


def box(election: str) -> list[Any]:
    """Everything published about receipts, checkpoint by checkpoint in the order of the tree."""
    return list(
        session().execute(
            text(
                "SELECT checkpoint, commitment, leaf FROM site.budget_receipt WHERE election = :e"
                " ORDER BY checkpoint, commitment"
            ),
            {"e": election},
        )
    )
