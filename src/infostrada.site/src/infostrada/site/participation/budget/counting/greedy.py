"""Most points first, while the money lasts: the rule of nearly every Polish city."""

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import STOP
from infostrada.site.participation.budget.counting.parameters import TopUp
from infostrada.site.participation.budget.counting.standings import AFTER_STOP
from infostrada.site.participation.budget.counting.standings import EXCLUDED
from infostrada.site.participation.budget.counting.standings import FUNDED
from infostrada.site.participation.budget.counting.standings import rivals
from infostrada.site.participation.budget.counting.standings import Standing
from infostrada.site.participation.budget.counting.standings import tie_order
from infostrada.site.participation.budget.counting.standings import TOO_DEAR
from infostrada.site.participation.budget.counting.standings import TOPPED_UP
from infostrada.site.participation.budget.pabulib.numbers import Exact
from itertools import groupby
from typing import Any


@dataclass(slots=True)
class Walk:
    """A walk down the list: steps in order, money left, money that came from outside, ties met."""

    left: Exact
    outside: Exact = 0
    steps: list[dict[str, Any]] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)


def greedy(found: list[Standing], budget: Exact, parameters: Parameters) -> Walk:
    """Decide every open project; `found` is changed."""
    order = tie_order(parameters)
    running = sorted((s for s in found if s.open), key=lambda s: (-s.score, order(s)))
    tied = _tied(found, running, budget, parameters)
    walk = _walk(found, running, budget, parameters)
    walk.ties = tied
    return walk


def _walk(found: list[Standing], running: list[Standing], budget: Exact, parameters: Parameters) -> Walk:
    by_id, against = {s.id: s for s in found}, rivals(parameters)
    walk, stopped = Walk(budget), False
    for standing in running:
        before = walk.left
        winner = next((o for o in against.get(standing.id, ()) if _won(by_id[o])), None)
        if winner is not None:
            standing.decide(EXCLUDED, by=winner)
        elif stopped:
            standing.decide(AFTER_STOP, left=before)
        elif standing.cost <= walk.left:
            walk.left -= standing.cost
            standing.decide(FUNDED, left=walk.left)
        else:
            _does_not_fit(standing, walk, parameters.top_up)
            stopped = parameters.walk == STOP
        walk.steps.append(_step(standing, before, walk.left))
    return walk


def _won(standing: Standing) -> bool:
    return standing.outcome in (FUNDED, TOPPED_UP)


def _does_not_fit(standing: Standing, walk: Walk, top_up: TopUp | None) -> None:
    missing = standing.cost - walk.left
    if (
        top_up is None
        or walk.left < top_up.share * standing.cost
        or (top_up.limit is not None and walk.outside + missing > top_up.limit)
    ):
        standing.decide(TOO_DEAR, left=walk.left, missing=missing)
        return
    standing.decide(TOPPED_UP, own=walk.left, outside=missing)
    walk.outside += missing
    walk.left = 0


def _step(standing: Standing, before: Exact, left: Exact) -> dict[str, Any]:
    return {
        "project": standing.id,
        "score": standing.score,
        "cost": standing.cost,
        "left_before": before,
        "decision": standing.outcome,
        "left": left,
    }


def _tied(
    found: list[Standing], running: list[Standing], budget: Exact, parameters: Parameters
) -> list[dict[str, Any]]:
    """Equal scores whose order decides: a project that loses would win if it were the first of its equals."""
    ties = []
    groups = [list(group) for _, group in groupby(running, key=lambda s: s.score)]
    decided = _winners(found, running, budget, parameters) if len(groups) != len(running) else set()
    for at, group in enumerate(groups):
        losers = [standing for standing in group if standing.id not in decided]
        if len(group) == 1 or len(losers) in (0, len(group)):
            continue
        before, after = _flat(groups[:at]), _flat(groups[at + 1 :])
        for loser in losers:
            changed = [*before, loser, *(s for s in group if s is not loser), *after]
            if loser.id in _winners(found, changed, budget, parameters):
                order = [standing.id for standing in group]
                ties.append({"score": group[0].score, "order": order, "settled_by": list(parameters.ties)})
                break
    return ties


def _flat(groups: list[list[Standing]]) -> list[Standing]:
    return [standing for group in groups for standing in group]


def _winners(
    found: list[Standing], running: list[Standing], budget: Exact, parameters: Parameters
) -> set[str]:
    """Who wins in this order; nothing is decided."""
    tried = {standing.id: replace(standing) for standing in found}
    _walk(list(tried.values()), [tried[standing.id] for standing in running], budget, parameters)
    return {standing.id for standing in tried.values() if _won(standing)}
