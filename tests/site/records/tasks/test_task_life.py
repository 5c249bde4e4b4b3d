"""A wrong dekretacja is taken back by its author; co-operating units add to the case of the leading one."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.pending import flush
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.listings import register
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import correct_task
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.operations import note_transcription
from infostrada.site.records.tasks.operations import withdraw_task
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from world import LETTER
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

import pytest


@pytest.fixture
def letter(office):
    with office.acting("ewa.kancelaria"):
        return register_letter(office.unit, LETTER, [])


def next_request():
    """Roles are remembered within a request; the acts of these tests are requests of their own."""
    IAnnotations(getRequest()).clear()


def may_see(letter, person):
    next_request()
    return api.user.has_permission("View", username=person, obj=letter)


def given(office, letter, person, disposition="do załatwienia"):
    with office.acting("jan.wojt"):
        return assign(letter, Order(person, disposition))


def test_taken_back_the_letter_waits_and_nobody_reads_it(office, letter):
    task = given(office, letter, "adam.obcy")
    with office.acting("adam.obcy"):
        onward = assign(letter, Order("anna.urbanista", "do załatwienia"))
    assert may_see(letter, "adam.obcy") and may_see(letter, "anna.urbanista")
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        withdraw_task(task, "nie moje")
    with office.acting("jan.wojt"):
        with pytest.raises(InvalidData):
            withdraw_task(task, " ")
        withdraw_task(task, "pomyłka")
    assert [state_of(each) for each in (task, onward)] == ["withdrawn", "withdrawn"]
    assert (state_of(letter), letter.assigned_to) == ("registered", "")
    assert not may_see(letter, "adam.obcy") and not may_see(letter, "anna.urbanista")
    flush()
    with office.acting("jan.wojt"):
        assert [row["assigned_to"] for row in register(office.unit.unit_id).rows] == [""]


def test_what_another_dekretacja_gave_stays(office, letter):
    given(office, letter, "anna.urbanista", "do wiadomości")
    wrong = given(office, letter, "anna.urbanista")
    with office.acting("jan.wojt"):
        withdraw_task(wrong, "miało być do wiadomości")
    assert may_see(letter, "anna.urbanista")
    assert not api.user.has_permission(
        "infostrada.site: Handle letters", username="anna.urbanista", obj=letter
    )
    assert (state_of(letter), letter.assigned_to) == ("assigned", "Anna Nowak")


def test_given_anew_in_one_act_by_its_author_alone(office, letter):
    wrong = given(office, letter, "adam.obcy")
    right = Order("anna.urbanista", "do załatwienia", sign_off="do podpisu dekretującego")
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        correct_task(wrong, right, "pomyłka")
    with office.acting("jan.wojt"):
        made = correct_task(wrong, right, "pomyłka w osobie")
        with pytest.raises(Blocked):
            correct_task(wrong, right, "jeszcze raz")
    assert (state_of(wrong), wrong.outcome, state_of(made)) == ("withdrawn", "pomyłka w osobie", "open")
    assert (letter.assigned_to, made.sign_off) == ("Anna Nowak", "do podpisu dekretującego")
    assert not may_see(letter, "adam.obcy")
    with office.acting("anna.urbanista"), pytest.raises(InvalidData) as caught:
        assign(letter, Order("piotr.kierownik", "do załatwienia"))
    assert [one.reason for one in caught.value.faults] == ["changes_sign_off"]


def test_rewritten_onto_the_paper_once(office, letter):
    task = given(office, letter, "anna.urbanista")
    with office.acting("anna.urbanista"):
        assert note_transcription(task).actor.name == "Anna Nowak"
        with pytest.raises(Blocked):
            note_transcription(task)


def test_co_operating_unit_adds_to_the_case_until_its_task_is_done(office):
    """One case of one matter: the leading unit keeps the sign, the other one adds its opinion."""
    with office.acting("anna.urbanista"):
        case = open_case(office.unit, Opening("Warunki zabudowy", "gp", "6730"))
        other = add_document(case, Draft("Projekt", "decyzja"), Upload("p.txt", b"p"))
        reading = ask(case, Order("adam.obcy", "do wiadomości"))
    opinion = Draft("Opinia", "opinia")
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        add_document(case, opinion, Upload("o.txt", b"o"))
    with office.acting("anna.urbanista"):
        task = ask(case, Order("adam.obcy", "do opinii"))
    next_request()
    with office.acting("adam.obcy"):
        made = add_document(case, opinion, Upload("o.txt", b"o"))
        new_version(made, Upload("o.txt", b"o2"))
        with pytest.raises(Forbidden):
            new_version(other, Upload("p.txt", b"p2"))
        finish_task(task, "opinia dołączona")
        next_request()
        with pytest.raises(Forbidden):
            new_version(made, Upload("o.txt", b"o3"))
        with pytest.raises(Forbidden):
            add_document(case, opinion, Upload("o.txt", b"o"))
    assert may_see(case, "adam.obcy") and reading.done_at is None
