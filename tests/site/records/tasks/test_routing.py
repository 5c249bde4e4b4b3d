"""Rules of auto-dekretacja and absences: which rule fits, who stands in, who may say so."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.tasks.routing import Absence
from infostrada.site.records.tasks.routing import absences
from infostrada.site.records.tasks.routing import add_absence
from infostrada.site.records.tasks.routing import end_absence
from infostrada.site.records.tasks.routing import first_fitting
from infostrada.site.records.tasks.routing import keep_rules
from infostrada.site.records.tasks.routing import Rule
from infostrada.site.records.tasks.routing import standing_in
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from world import LETTER

import pytest


TODAY = polish_today()
DAY = timedelta(days=1)
ZONING = Rule("WZ", "anna.urbanista", "do załatwienia", 14, words="warunków zabudowy")


def test_first_rule_that_fits_every_named_property():
    fees = Rule("opłaty", "b", "do załatwienia", sender="gazownia", document_kind="dokument księgowy")
    rest = Rule("reszta", "c", "do wiadomości", delivery_method="e-mail")
    letter = {"title": "Wniosek o ustalenie WARUNKÓW zabudowy", "sender": "Polska Gazownia"}
    assert first_fitting((fees, ZONING, rest), letter) is ZONING
    assert first_fitting((fees, rest), letter) is None
    assert first_fitting((fees,), {**letter, "document_kind": "dokument księgowy"}) is fees
    assert first_fitting((rest,), {"delivery_method": "e-mail"}) is rest


def test_substitutes_of_substitutes_and_circles():
    away = [Absence("a", "b", TODAY, TODAY), Absence("b", "c", TODAY - DAY, TODAY + DAY)]
    assert [standing_in(away, "a", TODAY + DAY * n) for n in (-1, 0, 1, 2)] == ["a", "c", "a", "a"]
    assert standing_in([*away, Absence("c", "a", TODAY, TODAY)], "a", TODAY) == "a"


def test_rule_assigns_a_registered_letter_to_whoever_stands_in(office):
    with office.acting("ewa.kancelaria"):
        keep_rules(office.unit, [ZONING])
    with office.acting("anna.urbanista"):
        add_absence(office.unit, Absence("anna.urbanista", "piotr.kierownik", TODAY, TODAY + DAY))
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
        other = register_letter(office.unit, {**LETTER, "title": "Skarga na hałas"})
    (task,) = tasks_of(letter)
    assert (task.assignee, task.author.name) == ("piotr.kierownik", "Reguła: WZ")
    assert task.due_on == TODAY + timedelta(days=14)
    assert "W zastępstwie: Anna Nowak" in task.instruction
    assert (state_of(letter), letter.assigned_to) == ("assigned", "Piotr Wilk")
    assert (state_of(other), other.tasks) == ("registered", ())
    assert api.user.has_permission("View", username="piotr.kierownik", obj=letter)
    assert not api.user.has_permission("View", username="anna.urbanista", obj=letter)

    with office.acting("jan.wojt"):
        task = assign(other, Order("anna.urbanista", "do załatwienia"))
    assert task.assignee == "piotr.kierownik"
    with office.acting("anna.urbanista"):
        end_absence(office.unit, 0)
    with office.acting("jan.wojt"):
        assert (
            assign(record_at(IUUID(other)), Order("anna.urbanista", "do opinii")).assignee == "anna.urbanista"
        )


def test_who_may_say_so_and_what_is_refused(office):
    with office.acting("anna.urbanista"):
        with pytest.raises(Forbidden):
            keep_rules(office.unit, [ZONING])
        with pytest.raises(Forbidden):
            add_absence(office.unit, Absence("jan.wojt", "anna.urbanista", TODAY, TODAY))
    bad = Rule("", "nikt", "zrób", -1)
    with office.acting("ewa.kancelaria"), pytest.raises(InvalidData) as caught:
        keep_rules(office.unit, [ZONING, bad])
    assert [(f.field, f.reason) for f in caught.value.faults] == [
        ("1.name", "required"),
        ("1.assignee", "principal_unknown"),
        ("1.disposition", "not_in_list"),
        ("1.days", "not_a_count"),
        ("1.words", "rule_fits_everything"),
    ]
    for wrong, reason in (
        (Absence("jan.wojt", "jan.wojt", TODAY, TODAY), "itself_substitute"),
        (Absence("jan.wojt", "nikt", TODAY, TODAY), "principal_unknown"),
        (Absence("jan.wojt", "anna.urbanista", TODAY, TODAY - DAY), "last_before_first"),
    ):
        with office.acting("jan.wojt"), pytest.raises(InvalidData) as caught:
            add_absence(office.unit, wrong)
        assert caught.value.faults[0].reason == reason
    assert absences(office.unit) == ()
