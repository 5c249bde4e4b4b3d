"""The Method of Equal Shares, one run: each voter holds the same share, supporters split the cost of a project.

A project's price is what one supporter pays for one unit of satisfaction when all supporters pay alike and who
cannot pays all he has. The cheapest is bought, again and again (Peters, Pierczyński and Skowron, *Proportional
Participatory Budgeting with Additive Utilities*, NeurIPS 2021; https://equalshares.net/explanation).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from infostrada.site.participation.budget.counting.crowd import Crowd
from infostrada.site.participation.budget.counting.crowd import dot
from infostrada.site.participation.budget.counting.crowd import Purses
from infostrada.site.participation.budget.counting.crowd import Support
from infostrada.site.participation.budget.counting.crowd import UNIT
from infostrada.site.participation.budget.pabulib.numbers import Exact
from typing import Any

import math
import numpy as np


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project bought; `price` per supporter (times points) in the crowd's units, `short` pay all they have."""

    project: int
    price: Fraction
    supporters: int
    short: int
    tied: tuple[int, ...] = ()


@dataclass(slots=True)
class Run:
    """One run; `money` is what the supporters of every project that lost still held at the end."""

    share: Exact
    purchases: list[Purchase]
    cost: int
    money: dict[int, Exact]


@dataclass(slots=True)
class _Bounds:
    low: float
    high: float
    guess: float


def run(
    crowd: Crowd,
    share: Exact,
    running: list[int],
    order: Callable[[int], Any],
    against: dict[int, list[int]],
    limit: int | None = None,
) -> Run:
    """Buy among the projects `running` until nobody can afford one; equals are taken in the order given.

    `share` in the crowd's units. With a `limit` the run ends as soon as it costs more: the outcome is void then.
    """
    purses = Purses(crowd, share, len(running))
    lows = {p: 0.0 for p in running if crowd.supports[p].total and crowd.supports[p].cost > 0}
    guesses = dict.fromkeys(lows, 0.0)
    bought: list[Purchase] = []
    cost = 0
    while lows and (limit is None or cost <= limit):
        chosen = _cheapest(crowd, purses, lows, guesses, order)
        if chosen is None:
            break
        project, price, poor, tied = chosen
        support = crowd.supports[project]
        short = int(support.voters[poor].sum())
        purses.pay(support, price, poor)
        bought.append(Purchase(project, price, int(support.voters.sum()), short, tied))
        cost += support.cost
        for gone in (project, *against.get(project, ())):
            lows.pop(gone, None)
    won = {purchase.project for purchase in bought}
    money = {p: _money(crowd.supports[p], purses) for p in running if p not in won} if limit is None else {}
    return Run(share, bought, cost, money)


def _money(support: Support, purses: Purses) -> Exact:
    return Fraction(purses.exact_sum(support.groups, support.voters), purses.denominator)


def _cheapest(
    crowd: Crowd,
    purses: Purses,
    lows: dict[int, float],
    guesses: dict[int, float],
    order: Callable[[int], Any],
) -> tuple[int, Fraction, Any, tuple[int, ...]] | None:
    """The cheapest project, its exact price, who falls short, and which others cost exactly the same.

    A project never gets cheaper, so its last price bounds the next; those over the best are not looked at.
    Projects nobody can pay for any more are dropped from `lows`.
    """
    best, seen = math.inf, {}
    for project in sorted(lows, key=lows.__getitem__):
        if lows[project] > best:
            break
        bounds = _bounds(crowd.supports[project], purses, guesses[project])
        if bounds is None:
            del lows[project]
            continue
        lows[project], guesses[project] = bounds.low, max(bounds.guess * (1 - 1e-9), 0.0)
        seen[project] = bounds
        best = min(best, bounds.high)
    contenders = [project for project, bounds in seen.items() if bounds.low <= best]
    if not contenders:
        return None
    exact = {p: _exact_price(crowd.supports[p], purses, seen[p].guess) for p in contenders}
    value = {p: price / crowd.supports[p].measure for p, (price, _) in exact.items()}
    least = min(value.values())
    equals = sorted((p for p in contenders if value[p] == least), key=order)
    return equals[0], *exact[equals[0]], tuple(equals[1:])


def _bounds(support: Support, purses: Purses, guess: float) -> _Bounds | None:
    """Certain bounds of a project's price by its measure; None when its supporters cannot pay for it."""
    money = purses.money[support.groups]
    held = dot(money, support.voters)
    doubt = support.total * purses.error + 4 * len(money) * UNIT * held
    if held < support.cost - doubt:
        return None
    if held <= support.cost + doubt and _money(support, purses) < support.cost:
        return None
    each = money if support.times is None else money / support.times
    price, rich, missed = _settle(support, money, each, guess)
    doubt = missed + 4 * (support.total * purses.error + 4 * len(money) * UNIT * support.cost)
    if rich <= 0:
        return _Bounds(0.0, math.inf, price)
    far = 4 * doubt / rich + 16 * UNIT * price
    if support.weights[each > price + far].sum() < rich / 4:
        # Who can pay thins out just above: the price may lie anywhere, exact arithmetic has to say.
        return _Bounds(0.0, math.inf, price)
    low, high = (price - far) / support.measure, (price + far) / support.measure
    return _Bounds(low * (1 - 4 * UNIT), high * (1 + 4 * UNIT), price)


def _settle(support: Support, money: Any, each: Any, guess: float) -> tuple[float, float, float]:
    """The price in floating point, the weight of those who can pay it, by how much it misses the cost."""
    price, known, rich, paid = guess, -1, 0.0, 0.0
    held = support.voters * money
    while True:
        poor = each < price
        count = int(np.count_nonzero(poor))
        if count == known:
            return price, rich, abs(paid + price * rich - support.cost)
        known = count
        rich = support.total - dot(support.weights, poor)
        if rich <= 0:
            return price, 0.0, 0.0
        paid = dot(held, poor)
        price = max((support.cost - paid) / rich, price)


def _exact_price(support: Support, purses: Purses, guess: float) -> tuple[Fraction, Any]:
    """The exact price and a mask of the supporters who fall short of it.

    The guess only says whose money has to be looked at exactly. The result is checked against every other
    voter's money with its known error, and found again in a wider belt when one of them might lie beyond.
    """
    money = purses.money[support.groups]
    each = money if support.times is None else money / support.times
    error = purses.error * 2 + 4 * UNIT * abs(guess)
    belt = error + 1e-9 * abs(guess)
    while True:
        near = np.flatnonzero(np.abs(each - guess) <= belt)
        poor = each < guess
        poor[near] = False
        price = _raise(support, purses, poor, near)
        known = np.ones(len(each), dtype=bool)
        known[near] = False
        if price is not None:
            at = float(price)
            margin = error + 4 * UNIT * at
            wrong = known & np.where(poor, each > at - margin, each < at + margin)
            if not wrong.any():
                return price, poor
            guess = at
        belt = belt * 1000 + error
        if not math.isfinite(belt):
            raise ArithmeticError("no price found")


def _raise(support: Support, purses: Purses, poor: Any, near: Any) -> Fraction | None:
    """Poor and rich, told apart exactly among those near the price; `poor` is completed."""
    paid = purses.exact_sum(support.groups[poor], support.voters[poor])
    rich = int(support.total) - int(support.weights[poor].sum())
    waiting = _near(support, purses, near)
    while rich > 0:
        price = Fraction(support.cost * purses.denominator - paid, purses.denominator * rich)
        fallen = [item for item in waiting if item[0] < price]
        if not fallen:
            return price
        for each, times, members in fallen:
            voters = int(support.voters[members].sum())
            own = each * times
            paid += int(own * purses.denominator) * voters
            rich -= voters * times
            poor[members] = True
        waiting = [item for item in waiting if item[0] >= price]
    return None


def _near(support: Support, purses: Purses, near: Any) -> list[tuple[Fraction, int, Any]]:
    """Money by weight, weight, and places of the supporters near the price; equals together."""
    alike: dict[tuple[bytes, int], list[int]] = {}
    for place in near.tolist():
        times = 1 if support.times is None else int(support.times[place])
        alike.setdefault((purses.signature(int(support.groups[place])), times), []).append(place)
    return [
        (purses.exact_of(int(support.groups[places[0]])) / times, times, np.array(places))
        for (_, times), places in alike.items()
    ]
