"""A ballot into the box: mark and envelope by one statement or neither. Nothing is changed; triggers hold to that."""

from collections.abc import Sequence
from infostrada.core.sql import session
from infostrada.core.sql import writer
from infostrada.site.participation.budget.voting.identity import namesake
from infostrada.site.participation.budget.voting.identity import Tags
from sqlalchemy import text
from typing import Any
from typing import NamedTuple


DONE, CLOSED, TWICE = "done", "closed", "twice"
TURNS = 10
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
