"""Cases with special categories of data (RODO art. 9): who opens them, in pages, lists and search; every change of that right."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page as page_of
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import rows
from infostrada.core.record.uids import path_of
from infostrada.core.search.finding import find
from infostrada.site.records import listings
from infostrada.site.records.browser.registers.letters import LettersPage
from infostrada.site.records.cases.kinship import continue_case
from infostrada.site.records.cases.kinship import refile_letter
from infostrada.site.records.cases.kinship import relate
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.paper import lend
from infostrada.site.records.correspondence.paper import shelve
from infostrada.site.records.correspondence.sender_acts import add_sender
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.serializers import LetterSerializer
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
from infostrada.site.records.sealed import RESTRICTED
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.tasks.serializers import TaskSerializer
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.records.personal.test_person_report import officer  # noqa: F401 - a fixture
from tests.site.records.world import LETTER
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


SECRET = "Wniosek o zasiłek: padaczka"
REGISTRY = "ewa.kancelaria"


def forget_roles(office):
    remembered = IAnnotations(office.portal.REQUEST)
    for key in [key for key in remembered if "localrole" in key]:
        del remembered[key]


def letter_to(office, *whom, **told):
    """A letter given to each of the people."""
    with office.acting(REGISTRY):
        letter = register_letter(
            office.unit, {**LETTER, "title": SECRET, **told}, [Upload("p.txt", b"padaczka", "text/plain")]
        )
        for person in whom:
            assign(letter, Order(person, "pilne", None, "", ""))
    return letter


def told_in_register(office, person, letter):
    """The row of the letter in the person's register over REST, and in the browser; whether the letter opens."""
    forget_roles(office)
    with office.acting(person):
        (row,) = [each for each in listings.register(UNIT).rows if each["uid"] == IUUID(letter)]
        page = LettersPage(office.unit, office.portal.REQUEST)
        (shown,) = [each for each in page.sections[0]["register"]["rows"] if each["id"] == IUUID(letter)]
        return row, shown, bool(api.user.has_permission("View", obj=letter))


def found_anywhere(office, person, *words):
    """UIDs that lists of letters and tasks and the search give the person for any of the words."""
    forget_roles(office)
    with office.acting(person):
        listed = [
            row["uid"]
            for word in words
            for listing in (listings.LETTERS, listings.NOT_SCANNED, listings.TASKS)
            for row in page_of(listing, principals(), Question(unit=UNIT, q=word), size=50).rows
        ]
        return {*listed, *(hit.row["uid"] for word in words for hit in find(word, principals()).hits)}


def test_letters_of_such_a_case_are_restricted(office, officer):  # noqa: F811
    letter = letter_to(office, OTHER, CLERK)
    (wrong, task) = (office.portal.unrestrictedTraverse(path_of(uid)) for uid in letter.tasks)
    with office.acting(CLERK):
        elsewhere = open_case(office.unit, Opening("Warunki", "gp", "6730", letter=letter))
        case = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        mark_special(case, ["health"], "choroba")
    assert {IUUID(letter), IUUID(task)} <= found_anywhere(office, HEAD, "padaczka", "Kowalczyk")
    with office.acting(CLERK):
        # It follows the case it lies in, and the mark of the case.
        refile_letter(elsewhere, letter, case, "omyłka")
        assert (state_of(letter), letter.Title()) == ("sealed", RESTRICTED)
        refile_letter(case, letter, elsewhere, "jednak nie")
        assert (state_of(letter), letter.Title()) == ("in_case", SECRET)
        mark_special(elsewhere, ["health"], "choroba")
        case = elsewhere
    for person in (REGISTRY, HEAD, COORDINATOR):
        row, shown, opens = told_in_register(office, person, letter)
        assert (row["number"], row["received_date"], row["state"]) == (
            letter.number,
            letter.received_date,
            "sealed",
        )
        assert (row["title"], row["sender"], row["letter_date"], row["assigned_to"]) == (
            RESTRICTED,
            "",
            "",
            "",
        )
        assert (shown["url"], shown["cells"]["title"]["text"], opens) == (None, RESTRICTED, False)
        assert found_anywhere(office, person, "padaczka", "zasiłek", "Kowalczyk") == set()
        # The number alone is found: it is taken.
        assert IUUID(letter) in found_anywhere(office, person, letter.rpw_number)
    # Whoever had it before and has no right on the case has it no more; the head of the department sees it through the case.
    assert not api.user.has_permission("View", username=OTHER, obj=letter)
    with office.acting(MANAGER):
        forget_roles(office)
        assert api.user.has_permission("View", obj=letter)
    row, shown, opens = told_in_register(office, CLERK, letter)
    assert row["title"] == RESTRICTED and opens
    assert shown["url"] and (shown["cells"]["title"]["text"], shown["cells"]["sender"]["text"]) == (
        SECRET, "Kowalczyk Maria",
    )  # fmt: skip
    assert not api.user.has_permission("View", username=HEAD, obj=task)
    assert agreeing([row_of(each) for each in (letter, task, wrong, case)]) == {
        IUUID(each) for each in (letter, task, wrong, case)
    }
    # The paper stays with the registry, which is told no more of it than the register tells.
    with office.acting(REGISTRY):
        shelve(letter, "full", "A/1")
        lend(letter, "Anna Nowak", "wgląd")
        # It gave the tasks and goes on seeing them, without the title of the letter.
        assert api.user.has_permission("View", obj=wrong)
        assert TaskSerializer(wrong, office.portal.REQUEST)()["title"] == RESTRICTED
        told = LetterSerializer(letter, office.portal.REQUEST)()
        assert (told["title"], told["paper"]["loans"][0]["borrower"]) == (RESTRICTED, "Anna Nowak")
        assert not {"sender_surname", "files", "remarks"} & set(told)
        with pytest.raises(Forbidden):
            add_sender(letter, Sender(sender_org_name="X", city="Y"))
    with office.acting(MANAGER):
        end_special(case, "orzeczenie wyłączono")
    row, shown, opens = told_in_register(office, HEAD, letter)
    assert (row["title"], row["sender"], row["state"], opens) == (SECRET, "Kowalczyk Maria", "in_case", True)
    assert IUUID(letter) in found_anywhere(office, HEAD, "padaczka")


def test_parts_of_a_case_inherit_and_may_be_opened_with_a_reason(office):
    with office.acting(CLERK):
        whole = open_case(office.unit, Opening("Zasiłek", "gp", "6730"))
        before = open_case(office.unit, Opening("Część", "gp", "6730", whole=whole))
        below = open_case(office.unit, Opening("Część części", "gp", "6730", whole=before))
        loose = open_case(office.unit, Opening("Luźna", "gp", "6730"))
        mark_special(whole, ["health"], "choroba")
        assert (before.special, below.special, loose.special) == (("health",), ("health",), ())
        after = open_case(office.unit, Opening("Nowa część", "gp", "6730", whole=whole))
        relate(loose, whole, "part_of")
    with office.acting(MANAGER):
        # A new sign of the same matter hides what the old one hid.
        assert continue_case(after, "gp", "6733", "reorganizacja").special == ("health",)
    for part in (before, below, after, loose):
        assert part.special == ("health",)
        assert [step.label for step in changes_of(part)] in ([str(whole.sign)], [str(before.sign)])
        assert not api.user.has_permission("View", username=HEAD, obj=part)
    with office.acting(MANAGER):
        end_special(before, "bez danych o zdrowiu")
    forget_roles(office)
    assert api.user.has_permission("View", username=HEAD, obj=before)
    assert not api.user.has_permission("View", username=HEAD, obj=whole)
