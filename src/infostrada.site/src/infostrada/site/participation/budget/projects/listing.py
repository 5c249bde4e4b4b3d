"""Row of a winning project in SQL: sums over editions, units and the region wake no object."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.site.participation.budget.projects.interfaces import IBudgetProject
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "site.budget_works"
register_listing_table(TABLE)


@implementer(IListingRow)
class WorksRow:
    """Columns of `site.budget_works`; money in whole złoty."""

    def __init__(self, project: Any) -> None:
        self.project = project

    def values(self) -> dict[str, Any]:
        """The last figures and the next milestone that is not done."""
        project = self.project
        edition, last = project.__parent__, project.money[-1] if project.money else None
        waiting = [stone.planned_on for stone in project.milestones if stone.done_on is None]
        return {
            "edition": IUUID(edition),
            "edition_title": edition.title,
            "edition_path": "/".join(edition.getPhysicalPath()),
            "year": edition.year,
            "pool": project.pool,
            "number": project.number,
            "planned": project.cost,
            "act": last.act if last else 0,
            "contracted": last.contracted if last else 0,
            "paid": last.paid if last else 0,
            "percent": last.percent if last else 0,
            "next_on": min(waiting).isoformat() if waiting else None,
        }


@adapter(IBudgetProject)
@implementer(IListingRow)
def works_row(project: Any) -> WorksRow | None:
    """The row of a project that won; others have none."""
    return WorksRow(project) if state_of(project) in (*RUNNING, "settled") else None
