"""A case goes to another officer: who may say so, what each of the two may do afterwards."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.pending import flush
from infostrada.site.records.cases.operations import hand_over
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.listings import cases
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
