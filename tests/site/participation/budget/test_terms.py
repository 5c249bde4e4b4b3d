"""Terms of an edition against the act on communes (art. 5a) and themselves."""

from infostrada.site.participation.budget.terms.ballots import BallotInvalid
from infostrada.site.participation.budget.terms.ballots import check_kind
from infostrada.site.participation.budget.terms.ballots import judge
from infostrada.site.participation.budget.terms.presets import check_standing
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.terms.presets import presets
from infostrada.site.participation.budget.terms.rules import read_terms
from infostrada.site.participation.budget.terms.rules import support_limit
from infostrada.site.participation.budget.terms.rules import terms_json
from infostrada.site.participation.budget.terms.rules import TermsFaulty

import pytest


PHASES = {
    "proposals_from": "2027-02-01T08:00+01:00",
    "proposals_to": "2027-03-01T15:00+01:00",
    "list_on": "2027-06-01T00:00+02:00",
    "appeals_to": "2027-06-15T23:59+02:00",
    "voting_from": "2027-09-22T00:00+02:00",
    "voting_to": "2027-09-30T23:59+02:00",
    "results_on": "2027-10-15T00:00+02:00",
    "retention_to": "2028-10-15T00:00+02:00",
}


def terms(**changes):
    pool = {
        "name": "miasto", "title": "Miasto", "territory": "whole", "residents": 196_935, "amount": 9_730_000,
        "ballot": {"kind": "approval", "least": 1, "most": 3}, "count": {"rule": "greedy"},
    }  # fmt: skip
    pool |= changes.pop("pool", {})
    return {
        "year": 2027, "resolution": "XII/345/26", "pools": [pool], "identity": ["sms"], "phases": PHASES,
        "expenditure": 1_400_000_000, "obligatory": True, **changes,
    }  # fmt: skip


def faults(value):
    with pytest.raises(TermsFaulty) as caught:
        read_terms(value)
    return [tuple(fault) for fault in caught.value.faults]


def test_terms_come_back_as_they_were():
    read = read_terms(terms())
    assert read_terms(terms_json(read)) == read
    # 0.5 % of 1.4 billion is 7 million
    assert (read.floor, read.amount) == (7_000_000, 9_730_000)


def test_the_floor_of_a_city():
    assert faults(terms(expenditure=1_946_000_200)) == [("pools", "below_floor")]
    assert read_terms(terms(expenditure=1_946_000_000)).floor == 9_730_000
    assert read_terms(terms(expenditure=1_946_000_200, obligatory=False)).floor == 9_730_001


def test_supporters_at_most_one_in_a_thousand():
    assert (support_limit(999), support_limit(1000), support_limit(196_935)) == (0, 1, 196)
    assert read_terms(terms(pool={"supporters": 196})).pools[0].supporters == 196
    assert faults(terms(pool={"supporters": 197})) == [("pools.miasto.supporters", "too_many_supporters")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"year": "2027"}, ("year", "year_out_of_range")),
        ({"year": True}, ("year", "year_out_of_range")),
        ({"resolution": " "}, ("resolution", "required")),
        ({"identity": []}, ("identity", "required")),
        ({"identity": ["face"]}, ("identity", "not_in_list")),
        ({"twice": "sum"}, ("twice", "not_in_list")),
        ({"pools": []}, ("pools", "required")),
        ({"phases": {**PHASES, "voting_to": "2027-09-21T00:00+02:00"}}, ("phases.voting_to", "phase_order")),
        ({"phases": {**PHASES, "voting_to": PHASES["voting_from"]}}, ("phases.voting_to", "phase_order")),
        ({"phases": {**PHASES, "list_on": "soon"}}, ("phases.list_on", "not_a_moment")),
        ({"pool": {"name": "Miasto!"}}, ("pools", "pool_shape")),
        ({"pool": {"territory": "topic"}}, ("pools.miasto.note", "topic_without_note")),
        ({"pool": {"ballot": {"kind": "points"}}}, ("pools.miasto.ballot", "ballot_kind")),
        ({"pool": {"ballot": {"kind": "approval", "least": 3, "most": 2}}}, ("pools.miasto.ballot", "ballot_kind")),
        ({"pool": {"count": {"rule": "lottery"}}}, ("pools.miasto.count", "pb_parameters")),
        ({"pool": {"residents": 0}}, ("pools.miasto.residents", "not_a_count")),
    ],
)  # fmt: skip
def test_terms_with_faults(changes, fault):
    assert fault in faults(terms(**changes))


def test_practices_of_the_region_are_lawful_rules():
    assert set(presets()) == {"torun", "bydgoszcz", "wloclawek", "grudziadz", "swiecie"}
    for name in presets():
        standing = check_standing(preset(name))
        for territory in ("whole", "part", "topic"):
            if territory in standing:
                note = {"note": "uchwała"} if territory == "topic" else {}
                pool = {**standing[territory], "territory": territory, **note}
                assert read_terms(terms(pool=pool, obligatory=False)).pools[0].count == pool["count"]


COSTS = {"1": 60, "2": 50, "3": 30}


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ({"kind": "choose-1"}, ["2"], [("2", 1)]),
        ({"kind": "approval", "least": 1, "most": 2}, ["2", "1"], [("2", 1), ("1", 1)]),
        ({"kind": "approval", "least": 3}, [], []),
        # fewer projects than the least number: all of them suffice
        ({"kind": "approval", "least": 5}, ["1", "2", "3"], [("1", 1), ("2", 1), ("3", 1)]),
        ({"kind": "ranked", "most": 3}, ["3", "1"], [("3", 3), ("1", 2)]),
        ({"kind": "points", "total": 10}, [["1", 7], ["2", 3]], [("1", 7), ("2", 3)]),
        ({"kind": "knapsack"}, ["1", "3"], [("1", 1), ("3", 1)]),
    ],
)
def test_valid_ballots(kind, given, kept):
    assert list(judge(check_kind(kind), "p", COSTS, 100, given)) == kept


@pytest.mark.parametrize(
    ("kind", "given", "reason"),
    [
        ({"kind": "choose-1"}, ["1", "2"], "choices_too_many"),
        ({"kind": "approval"}, ["1", "1"], "choice_twice"),
        ({"kind": "approval"}, ["9"], "choice_foreign"),
        ({"kind": "approval", "least": 2}, ["1"], "choices_too_few"),
        ({"kind": "approval"}, [["1", 5]], "points_unused"),
        ({"kind": "approval"}, [1], "ballot_shape"),
        ({"kind": "points", "total": 10}, [["1", 7], ["2", 4]], "points_too_many"),
        ({"kind": "points", "total": 10}, [["1", 0]], "points_number"),
        ({"kind": "points", "total": 10}, [["1", -3], ["2", 13]], "points_number"),
        ({"kind": "points", "total": 10}, [["1", True]], "points_number"),
        ({"kind": "points", "total": 10}, ["1"], "points_number"),
        ({"kind": "knapsack"}, ["1", "2"], "knapsack_full"),
    ],
)
def test_ballots_that_do_not_count(kind, given, reason):
    with pytest.raises(BallotInvalid) as caught:
        judge(check_kind(kind), "p", COSTS, 100, given)
    assert (caught.value.reason, caught.value.pool) == (reason, "p")
