"""Groups, sub-cases, new signs, mistakes; the metryka (EOD-03, EOD-05, EOD-06)."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import rows as sql_rows
from infostrada.site.records import listings
from infostrada.site.records.cases.clock import stop_clock
from infostrada.site.records.cases.kinship import continue_case
from infostrada.site.records.cases.kinship import found_group
from infostrada.site.records.cases.kinship import refile_letter
from infostrada.site.records.cases.kinship import relate
from infostrada.site.records.cases.kinship import void_case
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.metryka import metryka_xml
from infostrada.site.records.cases.metryka import statuses
from infostrada.site.records.cases.operations.ending import blockers
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from lxml import etree
from plone.uuid.interfaces import IUUID
from tests.days import this_year
from world import LETTER
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


CLERK, MANAGER, HEAD, REGISTRY = "anna.urbanista", "piotr.kierownik", "jan.wojt", "ewa.kancelaria"


def opened(office, title="Sprawa", **more):
    with office.acting(CLERK):
        return open_case(office.unit, Opening(title, "gp", "6730", **more))


@pytest.fixture
def letter(office):
    with office.acting(REGISTRY):
        letter = register_letter(office.unit, {**LETTER, "sender_reference": "ABC/1"}, [])
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia"))
    return letter


def test_group_has_a_list_of_its_own(office):
    basis = opened(office, "Grupa")
    with office.acting(CLERK):
        with pytest.raises(InvalidData) as problem:
            open_case(office.unit, Opening("x", "gp", "6730", group=basis))
        assert problem.value.faults[0].reason == "not_a_group"
        found_group(basis)
    first, second = (opened(office, title, group=basis) for title in ("Jeden", "Dwa"))
    outside = opened(office, "Poza grupą")
    assert [str(case.sign) for case in (basis, first, second, outside)] == [
        f"GP.6730.1.{this_year()}",
        f"GP.6730.1.1.{this_year()}",
        f"GP.6730.1.2.{this_year()}",
        f"GP.6730.2.{this_year()}",
    ]
    assert basis.linked("group_of") == [IUUID(first), IUUID(second)]
    with office.acting(CLERK):
        with pytest.raises(InvalidData):
            found_group(first)
        with pytest.raises(InvalidData) as problem:
            open_case(office.unit, Opening("x", "gp", "6733", group=basis))
        assert problem.value.faults[0].reason == "group_elsewhere"
        rows = listings.spis_spraw("gmina-lipnowo", "GP", "6730", this_year()).rows
    assert [(row["number"], row["inside"]) for row in rows] == [(1, 0), (1, 1), (1, 2), (2, 0)]


def test_sub_case_keeps_the_whole_open(office):
    whole = opened(office, "Całość")
    part = opened(office, "Część", whole=whole)
    with office.acting(CLERK):
        found = blockers(whole, decision=None, closes_on=polish_today())
        assert [(one.reason, one.uid) for one in found] == [
            ("part_open", IUUID(part)),
            ("decision_missing", ""),
        ]
        with pytest.raises(InvalidData) as problem:
            relate(whole, part, "part_of")
        assert problem.value.faults[0].reason == "part_already"
        with pytest.raises(InvalidData):
            relate(whole, whole)
        void_case(part, "pomyłka")
        assert [one.reason for one in blockers(whole, decision=None, closes_on=polish_today())] == [
            "decision_missing"
        ]


def test_letter_after_the_end_stands_against_closing(office, letter):
    case = opened(office, letter=letter, started_on=polish_today() - timedelta(days=5))
    with office.acting(CLERK):
        found = blockers(case, decision=None, closes_on=polish_today() - timedelta(days=1))
    assert [(one.reason, one.title) for one in found][-1] == (
        "closes_before_document",
        f"RPW 1/{this_year()}",
    )


def test_eod_03_new_sign_and_old_sign_name_each_other(office, letter):
    case = opened(office, "Reorganizacja", letter=letter, term="inquiry")
    with office.acting(CLERK):
        stop_clock(case, "mediation")
        with pytest.raises(Forbidden):
            continue_case(case, "gp", "6733", "reorganizacja")
    old_sign = str(case.sign)
    with office.acting(MANAGER):
        made = continue_case(case, "gp", "6733", "Przejęcie po reorganizacji")
        with pytest.raises(Blocked):
            continue_case(case, "gp", "6733", "jeszcze raz")
        found = listings.case_by_sign("gmina-lipnowo", old_sign)
    assert (str(case.sign), state_of(case)) == (old_sign, "closed")
    assert (str(made.sign), state_of(made)) == (f"GP.6733.1.{this_year()}", "started")
    assert (made.started_on, made.term, made.stops) == (case.started_on, "inquiry", case.stops)
    assert [(one.kind, one.sign) for one in made.links] == [("continues", old_sign)]
    assert [(one.kind, one.sign) for one in case.links] == [("continued_by", str(made.sign))]
    assert str(made.sign) in case.resolution_note
    assert found == IUUID(case)


def test_letter_of_a_wrong_case_is_moved_and_the_mistake_keeps_its_number(office, letter):
    wrong = opened(office, "Omyłka", letter=letter)
    right = opened(office, "Właściwa")
    with office.acting(CLERK):
        with pytest.raises(Blocked) as problem:
            void_case(wrong, "pomyłka")
        assert [one.reason for one in problem.value.blockers] == ["letter_still_in_case"]
        refile_letter(wrong, letter, right, "Wniosek dotyczy innej działki")
        void_case(wrong, "Założona omyłkowo")
    assert (state_of(wrong), state_of(letter), letter.case_uid) == ("void", "in_case", IUUID(right))
    third = opened(office, "Następna")
    assert third.sign.number == 3
    assert [step.action for step in wrong.metryka][-2:] == ["letter_moved_out", "case_void"]


def test_ring_of_parts_is_refused(office):
    one, two, three = (opened(office, title) for title in ("A", "B", "C"))
    with office.acting(CLERK):
        relate(one, two, "part_of")
        relate(two, three, "part_of")
        with pytest.raises(InvalidData):
            relate(three, one, "part_of")


def test_eod_06_metryka_has_every_act_with_the_post_of_its_moment(office, letter):
    case = opened(office, "Sprawa z <znakiem> &amp;", letter=letter)
    with office.acting(CLERK):
        document = add_document(case, Draft("Decyzja", "decyzja"), Upload("d.docx", b"1"))
    # The clerk gets another post: what was done before keeps the old one.
    (post,) = [item for item in office.orgs["GP"].objectValues() if item.title == "Inspektor"]
    post.title = "Główny specjalista"
    notify(ObjectModifiedEvent(post))
    with office.acting(MANAGER):
        accept_document(document)
    with office.acting(CLERK):
        close_case(case, decision=IUUID(document))
    rows = metryka(case)
    assert [(row["action"], row["person"], row["position"]) for row in rows[:3]] == [
        ("case_opened", "Anna Nowak", "Inspektor"),
        ("letter_filed", "Anna Nowak", "Inspektor"),
        ("document_added", "Anna Nowak", "Inspektor"),
    ]
    assert rows[3]["person"] == "Piotr Wilk"
    assert rows[2]["document_uid"] == IUUID(document)
    assert (rows[-1]["action"], rows[-1]["position"]) == ("case_settled", "Główny specjalista")
    # The journal tells the same story of the case itself.
    found = sql_rows("SELECT action FROM core.journal WHERE uid = %(uid)s ORDER BY id", {"uid": IUUID(case)})
    written = [row["action"] for row in found]
    assert written == ["records.case.opened", "records.case.settled"]
    assert [row["state"] for row in statuses(case)] == ["started", "in_progress", "settled"]
    root = etree.fromstring(metryka_xml(case, str))
    assert root.findtext("oznaczenieSprawy") == str(case.sign)
    assert len(root.findall("czynnosc")) == len(rows)


def test_eod_05_closed_case_refuses_everything(office, letter):
    case = opened(office)
    other = opened(office)
    with office.acting(MANAGER):
        document = add_document(case, Draft("Decyzja", "decyzja"), Upload("d.docx", b"1"))
        accept_document(document)
        close_case(case, decision=IUUID(document))
        for act in (
            lambda: stop_clock(case, "mediation"),
            lambda: found_group(case),
            lambda: add_document(case, Draft("x", "notatka"), Upload("d.docx", b"1")),
            lambda: close_case(case, decision=IUUID(document)),
        ):
            with pytest.raises(Blocked):
                act()
        relate(other, case)
    assert case.settled_on == polish_today()


def test_letter_of_a_case_gives_the_spis_its_reference(office, letter):
    case = opened(office, letter=letter)
    with office.acting(CLERK):
        (row,) = listings.spis_spraw("gmina-lipnowo", "GP", "6730", this_year()).rows
        assert listings.years_of_cases("gmina-lipnowo") == [this_year()]
        assert listings.case_lists("gmina-lipnowo", this_year())[0]["cases"] == 1
        other = opened(office)
        with pytest.raises(InvalidData):
            attach_letter(other, letter)
    assert (row["initiator_reference"], row["initiating_letter_date"]) == ("ABC/1", "2026-11-02")
    assert row["sign"] == str(case.sign)
