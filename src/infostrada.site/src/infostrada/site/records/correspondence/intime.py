"""Was an appeal or complaint brought in time (KPA art. 57 § 5, art. 129 § 2, art. 141 § 2)? Advice to a person. Pure.

The term runs for each addressee from their own service; which day counts for a way of delivery is that of `CHANNELS` in
the rules of terms: posting at the designated operator, sending to the office's electronic address, handing in.
"""

from collections.abc import Iterable
from datetime import date
from infostrada.site.records.cases.statute import CHANNELS
from infostrada.site.records.cases.terms import is_kept
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.correspondence.rules import earliest
from typing import NamedTuple


# What answers what: an appeal a decision, a complaint an order.
ANSWERS = {"odwołanie": "decyzja", "zażalenie": "postanowienie"}
WAYS = {
    "list zwykły": "designated_operator",
    "list polecony": "designated_operator",
    "list polecony ZPO": "designated_operator",
    "e-Doręczenia": "electronic",
    "formularz portalu": "electronic",
    "osobiście": "office",
    "ustnie do protokołu": "office",
}
WHOLE_DAY = len("2026-11-28")


class Served(NamedTuple):
    """A letter of the case that was served: to whom (name, UID in the register), of which kind, when."""

    name: str
    party: str
    document_kind: str
    on: date


class InTime(NamedTuple):
    """`kept` is None when the day of posting is not known as a whole day: the envelope has to be looked at."""

    kept: bool | None
    end: date
    counted: date | None
    basis: str


def served_to(served: Iterable[Served], name: str, party: str, kind: str) -> Served | None:
    """The last letter of the kind the answer is to that was served to this sender."""
    wanted = ANSWERS.get(kind)
    theirs = [
        one
        for one in served
        if one.document_kind == wanted and ((party and one.party == party) or one.name == name)
    ]
    return max(theirs, key=lambda one: one.on, default=None)


def in_time(served: Served, method: str, posted: str, received: date) -> InTime | None:
    """Was the answer to what was served in time, by the way it came? None for what opens no term."""
    opened = term_opened(served.document_kind, served.on)
    if opened is None:
        return None
    end, way = opened[1].end, WAYS.get(method, "")
    basis = next((one.basis for one in CHANNELS if one.key == way), "KPA art. 57 § 1")
    if way != "designated_operator":
        return InTime(is_kept(end, way, received, received), end, received, basis)
    if received <= end:
        return InTime(True, end, received, basis)
    day = earliest(posted) if len(posted) == WHOLE_DAY else None
    return InTime(is_kept(end, way, day) if day is not None else None, end, day, basis)
