"""What is due in the archive today, by category."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.archive import listing
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import tagged
from typing import Any


DUE = {
    "handover": _("to be handed over"),
    "transfer": _("to the state archive"),
    "destroy": _("to be destroyed"),
    "held": _("held back"),
    "none": _("nothing yet"),
}
COLUMNS = (
    ("category", _("Archival category")),
    ("state", _("State")),
    ("due", _("What is due")),
    ("cases", _("Cases")),
)


class Due(Part):
    """Counts of the ended cases the visitor may see."""

    position = 10

    def section(self) -> dict[str, Any]:
        """One row a category, state and need."""
        rows = [
            {
                "title": row["category"] or "–",
                "cells": {
                    "category": {"text": row["category"] or "–"},
                    "state": tagged(row["state"]),
                    "due": {"text": DUE[row["due"]]},
                    "cases": {"text": str(row["cases"])},
                },
            }
            for row in listing.counts(self.page.unit.unit_id)
        ]
        register = table(_("Ended cases by category"), COLUMNS, numbered("count", rows), num=("cases",))
        shown = {**register, "quiet": True, "empty": _("You may see no ended case yet.")}
        return {"id": "counts", "title": _("Ended cases by category"), "register": shown}
