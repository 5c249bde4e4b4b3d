"""Participants join a case and leave it; who gets a party's letters is told by `representation`."""

from infostrada.core.record.row import unit_of
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.cases.representation import participant_faults
from infostrada.site.records.cases.representation import PARTY
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.correspondence.outgoing.ways import METHODS
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.special.persons import follow
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of


def add_participant(case: Case, given: Participant) -> Participant:
    """Enter a party, attorney, witness … in a case that is not closed; raises InvalidData or Blocked.

    A power of attorney is a document or letter of the case: whoever reads the file finds it there.
    """
    act = _begin(case)
    given = given._replace(name=" ".join(given.name.split()))
    faults = [Fault(*fault) for fault in participant_faults(given, case.parties)]
    if given.power and given.power not in case.objectIds() and given.power not in case.letters:
        faults.append(Fault("power", "document_not_in_case"))
    if given.channel and given.channel not in METHODS:
        faults.append(Fault("channel", "not_in_list"))
    if given.uid and not _is_party(case, given.uid):
        faults.append(Fault("party", "unknown_object"))
    if faults:
        raise InvalidData(faults)
    case.parties = (*case.parties, given)
    case.step(act.at, act.actor, "participant_added", given.power, said(given))
    case.reindexObject()
    if case.special:
        follow([given.uid])
    act.write("case.participant", case, role=given.role, party=given.uid, represents=bool(given.represents))
    return given


def party_from(sender: Sender) -> Participant:
    """The sender of a letter as a party of the case it begins."""
    return Participant(sender.line, PARTY, sender.party)


def remove_participant(case: Case, place: int, reason: str) -> Participant:
    """A participant leaves: mistake, death, power of attorney withdrawn. The metryka keeps who it was, and why."""
    act = _begin(case)
    if not 0 <= place < len(case.parties):
        raise invalid("place", "unknown_object")
    if not reason.strip():
        raise invalid("reason", "required")
    gone = case.parties[place]
    if any(each.represents == gone.name for each in case.parties) and _is_last(case, place):
        raise Blocked([], reason="party_represented")
    case.parties = (*case.parties[:place], *case.parties[place + 1 :])
    case.step(act.at, act.actor, "participant_removed", gone.power, f"{said(gone)}: {reason.strip()}")
    case.reindexObject()
    if case.special:
        follow([gone.uid])
    act.write("case.participant_removed", case, role=gone.role, party=gone.uid, reason=reason.strip())
    return gone


def said(one: Participant) -> str:
    """A participant in a line of the metryka."""
    role = f"{one.role}: {one.represents}" if one.represents else one.role
    return f"{one.name} ({role})"


def _is_last(case: Case, place: int) -> bool:
    """Would the name the attorney stands for be gone with this participant?"""
    name = case.parties[place].name
    return not any(each.name == name for at, each in enumerate(case.parties) if at != place)


def _begin(case: Case) -> Deed:
    require(WORK_ON, case)
    if state_of(case) not in FILING:
        raise Blocked([], reason="case_not_open")
    return deed(case)


def _is_party(case: Case, uid: str) -> bool:
    found = record_at(uid)
    return bool(IPartyObject.providedBy(found) and unit_of(found) == unit_of(case))
