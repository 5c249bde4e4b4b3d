"""The cases a case is tied to."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.browser.words import TIES
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from typing import Any


class Tied(Part):
    """Every tie; a case one may not see shows its sign only."""

    position = 10

    def section(self) -> dict[str, Any]:
        """The table."""
        return {"id": "ties", "title": _("Tied cases"), "register": self._ties()}

    def _ties(self) -> dict[str, Any]:
        rows = []
        for link in self.context.links:
            other = record_at(link.uid)
            seen = other is not None and self.page.may("View", other)
            rows.append(
                {
                    "title": link.sign,
                    "url": f"{other.absolute_url()}/view" if seen else None,
                    "cells": {
                        "kind": {"text": TIES[link.kind]},
                        "sign": {"text": link.sign},
                        "title": {"text": other.title if seen else ""},
                        "state": tagged(state_of(other)) if seen else {"text": ""},
                    },
                }
            )
        columns = (
            ("sign", _("Sign of the case")),
            ("kind", _("Tie")),
            ("title", _("Title of the case")),
            ("state", _("State")),
        )
        return table(_("Cases tied to this one"), columns, numbered("tie", rows))
