"""Ballots out of their envelopes: which of them count, and the rows nothing ties to a person."""

from collections import Counter
from collections.abc import Iterator
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.voting import store
from random import SystemRandom
from typing import Any


def counted(
    edition: BudgetRound, election: str, ballots: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows of valid ballots by pool, shuffled, and the account of all."""
    voided, twice = store.voided(election), edition.terms().twice
    account: Counter[str] = Counter(ballots=len(ballots))
    rows: list[dict[str, Any]] = []
    for group in groups(ballots):
        if any(bytes.fromhex(ballot["proof"] or ballot["person"]) in voided for ballot in group):
            account["voided"] += len(group)
        elif len(group) > 1 and twice == "void":
            account["twice"] += len(group)
        else:
            group.sort(key=lambda ballot: ballot["at"])
            account["twice"] += len(group) - 1
            account["counted"] += 1
            rows.extend(_rows(group[-1 if twice == "last" else 0]))
    SystemRandom().shuffle(rows)
    names = ("ballots", "counted", "voided", "twice")
    found: dict[str, Any] = {name: account[name] for name in names}
    return rows, found | {"reasons": dict(Counter(voided.values()))}


def groups(ballots: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Ballots of one person together: the same document or account, or the same name and date of birth.

    Two with the same name and date of birth but different PESEL numbers are two people.
    """
    found: list[list[dict[str, Any]]] = []
    by_proof: dict[str, int] = {}
    by_person: dict[str, list[int]] = {}
    for ballot in ballots:
        place = by_proof.get(ballot["proof"]) if ballot["proof"] else None
        if place is None:
            same = by_person.get(ballot["person"], [])
            place = next((number for number in same if not _apart(ballot, found[number])), None)
        if place is None:
            place = len(found)
            found.append([])
        found[place].append(ballot)
        if ballot["proof"]:
            by_proof[ballot["proof"]] = place
        if place not in (own := by_person.setdefault(ballot["person"], [])):
            own.append(place)
    return found


def _apart(ballot: dict[str, Any], group: list[dict[str, Any]]) -> bool:
    proofs = {other["proof"] for other in group if other["document"]}
    return bool(ballot["document"] and proofs and ballot["proof"] not in proofs)


def _rows(ballot: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for pool, chosen in ballot["choices"].items():
        if chosen:
            yield {
                "pool": pool,
                "choices": ",".join(project for project, _points in chosen),
                "points": ",".join(str(points) for _project, points in chosen),
                "age": ballot["age"],
                "channel": ballot["channel"],
            }
