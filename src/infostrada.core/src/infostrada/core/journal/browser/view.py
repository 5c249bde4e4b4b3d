"""The administrator's page of the journal."""

from functools import cached_property
from infostrada.core.i18n import _
from infostrada.core.journal.history import page
from infostrada.core.journal.history import Query
from infostrada.core.journal.history import Row
from infostrada.core.journal.scope import query
from infostrada.core.record.export.page import COLUMNS
from infostrada.core.record.export.page import ListPage
from infostrada.core.sql import reader
from typing import Any
from zope.i18n import translate

import json


class JournalView(ListPage):
    """Rows newest first, narrowed by person and action, fifty to a page."""

    title = _("journal_title", default="Journal")
    columns = (
        *COLUMNS,
        ("details", _("journal_details", default="Details")),
        ("digest", "SHA-256"),
        ("sealed", _("journal_seal", default="Seal")),
    )
    kept = ("actor", "action", "uid")

    @cached_property
    def query(self) -> Query:
        return query(self.context, self.request.form)

    def read(self, asked: Query) -> tuple[list[Row], int | None]:
        with reader() as connection:
            return page(connection, asked)

    def said(self, row: Row) -> dict[str, Any]:
        return {"details": self.details(row), "sealed": self._seal(row)}

    def _seal(self, row: Row) -> str:
        sealed = _("journal_sealed", default="sealed")
        waiting = _("journal_waiting", default="waiting")
        return translate(sealed if row.sealed else waiting, context=self.request)

    def details(self, row: Row) -> str:
        """What the row adds, as JSON."""
        return json.dumps(row.data, ensure_ascii=False) if row.data else ""
