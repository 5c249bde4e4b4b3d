"""A case in the wrong class moves to the right one; the old number keeps its row and leads to the new sign."""

from infostrada.core import numbers
from infostrada.core.errors import Forbidden
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page
from infostrada.core.record.pending import flush
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.retell import retell
from infostrada.core.record.retell import Rows
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.kinship import found_group
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import case_by_sign
from infostrada.site.records.listings import DOCUMENTS
from infostrada.site.records.listings import page_of_unit
from infostrada.site.records.listings import spis_spraw
from infostrada.site.records.listings import TASKS
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from letters import make_matter
from plone.uuid.interfaces import IUUID
from tests.days import this_year

import pytest


def test_moved_with_a_trace_in_both_lists(office):
    matter = make_matter(office)
    case, unit_id = matter.case, office.unit.unit_id
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        reclassify(case, "6733", "zła klasa")
    with office.acting("anna.urbanista"):
        task = ask(case, Order("adam.obcy", "do opinii", None, "", ""))
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
    old, new = f"GP.6730.1.{this_year()}", f"GP.6733.1.{this_year()}"
    assert (str(trace.sign), str(case.sign), case.category) == (old, new, "BE10")
    assert (state_of(trace), state_of(case), len(case)) == ("void", "in_progress", 2)
    assert task.about_label == new
    flush()
    with office.acting("adam.obcy"):
        for words, found in ((new, [IUUID(task)]), (old, [])):
            assert [
                each["uid"] for each in page(TASKS, principals(), Question(unit=unit_id, q=words)).rows
            ] == found
    with office.acting("piotr.kierownik"):
        (row,) = spis_spraw(unit_id, "GP", "6730", this_year()).rows
        assert (row["sign"], row["resolution_note"]) == (
            old,
            f"Przeniesiono do {new}: inwestycja celu publicznego",
        )
        (row,) = spis_spraw(unit_id, "GP", "6733", this_year()).rows
        assert row["uid"] == IUUID(case)
        found = page_of_unit(DOCUMENTS, unit_id, {"case_uid": IUUID(case)}, None, 50).rows
        assert {each["case_sign"] for each in found} == {new}
    # The old sign leads to the new one for ever, and its number is never used again.
    found = record_at(case_by_sign(unit_id, old))
    assert [record_at(uid) for uid in found.linked("moved_to")] == [case]
    assert case.linked("moved_from") == [IUUID(trace)]
    with office.acting("anna.urbanista"):
        assert (
            str(open_case(office.unit, Opening("Następna", "gp", "6730")).sign) == f"GP.6730.2.{this_year()}"
        )
    for symbol in ("6730", "6733"):
        assert numbers.gaps(numbers.Series(unit_id, "case", this_year(), f"GP.{symbol}")) == []
    assert [step.action for step in case.metryka][-1] == "case_reclassified"


def test_a_group_stays(office):
    matter = make_matter(office)
    with office.acting("anna.urbanista"):
        found_group(matter.case)
    with office.acting("zofia.koordynator"), pytest.raises(Blocked) as caught:
        reclassify(matter.case, "6733", "zła klasa")
    assert caught.value.reason == "group_not_moved"


def test_rows_of_its_documents_are_as_if_made_anew(office):
    """By one UPDATE a table, words included; a title that fills its vector is left to the document itself."""
    case = make_matter(office).case
    endless = "-".join("".join(map(str, range(250)))[:500])
    with office.acting("anna.urbanista"):
        for title in (endless, "Mapa GP.6730.1"):
            add_document(case, Draft(title, "notatka"), Upload("n.txt", b"n"))
    flush()
    old = str(case.sign)
    with office.acting("zofia.koordynator"):
        reclassify(case, "6733", "zła klasa")
    flush()
    moved = told(case)
    assert {row["case_sign"] for row in moved} == {str(case.sign)} and len(moved) == 4
    made = [row_of(document) for document in case.objectValues()]
    assert agreeing(made) == {row.uid for row in made}
    for document in case.objectValues():
        document.reindexObject()
    flush()
    assert told(case) == moved
    with office.acting("piotr.kierownik"):
        found = {
            q: page(DOCUMENTS, principals(), Question(unit=office.unit.unit_id, q=q)).rows
            for q in (old, str(case.sign))
        }
    assert [row["title"] for row in found[old]] == []
    # All but the endless one, whose title left no room for the sign.
    assert len(found[str(case.sign)]) == 3 and endless not in {row["title"] for row in found[str(case.sign)]}


def test_a_row_told_otherwise_is_written_when_its_document_says_what_it_said_before(office):
    case = make_matter(office).case
    flush()
    before = told(case)
    retell(
        Rows("records_document", DOCUMENTS.table, "case_uid", IUUID(case)),
        "case_sign",
        str(case.sign),
        "GP.1.1.2020",
    )
    assert {row["case_sign"] for row in told(case)} == {"GP.1.1.2020"} and before
    for document in case.objectValues():
        # With an index named it is not said to have been modified: its digest is the one it had.
        document.reindexObject(idxs=["Title"])
    flush()
    assert told(case) == before


def told(case):
    """What the lists know of the case's documents, words included."""
    return rows(
        """
        SELECT own.*, kept.words::text FROM site.document_listing AS own JOIN core.list_words AS kept USING (uid)
        WHERE own.case_uid = %(case)s ORDER BY own.uid
        """,
        {"case": IUUID(case)},
    )
