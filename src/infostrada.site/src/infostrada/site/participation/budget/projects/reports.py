"""Quarterly reports on money and works, frozen: later figures do not change them."""

from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.participation.budget.counting.parameters import digest
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.participation.budget.projects.serializers import works_json
from infostrada.site.participation.budget.rounds.operations import canonical
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import case_by_sign
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


MONEY = ("planned", "act", "contracted", "paid")


def realisation(edition: Any) -> dict[str, Any]:
    """Rows of winning projects with sums by pool and of all; whole złoty."""
    rows = [works_json(project) for project in projects_of(edition, *RUNNING, "settled")]
    pools = {
        pool.name: {name: sum(row[name] for row in rows if row["pool"] == pool.name) for name in MONEY}
        for pool in edition.terms().pools
    }
    return {"items": rows, "pools": pools, "total": {name: sum(row[name] for row in rows) for name in MONEY}}


def case_of(project: Any) -> Any:
    """The case the works are kept in, when the unit has it and the visitor may see it; else None."""
    try:
        sign = str(parse(project.case_sign))
    except BadSignError:
        return None
    found = record_at(case_by_sign(unit_of(project).unit_id, sign))
    return found if found is not None and api.user.has_permission("View", obj=found) else None


def quarter_of(day: Any) -> str:
    """2027-Q3 for a day of July to September 2027."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def freeze_report(edition: Any) -> RecordFile:
    """The report of the running quarter; one for each quarter."""
    require(MANAGE, edition)
    quarter = quarter_of(polish_today())
    if any(report.filename.startswith(quarter) for report in edition.reports):
        raise Blocked([], reason="report_exists")
    if not projects_of(edition, *RUNNING, "settled"):
        raise Blocked([], reason="state_forbids")
    act = deed(edition)
    value = {"edition": edition.title, "quarter": quarter, "at": act.at.isoformat(), **realisation(edition)}
    report = RecordFile(canonical(value).encode(), f"{quarter}.json", "application/json")
    edition.reports = (*edition.reports, report)
    data = {"quarter": quarter, "sha256": digest(value)}
    journal.append("budget.report.frozen", unit=act.unit, uid=IUUID(edition), data=data)
    return report
