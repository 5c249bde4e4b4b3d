"""REST: the head's figures."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.figures import figures
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.serializers import iso
from infostrada.site.records.timeliness import period_of
from infostrada.site.records.timeliness import timeliness
from typing import Any


VIEW = "infostrada.site: View figures of the office"
VIEW_TERMS = "infostrada.site: View figures of terms"
EARLIEST = 2000


def year_of(text: str) -> int:
    """The year asked for, this one without a word; InvalidData for none."""
    today = polish_today()
    if not text:
        return today.year
    if not (text.isascii() and text.isdigit() and len(text) == 4) or not EARLIEST <= int(text) <= today.year:
        raise invalid("year", "not_a_number")
    return int(text)


class FiguresGet(RecordService):
    """`GET <unit>/@figures`: letters by channel and month, cases by organisational unit and class, workload.

    Query: `year`, this one by default. For the head of the office.
    """

    def answer(self) -> dict[str, Any]:
        """All figures of the year."""
        require(VIEW, self.context)
        found = figures(
            self.context.unit_id, year_of(str(self.request.form.get("year") or "")), polish_today()
        )
        return {
            "@id": f"{self.context.absolute_url()}/@figures",
            "year": found.year,
            "letters": found.letters,
            "total": found.total,
            "orgs": [{k: v for k, v in row.items() if k != "class_symbol"} for row in found.orgs],
            "classes": found.classes,
            "clerks": found.clerks,
        }


class TimelinessGet(RecordService):
    """`GET <unit>/@timeliness`: how cases are settled in time, by organisational unit; figures the office may publish.

    Query: `first` and `last` day, at most a year; without them this year up to today.
    """

    def answer(self) -> dict[str, Any]:
        """Counts, average days, the oldest open case."""
        require(VIEW_TERMS, self.context)
        today, form = polish_today(), self.request.form
        days = period_of(day(form, "first"), day(form, "last"), today=today)
        found = timeliness(self.context.unit_id, *days, today=today)
        return {
            "@id": f"{self.context.absolute_url()}/@timeliness",
            "first": iso(found.first),
            "last": iso(found.last),
            "total": _told(found.total),
            "orgs": [_told(row) for row in found.orgs],
        }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "oldest": iso(row["oldest"])}
