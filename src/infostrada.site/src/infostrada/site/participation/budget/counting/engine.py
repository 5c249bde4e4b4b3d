"""The count itself: an election and parameters go in, a result that can be checked comes out."""

from copy import deepcopy
from fractions import Fraction
from infostrada.site.participation.budget.counting.comparison import compare
from infostrada.site.participation.budget.counting.comparison import without_winner
from infostrada.site.participation.budget.counting.completion import equal_shares
from infostrada.site.participation.budget.counting.completion import Shared
from infostrada.site.participation.budget.counting.greedy import greedy
from infostrada.site.participation.budget.counting.greedy import Walk
from infostrada.site.participation.budget.counting.parameters import ADD1_FILL
from infostrada.site.participation.budget.counting.parameters import EQUAL_SHARES
from infostrada.site.participation.budget.counting.parameters import FILL
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.result import Result
from infostrada.site.participation.budget.counting.standings import EXCLUDED
from infostrada.site.participation.budget.counting.standings import FUNDED
from infostrada.site.participation.budget.counting.standings import NO_COST
from infostrada.site.participation.budget.counting.standings import rivals
from infostrada.site.participation.budget.counting.standings import Standing
from infostrada.site.participation.budget.counting.standings import standings
from infostrada.site.participation.budget.counting.standings import TOPPED_UP
from infostrada.site.participation.budget.counting.standings import UNSUPPORTED
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.numbers import whole
from typing import Any


def count(election: Election, parameters: Parameters) -> Result:
    """Elect. The same election and parameters give the same result everywhere and always.

    Raises ParametersFaulty when the parameters do not fit the election.
    """
    found = standings(election, parameters)
    if parameters.rule != EQUAL_SHARES:
        walk = greedy(found, election.budget, parameters)
        return _result(election, parameters, found, walk, {})
    return _by_shares(election, parameters, found)


def _by_shares(election: Election, parameters: Parameters, found: list[Standing]) -> Result:
    start = deepcopy(found)
    shared = equal_shares(election, found, parameters)
    details, walk = _settle(shared, found, parameters, election.budget)
    if parameters.shares.completion in (FILL, ADD1_FILL):
        walk = _fill(found, walk, parameters)
    if parameters.shares.comparison != "none":
        other = deepcopy(start)
        rival = greedy(other, election.budget, parameters)
        preference = compare(election, _won(found), _won(other), parameters.shares.comparison)
        details["comparison"] = preference.as_json() | {"greedy": sorted(_won(other))}
        if preference.second_wins:
            found, walk = other, rival
    return _result(election, parameters, found, walk, details)


def _won(found: list[Standing]) -> set[str]:
    return {standing.id for standing in found if standing.outcome in (FUNDED, TOPPED_UP)}


def _settle(
    shared: Shared, found: list[Standing], parameters: Parameters, budget: Exact
) -> tuple[dict[str, Any], Walk]:
    """Write the run's outcome into the standings."""
    crowd, by_id, against = shared.crowd, {s.id: s for s in found}, rivals(parameters)
    ids = [standing.id for standing in found]
    walk = Walk(budget)
    for purchase in shared.run.purchases:
        standing, before = found[purchase.project], walk.left
        walk.left -= standing.cost
        price = whole(purchase.price * crowd.points_scale / crowd.scale)
        standing.decide(FUNDED, price=price, supporters=purchase.supporters, short=purchase.short)
        step = {"project": standing.id, "decision": FUNDED, "cost": standing.cost, "price": price}
        step |= {"supporters": purchase.supporters, "short": purchase.short}
        walk.steps.append(step | {"left_before": before, "left": walk.left})
        if purchase.tied:
            order = [standing.id, *(ids[place] for place in purchase.tied)]
            walk.ties.append({"price": price, "order": order, "settled_by": list(parameters.ties)})
    for standing in found:
        if standing.open:
            _lost(standing, shared, by_id, against)
    rounds = [
        (whole(Fraction(share) / crowd.scale), Fraction(cost, crowd.scale)) for share, cost in shared.rounds
    ]
    details = {
        "share": whole(Fraction(shared.run.share) / crowd.scale),
        "rounds": [{"share": share, "cost": whole(cost)} for share, cost in rounds],
        "ended": shared.ended,
    }
    return details, walk


def _lost(
    standing: Standing, shared: Shared, by_id: dict[str, Standing], against: dict[str, list[str]]
) -> None:
    winner = next((o for o in against.get(standing.id, ()) if by_id[o].outcome == FUNDED), None)
    if winner is not None:
        standing.decide(EXCLUDED, by=winner)
    elif not standing.cost:
        standing.decide(NO_COST)
    else:
        money = Fraction(shared.run.money.get(standing.place, 0)) / shared.crowd.scale
        standing.decide(UNSUPPORTED, money=whole(money), missing=whole(standing.cost - money))


def _fill(found: list[Standing], walk: Walk, parameters: Parameters) -> Walk:
    """Spend what is left on the projects with most points that still fit."""
    for standing in found:
        if standing.outcome == UNSUPPORTED:
            standing.outcome = ""
    rest = greedy(found, walk.left, parameters)
    return Walk(rest.left, rest.outside, walk.steps + rest.steps, walk.ties + rest.ties)


def _result(
    election: Election, parameters: Parameters, found: list[Standing], walk: Walk, details: dict[str, Any]
) -> Result:
    funded = tuple(s.id for s in found if s.outcome == FUNDED)
    return Result(
        election_sha256=election.sha256,
        parameters=parameters,
        voters=election.voters,
        budget=election.budget,
        standings=found,
        steps=walk.steps,
        ties=walk.ties,
        funded=funded,
        topped_up=tuple(s.id for s in found if s.outcome == TOPPED_UP),
        left=walk.left,
        outside=walk.outside,
        without_winner=without_winner(election, _won(found)),
        details=details,
    )
