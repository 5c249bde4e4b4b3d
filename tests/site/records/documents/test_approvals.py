"""Acceptance by steps: preliminary approvals, then the one who signs."""

from infostrada.core.errors import Forbidden
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.documents.operations import pass_on
from infostrada.site.records.documents.operations import reject_document
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from letters import make_matter

import pytest


def test_from_the_officer_over_the_manager_to_the_head(office):
    matter = make_matter(office)
    draft = matter.draft
    with office.acting("piotr.kierownik"), pytest.raises(Blocked):
        pass_on(draft, "jan.wojt")
    with office.acting("anna.urbanista"):
        with pytest.raises(InvalidData) as caught:
            submit_document(draft, "AuthenticatedUsers")
        assert caught.value.faults[0].reason == "principal_unknown"
        submit_document(draft, "piotr.kierownik")
        with pytest.raises(Forbidden):
            pass_on(draft, "jan.wojt")
    with office.acting("piotr.kierownik"):
        for acceptor, reason in (
            ("", "required"),
            ("nikt", "principal_unknown"),
            ("piotr.kierownik", "approver_again"),
            ("anna.urbanista", "approver_again"),
        ):
            with pytest.raises(InvalidData) as caught:
                pass_on(draft, acceptor)
            assert caught.value.faults[0].reason == reason
        pass_on(draft, "jan.wojt", "zgodne z planem")
    assert (state_of(draft), draft.acceptor) == ("submitted", "jan.wojt")
    with office.acting("anna.urbanista"), pytest.raises(Blocked):
        new_version(draft, Upload("mapa.pdf", b"%PDF-1.7 inna"))
    with office.acting("jan.wojt"):
        reject_document(draft, "proszę poprawić skalę")
    with office.acting("anna.urbanista"):
        new_version(draft, Upload("mapa.pdf", b"%PDF-1.7 n"))
        submit_document(draft, "piotr.kierownik")
    with office.acting("piotr.kierownik"):
        pass_on(draft, "jan.wojt")
    with office.acting("jan.wojt"):
        accept_document(draft)
    assert [(one.actor.name, one.actor.post, one.version, one.remark) for one in draft.approvals] == [
        ("Piotr Wilk", "Kierownik", 1, "zgodne z planem"),
        ("Piotr Wilk", "Kierownik", 2, ""),
    ]
    assert draft.accepted_by.name == "Jan Dąbrowski"
    told = [step.action for step in matter.case.metryka if step.document == draft.getId()]
    assert told[-2:] == ["document_approved", "document_accepted"]
