"""Open data without people: in a public file nobody stands out by age and way of voting.

Published files have been counted in which 62 % of the ballots were the only ones of their age and sex. Here age
becomes a band, sex, place and time are left out, ballots stand in random order under new numbers, and every
combination of the columns left is shared by at least `k` ballots (k-anonymity: Sweeney, 2002).
"""

from collections import Counter
from collections.abc import Callable
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.writer import Voter
from infostrada.site.participation.budget.pabulib.writer import write
from random import Random
from random import SystemRandom

import re


K = 5
STARTS = (0, 13, 18, 26, 36, 46, 56, 66)
OLDEST = 120
Bands = list[tuple[int, int]]


def export(election: Election, k: int = K, chance: Random | None = None, **changes: str) -> bytes:
    """The election as a public file; it has to be read with its voters kept."""
    column = {name: place for place, name in enumerate(election.voter_columns)}
    rows = list(election.voter_rows)
    if len(rows) < election.voters:
        raise ValueError("the election was read without its voters")
    (chance or SystemRandom()).shuffle(rows)

    def cell(row: tuple[str, ...], name: str) -> str:
        return row[column[name]] if name in column else ""

    names, others = _columns(rows, cell, k)
    voters = [
        Voter(
            ",".join(filter(None, map(str.strip, cell(row, "vote").split(",")))), cell(row, "points"), other
        )
        for row, other in zip(rows, others, strict=True)
    ]
    return write(election, voters, names, **changes)


def _columns(
    rows: list[tuple[str, ...]], cell: Callable[[tuple[str, ...], str], str], k: int
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The most columns that hide everybody: age and way of voting, one of them, or none."""
    ages = banded([_age(cell(row, "age")) for row in rows], k)
    methods = [cell(row, "voting_method") for row in rows]
    offers: tuple[tuple[tuple[str, ...], list[tuple[str, ...]]], ...] = (
        (("age", "voting_method"), list(zip(ages, methods, strict=True))),
        (("age",), [(age,) for age in ages]),
        (("voting_method",), [(method,) for method in methods]),
    )
    for names, values in offers:
        told = [any(value[place] for value in values) for place in range(len(names))]
        if all(told) and min(Counter(values).values()) >= k:
            return names, values
    return (), [()] * len(rows)


def _age(text: str) -> int | None:
    """An age in years; of a band its beginning."""
    match = re.match(r"\d{1,3}", text.strip())
    return min(int(match[0]), OLDEST) if match else None


def banded(ages: list[int | None], k: int) -> list[str]:
    """Bands wide enough that each holds at least `k`, as `18-25`; what is not known stays empty.

    Too small a band joins its smaller neighbour. When fewer than `k` ages are not known, the smallest band is
    emptied too, so that the missing ones do not stand out.
    """
    bands: Bands = [(start, end - 1) for start, end in zip(STARTS, (*STARTS[1:], OLDEST + 1), strict=True)]
    known = Counter(age for age in ages if age is not None)
    unknown = sum(1 for age in ages if age is None)

    def size(band: tuple[int, int]) -> int:
        return sum(count for age, count in known.items() if band[0] <= age <= band[1])

    while len(bands) > 1 and min(map(size, bands)) < k:
        _join(bands, size)
    gone: tuple[int, int] | None = None
    if 0 < unknown < k:
        gone = min(bands, key=size)
    if len(bands) == 1 and size(bands[0]) < k:
        return [""] * len(ages)
    return [_band(age, bands, gone) for age in ages]


def _join(bands: Bands, size: Callable[[tuple[int, int]], int]) -> None:
    place = min(range(len(bands)), key=lambda n: size(bands[n]))
    neighbours = [n for n in (place - 1, place + 1) if 0 <= n < len(bands)]
    other = min(neighbours, key=lambda n: size(bands[n]))
    first, second = sorted((place, other))
    bands[first : second + 1] = [(bands[first][0], bands[second][1])]


def _band(age: int | None, bands: Bands, gone: tuple[int, int] | None) -> str:
    if age is None:
        return ""
    band = next(band for band in bands if band[0] <= age <= band[1])
    if band == gone:
        return ""
    return f"{band[0]}-{band[1]}"
