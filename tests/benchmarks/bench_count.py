"""The count beside pabutools, each in a process of its own, from the file to the winners.

Sizes are those of the largest real elections: Wrocław 2015 (131,778 ballots, 197 projects) for the list by points,
Warszawa 2026 (61,668 ballots, 83 projects) for Equal Shares with Add1. pabutools is not asked for the latter; it
is measured beside one run of the shares there, and beside Add1 on a town's election.
"""

from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks import ballots
from tests.benchmarks.figure import Figure

import json
import subprocess
import sys
import tempfile


OURS = """
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.pabulib.reader import read
def elect(path, rule):
    with open(path, "rb") as file:
        election, _ = read(file)
    return sorted(count(election, declared(election, rule)).funded)
"""
THEIRS = """
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
def elect(path, rule):
    instance, profile = parse_pabulib(path)
    profile = profile.as_multiprofile()
    if rule == "greedy":
        found = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, is_sat_additive=True)
    else:
        more = 1 if rule.endswith("add1") else None
        found = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=more)
    return sorted(p.name for p in found)
"""
RUN = """
import json, resource, sys, time
began = time.perf_counter()
winners = elect(*sys.argv[1:])
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak": peak, "winners": winners}))
"""


def measure() -> Iterator[Figure]:
    """Seconds and megabytes; the winners of both have to agree where the rules are the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large = ballots.write(folder / "large.pb", 131_778, 197, 5, 20_000_000, 50_000, 1_000_000)
        yield from _pair("greedy, 131,778 x 197", large, "greedy", must=2)
        capital = ballots.write(folder / "capital.pb", 61_668, 83, 15, 30_000_000, 100_000, 4_000_000)
        yield from _pair("equal shares once, 61,668 x 83", capital, "equalshares")
        ours = _run(OURS, capital, "equalshares/add1")
        yield Figure("equal shares with Add1, 61,668 x 83", ours["seconds"], "s", must=60)
        yield Figure("the same, memory", ours["peak"], "MB", must=500)
        town = ballots.write(folder / "town.pb", 6_000, 30, 8, 2_000_000, 20_000, 300_000)
        yield from _pair("equal shares with Add1, 6,000 x 30", town, "equalshares/add1", compare=False)


def _pair(
    name: str, file: Path, rule: str, must: float | None = None, compare: bool = True
) -> Iterator[Figure]:
    ours, theirs = _run(OURS, file, rule), _run(THEIRS, file, rule)
    # pabutools' Add1 also stops when nothing more fits
    assert not compare or ours["winners"] == theirs["winners"], f"{name}: other winners than pabutools"
    yield Figure(name, ours["seconds"], "s", must=must, beside=theirs["seconds"])
    yield Figure(f"{name}, memory", ours["peak"], "MB", beside=theirs["peak"])


def _run(program: str, file: Path, rule: str) -> dict:
    answer = subprocess.run(
        [sys.executable, "-c", program + RUN, str(file), rule], check=True, capture_output=True, timeout=900
    )
    return json.loads(answer.stdout)
