"""Rows of handover and destruction lists: whom they wait for, without waking them."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.site.records.archive.interfaces import IDisposal
from infostrada.site.records.archive.interfaces import IHandover
from typing import Any
from zope.component import adapter
from zope.interface import implementer


register_listing_table("site.handover_listing", of="records_handover")
register_listing_table("site.disposal_listing", of="records_disposal")


def _common(record: Any) -> dict[str, Any]:
    return {
        "cases": len(record.rows),
        "made_by_name": record.made_by.name,
        "made_at": record.made_at.isoformat() if record.made_at else None,
    }


@implementer(IListingRow)
@adapter(IHandover)
class HandoverRow:
    """Columns of `site.handover_listing`."""

    def __init__(self, handover: IHandover) -> None:
        self.handover = handover

    def values(self) -> dict[str, Any]:
        """Whose cases, how many, who listed them."""
        return {"org_symbol": self.handover.org_symbol, **_common(self.handover)}


@implementer(IListingRow)
@adapter(IDisposal)
class DisposalRow:
    """Columns of `site.disposal_listing`."""

    def __init__(self, disposal: IDisposal) -> None:
        self.disposal = disposal

    def values(self) -> dict[str, Any]:
        """The group, how many cases; `decided_by` are those who may not approve (any more): the maker and who approved."""
        disposal = self.disposal
        approved = [approval.actor.id for approval in disposal.approvals]
        return {
            "category_group": disposal.group,
            "decided_by": [disposal.made_by.id, *approved],
            **_common(disposal),
        }
