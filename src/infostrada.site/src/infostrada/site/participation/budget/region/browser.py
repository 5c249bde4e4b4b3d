"""The portal's page on all participatory budgets, its CSV and JSON."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.region.reading import added
from infostrada.site.participation.budget.region.reading import MONEY
from infostrada.site.participation.budget.region.reading import sums
from infostrada.site.records.rest import RecordService
from plone import api
from Products.Five.browser import BrowserView
from typing import Any

import csv
import io


COLUMNS = ("unit", "unit_title", "year", "edition_title", "url", "projects", "settled", "late", *MONEY)
MONEY_WORDS = {
    "planned": _("Planned on the ballot"),
    "act": _("In the budget act"),
    "contracted": _("Contracted"),
    "paid": _("Paid"),
}


def rows_of(request: Any, unit: str | None = None) -> list[dict[str, Any]]:
    """Rows with the addresses of their editions."""
    found = sums(unit)
    for row in found:
        row["url"] = request.physicalPathToURL(row.pop("edition_path"))
        path = row.pop("unit_path")
        row["unit_url"] = request.physicalPathToURL(path) if path else ""
    return found


class RegionPage(Page):
    """Money and works of all units."""

    page_title = _("Participatory budgets of the region")

    def __call__(self) -> Any:
        """The page; one statement for all of it."""
        self.found = rows_of(self.request)
        return self.index()

    def rows(self) -> list[dict[str, Any]]:
        """A row for each edition."""
        return [
            {**row, **{f"{name}_text": self.amount(row[name]) for name in MONEY}, "part": row["paid"],
             "most": max(row["planned"], 1)}
            for row in self.found
        ]  # fmt: skip

    def total(self) -> dict[str, Any]:
        """All together."""
        found = added(self.found)
        return {**found, **{f"{name}_text": self.amount(found[name]) for name in MONEY}}

    def bars(self) -> list[dict[str, Any]]:
        """Money of the region, for the chart."""
        found = added(self.found)
        most = max(*(found[name] for name in MONEY), 1)
        return [
            {"label": self.say(MONEY_WORDS[name]), "value": found[name], "most": most,
             "text": self.amount(found[name])}
            for name in MONEY
        ]  # fmt: skip

    def boards(self) -> list[dict[str, str]]:
        """Participatory budgets of the units, with or without works."""
        found = api.content.find(portal_type="budget_board", sort_on="path")
        return [{"url": brain.getURL(), "title": f"{brain.Title}: {_unit_title(brain)}"} for brain in found]


def _unit_title(brain: Any) -> str:
    return str(brain.getObject().__parent__.title)


class RegionFile(BrowserView):
    """The same as CSV (RFC 4180, UTF-8); whole złoty."""

    def __call__(self) -> str:
        """A row for each edition."""
        self.request.response.setHeader("Content-Type", "text/csv; charset=utf-8")
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for row in rows_of(self.request):
            writer.writerow({name: _safe(row[name]) for name in COLUMNS})
        return out.getvalue()


class RegionGet(RecordService):
    """`GET <portal>/@participatory-budget`: money and works of all units' editions."""

    def answer(self) -> dict[str, Any]:
        """Rows and sums; whole złoty."""
        rows = rows_of(self.request)
        url = f"{self.context.absolute_url()}/@participatory-budget"
        return {"@id": url, "items": rows, "total": added(rows)}


def _safe(value: Any) -> Any:
    """Text a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" else value
