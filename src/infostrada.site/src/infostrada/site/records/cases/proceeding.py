"""Draft the letters of the procedure, and follow a call for completion from its service to its answer."""

from datetime import date
from infostrada.site.records.cases.clock import start_clock
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.procedure import draft_faults
from infostrada.site.records.cases.procedure import Drafted
from infostrada.site.records.cases.procedure import Sort
from infostrada.site.records.cases.procedure import sort_on
from infostrada.site.records.cases.procedure import START
from infostrada.site.records.cases.procedure import words_of
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterServed
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.clauses.operations import wording_now
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from zope.component import adapter

import io


FAULT = "party_fault"


def draft_letter(case: Case, key: str, *, what: str = "", days: int = 0, authority: str = "") -> Document:
    """A letter of the procedure as a draft of the case, with the words and the instruction the code wants.

    It goes the way of every document: acceptance, signature, dispatch. Raises InvalidData or Blocked.
    """
    require(WORK_ON, case)
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")
    act = deed(case)
    sort = sort_on(key, act.at.date())
    if sort is None:
        raise invalid("sort", "not_in_list")
    faults = draft_faults(sort, what, days, authority)
    if faults:
        raise InvalidData(Fault(*fault) for fault in faults)
    told = {"what": what.strip(), "days": str(days), "authority": authority.strip()}
    # With the notice of the start the party is told about the processing of data (KPA art. 61 § 5).
    clause = wording_now(case) if key == START else None
    data = _file(case, sort, act, told, clause.text if clause is not None else "")
    document = add_document(case, Draft(sort.title, sort.document_kind), Upload(f"{key}.docx", data))
    document.clause = (clause.clause, clause.number) if clause is not None else None
    case.procedure = (*case.procedure, Drafted(key, act.at.date(), IUUID(document), days))
    case.step(act.at, act.actor, "procedure_drafted", IUUID(document), f"{sort.title} ({sort.basis})")
    act.write("case.procedure", case, sort=key, document=IUUID(document), days=days)
    return document


def note_answer(case: Case, document: str, day: date | None = None) -> Drafted:
    """What a call asked for is here; the clock that stood for it goes on after that day."""
    require(WORK_ON, case)
    act = deed(case)
    on = day or act.at.date()
    held = next((one for one in case.procedure if one.document == document), None)
    if held is None or not stops_clock(held):
        raise invalid("document", "document_not_in_case")
    if held.answered_on is not None:
        raise Blocked([], reason="answered_already")
    if on > act.at.date():
        raise invalid("answered_on", "in_future")
    if on < held.made_on:
        raise invalid("answered_on", "before_start")
    running = next((stop for stop in case.stops if stop.last is None), None)
    if running is not None and running.document == document:
        start_clock(case, last=max(on, running.first), document=document)
    done = held._replace(answered_on=on)
    case.procedure = tuple(done if one is held else one for one in case.procedure)
    case.step(act.at, act.actor, "call_answered", document, on.isoformat())
    case.reindexObject()
    act.write("case.call_answered", case, document=document, on=on.isoformat())
    return done


def stops_clock(drafted: Drafted) -> bool:
    """Does the letter keep the clock standing until it is answered?"""
    sort = sort_on(drafted.sort, drafted.made_on)
    return sort is not None and sort.stops_clock


@adapter(ILetterServed)
def stop_for_call(event: ILetterServed) -> None:
    """Subscriber: from the service of a call for completion the days are the party's (KPA art. 35 § 5).

    The first served copy stops the clock; one that stands already goes on standing for its own reason.
    """
    letter = event.object
    case = record_at(letter.case_uid)
    if not isinstance(case, Case) or state_of(case) not in ("started", "in_progress"):
        return
    held = next((one for one in case.procedure if one.document == letter.document_uid), None)
    if held is None or held.answered_on is not None or not stops_clock(held):
        return
    if any(stop.last is None or stop.document == held.document for stop in case.stops):
        return
    act = deed(case)._replace(actor=event.actor)
    case.stops = (*case.stops, Stop(FAULT, max(letter.served_on, case.started_on), None, held.document))
    case.step(act.at, act.actor, "clock_stopped", held.document, FAULT)
    move(case, "pause")
    case.reindexObject()
    act.write(
        "case.clock_stopped", case, reason=FAULT, first=letter.served_on.isoformat(), document=held.document
    )


def _file(case: Case, sort: Sort, act: Deed, told: dict[str, str], clause: str) -> bytes:
    """The letter as an editable Word file."""
    unit = unit_of(case)
    from docx import Document as Word

    word = Word()
    word.core_properties.title = sort.title
    word.core_properties.language = "pl-PL"
    word.core_properties.created = act.at.replace(tzinfo=None)
    word.add_paragraph(unit.title)
    word.add_paragraph(f"Znak sprawy: {case.sign}")
    word.add_paragraph(f"{unit.city or unit.title}, dnia {act.at:%d.%m.%Y} r.")
    for party in case.parties:
        word.add_paragraph(party.name)
    word.add_heading(sort.title, 1)
    for paragraph in words_of(sort, title=case.title, started=f"{case.started_on:%d.%m.%Y} r.", **told):
        word.add_paragraph(paragraph)
    word.add_paragraph(", ".join(filter(None, (act.actor.name, act.actor.post))))
    for paragraph in filter(None, clause.splitlines()):
        word.add_paragraph(paragraph)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
