"""The administrator's page of the journal."""

from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import replace
from functools import cached_property
from infostrada.core.calendar import polish_moment
from infostrada.core.i18n import _
from infostrada.core.journal.history import LARGEST_PAGE
from infostrada.core.journal.history import page
from infostrada.core.journal.history import Query
from infostrada.core.journal.history import Row
from infostrada.core.journal.scope import query
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.export.page import ListPage
from infostrada.core.sql import reader
from plone.base.interfaces import INavigationRoot
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate

import json


COLUMNS = (
    ("moment", _("journal_when", default="When")),
    ("actor", _("journal_who", default="Who")),
    ("action", _("journal_action", default="Action")),
    ("unit", _("journal_unit", default="Unit")),
    ("uid", _("access_object", default="Object")),
    ("details", _("journal_details", default="Details")),
    ("digest", "SHA-256"),
    ("sealed", _("journal_seal", default="Seal")),
)


class JournalView(ListPage):
    """Rows newest first, narrowed by person and action, fifty to a page."""

    def listed(self) -> list[Listed]:
        """All rows the address asks for."""
        columns = [(name, translate(title, context=self.request)) for name, title in COLUMNS]
        return [Listed("journal", self.page_title, columns, self._lines)]

    def _lines(self) -> Iterator[dict[str, Any]]:
        asked = replace(self.query, size=LARGEST_PAGE)
        with reader() as connection:
            while True:
                rows, before = page(connection, asked)
                for row in rows:
                    yield {**asdict(row), "details": self.details(row), "sealed": self._seal(row)}
                if before is None:
                    return
                asked = replace(asked, before=before)

    def _seal(self, row: Row) -> str:
        sealed = _("journal_sealed", default="sealed")
        waiting = _("journal_waiting", default="waiting")
        return translate(sealed if row.sealed else waiting, context=self.request)

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
