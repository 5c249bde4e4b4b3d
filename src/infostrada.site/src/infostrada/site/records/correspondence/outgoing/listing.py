"""Rows of outgoing letters and of dispatch lists, and the registers read from them."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import own
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.tables import register_listing_table
from infostrada.site import _
from infostrada.site.records.correspondence.outgoing.interfaces import IDispatchList
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE, LIST_TABLE = "site.outgoing_listing", "site.dispatch_list_listing"
VIEW = "infostrada.site: View the register of letters"
register_listing_table(TABLE, of="records_outgoing")
register_listing_table(LIST_TABLE)

OUTGOING = Listing(
    name="outgoing",
    types=("records_outgoing",),
    permission=VIEW,
    table=TABLE,
    columns=(
        own("year", _("Year"), "integer"),
        own("number", _("RPWych number"), "integer"),
        own("registered_on", _("Registered"), "date"),
        own("recipient", _("Addressee")),
        own("address", _("Address")),
        own("case_uid"),
        own("case_sign", _("Sign of the case")),
        own("document_kind", _("Kind of document")),
        own("method", _("Way of dispatch")),
        own("tracking", _("Parcel number")),
        own("list_uid"),
        own("list_label", _("Dispatch list")),
        own("sent_on", _("Sent"), "date"),
        own("served_on", _("Served"), "date"),
        own("channel_status", _("Status in the network")),
        own("remarks", _("Remarks")),
    ),
    sorts={
        "number": Sort(("year", "number"), descending=True),
        "registered": Sort(("registered_on", "year", "number"), descending=True),
    },
    filters=("state", "year", "method", "list_uid", "case_uid", "channel_status"),
    words=("title", "recipient", "case_sign", "tracking"),
    signs=("W/{number}/{year}",),
)
DISPATCH_LISTS = Listing(
    name="dispatch_lists",
    types=("records_dispatch_list",),
    permission=VIEW,
    table=LIST_TABLE,
    columns=(
        own("year", _("Year"), "integer"),
        own("number", _("Number"), "integer"),
        own("made_on", _("Made"), "date"),
        own("carrier", _("Carrier")),
        own("letters", _("Letters"), "integer"),
        own("handed_over_on", _("Handed over"), "date"),
    ),
    sorts={"number": Sort(("year", "number"), descending=True)},
    filters=("state", "year"),
    words=("title", "carrier"),
    signs=("{number}/{year}",),
)
for _listing in (OUTGOING, DISPATCH_LISTS):
    register_listing(_listing)


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


@implementer(IListingRow)
@adapter(IOutgoing)
class OutgoingRow:
    """Columns of `site.outgoing_listing`."""

    def __init__(self, letter: Any) -> None:
        self.letter = letter

    def values(self) -> dict[str, Any]:
        """What the register shows without waking the letter."""
        letter = self.letter
        return {
            "year": letter.year,
            "number": 0 if letter.foreign_number and not letter.number else letter.number,
            "registered_on": _iso(letter.registered_at.date() if letter.registered_at else None),
            "recipient": letter.recipient,
            "address": letter.addressee.ade or letter.addressee.address,
            "document_uid": letter.document_uid,
            "document_kind": "" if letter.sealed else letter.document_kind,
            "case_uid": letter.case_uid,
            "case_sign": letter.case_sign,
            "method": letter.method,
            "tracking": letter.tracking,
            "list_uid": letter.list_uid,
            "list_label": letter.list_label,
            "sent_on": _iso(letter.sent_on),
            "served_on": _iso(letter.served_on),
            "message_id": letter.message_id,
            "channel_status": letter.channel_status,
            "remarks": "" if letter.sealed else letter.remarks,
            "party": letter.addressee.party,
        }


@implementer(IListingRow)
@adapter(IDispatchList)
class DispatchListRow:
    """Columns of `site.dispatch_list_listing`."""

    def __init__(self, listed: Any) -> None:
        self.listed = listed

    def values(self) -> dict[str, Any]:
        """What the list of lists shows."""
        listed = self.listed
        return {
            "year": listed.year,
            "number": listed.number,
            "made_on": _iso(listed.made_at.date() if listed.made_at else None),
            "carrier": listed.carrier,
            "letters": len(listed.letters),
            "handed_over_on": _iso(listed.handed_over_on),
        }
