"""Tables of the archive's lists, and files made of them."""

from infostrada.core.record.listing import Listing
from infostrada.site import _
from infostrada.site.desk.words import dated
from infostrada.site.records.archive import listing
from infostrada.site.records.archive.content import Row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import tagged
from typing import Any


TAKEN = _("Taken into the archive")
COLUMNS = (
    ("sign", _("Sign of the case")),
    ("class", _("Class of the plan")),
    ("title", _("Title of the case")),
    ("category", _("Archival category")),
    ("started", _("Start of the case")),
    ("closed", _("Finally ended")),
    ("documents", _("Documents")),
    ("remarks", _("Remarks")),
)


def cases_table(found: tuple[Row, ...], request: Any) -> dict[str, Any]:
    """Cases as a list holds them; those the visitor may see lead to their pages."""
    places = listing.places(row.uid for row in found)
    rows = [_case(row, places, request) for row in found]
    shown = table(_("Cases of the list"), COLUMNS, rows, num=("documents",))
    return {**shown, "quiet": True, "figures": True}


def _case(row: Row, places: dict[str, str], request: Any) -> dict[str, Any]:
    path = places.get(row.uid)
    return {
        "id": row.uid,
        "title": row.sign,
        "url": f"{request.physicalPathToURL(path.split('/'))}/view" if path else None,
        "cells": {
            "sign": {"text": row.sign},
            "class": {"text": f"{row.class_symbol} {row.class_title}"},
            "title": {"text": row.title},
            "category": {"text": row.category},
            "started": dated(row.started_on, request),
            "closed": dated(row.closed_on, request),
            "documents": {"text": str(row.documents)},
            "remarks": {"text": row.remarks},
        },
    }


def listed(state: str, kind: Listing) -> dict[str, Any]:
    """The state of a list: one the archive accepted has been taken into it."""
    taken = kind is listing.HANDOVERS and state == "accepted"
    return {"text": TAKEN, "tone": "done"} if taken else tagged(state)


def lists_table(kind: Listing, page: Any, caption: Any, empty: Any) -> dict[str, Any]:
    """The unit's lists of one kind, the newest first; `empty` says what to do when there is none."""
    rows = [
        {
            "id": row["uid"],
            "title": row["title"],
            "url": page.request.physicalPathToURL(row["path"].split("/")) + "/view",
            "cells": {
                "title": {"text": row["title"]},
                "state": listed(row["state"], kind),
                "changed": dated(row["modified"], page.request),
            },
        }
        for row in listing.lists(kind, page.unit.unit_id)
    ]
    columns = (("title", _("Title")), ("state", _("State")), ("changed", _("Changed")))
    return {**table(caption, columns, rows), "quiet": True, "empty": empty}
