"""Most points first: expected winners are worked out by hand."""

from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from tests.site.participation.budget.elections import election_of

import pytest


# a 5 votes at 60, b 4 at 50, c 3 at 30, d 2 at 10
COSTS = {"a": 60, "b": 50, "c": 30, "d": 10}
VOTES = ["a,b,c,d", "a,b,c,d", "a,b,c", "a,b", "a"]


def outcome(budget=100, costs=COSTS, votes=VOTES, **given):
    result = count(election_of(budget, costs, votes), parameters(given))
    return {s.id: s.outcome for s in result.standings}, result


def test_skip_goes_on_after_what_does_not_fit():
    found, result = outcome()
    assert found == {"a": "funded", "b": "too_dear", "c": "funded", "d": "funded"}
    assert result.left == 0


def test_stop_ends_there():
    found, result = outcome(walk="stop")
    assert found == {"a": "funded", "b": "too_dear", "c": "after_stop", "d": "after_stop"}
    assert result.left == 40


def test_what_is_below_the_threshold_neither_wins_nor_stops():
    found, _ = outcome(walk="stop", threshold={"score": 5})
    assert found == {"a": "funded", "b": "below_threshold", "c": "below_threshold", "d": "below_threshold"}


def test_a_share_of_ballots_is_not_rounded():
    # 3 of 5 ballots is exactly 60 %; 2 of 5 is less than 41 %
    found, _ = outcome(threshold={"share_of_ballots": "0.6"})
    assert found["c"] == "funded" and found["d"] == "below_threshold"
    found, result = outcome(threshold={"share_of_ballots": "0.41"})
    standing = result.standings[3]
    assert standing.because == {"reached": 2, "needed": pytest.approx(2.05)}


def test_a_share_for_the_cost():
    # Świecie: a project has to be named by cost / (3 x budget) of the ballots: a needs 60/300 of 5 = 1 vote
    found, _ = outcome(votes=["a", "b", "b", "b", "b"], threshold={"cost_share": "1/3"})
    assert found["a"] == "too_dear"
    found, _ = outcome(budget=59, votes=["a", "b", "b", "b", "b"], threshold={"cost_share": "1/3"})
    assert found["a"] == "below_threshold"


def test_top_up_takes_the_rest_from_outside():
    found, result = outcome(walk="stop", top_up={"share": "4/5"})
    assert found["b"] == "topped_up" and (result.left, result.outside) == (0, 10)
    found, result = outcome(walk="stop", top_up={"share": "0.81"})
    assert found["b"] == "too_dear" and result.outside == 0
    found, _ = outcome(walk="stop", top_up={"share": "4/5", "limit": 9})
    assert found["b"] == "too_dear"


def test_exclusive_projects_the_first_reached_stays():
    found, _ = outcome(budget=200, exclusions=[{"projects": ["c", "b"]}])
    assert found == {"a": "funded", "b": "funded", "c": "excluded", "d": "funded"}
    found, _ = outcome(budget=100, exclusions=[{"projects": ["c", "b"]}])
    assert found["c"] == "funded", "b did not fit, so it bars nobody"


def test_exclusive_projects_the_first_listed_stays():
    found, _ = outcome(budget=200, exclusions=[{"projects": ["c", "b"], "keep": "listed"}])
    assert found["b"] == "excluded" and found["c"] == "funded"
    found, _ = outcome(
        budget=200, exclusions=[{"projects": ["d", "b"], "keep": "listed"}], threshold={"score": 3}
    )
    assert found["b"] == "funded", "d is below the threshold"


def test_withdrawn_by_the_parameters_and_by_the_format():
    found, _ = outcome(walk="stop", withdrawn=["a"])
    assert found == {"a": "withdrawn", "b": "funded", "c": "funded", "d": "funded"}
    found, _ = outcome(walk="stop", costs=COSTS | {"a": 999999999})
    assert found["a"] == "withdrawn" and found["b"] == "funded"


TIE = ({"x": 60, "y": 50}, ["x", "y"])


@pytest.mark.parametrize(
    ("given", "winner"),
    [
        ({}, "x"),
        ({"ties": ["listed"]}, "x"),
        ({"ties": ["cheaper"]}, "y"),
        ({"ties": ["dearer"]}, "x"),
        ({"ties": ["draw"], "draw": ["y", "x"]}, "y"),
    ],
)
def test_ties(given, winner):
    found, result = outcome(60, *TIE, **given)
    assert [name for name, word in found.items() if word == "funded"] == [winner]
    (tie,) = result.ties
    assert tie["order"][0] == winner and tie["settled_by"] == given.get("ties", ["listed"])


def test_a_tie_that_decides_nothing_is_not_one():
    # x would not fit even as the first of the two
    assert outcome(50, *TIE)[1].ties == []
    assert outcome(110, *TIE)[1].ties == []


def test_no_ballots_no_money():
    found, result = outcome(votes=[])
    assert found["a"] == "funded", "nobody voted: all have zero points and the order of the list"
    assert result.voters == 0
    found, _ = outcome(budget=0)
    assert set(found.values()) == {"too_dear"}


def test_amounts_with_groszy_are_added_exactly():
    found, result = outcome(budget="0.30", costs={"a": "0.10", "b": "0.20", "c": "0.01"}, votes=["a,b"])
    assert (found["a"], found["b"], found["c"]) == ("funded", "funded", "too_dear") and result.left == 0


@pytest.mark.parametrize(
    "given",
    [
        {"withdrawn": ["z"]},
        {"exclusions": [{"projects": ["a", "z"]}]},
        {"ties": ["draw"], "draw": ["a", "b"]},
    ],
)
def test_parameters_that_do_not_fit_the_election(given):
    with pytest.raises(ParametersFaulty):
        outcome(**given)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([], "parameters"),
        ({"rules": "greedy"}, "parameters.rules"),
        ({"rule": "lottery"}, "rule"),
        ({"walk": "run"}, "walk"),
        ({"threshold": {"score": "many"}}, "threshold.score"),
        ({"threshold": {"score": -1}}, "threshold.score"),
        ({"threshold": {"share_of_ballots": "1/0"}}, "threshold.share_of_ballots"),
        ({"threshold": {"score": True}}, "threshold.score"),
        ({"top_up": {"share": 2}}, "top_up.share"),
        ({"top_up": {}}, "top_up.share"),
        ({"exclusions": [{"projects": ["a"]}]}, "exclusions.projects"),
        ({"exclusions": {"projects": ["a"]}}, "exclusions"),
        ({"ties": ["draw"]}, "draw"),
        ({"ties": ["draw"], "draw": ["a", "a"]}, "draw"),
        ({"ties": "draw"}, "ties"),
        ({"shares": {"step": 0}}, "shares.step"),
        ({"shares": {"stop": "never"}}, "shares.stop"),
        ({"draw": [1.5]}, "draw"),
    ],
)
def test_parameters_that_say_nothing_definite(given, field):
    with pytest.raises(ParametersFaulty) as caught:
        parameters(given)
    assert caught.value.field == field


def test_parameters_come_back_with_the_same_digest():
    given = {
        "rule": "equal-shares",
        "walk": "stop",
        "threshold": {"score": 30, "share_of_ballots": "1/10", "cost_share": "1/3"},
        "exclusions": [{"projects": ["a", "b"], "keep": "listed"}],
        "top_up": {"share": 0.8, "limit": "100.50"},
        "ties": ["draw", "cheaper"],
        "draw": ["b", "a"],
        "shares": {"completion": "add1", "stop": "exhausted", "step": "0.01"},
    }
    found = parameters(given)
    assert parameters(found.as_json()) == found
    assert parameters(found.as_json()).sha256 == found.sha256
    assert found.as_json()["top_up"] == {"share": "0.8", "limit": "100.5"}
    assert parameters({}).sha256 != found.sha256
