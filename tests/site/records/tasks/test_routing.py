"""Rules of auto-dekretacja and absences: which rule fits, who stands in, who may say so."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import rows
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.tasks.routing import Absence
from infostrada.site.records.tasks.routing import absences
from infostrada.site.records.tasks.routing import add_absence
from infostrada.site.records.tasks.routing import end_absence
from infostrada.site.records.tasks.routing import fits_today
from infostrada.site.records.tasks.routing import fitting
from infostrada.site.records.tasks.routing import keep_rules
from infostrada.site.records.tasks.routing import Rule
from infostrada.site.records.tasks.routing import stand_in
from infostrada.site.records.tasks.routing import standing_in
from infostrada.site.records.tasks.routing import standing_in_for
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.workflow import state_of
from infostrada.site.units import operations as units
from infostrada.site.units.roles import post_group
from plone import api
from plone.uuid.interfaces import IUUID
from world import LETTER

import pytest


DAY = timedelta(days=1)
FACTS = {"title": LETTER["title"], "document_kind": LETTER["document_kind"], "class_symbol": "6730"}
ZONING = Rule("WZ", "anna.urbanista", "do załatwienia", 14, words="warunków zabudowy")


def test_first_rule_that_fits_every_named_property():
    fees = Rule("opłaty", "b", "do załatwienia", sender="gazownia", document_kind="dokument księgowy")
    rest = Rule("reszta", "c", "do wiadomości", delivery_method="e-mail")
    letter = {"title": "Wniosek o ustalenie WARUNKÓW zabudowy", "sender": "Polska Gazownia"}
    assert fitting((fees, ZONING, rest), letter) == [ZONING]
    assert fitting((fees, rest), letter) == []
    assert fitting((fees,), {**letter, "document_kind": "dokument księgowy"}) == [fees]
    assert fitting((rest,), {"delivery_method": "e-mail"}) == [rest]
    assert fitting((rest, ZONING), {**letter, "delivery_method": "e-mail"}) == [rest, ZONING]


def test_class_means_everything_below_it():
    planning, permits = (
        Rule("67", "a", "do załatwienia", class_symbol="67"),
        ZONING._replace(class_symbol="6730"),
    )
    letter = {"title": "Wniosek o warunki, warunków zabudowy", "class_symbol": "6730"}
    assert fitting((planning, permits), letter) == [planning, permits]
    assert fitting((planning, permits), {**letter, "class_symbol": "6733"}) == [planning]
    # A letter without a class fits no rule that wants one; nor does the class above.
    assert fitting((planning, permits), {**letter, "class_symbol": ""}) == []
    assert fitting((permits,), {**letter, "class_symbol": "67"}) == []


def test_substitutes_of_substitutes_and_circles():
    away = [
        Absence("a", "b", polish_today(), polish_today()),
        Absence("b", "c", polish_today() - DAY, polish_today() + DAY),
    ]
    assert [standing_in(away, "a", polish_today() + DAY * n) for n in (-1, 0, 1, 2)] == ["a", "c", "a", "a"]
    assert standing_in([*away, Absence("c", "a", polish_today(), polish_today())], "a", polish_today()) == "a"


def test_for_whom_somebody_stands_in():
    today = polish_today()
    away = [
        Absence("a", "b", today, today),
        Absence("b", "c", today - DAY, today + DAY),
        Absence("d", "c", today + DAY, today + DAY),
        Absence("e", "f", today, today),
    ]
    assert [each.person for each in standing_in_for(away, "c", today)] == ["a", "b"]
    assert standing_in_for(away, "b", today) == []
    assert [each.person for each in standing_in_for(away, "c", today + DAY)] == ["b", "d"]


def test_rule_assigns_a_registered_letter_to_whoever_stands_in(office):
    with office.acting("ewa.kancelaria"):
        keep_rules(office.unit, [ZONING])
    with office.acting("anna.urbanista"):
        add_absence(
            office.unit, Absence("anna.urbanista", "piotr.kierownik", polish_today(), polish_today() + DAY)
        )
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
        other = register_letter(office.unit, {**LETTER, "title": "Skarga na hałas"})
    (task,) = tasks_of(letter)
    assert (task.assignee, task.author.name) == ("piotr.kierownik", "Reguła: WZ")
    assert task.due_on == polish_today() + timedelta(days=14)
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
            add_absence(office.unit, Absence("jan.wojt", "anna.urbanista", polish_today(), polish_today()))
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
        (Absence("jan.wojt", "jan.wojt", polish_today(), polish_today()), "itself_substitute"),
        (Absence("jan.wojt", "nikt", polish_today(), polish_today()), "principal_unknown"),
        (Absence("jan.wojt", "anna.urbanista", polish_today(), polish_today() - DAY), "last_before_first"),
    ):
        with office.acting("jan.wojt"), pytest.raises(InvalidData) as caught:
            add_absence(office.unit, wrong)
        assert caught.value.faults[0].reason == reason
    assert absences(office.unit) == ()


def test_the_first_that_reaches_somebody_wins(office):
    units.create_post(office.orgs["GP"], title="Wakat", org_roles=frozenset({"clerk"}))
    vacant = post_group("gmina-lipnowo.wakat")
    by_class = Rule("planowanie", vacant, "do załatwienia", class_symbol="67")
    later = Rule("wnioski", "adam.obcy", "do opinii", document_kind="podanie/wniosek")
    with office.acting("ewa.kancelaria"):
        keep_rules(office.unit, [by_class, ZONING, later])
        given = {**LETTER, "foreseen_class": "6730"}
        assert [fit.to for fit in fits_today(office.unit, FACTS)] == ["", "anna.urbanista", "adam.obcy"]
        letter = register_letter(office.unit, given)
    (task,) = tasks_of(letter)
    assert (task.author.name, task.assignee) == ("Reguła: WZ", "anna.urbanista")
    passed = rows(
        "SELECT data FROM core.journal WHERE uid = %(uid)s AND action LIKE '%%rule_passed_over'",
        {"uid": IUUID(letter)},
    )
    assert [row["data"]["rule"] for row in passed] == ["planowanie"]
    with office.acting("ewa.kancelaria"):
        for symbol, reason in (("67", "class_not_final"), ("9999", "class_unknown")):
            with pytest.raises(InvalidData) as caught:
                register_letter(office.unit, {**LETTER, "foreseen_class": symbol})
            assert [(one.field, one.reason) for one in caught.value.faults] == [("foreseen_class", reason)]
        with pytest.raises(InvalidData) as caught:
            keep_rules(office.unit, [by_class._replace(class_symbol="9999")])
        assert [(one.field, one.reason) for one in caught.value.faults] == [
            ("0.class_symbol", "class_unknown")
        ]


def test_post_is_away_when_everybody_who_holds_it_is(office):
    post = units.create_post(office.orgs["GP"], title="Inspektor WZ", org_roles=frozenset({"clerk"}))
    group = post_group(f"gmina-lipnowo.{post.id}")
    for user in ("anna.urbanista", "adam.obcy"):
        units.assign(post, user_id=user, valid_from=polish_today() - DAY)
    with office.acting("ewa.kancelaria"):
        add_absence(office.unit, Absence("anna.urbanista", "piotr.kierownik", polish_today(), polish_today()))
        assert stand_in(office.unit, group, polish_today()) == group
        add_absence(office.unit, Absence("adam.obcy", "piotr.kierownik", polish_today(), polish_today()))
        assert stand_in(office.unit, group, polish_today()) == "piotr.kierownik"
        assert stand_in(office.unit, group, polish_today() + DAY) == group
