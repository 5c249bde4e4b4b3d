"""Time by the clock."""

from collections.abc import Callable
from statistics import median
from time import perf_counter


REPEATS = 25


def milliseconds(take: Callable[[], object]) -> float:
    """Median of some runs."""
    spent = []
    for _ in range(REPEATS):
        began = perf_counter()
        take()
        spent.append((perf_counter() - began) * 1000)
    return median(spent)
