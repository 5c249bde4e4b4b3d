"""Spis spraw: the list of the cases of one unit, class and year."""

from functools import cached_property
from infostrada.core.accesslog.rows import GRANTED
from infostrada.core.accesslog.rows import note
from infostrada.core.calendar import polish_today
from infostrada.core.record.export.formats import send
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import partial_cell
from infostrada.site.records import listings
from infostrada.site.records.browser.downloads import PDF
from infostrada.site.records.browser.registers.choices import orgs_of
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import quietly
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.caselists import case_list
from infostrada.site.records.cases.caselists import Head
from infostrada.site.records.plan.operations import plan_on
from typing import Any
from urllib.parse import urlencode

import re


class CaseListPage(DeskPage):
    """Spis spraw: the cases of one unit, class and year, by number."""

    heading = _("List of cases (spis spraw)")
    lead = _("Cases of one organisational unit, class and year, by number.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list as a file; above the lists of a year, the other years and the folders."""
        if not self.text("org"):
            url = f"{self._here}?year="
            others = [year for year in self._years if year != self._year]
            folders = {
                "label": _("Folders of papers (teczki)"),
                "url": f"{self.context.absolute_url()}/@@folders",
            }
            return [*({"label": str(year), "url": f"{url}{year}"} for year in others), folders]
        asked = urlencode({name: self.text(name) for name in ("org", "class", "year")})
        return [
            {"label": _("List of cases (PDF)"), "url": f"{self._here}?{asked}&paper=pdf", "main": True},
            {"label": _("Download as XLSX"), "url": f"{self._here}?{asked}&table=list&export=xlsx"},
            {"label": _("All lists of cases"), "url": f"{self._here}?year={self._year}"},
        ]

    def __call__(self) -> Any:
        """The page, or one list as the paper of the form."""
        if self.form.get("paper") == "pdf" and self._one:
            return self._paper()
        return super().__call__()

    @property
    def _one(self) -> tuple[str, str, int] | None:
        """The list asked for: unit, class, year."""
        org, symbol, year = self.text("org"), self.text("class"), self.text("year")
        return (org, symbol, int(year)) if org and symbol and re.fullmatch(r"\d{4}", year) else None

    def _paper(self) -> bytes:
        org, symbol, year = self._one or ("", "", 0)
        office, called, category = self._head(org, symbol)
        head = Head(self.unit.title, office, f"{org}.{symbol}", called, category, year)
        data = case_list(head, listings.whole_spis_spraw(self.unit.unit_id, org, symbol, year))
        reason = urlencode({"org": org, "class": symbol, "year": year})
        note("spis_spraw.export", uid=None, unit=self.unit.unit_id, outcome=GRANTED, reason=reason)
        return send(self.request.response, data, f"spis-spraw-{org}.{symbol}.{year}", "pdf", PDF)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Which lists there are, or one of them."""
        if not self._one:
            title = _("Lists of ${year}", mapping={"year": self._year})
            return [{"id": "lists", "title": title, "register": self._lists()}]
        org, symbol, year = self._one
        page = listings.spis_spraw(self.unit.unit_id, org, symbol, year, self.text("cursor") or None)
        register = self._list(page.rows)
        if page.next_cursor:
            asked = urlencode({"org": org, "class": symbol, "year": year, "cursor": page.next_cursor})
            register["paging"] = {"first_url": None, "next_url": f"{self._here}?{asked}"}
        return [
            {
                "id": "list",
                "title": f"{org}.{symbol}.{year}",
                "text": self._of(org, symbol),
                "register": register,
            }
        ]

    def _of(self, org: str, symbol: str) -> str:
        return ", ".join(filter(None, self._head(org, symbol)))

    def _head(self, org: str, symbol: str) -> tuple[str, str, str]:
        """What the form of the list asks at its head: the unit, the class with its title, the category."""
        unit = next((each for each in orgs_of(self.unit) if each.symbol == org), None)
        chosen = self._class(symbol)
        called = f"{symbol} {chosen.title}" if chosen is not None else symbol
        category = chosen.category_lead if chosen is not None else ""
        return (unit.title if unit is not None else org), called, category

    def _class(self, symbol: str) -> Any:
        plan = plan_on(self.unit, polish_today())
        return plan.get(symbol) if plan is not None else None

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/@@case-list"

    @cached_property
    def _years(self) -> list[int]:
        return listings.years_of_cases(self.unit.unit_id)

    @property
    def _year(self) -> int:
        """The year asked for, or the newest one with cases."""
        asked = self.text("year")
        return int(asked) if re.fullmatch(r"\d{4}", asked) else next(iter(self._years), polish_today().year)

    def _lists(self) -> dict[str, Any]:
        org, _dot, symbol = self.text("after").partition(" ")
        found = listings.case_lists(self.unit.unit_id, self._year, (org, symbol))
        shown = found[: listings.LISTS_OF_A_YEAR]
        rows = [
            {
                "title": f"{row['org_symbol']}.{row['class_symbol']}.{self._year}",
                "url": f"{self._here}?"
                + urlencode({"org": row["org_symbol"], "class": row["class_symbol"], "year": self._year}),
                "cells": {
                    "list": {"text": f"{row['org_symbol']}.{row['class_symbol']}"},
                    "cases": {"text": str(row["cases"])},
                },
            }
            for row in shown
        ]
        columns = (("list", _("Unit and class")), ("cases", _("Cases")))
        caption = _("Lists of cases with cases you may see")
        register = table(caption, columns, numbered("list", rows), num=("cases",))
        if len(found) > len(shown) or org:
            register["paging"] = self._goes_on(shown, more=len(found) > len(shown), begun=not org)
        return register

    def _goes_on(self, shown: list[dict[str, Any]], *, more: bool, begun: bool) -> dict[str, Any]:
        """That there are more lists than the page shows, and the way to them."""
        asked = {"year": self._year}
        text = _("${count} lists are shown here; the year has more of them.", mapping={"count": len(shown)})
        paging = {"first_url": None if begun else f"{self._here}?{urlencode(asked)}", "text": text}
        if more:
            last = f"{shown[-1]['org_symbol']} {shown[-1]['class_symbol']}"
            paging["next_url"] = f"{self._here}?{urlencode({**asked, 'after': last})}"
        return paging

    def _list(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": row["sign"],
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/view",
                "cells": {
                    "number": {"text": row["sign"]},
                    "title": {"text": row["title"]},
                    "party": {"text": row["party"]},
                    "reference": {"text": row["initiator_reference"]},
                    "letter": partial_cell(row["initiating_letter_date"], self.request),
                    "started": dated(row["started_on"], self.request),
                    "closed": dated(row["closed_on"], self.request),
                    "officer": {"text": row["officer_name"]},
                    "note": {"text": row["resolution_note"]},
                },
            }
            for row in found
        ]
        columns = (
            ("number", _("Sign of the case")),
            ("title", _("Title of the case")),
            ("party", _("From whom")),
            ("reference", _("Reference of the letter that began it")),
            ("letter", _("Date of the letter that began it")),
            ("started", _("Start of the case")),
            ("closed", _("Finally ended")),
            ("officer", _("Officer")),
            ("note", _("Remarks")),
        )
        return quietly(table(_("Cases of the list"), columns, rows))
