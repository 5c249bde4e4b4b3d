"""Equal shares against the definition written out plainly and against pabutools."""

from fractions import Fraction
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import parameters
from pabutools.election import ApprovalBallot
from pabutools.election import ApprovalProfile
from pabutools.election import Cardinality_Sat
from pabutools.election import Cost_Sat
from pabutools.election import Instance
from pabutools.election import Project
from pabutools.rules import exhaustion_by_budget_increase
from pabutools.rules import greedy_utilitarian_welfare
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
from tests.site.participation.budget import plain_shares
from tests.site.participation.budget.elections import election_of

import pytest


NAMES = "abcdefgh"
QUICK = settings(max_examples=60, deadline=None)


@st.composite
def small(draw, points=False):
    """Budget, costs, and ballots as dictionaries; small numbers, so that ties and exact hits are frequent."""
    costs = {name: draw(st.integers(1, 12)) for name in NAMES[: draw(st.integers(1, 6))]}
    point = st.integers(1, 4) if points else st.just(1)
    ballot = st.dictionaries(st.sampled_from(sorted(costs)), point)
    return draw(st.integers(0, 30)), costs, draw(st.lists(ballot, min_size=1, max_size=12))


def elected(budget, costs, votes, points=False, **shares):
    """Winners in the order they were bought."""
    named = [(",".join(v), ",".join(map(str, v.values()))) if points else ",".join(v) for v in votes]
    kind = {"vote_type": "scoring"} if points else {}
    election = election_of(budget, costs, named, **kind)
    result = count(election, parameters({"rule": "equal-shares", "shares": shares}))
    return [step["project"] for step in result.steps], result


@QUICK
@given(small(), st.sampled_from(["cost", "cardinality"]))
def test_one_run_is_the_definition(case, satisfaction):
    assert elected(*case, satisfaction=satisfaction)[0] == plain_shares.equal_shares(*case, satisfaction)


@QUICK
@given(small(points=True))
def test_points_weigh(case):
    assert elected(*case, points=True, satisfaction="points")[0] == plain_shares.equal_shares(*case, "points")


@QUICK
@given(small(), st.sampled_from(["cost", "cardinality"]), st.booleans())
def test_add1_is_the_definition(case, satisfaction, exhausted):
    stop = "exhausted" if exhausted else "overspend"
    ours, _ = elected(*case, satisfaction=satisfaction, completion="add1", stop=stop)
    assert ours == plain_shares.add1(*case, satisfaction, exhausted)


@QUICK
@given(small())
def test_what_is_paid_is_what_it_costs(case):
    budget, costs, _ = case
    winners, result = elected(*case, completion="add1")
    assert sum(costs[p] for p in winners) == budget - result.left <= budget
    for standing in result.standings:
        if standing.outcome == "unsupported":
            assert standing.because["money"] < standing.cost


@QUICK
@given(small(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_splitting_the_crowd_change_nothing(case, random):
    budget, costs, votes = case
    shuffled = random.sample(votes, len(votes))
    turned = [dict(reversed(vote.items())) for vote in shuffled]
    assert elected(budget, costs, turned, completion="add1")[0] == elected(*case, completion="add1")[0]


def listed(projects):
    """pabutools' projects by our order of equals."""
    return TieBreakingRule(lambda instance, profile, project: projects.index(project.name))


def rival(case):
    budget, costs, votes = case
    projects = {name: Project(name, cost) for name, cost in costs.items()}
    instance = Instance(projects.values(), budget)
    profile = ApprovalProfile(
        [ApprovalBallot(projects[p] for p in vote) for vote in votes], instance=instance
    )
    return instance, profile, listed(list(costs))


@QUICK
@given(small(), st.sampled_from([("cost", Cost_Sat), ("cardinality", Cardinality_Sat)]))
def test_pabutools_elects_the_same(case, measure):
    instance, profile, ties = rival(case)
    theirs = method_of_equal_shares(instance, profile, sat_class=measure[1], tie_breaking=ties)
    assert sorted(p.name for p in theirs) == sorted(elected(*case, satisfaction=measure[0])[0])


@settings(max_examples=30, deadline=None)
@given(small())
def test_pabutools_adds_one_as_we_do(case):
    budget, costs, votes = case
    instance, profile, ties = rival(case)
    # pabutools goes on for ever where everything with a vote is bought; the definition above covers that
    theirs = exhaustion_by_budget_increase(
        instance,
        profile,
        method_of_equal_shares,
        {"sat_class": Cost_Sat, "tie_breaking": ties},
        exhaustive_stop=False,
        budget_step=len(votes),
        budget_bound=(sum(costs.values()) + budget + 1) * len(votes),
    )
    assert sorted(p.name for p in theirs) == sorted(elected(*case, completion="add1")[0])


@QUICK
@given(small())
def test_pabutools_walks_the_list_as_we_do(case):
    budget, costs, votes = case
    instance, profile, ties = rival(case)
    theirs = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat, tie_breaking=ties, is_sat_additive=True
    )
    election = election_of(budget, costs, [",".join(v) for v in votes])
    scored = {s.id: s.votes for s in count(election, parameters({})).standings}
    ours = count(election, parameters({"ties": ["listed"]})).funded
    # pabutools' welfare by cost is votes x cost / cost, so its order is by votes; it leaves out what nobody chose
    assert sorted(p.name for p in theirs if scored[p.name]) == sorted(n for n in ours if scored[n])


def test_a_worked_example():
    # equalshares.net's idea in numbers: 10 voters, 100; six want the two of 60 and 30, four want the one of 40
    votes = [{"a": 1, "b": 1}] * 6 + [{"c": 1}] * 4
    winners, result = elected(100, {"a": 60, "b": 30, "c": 40}, votes)
    assert winners == ["a", "c"]
    first, second = result.steps
    assert (first["price"], first["supporters"], first["short"]) == (10, 6, 0)
    assert (second["price"], second["supporters"]) == (10, 4)
    (lost,) = [s for s in result.standings if s.outcome == "unsupported"]
    assert (lost.id, lost.because) == ("b", {"money": 0, "missing": 30})
    assert result.without_winner == 0


def test_add1_reports_its_rounds():
    _, result = elected(
        10, {"a": 6, "b": 6, "c": 3}, [{"a": 1}, {"b": 1}, {"c": 1}, {"c": 1}], completion="add1"
    )
    rounds = result.details["rounds"]
    assert [r["share"] for r in rounds] == [
        Fraction(5, 2),
        Fraction(7, 2),
        Fraction(9, 2),
        Fraction(11, 2),
        Fraction(13, 2),
    ]
    assert [r["cost"] for r in rounds] == [3, 3, 3, 3, 15]
    assert (result.details["ended"], result.details["share"]) == ("overspent", Fraction(11, 2))


def test_whole_shares_start_where_the_share_is_cut():
    _, result = elected(10, {"a": 6, "b": 6}, [{"a": 1}, {"b": 1}, {}, {}], completion="add1", start="whole")
    assert [r["share"] for r in result.details["rounds"]] == [Fraction(5, 2), 3, 4, 5, 6]


def test_the_comparison_takes_what_more_voters_prefer():
    # three voters hold 6 of the 8 that a costs, so shares buy c; most points first buys a
    votes = [{"a": 1}] * 3 + [{"c": 1}] * 1
    assert elected(8, {"a": 8, "c": 2}, votes)[0] == ["c"]
    _, result = elected(8, {"a": 8, "c": 2}, votes, comparison="projects")
    assert result.funded == ("a",)
    assert result.details["comparison"]["second"] == 3 and result.details["comparison"]["first"] == 1


def test_the_rest_by_points():
    votes = [{"a": 1}] * 3 + [{"c": 1}]
    _, result = elected(10, {"a": 8, "c": 2}, votes, completion="greedy")
    assert set(result.funded) == {"a", "c"}


def test_excluded_once_the_other_is_bought():
    election = election_of(100, {"a": 10, "b": 10}, ["a,b", "a,b", "a"])
    given = {"rule": "equal-shares", "exclusions": [{"projects": ["a", "b"]}]}
    result = count(election, parameters(given))
    assert result.funded == ("a",)
    assert result.standings[1].because == {"by": "a"}


@pytest.mark.parametrize("votes", [[], [{}], [{}, {}]])
def test_nobody_chose_anything(votes):
    winners, result = elected(10, {"a": 5}, votes, completion="add1")
    assert winners == [] and result.left == 10


def test_very_large_and_very_uneven_numbers_stay_exact():
    # a and b cost the same per supporter up to the last grosz
    costs = {"a": "99999999.99", "b": "100000000.00", "c": "0.01"}
    votes = [{"a": 1, "c": 1}] * 50 + [{"b": 1}] * 50
    winners, _ = elected(300_000_000, costs, votes, satisfaction="cardinality")
    assert winners == ["c", "a", "b"]
