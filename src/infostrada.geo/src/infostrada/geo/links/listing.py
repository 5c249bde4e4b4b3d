"""The record's row in SQL: its links, mirrored in the transaction that changes the record."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.geo.interfaces import IGeoLinked
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import Link
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "geo.linked_record"
FLAT = (
    "link_id",
    "layer",
    "ns",
    "local_id",
    "feature_version",
    "business_id",
    "role",
    "since",
    "until",
    "closed_by",
    "reason",
)
register_listing_table(TABLE)


@implementer(IListingRow)
class LinksRow:
    """The links of one record as `geo.linked_record` takes them."""

    def __init__(self, links: tuple[Link, ...]) -> None:
        self.links = links

    def values(self) -> dict[str, Any]:
        """The columns of `geo.linked_record`."""
        return {"links": [_flat(link) for link in self.links]}


@adapter(IGeoLinked)
@implementer(IListingRow)
def links_row(record: Any) -> LinksRow | None:
    """The row of a record that was ever linked; most records have none."""
    links = IGeoLinks(record).geo_links
    return LinksRow(links) if links else None


def _flat(link: Link) -> dict[str, Any]:
    confirmed = {"confirmed": link.confirmed} if link.confirmed else {}
    return {**{name: getattr(link, name) for name in FLAT}, "wkb2180": link.snapshot.wkb2180, **confirmed}
