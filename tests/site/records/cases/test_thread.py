"""The thread of an office: letter, dekretacja, case, document, decision, closing."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.errors import Locked
from infostrada.core.errors import PreconditionFailed
from infostrada.site.records import listings
from infostrada.site.records.actor import principals_of
from infostrada.site.records.cases import papers
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.ending import reopen_case
from infostrada.site.records.cases.operations.filing import attach_letter
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import check_out
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.documents.operations import reject_document
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.interfaces import ICaseClosed
from infostrada.site.records.interfaces import IDocumentAccepted
from infostrada.site.records.mywork import my_work
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.tasks.operations import withdraw_task
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from tests.days import this_year
from world import LETTER
from zope.component import getGlobalSiteManager
from zope.component import provideHandler

import pytest


CLERK, HEAD, REGISTRY, MANAGER = (
    "anna.urbanista",
    "jan.wojt",
    "ewa.kancelaria",
    "piotr.kierownik",
)
DRAFT = Draft("Decyzja o warunkach zabudowy", "decyzja")


@pytest.fixture
def letter(office):
    with office.acting(REGISTRY):
        return register_letter(office.unit, LETTER, [Upload("wniosek.pdf", b"%PDF wniosek")])


@pytest.fixture
def assigned(office, letter):
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia", polish_today() + timedelta(days=14)))
    return letter


@pytest.fixture
def case(office, assigned):
    with office.acting(CLERK):
        return open_case(
            office.unit,
            Opening("Warunki zabudowy, działka 12/3", "gp", "6730", assigned, term="inquiry"),
        )


@pytest.fixture
def decision(office, case):
    with office.acting(CLERK):
        return add_document(case, DRAFT, Upload("decyzja.docx", b"projekt 1"))


@pytest.fixture
def accepted(office, decision):
    with office.acting(CLERK):
        submit_document(decision, MANAGER)
    with office.acting(MANAGER):
        accept_document(decision)
    return decision


def can_read(user_id, obj):
    return api.user.has_permission("View", username=user_id, obj=obj)


def test_dekretacja_lets_the_addressee_read_and_shows_in_their_work(office, assigned):
    assert can_read(CLERK, assigned)
    assert not can_read("adam.obcy", assigned)
    assert state_of(assigned) == "assigned"
    with office.acting(CLERK):
        mine = my_work("gmina-lipnowo", principals_of(CLERK)).lists["tasks"]
    assert [(row["about_label"], row["disposition"], row["author_name"]) for row in mine] == [
        (f"1/{this_year()}", "do załatwienia", "Jan Dąbrowski")
    ]


def test_registry_sees_letters_until_somebody_has_them(office, letter):
    def waiting():
        return [row["uid"] for row in my_work("gmina-lipnowo", (REGISTRY,), registry=True).lists["letters"]]

    assert waiting() == [IUUID(letter)]
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia"))
    assert waiting() == []


def test_dekretacja_to_a_post_reaches_whoever_holds_it(office, letter):
    with office.acting(HEAD):
        assign(letter, Order("post:gmina-lipnowo.inspektor", "do wiadomości"))
    assert can_read(CLERK, letter)
    assert letter.assigned_to == "Inspektor"


def test_dekretacja_to_nobody_of_the_unit(office, letter):
    with office.acting(HEAD), pytest.raises(InvalidData) as caught:
        assign(letter, Order("nie.ma", "do wiadomości"))
    assert caught.value.reason == "principal_unknown"


def test_addressee_may_pass_on_within_the_limits(office, assigned):
    later = polish_today() + timedelta(days=30)
    with office.acting(CLERK):
        with pytest.raises(InvalidData) as caught:
            assign(assigned, Order(MANAGER, "do załatwienia", later))
        assert (caught.value.field, caught.value.reason) == ("due_on", "lengthens_term")
        assign(assigned, Order(MANAGER, "do załatwienia", polish_today() + timedelta(days=7)))
    first, second = tasks_of(assigned)
    assert second.above == IUUID(first)


def test_author_takes_a_wrong_dekretacja_back(office, assigned):
    task = tasks_of(assigned)[0]
    with office.acting(HEAD):
        withdraw_task(task, "Właściwy jest inny referat")
    assert state_of(task) == "withdrawn"


def test_case_takes_the_lawful_sign_and_the_letter(office, case, assigned):
    assert str(case.sign) == f"GP.6730.1.{this_year()}"
    assert case.started_on == assigned.received_date
    assert case.category == "B10"
    assert state_of(assigned) == "in_case"
    assert case.letters == (IUUID(assigned),)
    assert tasks_of(assigned)[0].done_at is not None
    assert [step.action for step in case.metryka] == ["case_opened", "letter_filed"]
    assert case.metryka[0].actor == (CLERK, "Anna Nowak", "Inspektor")


def test_numbers_run_by_unit_class_and_year(office, case):
    with office.acting(CLERK):
        again = open_case(office.unit, Opening("Druga sprawa", "gp", "6730"))
        other = open_case(office.unit, Opening("Trzecia sprawa", "gp", "6733"))
    assert [str(item.sign) for item in (again, other)] == [
        f"GP.6730.2.{this_year()}",
        f"GP.6733.1.{this_year()}",
    ]


@pytest.mark.parametrize(
    ("opening", "field", "reason"),
    [
        (Opening("A", "gp", "673"), "class_symbol", "class_not_final"),
        (Opening("A", "gp", "999"), "class_symbol", "class_unknown"),
        (Opening("", "gp", "6730"), "title", "required"),
        (Opening("A", "xx", "6730"), "org_id", "org_unknown"),
        (Opening("A", "gp", "6730", term="never"), "term", "term_unknown"),
    ],
)
def test_case_refused(office, opening, field, reason):
    with office.acting(CLERK), pytest.raises(InvalidData) as caught:
        open_case(office.unit, opening)
    assert (caught.value.field, caught.value.reason) == (field, reason)


def test_no_case_begins_tomorrow(office):
    tomorrow = polish_today() + timedelta(days=1)
    test_case_refused(office, Opening("A", "gp", "6730", started_on=tomorrow), "started_on", "in_future")


def test_case_of_another_department_is_refused(office):
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        open_case(office.unit, Opening("A", "gp", "6730"))


def test_a_letter_nobody_gave_me_cannot_be_taken(office, letter):
    with office.acting(CLERK), pytest.raises(Forbidden):
        open_case(office.unit, Opening("A", "gp", "6730", letter))


def test_letter_belongs_to_one_case(office, case, assigned):
    with office.acting(CLERK):
        other = open_case(office.unit, Opening("Druga", "gp", "6730"))
        with pytest.raises(InvalidData) as caught:
            attach_letter(other, assigned)
    assert caught.value.reason == "letter_in_case"


def test_nobody_reads_a_case_only_for_being_in_the_unit(office, case, assigned):
    readers = {
        user_id: can_read(user_id, case)
        for user_id in (CLERK, MANAGER, HEAD, "zofia.koordynator", REGISTRY, "adam.obcy")
    }
    assert readers == {
        CLERK: True,
        MANAGER: True,
        HEAD: True,
        "zofia.koordynator": True,
        REGISTRY: False,
        "adam.obcy": False,
    }
    assert can_read(MANAGER, assigned)
    with office.acting("adam.obcy"):
        assert listings.cases("gmina-lipnowo").rows == []
    with office.acting(CLERK):
        assert [row["sign"] for row in listings.cases("gmina-lipnowo").rows] == [str(case.sign)]


def test_versions_are_kept_and_never_change(office, decision):
    with office.acting(CLERK):
        new_version(decision, Upload("decyzja.docx", b"projekt 2"), comment="po uwagach")
    assert [version.file.data for version in decision.versions] == [b"projekt 1", b"projekt 2"]
    with pytest.raises(AttributeError):
        decision.versions[0].comment = "inny"


def test_stale_etag_and_foreign_check_out(office, decision):
    old = etag_of(decision)
    with office.acting(CLERK):
        new_version(decision, Upload("a.docx", b"2"), if_match=old)
        with pytest.raises(PreconditionFailed):
            new_version(decision, Upload("a.docx", b"3"), if_match=old)
        check_out(decision)
    with office.acting(MANAGER), pytest.raises(Locked):
        new_version(decision, Upload("a.docx", b"4"))
    assert len(decision.versions) == 2


def test_acceptance_makes_the_version_final(office, accepted):
    assert state_of(accepted) == "accepted"
    assert accepted.accepted_by.name == "Piotr Wilk"
    assert accepted.dated == polish_today()
    with office.acting(CLERK), pytest.raises(Blocked) as caught:
        new_version(accepted, Upload("a.docx", b"2"))
    assert caught.value.reason == "not_editable"


def drafts(who):
    return [
        (row["title"], row["state"]) for row in my_work("gmina-lipnowo", principals_of(who)).lists["drafts"]
    ]


def test_rejected_draft_returns_with_its_remark(office, decision):
    with office.acting(CLERK):
        assert drafts(CLERK) == [("Decyzja o warunkach zabudowy", "draft")]
        submit_document(decision, MANAGER)
        assert drafts(CLERK) == []
    with office.acting(MANAGER):
        waiting = my_work("gmina-lipnowo", principals_of(MANAGER)).lists["to_accept"]
        assert [row["title"] for row in waiting] == ["Decyzja o warunkach zabudowy"]
        reject_document(decision, "Brak pouczenia")
    assert (state_of(decision), decision.remark) == ("returned", "Brak pouczenia")
    assert (drafts(CLERK), drafts(MANAGER)) == ([("Decyzja o warunkach zabudowy", "returned")], [])
    with office.acting(CLERK):
        new_version(decision, Upload("decyzja.docx", b"projekt 2"))
        submit_document(decision, MANAGER)


def test_clerk_cannot_accept(office, decision):
    with office.acting(CLERK), pytest.raises(Forbidden):
        accept_document(decision)


def test_closing_names_everything_that_stands_against_it(office, case, decision):
    with office.acting(CLERK), pytest.raises(Blocked) as caught:
        close_case(case, decision=None)
    assert [item.reason for item in caught.value.blockers] == [
        "document_not_final",
        "decision_missing",
    ]
    assert state_of(case) == "in_progress"


@pytest.mark.parametrize("large", [False, True])
def test_case_is_not_settled_before_its_decision_was_accepted(office, case, accepted, large, monkeypatch):
    today = polish_today()
    case.started_on, accepted.dated = today - timedelta(days=9), today - timedelta(days=5)
    accepted.reindexObject()
    if large:
        monkeypatch.setattr(papers, "is_large", lambda case: True)
    with office.acting(CLERK), pytest.raises(Blocked) as caught:
        close_case(case, decision=IUUID(accepted), settled_on=today - timedelta(days=3))
    (blocker,) = [each for each in caught.value.blockers if each.uid == IUUID(accepted)]
    assert blocker.reason == "closes_before_acceptance"
    assert blocker.title == f"{accepted.title} ({today:%d.%m.%Y})"


def test_case_is_settled_by_its_decision(office, case, accepted):
    heard = []

    def listen(event):
        heard.append((str(event.object.sign), IUUID(event.decision)))

    provideHandler(listen, (ICaseClosed,))
    try:
        with office.acting(CLERK):
            close_case(case, decision=IUUID(accepted), note="wydano decyzję")
    finally:
        getGlobalSiteManager().unregisterHandler(listen, (ICaseClosed,))
    assert heard == [(f"GP.6730.1.{this_year()}", IUUID(accepted))]
    assert (state_of(case), case.settled_on) == ("settled", polish_today())
    assert [step.action for step in case.metryka][-1] == "case_settled"


def test_ended_case_takes_nothing_more(office, case, accepted):
    with office.acting(CLERK):
        close_case(case, decision=IUUID(accepted))
        with pytest.raises(Blocked):
            add_document(case, DRAFT, Upload("a.docx", b"1"))
        finish_case(case)
        with pytest.raises(Forbidden):
            add_document(case, DRAFT, Upload("a.docx", b"1"))
        with pytest.raises(Forbidden):
            reopen_case(case, "pomyłka")
    with office.acting(MANAGER):
        with pytest.raises(InvalidData):
            reopen_case(case, " ")
        reopen_case(case, "Wznowienie na wniosek strony")
    assert state_of(case) == "in_progress"
    assert case.settled_on is None


def test_listeners_hear_of_an_accepted_document(office, decision):
    heard = []

    def listen(event):
        heard.append(event.object.title)

    provideHandler(listen, (IDocumentAccepted,))
    try:
        with office.acting(MANAGER):
            accept_document(decision)
    finally:
        getGlobalSiteManager().unregisterHandler(listen, (IDocumentAccepted,))
    assert heard == ["Decyzja o warunkach zabudowy"]
