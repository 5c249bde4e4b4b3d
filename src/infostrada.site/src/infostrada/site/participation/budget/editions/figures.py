"""Figures about a vote for its results page: who voted how, and what other rules would have elected."""

from collections import Counter
from dataclasses import replace
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import EQUAL_SHARES
from infostrada.site.participation.budget.counting.parameters import EqualShares
from infostrada.site.participation.budget.counting.parameters import FILL
from infostrada.site.participation.budget.counting.parameters import GREEDY
from infostrada.site.participation.budget.counting.parameters import NONE
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import SKIP
from infostrada.site.participation.budget.counting.parameters import STOP
from infostrada.site.participation.budget.counting.result import Agreement
from infostrada.site.participation.budget.counting.result import plain
from infostrada.site.participation.budget.counting.result import Result
from infostrada.site.participation.budget.pabulib.election import Election
from typing import Any


COUNTED = ("age", "voting_method")


def figures(election: Election, result: Result, agreed: Agreement | None) -> dict[str, Any]:
    """All of them as JSON."""
    return plain(
        {
            "meta": dict(election.meta),
            "projects": {p.id: _project(p) for p in election.projects},
            "agreement": agreed and agreed.as_json(),
            "voters": {name: _counted(election, name) for name in COUNTED if name in election.voter_columns},
            "choices": _choices(election),
            "others": others(election, result),
        }
    )


def _project(project: Any) -> dict[str, Any]:
    return {"name": project.name, "selected": project.selected, "category": project.row.get("category", "")}


def _counted(election: Election, column: str) -> list[dict[str, Any]]:
    place = election.voter_columns.index(column)
    found = Counter(row[place] for row in election.voter_rows)
    return [{"value": value, "count": found[value]} for value in sorted(found, key=_age_first)]


def _age_first(value: str) -> tuple[int, str]:
    first = value.partition("-")[0]
    return (int(first) if first.isdigit() else 999, value)


def _choices(election: Election) -> list[dict[str, Any]]:
    """How many projects were named on a ballot."""
    found: Counter[int] = Counter()
    for group in election.ballots:
        found[len(group.choices)] += group.count
    return [{"value": str(number), "count": found[number]} for number in sorted(found)]


def others(election: Election, result: Result) -> list[dict[str, Any]]:
    """The same ballots by other rules; thresholds, exclusions and the order of equals stay."""
    given = result.parameters
    shares = EqualShares(completion=FILL)
    rules: dict[str, Parameters] = {
        "greedy_skip": replace(given, rule=GREEDY, walk=SKIP, top_up=None),
        "greedy_stop": replace(given, rule=GREEDY, walk=STOP, top_up=None),
        "equal_shares": replace(given, rule=EQUAL_SHARES, walk=SKIP, top_up=None, shares=shares),
    }
    rows = [_row("declared", result, result)]
    for name, parameters in rules.items():
        if not _same(given, parameters):
            rows.append(_row(name, count(election, parameters), result))
    return rows


def _same(given: Parameters, other: Parameters) -> bool:
    """Is that the rule the election was held by?"""
    if given.rule == EQUAL_SHARES:
        return other.rule == EQUAL_SHARES and given.shares.completion == other.shares.completion != NONE
    return given.rule == other.rule and given.walk == other.walk and given.top_up is None


def _row(name: str, other: Result, result: Result) -> dict[str, Any]:
    return {
        "rule": name,
        "winners": len(other.winners),
        "gained": sorted(other.winners - result.winners),
        "lost": sorted(result.winners - other.winners),
        "left": other.left,
        "without_winner": other.without_winner,
    }
