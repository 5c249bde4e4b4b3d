"""Classes led in another system or without a metryka: the list, what a case takes over from it, how such a case ends."""

from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.cases import handed_over
from infostrada.site.records.bundle.exporting import line_of
from infostrada.site.records.cases.operations.elsewhere import name_elsewhere
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outside import file_outside
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.plan.marking import end_mark
from infostrada.site.records.plan.marking import exemption_of
from infostrada.site.records.plan.marking import keep_marks
from infostrada.site.records.plan.marking import marks_of
from infostrada.site.records.plan.marks import Mark
from infostrada.site.records.plan.marks import mark_faults
from infostrada.site.records.plan.marks import mark_of
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.operations import open_typed
from infostrada.site.records.types.operations import TypedOpening
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.workflow import state_of
from world import LETTER

import pytest


DAY = timedelta(days=1)
CLERK, MANAGER, COORDINATOR = "anna.urbanista", "piotr.kierownik", "zofia.koordynator"
BASIS = "KPA art. 66a; Dz.U. 2012 poz. 250"


def taxes():
    """Kept in another system from today."""
    return Mark("67", "Podatki24", True, "zarządzenie nr 4/2026", polish_today())


def notices():
    """Without metryka from today."""
    return Mark("6733", "", False, BASIS, polish_today())


def test_nearest_class_wins_while_it_counts():
    past = Mark("6733", "Stary", True, "x", date(2020, 1, 1), date(2021, 12, 31))
    marks = (taxes(), notices(), past)
    assert mark_of(marks, "6730", polish_today()) is marks[0]
    assert mark_of(marks, "6733", polish_today()) is marks[1]
    assert mark_of(marks, "6733", date(2021, 12, 31)) is past
    assert mark_of(marks, "6733", date(2022, 1, 1)) is None
    assert mark_of(marks, "68", polish_today()) is None
    assert mark_of(marks, "6", polish_today()) is None


def test_what_is_wrong_with_a_list():
    wrong = [
        notices(),
        notices()._replace(basis=""),
        notices()._replace(metryka=True, valid_from=polish_today() - DAY, valid_to=polish_today() - DAY),
        Mark("9", "x" * 201, True, "y", polish_today(), polish_today() - DAY),
    ]
    found = [(one.field, one.reason) for one in mark_faults(wrong, ["67", "6733"])]
    assert found == [
        ("1.basis", "required"),
        ("1.class_symbol", "marks_overlap"),
        ("2.system", "mark_says_nothing"),
        ("3.system", "too_long"),
        ("3.class_symbol", "class_unknown"),
        ("3.valid_to", "before_start"),
    ]
    assert mark_faults([taxes(), notices()], ["67", "6733"]) == []


def test_sentences_for_papers():
    led = Exemption("Podatki24", True, "zarządzenie nr 4/2026", "P/7")
    assert led.notes == (
        "Sprawa prowadzona w systemie dziedzinowym: Podatki24, nr P/7 (zarządzenie nr 4/2026).",
    )
    assert Exemption("", False, BASIS).notes == (f"Metryki sprawy nie prowadzi się ({BASIS}).",)
    assert Exemption().notes == ()


@pytest.fixture
def marked(office):
    with office.acting(COORDINATOR):
        keep_marks(office.unit, [taxes(), notices()])
    return office


def test_list_is_the_coordinators_and_is_ended_not_thinned(marked):
    unit = marked.unit
    with marked.acting(CLERK), pytest.raises(Forbidden):
        keep_marks(unit, [])
    with marked.acting(COORDINATOR):
        with pytest.raises(InvalidData) as caught:
            keep_marks(unit, [notices()])
        assert caught.value.faults[0].reason == "mark_in_use"
        end_mark(unit, 0, polish_today())
        keep_marks(unit, [*marks_of(unit), taxes()._replace(valid_from=polish_today() + DAY, system="Nowy")])
        assert exemption_of(unit, "6730", polish_today()).system == "Podatki24"
        assert exemption_of(unit, "6730", polish_today() + DAY).system == "Nowy"
        # What has not begun is taken out by its end.
        end_mark(unit, 2, polish_today())
        assert [each.system for each in marks_of(unit)] == ["Podatki24", ""]


def test_case_led_elsewhere_ends_by_its_number_there(marked):
    with marked.acting(CLERK):
        case = open_case(marked.unit, Opening("Podatek", "gp", "6730"))
        assert case.exemption == Exemption("Podatki24", True, "zarządzenie nr 4/2026")
        usual = open_case(marked.unit, Opening("Zwykła", "gp", "00"))
        with pytest.raises(Blocked):
            name_elsewhere(usual, "1")
        with pytest.raises(Blocked) as caught:
            close_case(case, decision=None)
        assert [each.reason for each in caught.value.blockers] == ["reference_missing"]
        with pytest.raises(InvalidData):
            name_elsewhere(case, " ")
        name_elsewhere(case, " P/7  2026 ")
        close_case(case, decision=None)
        with pytest.raises(Blocked) as caught:
            close_case(usual, decision=None)
        assert [each.reason for each in caught.value.blockers] == ["decision_missing"]
    assert (state_of(case), case.decision_uid, case.exemption.reference) == ("settled", None, "P/7 2026")
    note = "Sprawa prowadzona w systemie dziedzinowym: Podatki24, nr P/7 2026 (zarządzenie nr 4/2026)."
    assert [step.label for step in case.metryka if step.action == "case_settled"] == [note]
    assert handed_over(case).remarks == note
    told = [each.open().read().decode() for each in case_entries(case) if each.name.startswith("sprawy/")]
    assert note in told[0]
    assert line_of("cases", case)["exemption"]["reference"] == "P/7 2026"


def test_case_without_a_metryka_and_what_moving_it_changes(marked):
    with marked.acting(CLERK):
        case = open_case(marked.unit, Opening("Zawiadomienie", "gp", "6733"))
        assert case.exemption == Exemption("", False, BASIS)
    with marked.acting(MANAGER):
        trace = reclassify(case, "6730", "zła klasa")
    assert (case.exemption.system, case.exemption.metryka) == ("Podatki24", True)
    assert trace.exemption == Exemption("", False, BASIS)


def test_type_says_it_before_the_class(marked):
    with marked.acting(COORDINATOR):
        with pytest.raises(InvalidData) as caught:
            add_type(marked.unit, "Typ", Definition("6730", metryka=False))
        assert [(one.field, one.reason) for one in caught.value.faults] == [("exempt_basis", "required")]
        given = add_type(marked.unit, "Zaświadczenie", Definition("6730", metryka=False, exempt_basis=BASIS))
        silent = add_type(marked.unit, "Decyzja", Definition("6730"))
    with marked.acting(CLERK):
        assert open_typed(given, TypedOpening("A", "gp")).exemption == Exemption("", False, BASIS)
        assert open_typed(silent, TypedOpening("B", "gp")).exemption.system == "Podatki24"


def test_letter_of_such_a_class_is_handled_there(marked):
    with marked.acting("ewa.kancelaria"):
        letter = register_letter(marked.unit, LETTER, [])
    with marked.acting("jan.wojt"):
        assign(letter, Order(CLERK, "do załatwienia"))
    with marked.acting(CLERK):
        file_outside(letter, "6730")
        assert letter.outside_system == "Podatki24"
        open_case(marked.unit, Opening("Jednak sprawa", "gp", "00", letter))
    assert letter.outside_system == ""
