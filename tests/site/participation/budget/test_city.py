"""Pools together: money left, more projects for turnout."""

from infostrada.site.participation.budget.counting.city import count_city
from infostrada.site.participation.budget.counting.city_file import read_city
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from tests.site.participation.budget.elections import election_of

import pytest


ELECTIONS = {
    # north: a 40 of 100 won, b 70 lost by money; 60 left
    "north.pb": election_of(100, {"a": 40, "b": 70}, ["a", "a", "b"]),
    # south: c 90 of 100 won, d 30 lost; 10 left
    "south.pb": election_of(100, {"c": 90, "d": 30}, ["c", "c,d", "d", "c", "d"]),
    "city.pb": election_of(50, {"x": 100, "y": 60}, ["x", "x", "x", "y"]),
}


def city(steps, **residents):
    pools = {
        name.removesuffix(".pb"): {"file": name, "residents": residents.get(name.removesuffix(".pb"))}
        for name in ELECTIONS
    }
    return count_city(*read_city({"pools": pools, "steps": steps}, ELECTIONS.__getitem__))


def outcomes(found):
    return {s.id: s.outcome for result in found.results.values() for s in result.standings}


def test_each_by_itself():
    pools, steps = read_city({"pools": {"n": {"file": "north.pb"}}}, ELECTIONS.__getitem__)
    assert count_city(pools, steps).left == {"n": 60}


def test_money_left_goes_to_the_city_before_it_is_counted():
    found = city(
        [
            {"count": ["north", "south"]},
            {"move": {"from": ["north", "south"], "to": "city"}},
            {"count": ["city"]},
        ]
    )
    # 50 + 60 + 10 = 120: x for 100
    assert outcomes(found)["x"] == "funded" and outcomes(found)["y"] == "too_dear"
    assert found.left == {"north": 0, "south": 0, "city": 20}
    assert found.moved == [{"from": ("north", "south"), "to": "city", "amount": 70}]


def test_money_left_buys_what_lost_most_points_first():
    spend = {"from": ["north", "south"], "on": ["north", "south"]}
    found = city([{"count": ["north", "south"]}, {"spend": spend}])
    # 70 together; d has 3 votes and costs 30, then b (1 vote) for 70 does not fit
    assert outcomes(found)["d"] == "moved_in" and outcomes(found)["b"] == "too_dear"
    assert found.left == {"north": 40, "south": 0}
    assert found.moved[0]["projects"] == [{"pool": "south", "project": "d", "cost": 30}]


def test_the_highest_turnout_earns_the_next_project():
    steps = [{"count": ["north", "south"]}, {"award": {"groups": [["north", "south"]], "limit": 30}}]
    found = city(steps, north=100, south=50)
    assert outcomes(found)["d"] == "awarded" and outcomes(found)["b"] == "too_dear"
    assert found.moved[0]["pool"] == "south" and found.left == {"north": 60, "south": 10}
    found = city(steps, north=3, south=50)
    assert outcomes(found)["b"] == "too_dear", "b costs more than the limit"


def test_equal_turnout_is_told():
    steps = [{"count": ["north", "south"]}, {"award": {"groups": [["south", "north"]]}}]
    found = city(steps, north=30, south=50)
    assert (found.moved[0]["pool"], found.moved[0]["tied"]) == ("south", ["north"])


@pytest.mark.parametrize(
    "steps",
    [
        "count",
        [{"count": ["west"]}],
        [{"count": []}],
        [{"count": ["north"]}, {"count": ["north"]}],
        [{"move": {"from": ["north"], "to": "city"}}],
        [{"count": ["north", "city"]}, {"move": {"from": ["north"], "to": "city"}}],
        [{"count": ["north"]}, {"spend": {"from": ["north"], "on": ["south"]}}],
        [{"count": ["north"]}, {"spend": {"from": ["north"], "on": ["north"], "walk": "run"}}],
        [{"count": ["north"]}, {"award": {"groups": [["north"]]}}],
        [{"count": ["north"]}, {"award": {"groups": []}}],
        [{"move": {"from": ["north"]}}],
        [{"dance": ["north"]}],
        [{}],
    ],
)
def test_steps_out_of_order_or_unknown(steps):
    with pytest.raises(ParametersFaulty):
        city(steps)


@pytest.mark.parametrize(
    "value",
    [[], {}, {"pools": {}}, {"pools": {"n": {}}}, {"pools": {"n": {"file": "north.pb", "residents": 0}}}],
)
def test_pools_that_are_none(value):
    with pytest.raises(ParametersFaulty):
        read_city(value, ELECTIONS.__getitem__)
