"""Cases with special categories of data (RODO art. 9): who opens them, in pages, lists and search; every change of that right."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.access import principals
from infostrada.core.record.sql import rows
from infostrada.core.search.finding import find
from infostrada.site.records import listings
from infostrada.site.records.cases.operations import hand_over
from infostrada.site.records.cases.operations import open_case
from infostrada.site.records.cases.operations import Opening
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.personal.special.operations import changes_of
from infostrada.site.records.personal.special.operations import end_special
from infostrada.site.records.personal.special.operations import give_sight
from infostrada.site.records.personal.special.operations import holders
from infostrada.site.records.personal.special.operations import mark_special
from infostrada.site.records.personal.special.operations import rights_of
from infostrada.site.records.personal.special.operations import special_case
from infostrada.site.records.personal.special.operations import special_cases
from infostrada.site.records.personal.special.operations import take_sight
from infostrada.site.records.personal.special.rules import marking_faults
from infostrada.site.records.personal.special.rules import ordered
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.records.personal.test_person_report import officer  # noqa: F401 - a fixture
from zope.annotation.interfaces import IAnnotations

import pytest


CLERK, MANAGER, HEAD, COORDINATOR, OTHER = (
    "anna.urbanista", "piotr.kierownik", "jan.wojt", "zofia.koordynator", "adam.obcy",
)  # fmt: skip
UNIT = "gmina-lipnowo"


def test_faults_and_order():
    assert marking_faults(["health"], "choroba strony") == []
    assert marking_faults([], "x") == [("kinds", "required")]
    assert marking_faults(["zdrowie"], " ") == [("kinds", "not_in_list"), ("reason", "required")]
    assert marking_faults(["health"], "x" * 501) == [("reason", "too_long")]
    assert ordered(["children", "health", "children"]) == ("health", "children")


def sees(office, case, *people):
    """Those of the people who open the case, find it in the list, find its document's text."""
    opened, listed, found = [], [], []
    # Each asks in a request of their own: what roles somebody has is remembered for one.
    remembered = IAnnotations(office.portal.REQUEST)
    for key in [key for key in remembered if "localrole" in key]:
        del remembered[key]
    (document,) = case.objectValues()
    for person in people:
        if api.user.has_permission("View", username=person, obj=document):
            opened.append(person)
        with office.acting(person):
            if IUUID(case) in [row["uid"] for row in listings.cases(UNIT).rows]:
                listed.append(person)
            if IUUID(document) in [hit.row["uid"] for hit in find("niepełnosprawność", principals()).hits]:
                found.append(person)
    assert opened == listed == found
    return opened


def test_other_posts_do_not_open_the_case(office, officer):  # noqa: F811
    people = (CLERK, MANAGER, HEAD, COORDINATOR, OTHER)
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        add_document(
            case,
            Draft("Orzeczenie o niepełnosprawności", "opinia"),
            Upload("o.txt", "niepełnosprawność".encode()),
        )
    assert sees(office, case, *people) == [CLERK, MANAGER, HEAD, COORDINATOR]
    with office.acting(OTHER), pytest.raises(Forbidden):
        mark_special(case, ["health"], "x")
    with office.acting(CLERK):
        with pytest.raises(InvalidData):
            mark_special(case, ["health"], "")
        mark_special(case, ["children", "health"], "orzeczenie o niepełnosprawności")
        for act in (give_sight, take_sight):
            with pytest.raises(Forbidden):
                act(case, OTHER, "x")
        with pytest.raises(Forbidden):
            end_special(case, "x")
    assert case.special == ("health", "children")
    assert sees(office, case, *people) == [CLERK, MANAGER]
    for person in (HEAD, COORDINATOR):
        with office.acting(person), pytest.raises(Forbidden):
            give_sight(case, person, "chcę widzieć")
    with office.acting(MANAGER):
        with pytest.raises(InvalidData):
            give_sight(case, "nikt", "x")
        give_sight(case, OTHER, "opinia prawna")
    assert sees(office, case, *people) == [CLERK, MANAGER, OTHER]
    assert {(one.principal, one.by == "right") for one in holders(case)} == {
        (CLERK, True), (OTHER, True), (MANAGER, False),
    }  # fmt: skip
    with office.acting(MANAGER):
        take_sight(case, OTHER, "opinia oddana")
        for person, reason in ((OTHER, "sight_missing"), (CLERK, "officer_sees")):
            with pytest.raises(Blocked) as caught:
                take_sight(case, person, "x")
            assert caught.value.reason == reason
        trace = reclassify(case, "6733", "zła klasa")
        hand_over(case, MANAGER, "urlop")
    assert sees(office, case, *people) == [CLERK, MANAGER]
    assert not api.user.has_permission("View", username=HEAD, obj=trace)
    assert [(step.action, step.actor.id) for step in changes_of(case)] == [
        ("sight_taken", MANAGER), ("sight_given", MANAGER), ("special_marked", CLERK),
    ]  # fmt: skip
    # The right that ended stays in the list of those there were.
    assert [one.right_name for one in rights_of(case) if one.principal == OTHER and one.valid_to] == [
        "records-read"
    ]
    for person in (CLERK, HEAD):
        with office.acting(person), pytest.raises(Forbidden):
            special_cases(office.unit, 10)
    with office.acting(officer):
        assert {row["uid"] for row in special_cases(office.unit, 10)} == {IUUID(case), IUUID(trace)}
        assert special_case(office.unit, IUUID(case)) == case
    noted = rows("SELECT actor, uid FROM core.access_log WHERE action = 'personal.special' ORDER BY id", {})
    assert [tuple(row.values()) for row in noted] == [(officer, ""), (officer, IUUID(case))]
    told = rows(
        "SELECT data FROM core.journal WHERE action LIKE 'records.case.s%%' AND uid = %(uid)s",
        {"uid": IUUID(case)},
    )
    assert "health" not in str(told)
    with office.acting(MANAGER):
        end_special(case, "orzeczenie wyłączono do innej sprawy")
    assert sees(office, case, *people) == [CLERK, MANAGER, HEAD, COORDINATOR]
