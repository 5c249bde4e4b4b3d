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


class AccessLogView(ListPage):
    """Rows newest first, fifty to a page."""

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
