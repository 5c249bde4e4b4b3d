"""Row of a letter in the register's listing table."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.site.parties.rules import check_postcode
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.workflow import state_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "site.letter_listing"
WAITING = ("registered", "incomplete")
register_listing_table(TABLE, of="records_letter")


@implementer(IListingRow)
@adapter(ILetter)
class LetterRow:
    """Columns of `site.letter_listing`."""

    def __init__(self, letter: ILetter) -> None:
        self.letter = letter

    def values(self) -> dict[str, Any]:
        """What the register shows without waking the letter."""
        letter = self.letter
        registered = letter.registered_at
        closed = letter.unopened
        told = {
            "letter_date": letter.letter_date,
            "sender": letter.from_whom,
            "sender_reference": letter.sender_reference or "",
            "postcode": check_postcode(letter.postal_code or "").value,
            "city": letter.city or "",
            "street": letter.street or "",
            "assigned_to": letter.assigned_to,
            "remarks": letter.remarks or "",
            "scan_note": letter.scan_note,
            "media": letter.media,
        }
        if letter.sealed:
            told = dict.fromkeys(told, "")
        return {
            "year": letter.year,
            # A letter taken over from another office has no number here; it stands below the year's others.
            "number": 0 if letter.foreign_number and not letter.number else letter.number,
            "received_date": letter.received_date.isoformat(),
            "registered_at": registered.isoformat() if registered else None,
            **told,
            "named": _named(letter),
            "delivery_method": letter.delivery_method or "",
            "attachment_count": letter.attachment_count or 0,
            "waiting": state_of(letter) in WAITING,
            "case_uid": letter.case_uid,
            "class_symbol": letter.outside_symbol,
            "scan": letter.scan_now,
            "shelf": letter.shelf,
            "party": letter.party or "",
            "message_id": letter.message_id,
            "unopened": closed.state if closed else "",
            "unopened_kind": closed.kind if closed else "",
            "borrower": next((loan.borrower for loan in letter.loans if loan.returned_on is None), ""),
        }


def _named(letter: Any) -> list[dict[str, str]]:
    """Each of several senders, for the report on a person; of one alone the columns `party` and `sender` tell.

    No list shows this column: of a letter whose row does not say from whom it is, everybody stands here.
    """
    if not letter.other_senders and not letter.sealed:
        return []
    return [{"uid": each.party, "name": each.line.lower()} for each in letter.senders]
