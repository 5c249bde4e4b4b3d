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
from infostrada.site.records.find import record_at
from typing import Any


def brought_in_time(letter: Letter) -> InTime | None:
    """Of an appeal or complaint in a case: was it in time? None for other letters, and when nothing was served."""
    if letter.document_kind not in ANSWERS or not letter.case_uid:
        return None
    case = record_at(letter.case_uid)
    if not ICase.providedBy(case):
        return None
    found = served_to(_served(case), letter.sender, letter.party or "", letter.document_kind)
    if found is None:
        return None
    return in_time(found, letter.delivery_method or "", letter.posting_date or "", letter.received_date)


def _served(case: Any) -> Iterator[Served]:
    """What was served in the case, to each addressee."""
    for sent in map(record_at, case.outgoing):
        if IOutgoing.providedBy(sent) and sent.served_on is not None:
            to = sent.addressee
            yield Served(to.line, to.party, sent.document_kind, sent.served_on)
