"""A part of a case with special categories of data holds them too, until somebody says with a reason that it does not.

A few parts follow at once. Many are a job that goes on where it stopped; what lies in a part follows its part by one UPDATE
(`core.record.subtree`), so the documents of a tree are never woken.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.core import jobs
from infostrada.core import journal
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.record.grants import read_ahead
from infostrada.site import _
from infostrada.site.records.cases.below import parts_below
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.special.closing import close_to_posts
from infostrada.site.records.personal.special.rules import ordered
from infostrada.site.records.personal.special.sealing import seal_all
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.interface import implementer


NAME = "records.case.hand_down_special"
AT_ONCE, BATCH = 50, 50
"""Parts that follow in the act itself; parts of one step of the job."""


def inherit_special(case: Any, whole: Any, act: Deed) -> None:
    """Take over what the whole holds; parts of the case follow. What is held already changes nothing."""
    _take_over([case], whole, act)
    if case.special:
        hand_down(case, act)


def hand_down(case: Any, act: Deed) -> str:
    """All parts of the case, however deep, hold what it holds; answers with the job when they are too many for one act."""
    parts = parts_below(case)
    if len(parts) <= AT_ONCE:
        _take_over(map(record_at, parts), case, act)
        return ""
    return str(jobs.enqueue(NAME, {"case": IUUID(case)}, unit=unit_of(case).unit_id))


@implementer(IJobHandler)
class HandDown:
    """Marks the parts of a case that holds special categories of data, those nearer to it first."""

    title = _("Marking of the sub-cases of a case with special categories of data")
    about = "case"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Batches of parts; one marked already is passed over, and nothing is marked once the case itself is open again."""
        case = record_at(params["case"])
        parts = parts_below(case)
        done, total = (job.checkpoint or {}).get("done", 0), len(parts)
        while done < total and case.special:
            _take_over(map(record_at, parts[done : done + BATCH]), case, deed(case))
            done = min(done + BATCH, total)
            yield Progress(done, total, {"done": done})
        yield Progress(total, total, {"done": done})


def _take_over(parts: Iterable[Any], whole: Any, act: Deed) -> None:
    """What costs a statement is asked for and written once for all of them."""
    changed = []
    for part in parts:
        kinds = ordered((*part.special, *whole.special)) if part is not None else ()
        if part is None or kinds == part.special:
            continue
        part.special = kinds
        close_to_posts(part)
        part.step(act.at, act.actor, "special_inherited", IUUID(whole), str(whole.sign or ""))
        changed.append(part)
    read_ahead(IUUID(part) for part in changed)
    with journal.gathering():
        seal_all(changed, act)
        for part in changed:
            part.reindexObjectSecurity()
            act.write("case.special_inherited", part, whole=IUUID(whole))
