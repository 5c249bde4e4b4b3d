"""The page of the access log: who was at an object, what a person looked at."""

from functools import cached_property
from infostrada.core.accesslog.report import query
from infostrada.core.accesslog.report import report
from infostrada.core.accesslog.rows import Access
from infostrada.core.accesslog.rows import Query
from infostrada.core.accesslog.rows import REFUSED
from infostrada.core.i18n import _
from infostrada.core.record.export.page import COLUMNS
from infostrada.core.record.export.page import ListPage
from infostrada.core.sql import reader
from typing import Any
from zope.i18n import translate


TITLES = "SELECT uid, title FROM core.record WHERE uid = ANY(%s) AND title <> ''"


ACTIONS = {
    "view": _("access_view", default="looked at"),
    "listing.export": _("access_listing_export", default="list taken as a file"),
    "figures.export": _("access_figures_export", default="figures taken as a file"),
    "parties.pesel.reveal": _("access_pesel_reveal", default="PESEL uncovered"),
    "parties.read": _("access_parties_read", default="entry of the register of parties read"),
    "parties.search.pesel": _("access_search_pesel", default="searched by PESEL"),
    "personal.register": _("access_personal_register", default="register of personal data read"),
    "personal.report": _("access_personal_report", default="report on a person"),
    "personal.special": _("access_personal_special", default="special categories of data"),
    "records.bae": _("access_bae", default="address of e-Doręczenia looked up"),
    "records.bundle": _("access_bundle", default="bundle of records taken"),
    "records.download": _("access_download", default="file downloaded"),
    "records.export": _("access_export", default="records exported"),
    "records.metryka": _("access_metryka", default="metryka taken as a file"),
    "records.package": _("access_package", default="package of records taken"),
    "records.preview": _("access_preview", default="preview looked at"),
}
"""Words of what is noted; an act a domain of its own notes stands under its machine word."""


class AccessLogView(ListPage):
    """Rows newest first, fifty to a page."""

    desk = True
    edit_bar = editing = False
    title = _("access_title", default="Access log")
    columns = (
        *COLUMNS,
        ("outcome", _("access_outcome", default="Outcome")),
        ("reason", _("access_reason", default="Reason")),
    )
    kept = ("uid", "person")

    @cached_property
    def query(self) -> Query:
        return query(self.context, self.request.form)

    def read(self, asked: Query) -> tuple[list[Access], int | None]:
        return report(asked)

    def said(self, row: Access) -> dict[str, Any]:
        return {"outcome": translate(self.outcome(row), context=self.request)}

    def outcome(self, row: Access) -> str:
        """Was it granted, in words."""
        if row.outcome == REFUSED:
            return _("access_refused", default="refused")
        return _("access_granted", default="granted")

    def action(self, row: Access) -> str:
        """What was done, in words."""
        return ACTIONS.get(row.action, row.action)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the objects of the page are called, as far as they are still there."""
        with reader() as connection:
            found = connection.execute(TITLES, [[row.uid for row in self.rows if row.uid]])
            return dict(found.fetchall())
