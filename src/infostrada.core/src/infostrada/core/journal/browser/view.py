"""The administrator's page of the journal."""

from functools import cached_property
from infostrada.core.calendar import polish_moment
from infostrada.core.i18n import _
from infostrada.core.journal.history import page
from infostrada.core.journal.history import Query
from infostrada.core.journal.history import Row
from infostrada.core.journal.scope import query
from infostrada.core.sql import reader
from plone.base.interfaces import INavigationRoot
from Products.Five.browser import BrowserView
from urllib.parse import urlencode
from zope.i18n import translate

import json


class JournalView(BrowserView):
    """Rows newest first, narrowed by person and action, fifty to a page."""

    @cached_property
    def query(self) -> Query:
        return query(self.context, self.request.form)

    @cached_property
    def _page(self) -> tuple[list[Row], int | None]:
        with reader() as connection:
            return page(connection, self.query)

    @property
    def rows(self) -> list[Row]:
        return self._page[0]

    @property
    def older(self) -> str | None:
        """Address of the next page."""
        before = self._page[1]
        if before is None:
            return None
        kept = {"actor": self.query.actor, "action": self.query.action, "uid": self.query.uid}
        words = {key: value for key, value in kept.items() if value} | {"before": before}
        return f"{self.context.absolute_url()}/@@journal?{urlencode(words)}"

    @property
    def of_one_object(self) -> bool:
        return not INavigationRoot.providedBy(self.context)

    @property
    def page_title(self) -> str:
        return translate(_("journal_title", default="Journal"), context=self.request)

    def details(self, row: Row) -> str:
        return json.dumps(row.data, ensure_ascii=False) if row.data else ""

    def moment(self, row: Row) -> str:
        return polish_moment(row.moment)
