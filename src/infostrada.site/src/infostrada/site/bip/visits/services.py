"""REST: visits of a bulletin and of one entry."""

from infostrada.core.calendar import polish_today
from infostrada.core.record.row import unit_of
from infostrada.site.bip.visits.rows import by_day
from infostrada.site.bip.visits.rows import days_of
from infostrada.site.bip.visits.rows import most_read
from infostrada.site.bip.visits.rows import PAGE
from infostrada.site.bip.visits.rows import Period
from infostrada.site.bip.visits.rows import period_of
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from plone.uuid.interfaces import IUUID
from typing import Any


class VisitsGet(RecordService):
    """`GET <bulletin>/@visits?from=&to=&start=`: visits by day, and public entries by their visits, 50 at a time."""

    def answer(self) -> dict[str, Any]:
        """The period, its days, a page of entries."""
        period, unit = self.period(), unit_of(self.context) or ""
        start = str(self.request.form.get("start") or "0")
        if not start.isdigit() or len(start) > 9:
            raise invalid("start", "not_a_count")
        items = most_read(unit, period, int(start), PAGE + 1)
        answer = {
            **_said(period, by_day(unit, period)),
            "items": [
                {
                    "@id": self.request.physicalPathToURL(row.path.split("/")),
                    "uid": row.uid,
                    "title": row.title,
                    "visits": row.visits,
                }
                for row in items[:PAGE]
            ],
        }
        if len(items) > PAGE:
            asked = f"from={period.first.isoformat()}&to={period.last.isoformat()}&start={int(start) + PAGE}"
            answer["next"] = f"{self.context.absolute_url()}/@visits?{asked}"
        return answer

    def period(self) -> Period:
        """The days asked for."""
        form = self.request.form
        return period_of(str(form.get("from") or ""), str(form.get("to") or ""), polish_today())


class EntryVisitsGet(VisitsGet):
    """`GET <entry>/@visits?from=&to=`: visits of the entry by day."""

    def answer(self) -> dict[str, Any]:
        """The period and its days."""
        period = self.period()
        return _said(period, days_of(IUUID(self.context), period))


def _said(period: Period, days: list[tuple[Any, int]]) -> dict[str, Any]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "visits": sum(number for _day, number in days),
        "days": [{"day": day.isoformat(), "visits": number} for day, number in days],
    }
