"""The clock of a case: stops, suspension, notices of delay, urgings, the office's own term."""

from datetime import date
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.notice import delay_notice
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.terms import Extension
from infostrada.site.records.cases.terms import extension_faults
from infostrada.site.records.cases.terms import reckon_rule
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.cases.terms import stop_faults
from infostrada.site.records.cases.terms import SUSPENSION
from infostrada.site.records.cases.terms import TERMS
from infostrada.site.records.cases.terms import Urging
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


def stop_clock(case: Case, reason: str, *, first: date | None = None, document: str = "") -> Stop:
    """Begin days that are not counted (KPA 35 § 5); a suspension needs its order as a document.

    `document` is the UID of a document or letter of the case. Raises InvalidData or Blocked.
    """
    act = _begin(case)
    day = first or act.at.date()
    faults = [Fault(*fault) for fault in stop_faults(reason, day, case.started_on, act.at.date())]
    faults += _document_faults(case, document, needed=reason == SUSPENSION)
    if faults:
        raise InvalidData(faults)
    if any(stop.last is None for stop in case.stops):
        raise Blocked([], reason="clock_stands")
    stop = Stop(reason, day, None, document)
    case.stops = (*case.stops, stop)
    case.step(act.at, act.actor, "clock_stopped", document, reason)
    move(case, "suspend" if reason == SUSPENSION else "pause")
    case.reindexObject()
    act.write("case.clock_stopped", case, reason=reason, first=day.isoformat(), document=document)
    return stop


def start_clock(case: Case, *, last: date | None = None, document: str = "") -> Stop:
    """End the running stop with its last uncounted day; the term moves by all of its days."""
    act = _begin(case)
    running = [stop for stop in case.stops if stop.last is None]
    if not running:
        raise Blocked([], reason="clock_runs")
    day = last or act.at.date()
    faults = _document_faults(case, document)
    if day < running[0].first:
        faults.append(Fault("last", "before_start"))
    if day > act.at.date():
        faults.append(Fault("last", "in_future"))
    if faults:
        raise InvalidData(faults)
    ended = Stop(running[0].reason, running[0].first, day, running[0].document or document)
    case.stops = tuple(ended if stop.last is None else stop for stop in case.stops)
    case.step(act.at, act.actor, "clock_started", document, ended.reason)
    move(case, "resume")
    case.reindexObject()
    act.write("case.clock_started", case, reason=ended.reason, last=day.isoformat())
    return ended


def tell_delay(case: Case, cause: str, new_end: date | None) -> Document:
    """Name a new term to the parties (KPA art. 36) and draft the notice with its instruction.

    Each delay needs a notice of its own. The draft goes the way of every document: acceptance,
    signature, dispatch. Raises InvalidData or Blocked.
    """
    act = _begin(case)
    if case.term is None:
        raise invalid("term", "term_missing")
    faults = extension_faults(cause, new_end, act.at.date())
    if faults or new_end is None:
        raise InvalidData(Fault(*fault) for fault in faults)
    due = case.due_on
    late = due is not None and act.at.date() > due
    data = delay_notice(case, cause.strip(), new_end, act)
    document = add_document(
        case,
        Draft("Zawiadomienie o niezałatwieniu sprawy w terminie", "zawiadomienie"),
        Upload("zawiadomienie-art-36.docx", data),
    )
    case.extensions = (
        *case.extensions,
        Extension(act.at.date(), new_end, cause.strip(), IUUID(document), late),
    )
    case.step(act.at, act.actor, "delay_told", IUUID(document), new_end.isoformat())
    case.reindexObject()
    act.write("case.delay_told", case, new_end=new_end.isoformat(), late=late, document=IUUID(document))
    return document


def take_urging(case: Case, received_on: date | None = None) -> Urging:
    """Note a ponaglenie; with the files it goes to the higher authority in seven days (37 § 4)."""
    act = _begin(case)
    day = received_on or act.at.date()
    if day > act.at.date():
        raise invalid("received_on", "in_future")
    if day < case.started_on:
        raise invalid("received_on", "before_start")
    urging = Urging(day, reckon_rule(day, "urge").end)
    case.urgings = (*case.urgings, urging)
    case.step(act.at, act.actor, "urging_received", "", urging.pass_on_by.isoformat())
    case.reindexObject()
    act.write("case.urging", case, received_on=day.isoformat())
    return urging


def pass_urging_on(case: Case, passed_on: date | None = None, outcome: str = "") -> Urging:
    """Note when the oldest ponaglenie still here went to the higher authority."""
    act = _begin(case)
    waiting = [number for number, one in enumerate(case.urgings) if one.passed_on is None]
    if not waiting:
        raise Blocked([], reason="no_urging")
    held = case.urgings[waiting[0]]
    day = passed_on or act.at.date()
    if day > act.at.date():
        raise invalid("passed_on", "in_future")
    if day < held.received_on:
        raise invalid("passed_on", "before_start")
    done = held._replace(passed_on=day, outcome=outcome.strip())
    case.urgings = tuple(done if n == waiting[0] else one for n, one in enumerate(case.urgings))
    case.step(act.at, act.actor, "urging_passed_on", "", day.isoformat())
    case.reindexObject()
    act.write("case.urging_passed_on", case, passed_on=day.isoformat())
    return done


def set_terms(case: Case, *, term: str | None, internal: date | None) -> None:
    """Choose the statutory term and the office's own one, which may not be the later."""
    act = _begin(case)
    if term is not None and term not in TERMS:
        raise invalid("term", "term_unknown")
    if internal is not None and internal < case.started_on:
        raise invalid("internal", "before_start")
    before = case.term, case.internal_due_on
    case.term, case.internal_due_on = term, internal
    due = case.due_on
    if internal is not None and due is not None and internal > due:
        case.term, case.internal_due_on = before
        raise invalid("internal", "later_than_statutory")
    basis = TERMS[term].basis if term else ""
    case.step(act.at, act.actor, "terms_set", "", basis)
    case.reindexObject()
    act.write("case.terms", case, term=term or "", internal=internal.isoformat() if internal else "")


def _begin(case: Case) -> Deed:
    require(WORK_ON, case)
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")
    return deed(case)


def _document_faults(case: Case, document: str, needed: bool = False) -> list[Fault]:
    if not document:
        return [Fault("document", "required")] if needed else []
    known = document in case.objectIds() or document in case.letters
    return [] if known else [Fault("document", "document_not_in_case")]
