"""Statistics of visits: the bulletin's for everybody, an entry's day by day for those who keep the bulletin."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.record.export import as_csv
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site import _
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.visits.rows import by_day
from infostrada.site.bip.visits.rows import days_of
from infostrada.site.bip.visits.rows import entry_days
from infostrada.site.bip.visits.rows import most_read
from infostrada.site.bip.visits.rows import PAGE
from infostrada.site.bip.visits.rows import Period
from infostrada.site.bip.visits.rows import period_of
from infostrada.site.bip.visits.rows import Read
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.problems import InvalidData
from infostrada.site.theme.twins import api_url
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


class VisitsPage(Page):
    """`<bulletin>/@@visits?from=&to=`: how often entries were read."""

    page_title = _("Visits of the bulletin")
    fault: Any = ""

    @property
    def twin_url(self) -> str:
        """The figures as JSON."""
        return api_url(self.context, "@visits")

    @cached_property
    def period(self) -> Period:
        """The days asked for; the usual ones beside words of what is wrong."""
        try:
            return self._asked()
        except InvalidData as problem:
            self.fault = self.say(refusal(problem.reason))
            return period_of("", "", polish_today())

    def _asked(self) -> Period:
        form = self.request.form
        return period_of(str(form.get("from") or ""), str(form.get("to") or ""), polish_today())

    @property
    def start(self) -> int:
        """How many entries stand before this page."""
        given = str(self.request.form.get("start", "0"))
        return int(given) if given.isdigit() and len(given) < 7 else 0

    @cached_property
    def _found(self) -> list[Read]:
        return most_read(unit_id_of(self.context) or "", self.period, self.start, PAGE + 1)

    def rows(self) -> list[dict[str, Any]]:
        """Entries of this page with their visits."""
        return [
            {
                "title": row.title,
                "url": self.request.physicalPathToURL(row.path.split("/")),
                "visits": str(row.visits),
            }
            for row in self._found[:PAGE]
        ]

    def days(self) -> list[dict[str, Any]]:
        """Visits of the whole bulletin by day, each with its share of the busiest one."""
        return _days(by_day(unit_id_of(self.context) or "", self.period))

    def total(self) -> str:
        """All visits of the period in words."""
        count = sum(number for _day, number in by_day(unit_id_of(self.context) or "", self.period))
        words = {
            "count": str(count),
            "first": day_words(self.period.first),
            "last": day_words(self.period.last),
        }
        return self.say(_("From ${first} to ${last}: ${count} visits.", mapping=words))

    def next_url(self) -> str | None:
        """Address of the next page, if there is one."""
        if len(self._found) <= PAGE:
            return None
        return f"{self.context.absolute_url()}/@@visits?{self._query(start=self.start + PAGE)}"

    def file_url(self) -> str | None:
        """Address of the same days as a file."""
        return f"{self.context.absolute_url()}/@@visits.csv?{self._query()}"

    def _query(self, **more: Any) -> str:
        return urlencode({"from": self.period.first.isoformat(), "to": self.period.last.isoformat(), **more})


class VisitsFile(VisitsPage):
    """`<bulletin>/@@visits.csv?from=&to=`: each public entry and day with a visit."""

    def __call__(self) -> bytes:
        """CSV; InvalidData for a period that is none."""
        period = self._asked()
        answer = self.request.response
        answer.setHeader("Content-Type", "text/csv; charset=utf-8")
        answer.setHeader("Content-Disposition", 'attachment; filename="odwiedziny.csv"')
        names = ["uid", "url", "title", "day", "visits"]
        made: bytes = as_csv(names, names, self._lines(period))
        return made

    def _lines(self, period: Period) -> list[dict[str, Any]]:
        return [
            {
                "uid": row["uid"],
                "url": self.request.physicalPathToURL(row["path"].split("/")),
                "title": row["title"],
                "day": row["day"].isoformat(),
                "visits": row["visits"],
            }
            for row in entry_days(unit_id_of(self.context) or "", period)
        ]


class EntryVisits(VisitsPage):
    """`<entry>/@@visits`: how often one entry was read, day by day."""

    page_title = _("Visits of the entry")

    @cached_property
    def _counted(self) -> list[tuple[Any, int]]:
        return days_of(IUUID(self.context), self.period)

    def days(self) -> list[dict[str, Any]]:
        """Days with a visit."""
        return _days(self._counted)

    def total(self) -> str:
        """All visits of the period in words."""
        words = {
            "count": str(sum(number for _day, number in self._counted)),
            "first": day_words(self.period.first),
            "last": day_words(self.period.last),
        }
        return self.say(_("From ${first} to ${last}: ${count} visits.", mapping=words))

    def rows(self) -> list[dict[str, Any]]:
        """No other entries."""
        return []

    def next_url(self) -> str | None:
        """No further page."""
        return None

    def file_url(self) -> str | None:
        """No file of one entry."""
        return None


def _days(found: list[tuple[Any, int]]) -> list[dict[str, Any]]:
    most = max((number for _day, number in found), default=1)
    return [
        {
            "day": day_words(day),
            "datetime": day.isoformat(),
            "visits": str(number),
            "share": str(number),
            "most": str(most),
        }
        for day, number in found
    ]
