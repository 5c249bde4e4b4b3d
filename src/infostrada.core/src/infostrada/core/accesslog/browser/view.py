"""The page of the access log: who was at an object, what a person looked at."""

from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import replace
from functools import cached_property
from infostrada.core.accesslog.report import query
from infostrada.core.accesslog.report import report
from infostrada.core.accesslog.rows import Access
from infostrada.core.accesslog.rows import Query
from infostrada.core.accesslog.rows import REFUSED
from infostrada.core.calendar import polish_moment
from infostrada.core.i18n import _
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.page import ListPage
from infostrada.core.sql import reader
from plone.base.interfaces import INavigationRoot
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate


COLUMNS = (
    ("moment", _("journal_when", default="When")),
    ("actor", _("journal_who", default="Who")),
    ("action", _("journal_action", default="Action")),
    ("unit", _("journal_unit", default="Unit")),
    ("uid", _("access_object", default="Object")),
    ("outcome", _("access_outcome", default="Outcome")),
    ("reason", _("access_reason", default="Reason")),
)
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

    def listed(self) -> list[Listed]:
        """All rows the address asks for."""
        columns = [(name, translate(title, context=self.request)) for name, title in COLUMNS]
        return [Listed("access-log", self.page_title, columns, self._lines)]

    def _lines(self) -> Iterator[dict[str, Any]]:
        asked: Query | None = self.query
        while asked is not None:
            rows, before = report(asked)
            for row in rows:
                yield {**asdict(row), "outcome": translate(self.outcome(row), context=self.request)}
            asked = None if before is None else replace(asked, before=before)

    @cached_property
    def query(self) -> Query:
        return query(self.context, self.request.form)

    @cached_property
    def _page(self) -> tuple[list[Access], int | None]:
        return report(self.query)

    @property
    def rows(self) -> list[Access]:
        return self._page[0]

    @property
    def older(self) -> str | None:
        """Address of the next page."""
        if self._page[1] is None:
            return None
        kept = {"uid": self.query.uid, "person": self.query.person}
        words = {key: value for key, value in kept.items() if value} | {"before": self._page[1]}
        return f"{self.context.absolute_url()}/@@access-log?{urlencode(words)}"

    @property
    def of_one_object(self) -> bool:
        return not INavigationRoot.providedBy(self.context)

    def outcome(self, row: Access) -> str:
        if row.outcome == REFUSED:
            return _("access_refused", default="refused")
        return _("access_granted", default="granted")

    def action(self, row: Access) -> str:
        """What was done, in words."""
        return ACTIONS.get(row.action, row.action)

    def moment(self, row: Access) -> str:
        return polish_moment(row.moment)

    @property
    def page_title(self) -> str:
        return translate(_("access_title", default="Access log"), context=self.request)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the objects of the page are called, as far as they are still there."""
        with reader() as connection:
            found = connection.execute(TITLES, [[row.uid for row in self.rows if row.uid]])
            return dict(found.fetchall())
