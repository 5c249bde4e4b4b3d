"""How cases are settled in time: the page, its files, and what another domain may offer with them."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.errors import BadRequest
from infostrada.core.record.export.tables import as_csv
from infostrada.core.record.export.tables import as_xlsx
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import polish
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.registers.choices import orgs_of
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.interfaces import ITimelinessPage
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.timeliness import CASES
from infostrada.site.records.timeliness import period_of
from infostrada.site.records.timeliness import TERMS
from infostrada.site.records.timeliness import Timeliness
from infostrada.site.records.timeliness import timeliness
from Products.Five import BrowserView
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer


COLUMNS = {
    "carried": _("Open at the beginning"),
    "taken": _("Taken in the period"),
    "settled": _("Cases settled"),
    "in_time": _("Settled in time"),
    "late": _("Settled after the term"),
    "without_term": _("Settled, no term set"),
    "open": _("Open at the end"),
    "overdue": _("Open after the term"),
    "delayed": _("Cases with a notice of delay"),
    "urgings": _("Ponaglenia"),
    "days": _("Average days"),
    "oldest": _("Start of the oldest open case"),
}
Say = Callable[[Any], str]
KINDS = {"xlsx": as_xlsx, "csv": as_csv}


def lines(found: Timeliness, names: dict[str, str], say: Say) -> Iterator[dict[str, Any]]:
    """The figures as rows of a table, the whole office last; `names` are titles of organisational units by symbol."""
    for counts in found.orgs:
        symbol = counts["org_symbol"]
        yield {"org": f"{symbol} – {names[symbol]}" if symbol in names else symbol, **counts}
    yield {"org": say(_("The whole office")), **found.total}


def org_names(unit: Any) -> dict[str, str]:
    """Titles of the unit's organisational units by symbol."""
    return {org.symbol: org.title for org in orgs_of(unit) if org.symbol}


@implementer(ITimelinessPage)
class TimelinessPage(DeskPage):
    """A period, its figures by organisational unit, the same as files."""

    heading = _("Cases in time")

    @property
    def here(self) -> str:
        """The page's own address."""
        return self._own

    def said(self, text: Any) -> str:
        """Words in the visitor's language."""
        return word(text, self.request)

    @cached_property
    def days(self) -> tuple[date, date]:
        """The period; this year up to today when the address asks for none that could be counted."""
        today = polish_today()
        try:
            days = period_of(self.day("first"), self.day("last"), today=today)
            timeliness(self.context.unit_id, *days, today=today)
        except InvalidData:
            return period_of(None, None, today=today)
        return days

    @cached_property
    def found(self) -> Timeliness:
        """The figures."""
        return timeliness(self.context.unit_id, *self.days, today=polish_today())

    @property
    def lead(self) -> Any:
        """Which days."""
        first, last = (when(day, self.request) for day in self.days)
        return _(
            "From ${first} to ${last}. All cases of the office are counted.",
            mapping={"first": first, "last": last},
        )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The files, supervision of open cases."""
        first, last = self.days
        asked = urlencode({"first": first.isoformat(), "last": last.isoformat()})
        url = self.unit.absolute_url()
        files = (("xlsx", _("Download as XLSX")), ("csv", _("Download as CSV")))
        return [
            *(
                {"label": label, "url": f"{url}/@@timeliness-file?{asked}&format={kind}"}
                for kind, label in files
            ),
            {"label": _("Supervision of terms"), "url": f"{url}/@@terms"},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The table, the period, what others offer."""
        first, last = (day.isoformat() for day in self.days)
        form = self.one(
            "period",
            _("Show"),
            {"name": "first", "label": _("First day"), "kind": "date", "required": True, "value": first},
            {"name": "last", "label": _("Last day"), "kind": "date", "required": True, "value": last},
            tone="btn-secondary",
        )
        return [
            {"id": "figures", "title": _("State of cases"), "register": self._register(CASES)},
            {"id": "in-time", "title": _("Cases and their terms"), "register": self._register(TERMS)},
            {"id": "period", "title": _("Another period"), "forms": [form]},
            *super().sections,
        ]

    def _register(self, names: Sequence[str]) -> dict[str, Any]:
        columns = (("org", _("Organisational unit")), *((name, COLUMNS[name]) for name in names))
        rows = [
            {
                "title": line["org"],
                "cells": {"org": {"text": line["org"]}, **{name: self._cell(name, line) for name in names}},
            }
            for line in lines(self.found, org_names(self.unit), self.said)
        ]
        return table(self.heading, columns, numbered(names[0], rows), num=names)

    def _cell(self, name: str, line: dict[str, Any]) -> dict[str, Any]:
        value = line[name]
        if isinstance(value, date):
            return dated(value, self.request)
        text = "" if value is None else str(value)
        return {"text": text.replace(".", ",") if name == "days" and polish(self.request) else text}

    def do_period(self) -> str:
        """Show other days; a refusal says what is wrong with them."""
        today = polish_today()
        first, last = period_of(self.day("first"), self.day("last"), today=today)
        timeliness(self.context.unit_id, first, last, today=today)
        self.messaged = True
        return f"{self._own}?{urlencode({'first': first.isoformat(), 'last': last.isoformat()})}"


class TimelinessFile(BrowserView):
    """`@@timeliness-file?first=&last=&format=xlsx|csv`."""

    def __call__(self) -> bytes:
        """The figures as a file."""
        kind = str(self.request.form.get("format") or "xlsx")
        if kind not in KINDS:
            raise BadRequest(field="format", reason="not_in_list")
        page = TimelinessPage(self.context, self.request)
        data = KINDS[kind](*sheet(page.found, self.context, page.said))
        response = self.request.response
        response.setHeader("Content-Type", "application/octet-stream")
        name = f"terminowosc-{page.found.first}-{page.found.last}.{kind}"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return data


def sheet(found: Timeliness, unit: Any, say: Say) -> tuple[list[str], list[str], list[dict[str, Any]]]:
    """Titles, names and rows of the figures for a file."""
    titles = [say(title) for title in (_("Organisational unit"), *COLUMNS.values())]
    return titles, ["org", *COLUMNS], list(lines(found, org_names(unit), say))
