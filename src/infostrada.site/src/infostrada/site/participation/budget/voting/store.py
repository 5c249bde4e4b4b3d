"""Rows of a vote and of its end: opened, closed, decided about, certified, erased. Triggers refuse every other change."""

from collections.abc import Iterable
from datetime import datetime
from infostrada.core.sql import session
from infostrada.site.participation.budget import clock
from infostrada.site.participation.budget.voting.casting import EARLIER
from infostrada.site.participation.budget.voting.identity import Tags
from infostrada.site.records.problems import Blocked
from sqlalchemy import text
from typing import Any


OPEN = text("""
    INSERT INTO site.budget_election (election, unit, opens, closes, terms_sha256, public_key)
    VALUES (:election, :unit, :opens, :closes, :digest, :public)
""")


def open_election(
    election: str, unit: str, opens: datetime, closes: datetime, digest: str, public: bytes
) -> None:
    """The row every other row of the vote hangs on."""
    values = {"election": election, "unit": unit, "opens": opens, "closes": closes}
    session().execute(OPEN, values | {"digest": digest, "public": public})


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


def sealed(election: str) -> list[tuple[bytes, bytes]]:
    """Every commitment of the box with its envelope."""
    rows = session().execute(
        text("SELECT commitment, envelope FROM site.budget_ballot WHERE election = :e"), {"e": election}
    )
    return [(bytes(row[0]), bytes(row[1])) for row in rows]


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
        session().execute(text(f"DELETE FROM site.{table} WHERE election = :e"), {"e": election})  # noqa: S608 - our own names


def certified() -> list[str]:
    """Votes that are certified and whose marks are still kept."""
    rows = session().execute(text("SELECT election FROM site.budget_election WHERE state = 'certified'"))
    return [str(row.election) for row in rows]


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
                f"SELECT count(DISTINCT person) AS people FROM site.budget_mark WHERE election = :e"  # noqa: S608 - our own names
                f" AND {column} IS NOT NULL GROUP BY {column} HAVING count(DISTINCT person) > 3"
                " ORDER BY people DESC LIMIT 50"
            ),
            {"e": election},
        )
        found[column] = [row[0] for row in rows]
    return found
