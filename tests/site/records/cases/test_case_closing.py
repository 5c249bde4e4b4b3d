"""What keeps a case from being closed."""

from dataclasses import replace
from datetime import date
from infostrada.site.records.cases.rules import closing_blockers
from infostrada.site.records.cases.rules import Duty
from infostrada.site.records.cases.rules import Paper

import pytest


DECISION = Paper("d1", "Decyzja", "accepted", date(2026, 11, 10))
UNDATED = replace(DECISION, dated=None, accepted_on=date(2026, 11, 12))
READY = {
    "state": "in_progress",
    "started_on": date(2026, 10, 5),
    "closes_on": date(2026, 11, 12),
    "today": date(2026, 11, 12),
    "decision": "d1",
    "papers": (DECISION,),
    "duties": (Duty("t1", "Załatwić wniosek", True),),
}


def reasons(**changed):
    return [blocker.reason for blocker in closing_blockers(**{**READY, **changed})]


def test_nothing_stands_against_a_finished_case():
    assert reasons() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"state": "settled"}, ["case_not_open"]),
        ({"state": "closed"}, ["case_not_open"]),
        ({"state": "void"}, ["case_not_open"]),
        ({"decision": None}, ["decision_missing"]),
        ({"decision": "other"}, ["decision_not_in_case"]),
        ({"duties": (Duty("t1", "Opinia", False),)}, ["task_open"]),
        ({"closes_on": date(2026, 11, 13)}, ["closes_in_future"]),
        ({"closes_on": date(2026, 11, 9)}, ["closes_before_document"]),
        (
            {"closes_on": date(2026, 10, 4)},
            ["closes_before_start", "closes_before_document"],
        ),
    ],
)
def test_each_reason(changed, expected):
    assert reasons(**changed) == expected


@pytest.mark.parametrize(
    ("day", "decision", "expected"),
    [
        (11, UNDATED, ["closes_before_acceptance"]),
        (12, UNDATED, []),
        (
            9,
            replace(UNDATED, dated=date(2026, 11, 10)),
            ["closes_before_document", "closes_before_acceptance"],
        ),
        (10, replace(UNDATED, dated=date(2026, 11, 10)), []),
        (11, replace(UNDATED, dated=date(2026, 11, 10)), ["closes_before_acceptance"]),
        (12, replace(UNDATED, dated=date(2026, 11, 10)), []),
    ],
)
def test_a_case_is_settled_once_its_decision_is_accepted_or_on_the_day_it_bears(day, decision, expected):
    assert reasons(closes_on=date(2026, 11, day), papers=(decision,)) == expected


def test_the_refusal_names_the_day_of_acceptance():
    (blocker,) = closing_blockers(**{**READY, "closes_on": date(2026, 11, 11), "papers": (UNDATED,)})
    assert (blocker.uid, blocker.title) == ("d1", "Decyzja (12.11.2026)")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", ["document_not_final"]),
        ("submitted", ["document_not_final"]),
        ("returned", ["document_not_final"]),
        ("cancelled", []),
    ],
)
def test_other_documents(state, expected):
    paper = Paper("d2", "Notatka", state, date(2026, 11, 1))
    assert reasons(papers=(DECISION, paper)) == expected


def test_decision_must_be_accepted():
    draft = Paper("d1", "Decyzja", "cancelled", None)
    assert reasons(papers=(draft,)) == ["decision_not_accepted"]


def test_all_blockers_at_once():
    paper = Paper("d2", "Notatka", "draft", None, checked_out=True)
    found = closing_blockers(
        **{**READY, "decision": None, "papers": (paper,), "duties": (Duty("t1", "Opinia", False),)}
    )
    assert [(item.reason, item.uid) for item in found] == [
        ("task_open", "t1"),
        ("document_checked_out", "d2"),
        ("document_not_final", "d2"),
        ("decision_missing", ""),
    ]
