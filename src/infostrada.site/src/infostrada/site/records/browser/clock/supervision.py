"""Supervision of terms: the clocks of all cases."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import termed
from infostrada.site.records import listings
from infostrada.site.records.browser.registers.choices import orgs_of
from infostrada.site.records.browser.tables import files
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import tagged
from typing import Any
from urllib.parse import urlencode


PRINTED = (
    "sign",
    "title",
    "party",
    "officer_name",
    "due_on",
    "days_over",
    "internal_due_on",
    "extensions",
    "urgings",
    "state",
)


class TermsPage(DeskPage):
    """Supervision of terms: how many cases are over term, and which."""

    heading = _("Supervision of terms")
    lead = _("Open cases you may see, the nearest term first.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list as a file."""
        over = {f"over_{self.text('over')}": "yes"} if self.text("over") else {}
        asked = {"sort": "due_on", "state:list": list(listings.OPEN), **over}
        return files(self.unit, "case_terms", PRINTED, **asked)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Counts by organisational unit, then the cases."""
        over = self.text("over") or None
        page = listings.terms(self.unit.unit_id, over=over, cursor=self.text("cursor") or None)
        cases = self._cases(page.rows)
        cases["paging"] = self._paging(page, over)
        title = _("Cases over their statutory term") if over == "term" else _("Open cases")
        return [
            {"id": "counts", "title": _("By organisational unit"), "register": self._counts()},
            {"id": "cases", "title": title, "register": cases, "forms": []},
        ]

    def _paging(self, page: Any, over: str | None) -> dict[str, Any] | None:
        url = f"{self.context.absolute_url()}/@@terms"
        asked = {"over": over} if over else {}
        following = urlencode({**asked, "cursor": page.next_cursor or ""})
        first = f"{url}?{urlencode(asked)}" if self.text("cursor") else None
        paging = {"first_url": first, "next_url": f"{url}?{following}" if page.next_cursor else None}
        return paging if any(paging.values()) else None

    def _counts(self) -> dict[str, Any]:
        orgs = {org.symbol: org.org_id for org in orgs_of(self.unit)}
        names = ("open", "over_term", "over_internal", "stopped", "notices", "urgings")
        rows = [
            {
                "title": row["org_symbol"],
                "url": self._open_of(orgs.get(row["org_symbol"])),
                "cells": {
                    "org": {"text": row["org_symbol"]},
                    **{name: {"text": str(row[name])} for name in names},
                    "over_term": self._late(row["over_term"], orgs.get(row["org_symbol"])),
                },
            }
            for row in listings.supervision(self.unit.unit_id)
        ]
        columns = (
            ("org", _("Organisational unit")),
            ("open", _("Open cases")),
            ("over_term", _("Over term")),
            ("over_internal", _("Over internal term")),
            ("stopped", _("Clock stopped")),
            ("notices", _("Notices of delay")),
            ("urgings", _("Ponaglenia")),
        )
        caption = _("Cases and their terms by organisational unit")
        return table(caption, columns, numbered("org", rows), num=names)

    def _open_of(self, org: str | None, **more: str) -> str | None:
        """The list of the unit's open cases, the nearest term first; None for a unit that is no more."""
        asked = {"state": "open", **more, "org": org or "", "sort": "due"}
        return f"{self.context.absolute_url()}/@@cases?{urlencode(asked)}" if org else None

    def _late(self, count: int, org: str | None) -> dict[str, Any]:
        cell: dict[str, Any] = {"text": str(count)}
        return {**cell, "url": self._open_of(org, term="past")} if count else cell

    def _cases(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": row["sign"],
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/@@clock",
                "cells": {
                    "sign": {"text": row["sign"]},
                    "title": {"text": row["title"]},
                    "officer": {"text": row["officer_name"]},
                    "due": termed(row["due_on"], self.request, today=polish_today()),
                    "over": {"text": str(row["days_over"]) if row["days_over"] else ""},
                    "internal": dated(row["internal_due_on"], self.request),
                    "state": tagged(row["state"]),
                },
            }
            for row in found
        ]
        columns = (
            ("sign", _("Sign of the case")),
            ("title", _("Title of the case")),
            ("officer", _("Officer")),
            ("due", _("Statutory term")),
            ("over", _("Days over")),
            ("internal", _("Internal term")),
            ("state", _("State")),
        )
        return table(_("Open cases by the end of their term"), columns, rows, num=("over",))
