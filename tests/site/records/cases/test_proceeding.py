"""A call for completion (KPA art. 64 § 2): drafted, served, the clock stands; answered, it goes on."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.proceeding import draft_letter
from infostrada.site.records.cases.proceeding import note_answer
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.proofs import note_proof
from infostrada.site.records.correspondence.outgoing.proofs import Proof
from infostrada.site.records.correspondence.outgoing.serializers import service_json
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from io import BytesIO
from letters import MARIA
from plone.uuid.interfaces import IUUID

import docx
import pytest


@pytest.fixture
def case(office):
    with office.acting("anna.urbanista"):
        parties = (Participant("Kowalczyk Maria", "strona"),)
        started = polish_today() - timedelta(days=10)
        opening = Opening(
            "Warunki zabudowy", "gp", "6730", started_on=started, term="inquiry", parties=parties
        )
        return open_case(office.unit, opening)


def test_call_stops_the_clock_from_its_service_to_its_answer(office, case):
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        draft_letter(case, "call", what="mapa", days=14)
    with office.acting("anna.urbanista"):
        with pytest.raises(InvalidData):
            draft_letter(case, "call", what="mapa", days=6)
        call = draft_letter(case, "call", what="mapa zasadnicza w skali 1:500", days=14)
    text = "\n".join(each.text for each in docx.Document(BytesIO(call.latest.file.data)).paragraphs)
    for words in (
        "art. 64 § 2",
        "w terminie 14 dni",
        "mapa zasadnicza",
        "bez rozpoznania",
        str(case.sign),
        "Kowalczyk Maria",
    ):
        assert words in text, words
    assert call.document_kind == "wezwanie"
    with office.acting("piotr.kierownik"):
        accept_document(call)
    with office.acting("anna.urbanista"):
        (letter,) = prepare_letters(call, [Dispatch(MARIA, "odbiór osobisty", "strona przyszła")])
        send_letter(letter)
        assert state_of(case) == "in_progress"
    with office.acting("ewa.kancelaria"):
        note_proof(letter, Proof("received", polish_today()))
    assert (state_of(case), case.due_on) == ("paused", None)
    (stop,) = case.stops
    assert (stop.reason, stop.first, stop.last, stop.document) == (
        "party_fault",
        polish_today(),
        None,
        IUUID(call),
    )
    assert service_json(letter)["opens"]["term"] == "completion"
    with office.acting("anna.urbanista"):
        with pytest.raises(InvalidData):
            note_answer(case, IUUID(call), polish_today() + timedelta(days=1))
        note_answer(case, IUUID(call))
        with pytest.raises(Blocked):
            note_answer(case, IUUID(call))
    assert state_of(case) == "in_progress" and case.due_on is not None
    assert case.stops[0].last == polish_today() and case.procedure[0].answered_on == polish_today()
    told = [step.action for step in case.metryka]
    assert [each for each in told if each in ("procedure_drafted", "clock_stopped", "clock_started", "call_answered")] == [
        "procedure_drafted", "clock_stopped", "clock_started", "call_answered",
    ]  # fmt: skip


def test_other_letters_leave_the_clock_alone(office, case):
    with office.acting("anna.urbanista"):
        for key, told in (
            ("start", {}),
            ("before_decision", {"days": 7}),
            ("unexamined", {}),
            ("transfer", {"what": "właściwy jest starosta", "authority": "Starosta Lipnowski"}),
        ):
            draft_letter(case, key, **told)
        with pytest.raises(InvalidData):
            draft_letter(case, "nic")
        with pytest.raises(InvalidData):
            note_answer(case, case.procedure[0].document)
    assert [one.sort for one in case.procedure] == ["start", "before_decision", "unexamined", "transfer"]
    assert case.stops == () and case.due_on is not None
