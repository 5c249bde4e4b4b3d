"""Several pools together: money left moves between them in a declared order, turnout earns a project more."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from fractions import Fraction
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import digest
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from infostrada.site.participation.budget.counting.parameters import SKIP
from infostrada.site.participation.budget.counting.result import plain
from infostrada.site.participation.budget.counting.result import Result
from infostrada.site.participation.budget.counting.standings import AFTER_STOP
from infostrada.site.participation.budget.counting.standings import Standing
from infostrada.site.participation.budget.counting.standings import tie_order
from infostrada.site.participation.budget.counting.standings import TOO_DEAR
from infostrada.site.participation.budget.counting.standings import UNSUPPORTED
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import Exact
from typing import Any


MOVED_IN, AWARDED = "moved_in", "awarded"
WAITING = (TOO_DEAR, AFTER_STOP, UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Pool:
    """Money of one territory and what is voted on for it; `residents` are needed for turnout alone."""

    election: Election
    parameters: Parameters
    residents: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Count these pools."""

    pools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Add what these counted pools have left to a pool not counted yet."""

    sources: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Spend:
    """Spend what these pools have left on the projects with most points that lost in `targets` (Łódź, Poznań)."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    walk: str = SKIP


@dataclass(frozen=True, slots=True)
class Award:
    """In each group the pool with the highest turnout carries out its next project (Gdynia, "Projekt +1").

    The money comes from outside the pools, at most `limit` for each project; equal turnout goes by `order`.
    """

    groups: tuple[tuple[str, ...], ...]
    limit: Exact | None = None


Step = Count | Move | Spend | Award


@dataclass(slots=True)
class City:
    """Results by pool and the money that moved."""

    results: dict[str, Result] = field(default_factory=dict)
    left: dict[str, Exact] = field(default_factory=dict)
    moved: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        body = plain(
            {
                "pools": {name: result.as_json() for name, result in self.results.items()},
                "left": self.left,
                "moved": self.moved,
            }
        )
        return body | {"sha256": digest(body)}


def count_city(pools: Mapping[str, Pool], steps: list[Step]) -> City:
    """Carry the steps out in order. Raises ParametersFaulty for pools out of order or unknown."""
    city = City()
    extra: dict[str, Exact] = dict.fromkeys(pools, 0)
    for number, step in enumerate(steps, 1):
        _check(f"steps.{number}", step, pools, city)
        if isinstance(step, Count):
            for name in step.pools:
                _count(name, pools[name], extra[name], city)
        elif isinstance(step, Move):
            money = _take(step.sources, city)
            extra[step.target] += money
            city.moved.append({"from": step.sources, "to": step.target, "amount": money})
        elif isinstance(step, Spend):
            _spend(step, pools, city)
        else:
            _award(step, pools, city)
    return city


def _check(where: str, step: Step, pools: Mapping[str, Pool], city: City) -> None:
    counted: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    if isinstance(step, Count):
        waiting = step.pools
    elif isinstance(step, Move):
        counted, waiting = step.sources, (step.target,)
    elif isinstance(step, Spend):
        counted = step.sources + step.targets
    else:
        counted = tuple(name for group in step.groups for name in group)
        for name in counted:
            if name in pools and not pools[name].residents:
                raise ParametersFaulty(where, f"turnout of {name} needs its number of residents")
    for name in counted + waiting:
        if name not in pools:
            raise ParametersFaulty(where, f"there is no pool {name}")
    for name in counted:
        if name not in city.results:
            raise ParametersFaulty(where, f"{name} is not counted yet")
    for name in waiting:
        if name in city.results:
            raise ParametersFaulty(where, f"{name} is counted already")


def _count(name: str, pool: Pool, extra: Exact, city: City) -> None:
    election = replace(pool.election, budget=pool.election.budget + extra) if extra else pool.election
    city.results[name] = count(election, pool.parameters)
    city.left[name] = city.results[name].left


def _take(sources: tuple[str, ...], city: City) -> Exact:
    money = sum(city.left[name] for name in sources)
    for name in sources:
        city.left[name] = 0
    return money


def _spend(step: Spend, pools: Mapping[str, Pool], city: City) -> None:
    money = _take(step.sources, city)
    started, given = money, []
    for name, standing in _waiting(step.targets, pools, city):
        if standing.cost <= money:
            money -= standing.cost
            standing.decide(MOVED_IN, left=money, **{"from": step.sources})
            given.append({"pool": name, "project": standing.id, "cost": standing.cost})
        elif step.walk != SKIP:
            break
    city.left[step.sources[0]] += money
    city.moved.append({"from": step.sources, "amount": started, "projects": given, "left": money})


def _waiting(names: tuple[str, ...], pools: Mapping[str, Pool], city: City) -> list[tuple[str, Standing]]:
    """Projects that lost for want of money, most points first; equals by pool as listed, then by its own order."""
    found = []
    for place, name in enumerate(names):
        order = tie_order(pools[name].parameters)
        for standing in city.results[name].standings:
            if standing.outcome in WAITING:
                found.append(((-standing.score, place, order(standing)), name, standing))
    return [(name, standing) for _, name, standing in sorted(found, key=lambda item: item[0])]


def _award(step: Award, pools: Mapping[str, Pool], city: City) -> None:
    for group in step.groups:
        turnout = {name: Fraction(pools[name].election.voters, pools[name].residents or 1) for name in group}
        best = max(group, key=lambda name: turnout[name])
        note: dict[str, Any] = {"award": list(group), "turnout": turnout, "pool": best}
        note["tied"] = [name for name in group if name != best and turnout[name] == turnout[best]]
        for _, standing in _waiting((best,), pools, city):
            if step.limit is None or standing.cost <= step.limit:
                standing.decide(AWARDED, turnout=turnout[best])
                note |= {"project": standing.id, "cost": standing.cost}
                break
        city.moved.append(note)
