"""Cases of another office go into the classes of the plan that binds here: by their symbol, by a mapping, or not at all."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.record.sql import rows
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.checking import refused_lines
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.target import pairs_of
from infostrada.site.records.bundle.target import Rules
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.problems import InvalidData
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from tests.site.records.bundle.test_bundles import exported

import pytest


CLERK = "anna.urbanista"
# Beside the plan of the office the cases come from: 6730 is no final class here, 6733 is not here at all, 68 has another
# category and title, 671 stands for what 6733 is there.
OTHER_PLAN = """symbol;hasło;kat_macierzysta;kat_inna;uszczegolowienie
0;ZARZĄDZANIE;;;
00;Organy;A;Bc;
01;Organizacja;B10;;
6;PRZESTRZEŃ;;;
67;Planowanie;;;
671;Lokalizacja celu publicznego;B25;;
673;Warunki zabudowy;;;
6730;Warunki zabudowy;;;
67300;Decyzje;B5;;
67301;Odmowy;B5;;
6731;Rejestr decyzji;B5;;
68;Nieruchomości;B50;;
"""


@pytest.fixture
def source(office):
    with office.acting(CLERK):
        for symbol in ("6730", "6733", "68"):
            open_case(office.unit, Opening(f"Sprawa {symbol}", "gp", symbol, term="inquiry"))
    bundle, _manifest = exported(office.unit)
    return bundle


@pytest.fixture
def unit(portal):
    made = units.create_unit(portal, UnitData("gmina-inna", "Gmina Inna", "commune"))
    units.create_org(structure_of(made), title="Planowanie", symbol="PP")
    plan = import_plan(made, file_name="jrwa.csv", data=OTHER_PLAN.encode(), title="JRWA")
    approve_plan(plan, date(polish_today().year, 1, 1))
    return made


def told(bundle, target, action="refused"):
    return [
        (line.line, line.reason, line.detail)
        for line in check(bundle, target)
        if (line.member, line.action) == ("cases", action)
    ]


def test_each_case_without_a_place_is_refused_by_itself(source, unit):
    assert told(source, Target(unit, "map", "foreign")) == [(line, "org_unknown", "GP") for line in (1, 2, 3)]
    here = Target(unit, "map", "foreign", moved={"GP": "PP"})
    assert told(source, here) == [(1, "class_not_final", "6730"), (2, "class_unknown", "6733")]
    assert told(source, here, "warning") == [
        (3, "category_other", "BE10 / B50, B50"),
        (3, "class_other", "68 Gospodarka nieruchomościami → 68 Nieruchomości"),
    ]
    # The one that has a place comes over alone; the metrykas of the others stay with them.
    list(run(source, here, deed(unit), refused_lines(source, here)))
    (case,) = [record_at(row["uid"]) for row in rows(
        "SELECT uid FROM core.record WHERE unit = 'gmina-inna' AND type = 'records_case'", {}
    )]  # fmt: skip
    assert (case.title, str(case.sign), case.class_title, case.category) == (
        "Sprawa 68", f"PP.68.1.{polish_today().year}", "Nieruchomości", "B50",
    )  # fmt: skip
    assert [link.sign for link in case.links] == [f"GP.68.1.{polish_today().year}"]


def test_a_mapping_gives_each_case_its_class_here(source, unit):
    wrong = Target(unit, "map", "foreign", {"6730": "6739"}, {"GP": "PP"})
    assert told(source, wrong)[0] == (1, "class_unknown", "6730 → 6739")
    target = Target(unit, "map", "foreign", {"6730": "67300", "6733": "671"}, {"GP": "PP"})
    assert told(source, target) == []
    list(run(source, target, deed(unit)))
    found = rows(
        "SELECT sign, class_symbol, category FROM site.case_listing WHERE unit = 'gmina-inna' ORDER BY sign",
        {},
    )
    year = polish_today().year
    assert [tuple(row.values()) for row in found] == [
        (f"PP.671.1.{year}", "671", "B25"),
        (f"PP.67300.1.{year}", "67300", "B5"),
        (f"PP.68.1.{year}", "68", "B50"),
    ]
    noted = rows(
        "SELECT data FROM core.journal WHERE unit = 'gmina-inna' AND action = 'records.bundle.class'", {}
    )
    assert sorted((row["data"]["before"], row["data"]["after"]) for row in noted) == [
        ("6730", "67300"),
        ("6733", "671"),
    ]


def test_records_of_ones_own_keep_their_class_whatever_binds_today(source, unit):
    """Moved with their history, cases lie in the classes they were opened in: what no version has is told."""
    own = Target(unit, "map")
    assert told(source, own) == []
    assert told(source, own, "warning") == [
        (1, "org_unknown", "GP"),
        (2, "org_unknown", "GP"),
        (2, "class_unplanned", "6733"),
        (3, "org_unknown", "GP"),
    ]
    list(run(source, own, deed(unit)))
    found = rows("SELECT sign FROM site.case_listing WHERE unit = 'gmina-inna' ORDER BY sign", {})
    assert [row["sign"].rpartition(".")[0] for row in found] == ["GP.6730.1", "GP.6733.1", "GP.68.1"]


def test_the_rules_of_a_mapping():
    assert pairs_of([" 6730:6733 ", "", "68 : 671"], "classes") == {"6730": "6733", "68": "671"}
    for wrong in ("6730", "6730:", ":6733"):
        with pytest.raises(InvalidData) as refused:
            pairs_of([wrong], "classes")
        assert (refused.value.field, refused.value.reason) == ("classes", "pairs_wrong")
    assert [(one.field, one.reason) for one in Rules(classes={"1": "2"}).faults()] == [
        ("classes", "only_foreign")
    ]
    assert list(Rules(numbers="foreign", classes={"1": "2"}, orgs={"A": "B"}).faults()) == []
