"""Voters as arrays: those who want the same together, and what is left of each one's share, exactly.

After k purchases the money of one voter of a group is ``share - sum(price[i] * times[i])``: a combination of a
few exact numbers with whole coefficients. So any exact sum over voters is a sum of whole numbers over groups
(arrays, fast) and k products of fractions (few). Floating point numbers, whose distance from the exact ones has
a known bound, only point to where to look.
"""

from fractions import Fraction
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import Exact
from typing import Any

import math
import numpy as np


UNIT = 2.0**-52
LARGEST = 2**50  # whole numbers up to here are exact in floating point, with room for sums


def dot(left: Any, right: Any) -> float:
    """Sum of products, in one thread: the library's own would take all processors for a small sum."""
    return float(np.einsum("i,i->", left, right))


class Support:
    """Who wants a project: groups, the weight each gives it (1, or points), voters times weight together."""

    __slots__ = ("cost", "groups", "measure", "times", "total", "voters", "weights")

    def __init__(self, groups: Any, times: Any | None, voters: Any, cost: int, measure: int):
        self.groups, self.times, self.voters = groups, times, voters
        self.weights = voters if times is None else voters * times
        self.total = float(self.weights.sum())
        self.cost, self.measure = cost, measure


class Crowd:
    """All voters; costs in whole multiples of 1 / `scale` of the currency."""

    def __init__(self, election: Election, satisfaction: str):
        amounts = [election.budget, *(p.cost for p in election.projects)]
        self.scale = math.lcm(*(a.denominator for a in amounts))
        self.budget = int(election.budget * self.scale)
        costs = [int(project.cost * self.scale) for project in election.projects]
        self.total = election.voters
        groups = _groups(election, satisfaction)
        self.voters = np.array(list(groups.values()), dtype=np.float64)
        self.points_scale = _points_scale(groups) if satisfaction == "points" else 1
        self.supports = self._supports(groups, costs, satisfaction)

    def _supports(self, groups: dict[Any, int], costs: list[int], satisfaction: str) -> list[Support]:
        members: list[list[int]] = [[] for _ in costs]
        given: list[list[int]] = [[] for _ in costs]
        for number, choices in enumerate(groups):
            for place, point in choices:
                members[place].append(number)
                given[place].append(int(point * self.points_scale))
        supports = []
        for place, cost in enumerate(costs):
            at = np.array(members[place], dtype=np.int64)
            times = np.array(given[place], dtype=np.float64) if satisfaction == "points" else None
            measure = cost if satisfaction == "cost" else 1
            support = Support(at, times, self.voters[at], cost, measure)
            if support.total > LARGEST:
                raise OverflowError("points and voters are too many to be added exactly")
            supports.append(support)
        return supports


def _groups(election: Election, satisfaction: str) -> dict[Any, int]:
    """Who supports the same in the same way, whatever the order; points count only where they are asked for."""
    groups: dict[Any, int] = {}
    for ballot in election.ballots:
        pairs = zip(ballot.choices, ballot.points, strict=True)
        if satisfaction == "points":
            key = tuple(sorted((place, point) for place, point in pairs if point > 0))
        else:
            key = tuple(sorted((place, 1) for place, point in pairs if point > 0))
        groups[key] = groups.get(key, 0) + ballot.count
    return groups


def _points_scale(groups: dict[Any, int]) -> int:
    return math.lcm(*({point.denominator for choices in groups for _, point in choices} or {1}))


class Purses:
    """What is left of every voter's share."""

    def __init__(self, crowd: Crowd, share: Exact, purchases: int):
        self.crowd = crowd
        self.denominator = share.denominator
        self.share = share.numerator
        self.prices: list[int] = []
        size = len(crowd.voters)
        self.times = np.zeros((size, purchases))
        self.alive = np.ones(size, dtype=bool)
        self.money = np.full(size, float(share))
        self.top = float(share)

    @property
    def error(self) -> float:
        """How far a number in `money` may be from the exact one."""
        return 4 * UNIT * (len(self.prices) + 2) * self.top

    def exact_sum(self, groups: Any, voters: Any) -> int:
        """The exact money of that many voters of each group; multiples of 1 / `denominator`."""
        holding = self.alive[groups]
        groups, voters = groups[holding], voters[holding]
        found = int(voters.sum()) * self.share
        if self.prices and len(groups):
            counts = np.einsum("g,gk->k", voters, self.times[groups, : len(self.prices)])
            for price, count in zip(self.prices, counts.tolist(), strict=True):
                if count:
                    found -= price * int(count)
        return found

    def exact_of(self, group: int) -> Fraction:
        """The exact money of one voter of a group."""
        if not self.alive[group]:
            return Fraction(0)
        found = self.share
        for price, times in zip(self.prices, self.times[group].tolist(), strict=False):
            found -= price * int(times)
        return Fraction(found, self.denominator)

    def signature(self, group: int) -> bytes:
        """Groups of one signature hold exactly the same."""
        if not self.alive[group]:
            return b""
        return self.times[group, : len(self.prices)].tobytes() + b"alive"

    def pay(self, support: Support, price: Fraction, poor: Any) -> None:
        """Let the supporters pay: `price` times their weight, the `poor` (a mask) all they have."""
        groups, number = support.groups, len(self.prices)
        common = math.lcm(self.denominator, price.denominator)
        grown = common // self.denominator
        if grown != 1:
            self.prices = [known * grown for known in self.prices]
            self.share *= grown
            self.denominator = common
        self.prices.append(price.numerator * (common // price.denominator))
        rich = groups[~poor]
        times = 1.0 if support.times is None else support.times[~poor]
        self.times[rich, number] = times
        self.money[rich] -= float(price) * times
        broke = groups[poor]
        self.alive[broke] = False
        self.money[broke] = 0
