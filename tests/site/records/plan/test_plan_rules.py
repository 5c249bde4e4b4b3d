"""What a plan must be, and how versions differ."""

from infostrada.site.records.plan.rules import blocking
from infostrada.site.records.plan.rules import diff
from infostrada.site.records.plan.rules import parents_of
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.plan.rules import takes_cases
from infostrada.site.records.plan.rules import validate

import pytest


GOOD = [
    PlanClass("0", "ZARZĄDZANIE", line=2),
    PlanClass("00", "Gremia kolegialne", "A", "Bc", line=3),
    PlanClass("01", "Organizacja", "B10", line=4),
]


def faults(*classes):
    return [(f.reason, f.symbol, f.field, f.line, f.blocking) for f in validate(classes)]


def test_a_lawful_plan_has_no_faults():
    assert faults(*GOOD) == []


@pytest.mark.parametrize("category", ["A", "B", "Bc", "B5", "B50", "BE5", "BE10"])
def test_categories_of_the_law(category):
    assert faults(GOOD[0], GOOD[1], PlanClass("01", "Organizacja", category, line=4)) == []


@pytest.mark.parametrize("category", ["C", "B100", "BE", "A5", "bc", "B5a"])
def test_unknown_category(category):
    found = faults(GOOD[0], GOOD[1], PlanClass("01", "Organizacja", category, line=4))
    assert found == [("category_unknown", "01", "category_lead", 4, True)]


@pytest.mark.parametrize("symbol", ["", "0a", "1.2", "12345678901", " 1"])
def test_malformed_symbol(symbol):
    found = faults(PlanClass(symbol, "Klasa", "A", line=9))
    assert ("symbol_malformed", symbol, "symbol", 9, True) in found


def test_doubled_symbol_names_the_second_line():
    found = faults(*GOOD, PlanClass("01", "Organizacja urzędu", "B10", line=5))
    assert found == [("symbol_doubled", "01", "symbol", 5, True)]


def test_missing_parent():
    found = faults(*GOOD, PlanClass("120", "Kadry", "B10", line=7))
    assert found == [("parent_missing", "120", "parent", 7, True)]


def test_cycle_of_named_parents():
    found = faults(
        PlanClass("1", "Kadry", "A", parent="2", line=2),
        PlanClass("2", "Finanse", "A", parent="1", line=3),
    )
    assert [item for item in found if item[4]] == [
        ("cycle", "1", "parent", 2, True),
        ("cycle", "2", "parent", 3, True),
    ]


def test_class_that_is_its_own_parent():
    found = faults(PlanClass("1", "Kadry", "A", parent="1", line=2))
    assert ("cycle", "1", "parent", 2, True) in found


def test_named_parent_must_agree_with_the_symbol():
    found = faults(*GOOD, PlanClass("02", "Prawo", "A", parent="01", line=5))
    assert ("parent_mismatch", "02", "parent", 5, True) in found


def test_lone_class_in_an_order_is_a_warning():
    found = faults(GOOD[0], GOOD[1])
    assert found == [("order_too_small", "0", "symbol", 2, False)]
    assert blocking(validate(GOOD[:2])) == []


def test_eleven_classes_in_an_order():
    many = [PlanClass(f"0{n}", "Klasa", "A", parent="0") for n in range(11)]
    found = validate([GOOD[0], *many])
    assert "order_too_large" in {finding.reason for finding in blocking(found)}


def test_category_of_a_class_with_classes_below():
    found = faults(PlanClass("0", "ZARZĄDZANIE", "A", line=2), *GOOD[1:])
    assert found == [("category_above", "0", "category_lead", 2, False)]


def test_final_class_without_category_takes_no_cases():
    bare = PlanClass("01", "Organizacja", line=4)
    assert faults(*GOOD[:2], bare) == [("category_missing", "01", "category_lead", 4, False)]
    parents = parents_of([*GOOD[:2], bare])
    assert [takes_cases(item, parents) for item in (*GOOD[:2], bare)] == [False, True, False]


def test_diff_names_what_changed():
    after = [
        GOOD[0],
        PlanClass("00", "Gremia i narady", "A", "Bc"),
        GOOD[2],
        PlanClass("010", "Regulaminy", "A"),
        PlanClass("011", "Upoważnienia", "B10"),
        PlanClass("02", "Prawo", "A"),
    ]
    assert [(c.symbol, c.kind, c.fields) for c in diff(GOOD, after)] == [
        ("00", "changed", ("title",)),
        ("01", "changed", ("final",)),
        ("010", "added", ()),
        ("011", "added", ()),
        ("02", "added", ()),
    ]
    assert [(c.symbol, c.kind) for c in diff(after, GOOD) if c.kind == "removed"] == [
        ("010", "removed"),
        ("011", "removed"),
        ("02", "removed"),
    ]
    assert diff(GOOD, GOOD) == []
