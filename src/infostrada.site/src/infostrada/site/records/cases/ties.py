"""Ties between cases, always written on both sides."""

from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Link
from infostrada.site.records.find import record_at
from plone.uuid.interfaces import IUUID


BACK = {
    "continues": "continued_by",
    "in_group": "group_of",
    "part_of": "whole_of",
    "related": "related",
    "moved_from": "moved_to",
}
LINKS = tuple(dict.fromkeys([*BACK, *BACK.values()]))


def tie(case: Case, kind: str, other: Case, back: str) -> None:
    """Tie two cases; a tie already there is left as it is."""
    for one, word, another in ((case, kind, other), (other, back, case)):
        link = Link(word, IUUID(another), str(another.sign or ""))
        if (link.kind, link.uid) not in {(held.kind, held.uid) for held in one.links}:
            one.links = (*one.links, link)
        one.reindexObject()


def is_below(case: Case, kind: str, other: Case) -> bool:
    """Would a tie of this kind close a ring: does `other` already lead to `case`?"""
    seen, pending = set(), [other]
    while pending:
        at = pending.pop()
        if IUUID(at) == IUUID(case):
            return True
        if IUUID(at) not in seen:
            seen.add(IUUID(at))
            pending += [found for found in map(record_at, at.linked(kind)) if found is not None]
    return False


def parts_of(case: Case) -> list[Case]:
    """The sub-cases of a case, in the order they were tied."""
    return [part for part in map(record_at, case.linked("whole_of")) if part is not None]
