"""A part of a case with special categories of data holds them too, until somebody says with a reason that it does not."""

from collections.abc import Iterator
from infostrada.site.records.deed import Deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.special.closing import close_to_posts
from infostrada.site.records.personal.special.rules import ordered
from infostrada.site.records.personal.special.sealing import seal_all
from plone.uuid.interfaces import IUUID
from typing import Any


def inherit_special(case: Any, whole: Any, act: Deed) -> None:
    """Take over what the whole holds; parts of the case follow. What is held already changes nothing."""
    for part in (case, *_parts(case)):
        kinds = ordered((*part.special, *whole.special))
        if kinds == part.special:
            continue
        part.special = kinds
        close_to_posts(part)
        seal_all(part, act)
        part.step(act.at, act.actor, "special_inherited", IUUID(whole), str(whole.sign or ""))
        part.reindexObject()
        part.reindexObjectSecurity()
        act.write("case.special_inherited", part, whole=IUUID(whole))


def hand_down(case: Any, act: Deed) -> None:
    """All parts of the case, however deep, hold what it holds."""
    for part in _parts(case):
        inherit_special(part, case, act)


def _parts(case: Any) -> Iterator[Any]:
    seen, pending = {IUUID(case)}, [case]
    while pending:
        below = [part for part in map(record_at, pending.pop().linked("whole_of")) if part is not None]
        for part in below:
            if IUUID(part) not in seen:
                seen.add(IUUID(part))
                pending.append(part)
                yield part
