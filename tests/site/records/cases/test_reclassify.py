"""A case in the wrong class moves to the right one; the old number keeps its row and leads to the new sign."""

from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.pending import flush
from infostrada.site.records.cases.kinship import found_group
from infostrada.site.records.cases.operations import open_case
from infostrada.site.records.cases.operations import Opening
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import case_by_sign
from infostrada.site.records.listings import DOCUMENTS
from infostrada.site.records.listings import page_of_unit
from infostrada.site.records.listings import spis_spraw
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from letters import make_matter
from plone.uuid.interfaces import IUUID

import pytest


YEAR = polish_today().year


def test_moved_with_a_trace_in_both_lists(office):
    matter = make_matter(office)
    case, unit_id = matter.case, office.unit.unit_id
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        reclassify(case, "6733", "zła klasa")
    with office.acting("zofia.koordynator"):
        for symbol, reason, fault in (
            ("67", "zła klasa", "class_not_final"),
            ("6730", "zła klasa", "same_class"),
            ("6799", "zła klasa", "class_unknown"),
            ("6733", " ", "required"),
        ):
            with pytest.raises(InvalidData) as caught:
                reclassify(case, symbol, reason)
            assert caught.value.faults[0].reason == fault
        trace = reclassify(case, "6733", "inwestycja celu publicznego")
    old, new = f"GP.6730.1.{YEAR}", f"GP.6733.1.{YEAR}"
    assert (str(trace.sign), str(case.sign), case.category) == (old, new, "BE10")
    assert (state_of(trace), state_of(case), len(case)) == ("void", "in_progress", 2)
    flush()
    with office.acting("piotr.kierownik"):
        (row,) = spis_spraw(unit_id, "GP", "6730", YEAR).rows
        assert (row["sign"], row["resolution_note"]) == (
            old,
            f"Przeniesiono do {new}: inwestycja celu publicznego",
        )
        (row,) = spis_spraw(unit_id, "GP", "6733", YEAR).rows
        assert row["uid"] == IUUID(case)
        found = page_of_unit(DOCUMENTS, unit_id, {"case_uid": IUUID(case)}, None, 50).rows
        assert {each["case_sign"] for each in found} == {new}
    # The old sign leads to the new one for ever, and its number is never used again.
    found = record_at(case_by_sign(unit_id, old))
    assert [record_at(uid) for uid in found.linked("moved_to")] == [case]
    assert case.linked("moved_from") == [IUUID(trace)]
    with office.acting("anna.urbanista"):
        assert str(open_case(office.unit, Opening("Następna", "gp", "6730")).sign) == f"GP.6730.2.{YEAR}"
    for symbol in ("6730", "6733"):
        assert numbers.gaps(numbers.Series(unit_id, "case", YEAR, f"GP.{symbol}")) == []
    assert [step.action for step in case.metryka][-1] == "case_reclassified"


def test_a_group_stays(office):
    matter = make_matter(office)
    with office.acting("anna.urbanista"):
        found_group(matter.case)
    with office.acting("zofia.koordynator"), pytest.raises(Blocked) as caught:
        reclassify(matter.case, "6733", "zła klasa")
    assert caught.value.reason == "group_not_moved"
