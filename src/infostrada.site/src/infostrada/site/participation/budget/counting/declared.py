"""Parameters a file declares by the name of its rule; https://pabulib.org/format."""

from dataclasses import replace
from fractions import Fraction
from infostrada.site.participation.budget.counting.parameters import ADD1
from infostrada.site.participation.budget.counting.parameters import EQUAL_SHARES
from infostrada.site.participation.budget.counting.parameters import EqualShares
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import STOP
from infostrada.site.participation.budget.counting.parameters import Threshold
from infostrada.site.participation.budget.counting.parameters import TopUp
from infostrada.site.participation.budget.pabulib.election import Election


# The format names no order of tied projects. Greedy files list the city's order; equalshares.net takes the
# cheaper project, then the one with more votes.
BY_FILE = ("listed",)
BY_COST = ("cheaper", "votes", "listed")


class RuleUnknown(ValueError):
    """The file declares no rule that can be carried out."""


def _shares(completion: str, comparison: str) -> Parameters:
    shares = EqualShares(completion=completion, comparison=comparison)
    return Parameters(rule=EQUAL_SHARES, shares=shares, ties=BY_COST)


DECLARED = {
    "greedy": Parameters(ties=BY_FILE),
    "greedy-threshold": Parameters(ties=BY_FILE),
    "greedy-exclusive": Parameters(ties=BY_FILE),
    "greedy-no-skip": Parameters(walk=STOP, ties=BY_FILE),
    # Poznań, whence nearly all files of this name come: stop, then the next project from four fifths up
    "greedy-custom": Parameters(walk=STOP, top_up=TopUp(Fraction(4, 5)), ties=BY_FILE),
    "equalshares": _shares("none", "none"),
    "equalshares-comparison": _shares("none", "projects"),
    "equalshares/add1": _shares(ADD1, "none"),
    "equalshares/add1-comparison": _shares(ADD1, "projects"),
}


def declared(election: Election, rule: str | None = None) -> Parameters:
    """Parameters of the file's rule, or of another one named; the file's threshold always holds.

    Raises RuleUnknown for `unknown` and every name the format does not have.
    """
    name = rule or election.rule
    if name not in DECLARED:
        raise RuleUnknown(name)
    return replace(DECLARED[name], threshold=Threshold(score=election.threshold))
