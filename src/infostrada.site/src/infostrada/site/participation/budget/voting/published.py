"""What is published of the box: receipts under Merkle checkpoints, each chained to the one before."""

from infostrada.core.sql import session
from infostrada.site.participation.budget.voting import receipts
from sqlalchemy import text
from typing import Any
from typing import NamedTuple


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
