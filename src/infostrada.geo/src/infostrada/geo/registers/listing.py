"""Rows of documents of the geodetic resource in SQL."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.geo.interfaces import IGeoOperat
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "geo.operat_listing"
register_listing_table(TABLE)


@adapter(IGeoOperat)
@implementer(IListingRow)
class OperatRow:
    """What the register shows of a document."""

    def __init__(self, operat: Any) -> None:
        self.operat = operat

    def values(self) -> dict[str, Any]:
        """The columns of `geo.operat_listing`."""
        operat = self.operat
        return {
            "identifier": operat.identifier or "",
            "kind": operat.operat_kind or "other",
            "made_on": operat.made_on.isoformat() if operat.made_on else None,
            "author": operat.author or "",
            "scanned": operat.scan is not None,
        }
