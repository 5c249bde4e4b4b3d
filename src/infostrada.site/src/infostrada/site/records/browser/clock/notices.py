"""Notices in the bulletin that stand for service to the parties (article 49 of the code)."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.content import PublicNotice
from infostrada.site.records.cases.notices import term_of_parties
from typing import Any


class Notices(Part):
    """When each notice counts as served, and until when the parties may act."""

    position = 35

    def section(self) -> dict[str, Any] | None:
        """The table, for a case that has any."""
        if not self.context.notices:
            return None
        columns = (
            ("title", _("Notice")),
            ("published", _("Published")),
            ("served", _("Counts as served")),
            ("parties", _("Parties served")),
            ("term", _("Term of the parties ends")),
        )
        rows = numbered("notice", [self._row(one) for one in self.context.notices])
        register = table(_("Notices by article 49 of the code"), columns, rows)
        return {"id": "notices", "title": _("Service by public notice"), "register": register, "forms": []}

    def _row(self, one: PublicNotice) -> dict[str, Any]:
        return {
            "title": one.title,
            "cells": {
                "title": {"text": one.title},
                "published": dated(one.published_on, self.request),
                "served": self._served(one),
                "parties": {"text": ", ".join(one.parties)},
                "term": dated(term_of_parties(one), self.request),
            },
        }

    def _served(self, notice: PublicNotice) -> dict[str, Any]:
        if notice.served_on is not None:
            return dated(notice.served_on, self.request)
        return {"text": _("taken down too early"), "tone": "warn"}
