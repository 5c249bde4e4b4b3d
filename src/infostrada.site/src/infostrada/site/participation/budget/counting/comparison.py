"""The comparison step: equal shares against most points first; what more voters prefer is carried out."""

from dataclasses import asdict
from dataclasses import dataclass
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import Exact


@dataclass(frozen=True, slots=True)
class Preference:
    """How many voters each outcome suits better; a draw leaves the shares' outcome standing."""

    measure: str
    first: int
    second: int
    same: int

    @property
    def second_wins(self) -> bool:
        return self.second > self.first

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def compare(election: Election, first: set[str], second: set[str], measure: str) -> Preference:
    """Count the voters who get more from one outcome.

    `projects` counts chosen projects among the winners, `cost` adds their cost, `represented` asks whether
    there is one at all.
    """
    worth = {place: _worth(project.cost, measure) for place, project in enumerate(election.projects)}
    wins = [
        {p for p, project in enumerate(election.projects) if project.id in ids} for ids in (first, second)
    ]
    counts = {1: 0, -1: 0, 0: 0}
    for group in election.ballots:
        liked = [p for p, point in zip(group.choices, group.points, strict=True) if point > 0]
        got = [sum(worth[p] for p in liked if p in won) for won in wins]
        if measure == "represented":
            got = [bool(amount) for amount in got]
        counts[(got[0] > got[1]) - (got[0] < got[1])] += group.count
    return Preference(measure, counts[1], counts[-1], counts[0])


def _worth(cost: Exact, measure: str) -> Exact:
    return cost if measure == "cost" else 1


def without_winner(election: Election, winners: set[str]) -> int:
    """Voters of whose chosen projects none is carried out."""
    won = {place for place, project in enumerate(election.projects) if project.id in winners}
    return sum(
        group.count
        for group in election.ballots
        if not any(p in won for p, point in zip(group.choices, group.points, strict=True) if point > 0)
    )
