"""Enter wordings of the clause, note to whom one was given; a letter that carries one notes it when it is sent."""

from datetime import date
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.representation import name_known
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterSent
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.clauses.rules import Given
from infostrada.site.records.personal.clauses.rules import in_use
from infostrada.site.records.personal.clauses.rules import WAYS
from infostrada.site.records.personal.clauses.rules import Wording
from infostrada.site.records.personal.clauses.rules import wording_faults
from infostrada.site.records.personal.clauses.rules import wording_for
from infostrada.site.records.personal.report import REPORT
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from persistent.list import PersistentList
from typing import Any
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.records.clauses"


def wordings(context: Any) -> tuple[Wording, ...]:
    """All wordings of the office, in the order of entry."""
    return tuple(IAnnotations(unit_of(context)).get(KEY, ()))


def wording_of(context: Any, clause: str, number: int) -> Wording | None:
    """One wording."""
    return next((each for each in wordings(context) if (each.clause, each.number) == (clause, number)), None)


def enter_wording(
    context: Any, clause: str, text: str, first: date | None = None, classes: tuple[str, ...] = ()
) -> Wording:
    """The next wording of a clause; earlier ones stay. Needs the right of the data-protection officer."""
    require(REPORT, context)
    act, held = deed(context), wordings(context)
    day = first or act.at.date()
    faults = [Fault(*each) for each in wording_faults(clause, text, day, classes, held)]
    if faults:
        raise InvalidData(faults)
    name = clause.strip()
    number = sum(each.clause == name for each in held) + 1
    made = Wording(name, number, text.strip(), day, classes, act.actor, act.at)
    adopt(unit_of(context), made)
    data = {"clause": name, "number": number, "sha256": made.sha256, "first": day.isoformat()}
    journal.append("personal.clause.entered", unit=act.unit, data=data)
    return made


def adopt(unit: Any, wording: Wording) -> None:
    """Enter a wording, as it was made here or as another system of the office had it."""
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentList()
    annotations[KEY].append(wording)


def wording_now(case: Case) -> Wording | None:
    """The wording a letter of the case carries today."""
    return wording_for(wordings(case), case.class_symbol, polish_today())


def give_clause(
    case: Case, name: str, way: str, *, clause: str = "", day: date | None = None, document: str = ""
) -> Given:
    """Note that a participant of the case was given the clause; without `clause` the one for the class.

    The wording is the one in use on that day. Raises InvalidData naming the fields, or Blocked.
    """
    require(WORK_ON, case)
    if state_of(case) not in FILING:
        raise Blocked([], reason="case_not_open")
    act = deed(case)
    on = day or act.at.date()
    one = next((each for each in case.parties if each.name == name), None)
    faults = [] if one is not None else [Fault("name", "participant_unknown")]
    if way not in WAYS:
        faults.append(Fault("way", "not_in_list"))
    if on > act.at.date():
        faults.append(Fault("day", "in_future"))
    if document and document not in case.objectIds():
        faults.append(Fault("document", "document_not_in_case"))
    used = {each.clause: each for each in in_use(wordings(case), on)}
    wording = used.get(clause) if clause else wording_for(wordings(case), case.class_symbol, on)
    if wording is None:
        faults.append(Fault("clause", "no_clause"))
    if faults or one is None or wording is None:
        raise InvalidData(faults)
    return _note(case, wording, one.name, one.uid, on, way, document, act)


def note_sent(letter: Outgoing, event: ILetterSent) -> None:
    """Subscriber: a letter that carries a clause has gone out; its addressee was given that wording on that day."""
    document, case = record_at(letter.document_uid), record_at(letter.case_uid)
    if not (IDocument.providedBy(document) and ICase.providedBy(case) and document.clause):
        return
    wording = wording_of(case, *document.clause)
    if wording is None:
        return
    name = name_known(case.parties, letter.addressee.party, letter.addressee.line)
    party = letter.addressee.party
    held = [each for each in case.clauses if (each.name, each.document) == (name, letter.document_uid)]
    if held:
        return
    act = deed(case)._replace(actor=event.actor)
    _note(case, wording, name, party, letter.sent_on or act.at.date(), "letter", letter.document_uid, act)


def _note(
    case: Case, wording: Wording, name: str, party: str, on: date, way: str, document: str, act: Deed
) -> Given:
    made = Given(wording.clause, wording.number, wording.sha256, name, party, on, way, document, act.actor)
    case.clauses = (*case.clauses, made)
    case.step(act.at, act.actor, "clause_given", document, f"{wording.label}: {name}")
    case.reindexObject()
    data = {"clause": made.clause, "number": made.number, "way": way, "day": on.isoformat(), "party": party}
    act.write("case.clause", case, **data)
    return made
