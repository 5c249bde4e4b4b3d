"""How letters leave the office: singly, or on a list handed over to a carrier."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from infostrada.core import numbers
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.outgoing.content import DispatchList
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.events import LetterSent
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.operations import begin
from infostrada.site.records.correspondence.outgoing.operations import note_in_case
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import POSTAL
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import bucket
from infostrada.site.records.store import DISPATCH
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.event import notify

import re


MOST_ON_A_LIST = 1000
LISTS = "listy"
# 13 letters and digits (UPU S10) or the 20 digits of a domestic registered letter.
TRACKING = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}|\d{20}|\d{18}")


def list_series(unit_id: str, year: int) -> numbers.Series:
    """The series of the office's dispatch lists for a year."""
    return numbers.Series(unit_id, "rpwych-lista", year)


def send_letter(letter: Outgoing, sent_on: date | None = None, tracking: str = "") -> None:
    """Note that a letter that goes by hand, by notice or by e-mail has left the office.

    Post goes on a list, networks have ways of their own. Raises InvalidData or Blocked.
    """
    act = begin(letter)
    if letter.method in BY_NETWORK:
        raise Blocked([], reason="sent_by_network")
    if letter.list_uid:
        raise Blocked([], reason="on_a_list")
    if letter.method in POSTAL:
        require(REGISTER, letter)
    gone(letter, act, _day(letter, sent_on, act), tracking)


def gone(letter: Outgoing, act: Deed, sent_on: date, tracking: str = "") -> None:
    """The letter has left: the state, the traces; for callers that asked for the right."""
    letter.sent_on, letter.tracking = sent_on, _tracking(tracking)
    move(letter, "send")
    letter.reindexObject()
    note_in_case(letter, act, "letter_sent", f"{letter.method}, {sent_on.isoformat()}")
    act.write("outgoing.sent", letter, sent_on=sent_on.isoformat(), method=letter.method)
    notify(LetterSent(letter, act.actor))


def _day(letter: Outgoing, sent_on: date | None, act: Deed) -> date:
    day = sent_on or act.at.date()
    if day > act.at.date():
        raise invalid("sent_on", "in_future")
    if letter.registered_at is not None and day < letter.registered_at.date():
        raise invalid("sent_on", "before_registration")
    return day


def _tracking(text: str) -> str:
    number = re.sub(r"[\s()-]+", "", text).upper()
    if number and not TRACKING.fullmatch(number):
        raise invalid("tracking", "tracking_malformed")
    return number


def make_list(context: Any, letters: Iterable[Outgoing], carrier: str) -> DispatchList:
    """Put ready letters that go by post on a new list; each can be on one list only."""
    require(REGISTER, context)
    chosen = list(letters)
    faults = [] if carrier.strip() else [Fault("carrier", "required")]
    if not chosen:
        faults.append(Fault("letters", "list_empty_letters"))
    if len(chosen) > MOST_ON_A_LIST:
        faults.append(Fault("letters", "too_many"))
    if faults:
        raise InvalidData(faults)
    for letter in chosen:
        if letter.method not in POSTAL:
            raise invalid("letters", "not_by_post")
        if letter.list_uid or state_of(letter) != "ready":
            raise Blocked([], reason="on_a_list")
    act = deed(context)
    draft = DispatchList(title=carrier.strip())
    draft.year, draft.made_at, draft.made_by = act.at.year, act.at, act.actor
    draft.carrier, draft.letters = carrier.strip(), tuple(map(IUUID, chosen))
    uid = new_uid()
    folder = bucket(context, DISPATCH, LISTS)
    made: DispatchList = file_object(folder, draft, "records_dispatch_list", uid=uid)
    number = numbers.take(
        list_series(act.unit, act.at.year), uid=uid, entry={"carrier": made.carrier, "by": act.actor.name}
    )
    made.number = number.value
    made.title = f"{made.label} {made.carrier}"
    made.reindexObject()
    for letter in chosen:
        letter.list_uid, letter.list_label = uid, made.label
        letter.reindexObject()
    act.write("outgoing.listed", made, letters=list(made.letters))
    return made


def take_off(listed: DispatchList, letter: Outgoing) -> None:
    """Take a letter off a list that has not been handed over yet."""
    require(REGISTER, listed)
    if state_of(listed) != "prepared" or letter.list_uid != IUUID(listed):
        raise Blocked([], reason="state_forbids")
    act = deed(listed)
    listed.letters = tuple(uid for uid in listed.letters if uid != IUUID(letter))
    letter.list_uid = letter.list_label = ""
    letter.reindexObject()
    listed.reindexObject()
    act.write("outgoing.unlisted", listed, letter=IUUID(letter))


def hand_over_list(
    listed: DispatchList, handed_over_on: date | None = None, tracking: Mapping[str, str] | None = None
) -> None:
    """The carrier took the letters of the list; `tracking` holds numbers of parcels by their UID."""
    require(REGISTER, listed)
    if state_of(listed) != "prepared" or not listed.letters:
        raise Blocked([], reason="state_forbids")
    act = deed(listed)
    day = handed_over_on or act.at.date()
    if day > act.at.date():
        raise invalid("handed_over_on", "in_future")
    if listed.made_at is not None and day < listed.made_at.date():
        raise invalid("handed_over_on", "before_registration")
    known = tracking or {}
    for letter in letters_of(listed):
        try:
            gone(letter, act, day, known.get(IUUID(letter), ""))
        except InvalidData as fault:
            raise InvalidData([Fault(f"tracking-{IUUID(letter)}", fault.faults[0].reason)]) from fault
    listed.handed_over_on = day
    move(listed, "hand_over")
    listed.reindexObject()
    act.write("outgoing.handed_over", listed, on=day.isoformat())


def letters_of(listed: DispatchList) -> list[Outgoing]:
    """The letters of a list, in the order of their numbers."""
    found = [by_uid(uid, IOutgoing, near=listed) for uid in listed.letters]
    return sorted(found, key=lambda letter: (letter.year or 0, letter.number or 0))


def stop_for_hybrid(letter: Outgoing, served_on: date) -> None:
    """Days of delivery by the public hybrid service are not counted in the term (KPA 35 § 5).

    They are known when the letter has been served, and are entered then as one closed stop.
    """
    case = record_at(letter.case_uid)
    if case is None or case.term is None or letter.sent_on is None or case.settled_on is not None:
        return
    first = max(letter.sent_on, case.started_on)
    if first <= served_on:
        case.stops = (Stop("hybrid_delivery", first, served_on, letter.document_uid), *case.stops)
        case.reindexObject()
