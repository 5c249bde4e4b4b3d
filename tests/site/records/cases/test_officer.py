"""A case goes to another officer: who may say so, what each of the two may do afterwards."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page
from infostrada.core.record.pending import flush
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.row import row_of
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.listings import cases
from infostrada.site.records.listings import DOCUMENTS
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from letters import make_matter
from plone import api
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

import pytest


NOTE = Draft("Notatka", "notatka")


def test_the_new_one_works_and_the_old_one_reads(office):
    case = make_matter(office).case
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        hand_over(case, "adam.obcy", "urlop")
    with office.acting("zofia.koordynator"):
        for officer, reason, faults in (
            ("adam.obcy", " ", [("reason", "required")]),
            ("nikt", "urlop", [("officer", "principal_unknown")]),
            ("AuthenticatedUsers", "urlop", [("officer", "principal_unknown")]),
            ("anna.urbanista", "urlop", [("officer", "officer_already")]),
        ):
            with pytest.raises(InvalidData) as caught:
                hand_over(case, officer, reason)
            assert [(one.field, one.reason) for one in caught.value.faults] == faults
        hand_over(case, "adam.obcy", "długa nieobecność")
    # Roles are remembered within a request.
    IAnnotations(getRequest()).clear()
    with office.acting("adam.obcy"):
        add_document(case, NOTE, Upload("n.txt", b"n"))
    with office.acting("anna.urbanista"):
        assert api.user.has_permission("View", obj=case)
        with pytest.raises(Forbidden):
            add_document(case, NOTE, Upload("n.txt", b"n"))
    flush()
    with office.acting("adam.obcy"):
        (row,) = cases(office.unit.unit_id, officer="adam.obcy").rows
    assert row["officer_name"] == case.officer_name == "Adam Kos"
    assert [(step.action, step.label) for step in case.metryka if step.action == "case_handed_over"] == [
        ("case_handed_over", "Adam Kos: długa nieobecność")
    ]


def test_eod_03_to_another_department_under_the_same_sign(office):
    case = make_matter(office).case
    sign, symbol = str(case.sign), case.org_symbol
    flush()
    with office.acting("zofia.koordynator"):
        with pytest.raises(InvalidData) as caught:
            hand_over(case, "adam.obcy", "reorganizacja", "brak")
        assert [(one.field, one.reason) for one in caught.value.faults] == [("org_id", "org_unknown")]
        hand_over(case, "anna.urbanista", "reorganizacja", office.orgs["FN"].org_id)
    assert (str(case.sign), case.org_symbol, case.org_id) == (sign, symbol, office.orgs["FN"].org_id)
    assert [step.label for step in case.metryka if step.action == "case_handed_over"] == [
        "Referat Finansów, Anna Nowak: reorganizacja"
    ]
    flush()
    # The head of the department it left has no right to it by the office any more; rows below the case followed.
    made = [row_of(each, {}) for each in (case, *case.objectValues())]
    assert len(made) > 1 and agreeing(made) == {row.uid for row in made}
    IAnnotations(getRequest()).clear()
    assert not api.user.has_permission("View", username="piotr.kierownik", obj=case)
    with office.acting("piotr.kierownik"):
        assert page(DOCUMENTS, principals(), Question(unit=office.unit.unit_id)).rows == []
