"""Further senders of a letter: with its registration, and as they are found out afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.rules import Fault
from infostrada.site.records.correspondence.rules import FILED
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.senders import sender_faults
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import SendersChanged
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.event import notify


REGISTER = "infostrada.site: Register letters"
CHANGEABLE = OPEN | FILED


def others_faults(context: Any, first: str, others: Sequence[Sender]) -> list[Fault]:
    """Faults of the senders after the first, whose entry in the register of parties is `first`, if it has one."""
    found = sender_faults(others)
    unit_id = unit_of(context).unit_id
    for place, each in enumerate(others):
        if each.party and not _is_party(each.party, unit_id):
            found.append(Fault(f"other_senders.{place}.party", "unknown_object"))
        elif each.party and each.party == first:
            found.append(Fault(f"other_senders.{place}.party", "doubled"))
    return found


def add_sender(letter: Letter, sender: Sender) -> None:
    """The letter is from somebody else as well. Raises InvalidData, or Blocked when nothing may change any more."""
    act = _begin(letter)
    others = (*letter.other_senders, sender)
    last = f"other_senders.{len(others) - 1}."
    if faults := others_faults(letter, letter.party, others):
        raise InvalidData([replace(fault, field=fault.field.removeprefix(last)) for fault in faults])
    _keep(letter, others, "letter.sender_added", act)


def remove_sender(letter: Letter, place: int) -> None:
    """Take one of the further senders off again; the first one stays, its data are the letter's own."""
    act = _begin(letter)
    held = letter.other_senders
    if not 0 <= place < len(held):
        raise invalid("place", "unknown_object")
    _keep(letter, (*held[:place], *held[place + 1 :]), "letter.sender_removed", act)


def changeable(letter: Letter) -> bool:
    """May its senders still change: neither returned nor void, and not in a closed case?"""
    return _against(letter) == ""


def _begin(letter: Letter) -> Deed:
    require(REGISTER, letter)
    require("View", letter)
    if reason := _against(letter):
        raise Blocked([], reason=reason)
    return deed(letter)


def _against(letter: Letter) -> str:
    if state_of(letter) not in CHANGEABLE:
        return "state_forbids"
    case = record_at(letter.case_uid)
    closed = ICase.providedBy(case) and state_of(case) not in FILING
    return "case_not_open" if closed else ""


def _keep(letter: Letter, others: tuple[Sender, ...], action: str, act: Deed) -> None:
    letter.other_senders = others
    letter.reindexObject()
    case = record_at(letter.case_uid)
    if ICase.providedBy(case):
        case.step(act.at, act.actor, "letter_senders", IUUID(letter), f"RPW {letter.rpw_number}")
    act.write(action, letter, senders=1 + len(others))
    notify(SendersChanged(letter, act.actor))


def _is_party(uid: str, unit_id: str) -> bool:
    party = record_at(uid)
    return bool(IPartyObject.providedBy(party)) and unit_of(party).unit_id == unit_id
