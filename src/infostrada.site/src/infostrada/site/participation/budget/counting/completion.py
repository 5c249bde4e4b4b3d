"""What follows a run of Equal Shares: larger shares until the money is used, the rest by points, a comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from fractions import Fraction
from infostrada.site.participation.budget.counting.crowd import Crowd
from infostrada.site.participation.budget.counting.parameters import ADD1
from infostrada.site.participation.budget.counting.parameters import ADD1_FILL
from infostrada.site.participation.budget.counting.parameters import EXHAUSTED
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import WHOLE
from infostrada.site.participation.budget.counting.shares import Run
from infostrada.site.participation.budget.counting.shares import run
from infostrada.site.participation.budget.counting.standings import rivals
from infostrada.site.participation.budget.counting.standings import Standing
from infostrada.site.participation.budget.counting.standings import tie_order
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import Exact


@dataclass(slots=True)
class Shared:
    """What Equal Shares elect: the last run that the budget pays for, and how the shares grew to it."""

    crowd: Crowd
    run: Run
    rounds: list[tuple[Exact, int]] = field(default_factory=list)
    ended: str = "no_completion"


@dataclass(frozen=True, slots=True)
class Contest:
    """Who runs, in which order equals are taken, who excludes whom; positions of projects."""

    crowd: Crowd
    running: list[int]
    places: dict[int, int]
    against: dict[int, list[int]]

    def at(self, share: Exact, limit: int | None = None) -> Run:
        """One run with this share of each voter."""
        return run(self.crowd, share, self.running, self.places.__getitem__, self.against, limit)


def contest(election: Election, found: list[Standing], parameters: Parameters) -> Contest:
    """The contest between the projects still open."""
    order = tie_order(parameters)
    ordered = sorted((standing for standing in found if standing.open), key=order)
    places = {standing.place: place for place, standing in enumerate(ordered)}
    index = election.index()
    against = {index[p]: [index[o] for o in others] for p, others in rivals(parameters).items()}
    crowd = Crowd(election, parameters.shares.satisfaction)
    return Contest(crowd, [standing.place for standing in ordered], places, against)


def equal_shares(election: Election, found: list[Standing], parameters: Parameters) -> Shared:
    """Run the method with its completion; nobody is elected without a ballot."""
    game, shares = contest(election, found, parameters), parameters.shares
    crowd = game.crowd
    if not crowd.total:
        return Shared(crowd, Run(0, [], 0, {}))
    share = Fraction(crowd.budget, crowd.total)
    if shares.completion not in (ADD1, ADD1_FILL):
        return Shared(crowd, game.at(share))
    best, rounds, ended = _add1(game, share, parameters)
    return Shared(crowd, game.at(best), rounds, ended)


def _add1(
    game: Contest, share: Fraction, parameters: Parameters
) -> tuple[Exact, list[tuple[Exact, int]], str]:
    """The largest share whose outcome the budget pays for, growing step by step."""
    crowd = game.crowd
    best: Exact = share
    rounds: list[tuple[Exact, int]] = []
    supported = sum(1 for p in game.running if crowd.supports[p].total and crowd.supports[p].cost)
    for offer in _offers(share, parameters, crowd.scale):
        outcome = game.at(offer, crowd.budget)
        rounds.append((offer, outcome.cost))
        if outcome.cost > crowd.budget:
            return best, rounds, "overspent"
        best = offer
        if parameters.shares.stop == EXHAUSTED and _exhausted(game, outcome):
            return best, rounds, "exhausted"
        if len(outcome.purchases) == supported or offer > crowd.budget + sum(s.cost for s in crowd.supports):
            return best, rounds, "everything_bought"
    raise AssertionError("offers do not end")


def _offers(share: Fraction, parameters: Parameters, scale: int) -> Iterator[Exact]:
    step = parameters.shares.step * scale
    yield share
    if parameters.shares.start == WHOLE:
        share = Fraction(share // step * step)
    while True:
        share += step
        yield share


def _exhausted(game: Contest, outcome: Run) -> bool:
    """Would no project that was left out still fit into the budget?"""
    won = {purchase.project for purchase in outcome.purchases}
    barred = {rival for project in won for rival in game.against.get(project, ())}
    left = game.crowd.budget - outcome.cost
    return all(game.crowd.supports[p].cost > left for p in game.running if p not in won and p not in barred)
