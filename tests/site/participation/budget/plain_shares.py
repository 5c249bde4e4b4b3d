"""The Method of Equal Shares once more, word for word from its definition: every voter a fraction, no speed."""

from fractions import Fraction


def price(cost, holders):
    """What one unit costs when all pay alike and who cannot pays all: holders are (money, weight) pairs."""
    if sum(money for money, _ in holders) < cost:
        return None
    left, weight = Fraction(cost), sum(w for _, w in holders)
    for money, w in sorted(holders, key=lambda h: Fraction(h[0]) / h[1]):
        each = left / weight
        if money >= each * w:
            return each
        left, weight = left - money, weight - w
    raise AssertionError("the supporters hold enough")


def equal_shares(budget, costs, votes, satisfaction="cost"):
    """Winners in order; `votes` are dictionaries from project to points; equals by the order of `costs`."""
    share = Fraction(budget, len(votes))
    return shares_at(share, costs, votes, satisfaction)


def shares_at(share, costs, votes, satisfaction="cost"):
    purses = [share] * len(votes)
    running, won = [p for p in costs if costs[p] > 0 and any(v.get(p, 0) > 0 for v in votes)], []
    while True:
        best = None
        for project in running:
            weigh = {
                n: v[project] if satisfaction == "points" else 1
                for n, v in enumerate(votes)
                if v.get(project, 0) > 0
            }
            each = price(costs[project], [(purses[n], w) for n, w in weigh.items()])
            if each is None:
                continue
            value = each / (costs[project] if satisfaction == "cost" else 1)
            if best is None or value < best[0]:
                best = (value, project, each, weigh)
        if best is None:
            return won
        _, project, each, weigh = best
        for n, w in weigh.items():
            purses[n] -= min(purses[n], each * w)
        won.append(project)
        running.remove(project)


def add1(budget, costs, votes, satisfaction="cost", exhausted=False):
    """Raise every share by one until the next outcome costs too much."""
    share, best = Fraction(budget, len(votes)), []
    supported = [p for p in costs if costs[p] > 0 and any(v.get(p, 0) > 0 for v in votes)]
    while True:
        won = shares_at(share, costs, votes, satisfaction)
        spent = sum(costs[p] for p in won)
        if spent > budget:
            return best
        best, share = won, share + 1
        rest = [p for p in costs if p not in won]
        if len(won) == len(supported) or (exhausted and all(costs[p] > budget - spent for p in rest)):
            return best
