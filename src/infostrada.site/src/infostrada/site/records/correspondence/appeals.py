"""Appeals and complaints among the letters of a case, each with whether it came in time."""

from collections.abc import Iterator
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.intime import ANSWERS
from infostrada.site.records.correspondence.intime import in_time
from infostrada.site.records.correspondence.intime import InTime
from infostrada.site.records.correspondence.intime import Served
from infostrada.site.records.correspondence.intime import served_to
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.find import record_at
from typing import Any


def brought_in_time(letter: Letter) -> InTime | None:
    """Of an appeal or complaint in a case: was it in time? None for other letters, and when nothing was served.

    Of several senders the one it was in time for tells: their appeal has to be heard.
    """
    found = [answer for _sender, answer in each_in_time(letter)]
    return min(found, key=lambda one: (True, None, False).index(one.kept), default=None)


def each_in_time(letter: Letter) -> list[tuple[Sender, InTime]]:
    """For every sender something was served to: whether the letter was in time, the term running for each alone."""
    if letter.document_kind not in ANSWERS or not letter.case_uid:
        return []
    case = record_at(letter.case_uid)
    if not ICase.providedBy(case):
        return []
    served, way = list(_served(case)), letter.delivery_method or ""
    found = []
    for each in letter.senders:
        told = served_to(served, each.line, each.party, letter.document_kind)
        answer = in_time(told, way, letter.posting_date or "", letter.received_date) if told else None
        if answer is not None:
            found.append((each, answer))
    return found


def _served(case: Any) -> Iterator[Served]:
    """What was served in the case, to each addressee."""
    for sent in map(record_at, case.outgoing):
        if IOutgoing.providedBy(sent) and sent.served_on is not None:
            to = sent.addressee
            yield Served(to.line, to.party, sent.document_kind, sent.served_on)
