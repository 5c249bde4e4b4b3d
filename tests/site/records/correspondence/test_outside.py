"""Letters that make no case, and letters that wait to be completed (states of a parcel)."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.pending import flush
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outside import ask_completion
from infostrada.site.records.correspondence.outside import complete
from infostrada.site.records.correspondence.outside import file_outside
from infostrada.site.records.listings import outside_cases
from infostrada.site.records.listings import register
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.workflow import state_of
from world import LETTER

import pytest


@pytest.fixture
def letter(office):
    with office.acting("ewa.kancelaria"):
        made = register_letter(office.unit, LETTER, [])
    with office.acting("jan.wojt"):
        assign(made, Order("anna.urbanista", "do załatwienia"))
    return made


def test_grouped_by_final_class_and_year_without_a_sign(office, letter):
    with office.acting("ewa.kancelaria"), pytest.raises(Forbidden):
        file_outside(letter, "01")
    with office.acting("anna.urbanista"):
        for symbol, reason in (("67", "class_not_final"), ("9999", "class_unknown")):
            with pytest.raises(InvalidData) as caught:
                file_outside(letter, symbol)
            assert caught.value.faults[0].reason == reason
        file_outside(letter, "01", "lista obecności")
        with pytest.raises(Blocked):
            file_outside(letter, "01")
    assert (state_of(letter), letter.outside_symbol, letter.case_uid) == ("outside_case", "01", None)
    flush()
    with office.acting("jan.wojt"):
        assert [dict(row) for row in outside_cases(office.unit.unit_id)] == [
            {"class_symbol": "01", "year": letter.year, "letters": 1}
        ]
        (row,) = register(office.unit.unit_id, class_symbol="01").rows
        assert row["title"] == LETTER["title"]
        assert register(office.unit.unit_id, class_symbol="6730").rows == []
    with office.acting("adam.obcy"):
        assert outside_cases(office.unit.unit_id) == []
    # What turns out to be a matter gets a case after all, and leaves the class.
    with office.acting("anna.urbanista"):
        case = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter))
    assert (state_of(letter), letter.outside_symbol, len(case.letters)) == ("in_case", "", 1)


def test_waits_for_the_rest_and_goes_on_where_it_stood(office, letter):
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        ask_completion(letter, "brak strony 2")
    with office.acting("anna.urbanista"):
        with pytest.raises(InvalidData):
            ask_completion(letter, " ")
        ask_completion(letter, "brak strony 2")
    assert state_of(letter) == "incomplete" and "brak strony 2" in letter.remarks
    with office.acting("ewa.kancelaria"):
        complete(letter, "strona 2 nadeszła")
    assert state_of(letter) == "assigned"
