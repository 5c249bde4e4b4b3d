"""The office's own certificate that its electronic letter was delivered (UPD), beside what the network says.

Source: act of 17 February 2005 on informatisation, art. 3 pkt 20, and the form of receipts in `receipts`. The
certificate names the letter, the moment, the digests of what was delivered and the network's own evidence; the
office's seal signs it as it signs the UPP.
"""

from datetime import datetime
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.operations import note_in_case
from infostrada.site.records.correspondence.receipts import box_of
from infostrada.site.records.correspondence.receipts import Receipt
from infostrada.site.records.correspondence.receipts import receipt_file
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import WARSAW
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID


KIND = "UPD"
# Evidences that say the addressee has the letter.
DELIVERING = ("E.1", "UPP")


def certify(letter: Outgoing, act: Deed, at: datetime) -> Evidence:
    """Make the certificate and keep it with the letter, once."""
    identifier = f"{KIND}-{IUUID(letter)}"
    held = letter.evidence(identifier)
    if held is not None:
        return held
    unit, to = unit_of(letter), letter.addressee
    notes = (
        ("Numer RPWych", letter.rpw_number),
        ("Sposób doręczenia", letter.method),
        ("Podstawa", letter.service_basis),
        *((f"Dowód {each.code}", each.id) for each in letter.evidences if each.code in DELIVERING),
    )
    receipt = Receipt(
        identifier=identifier,
        recipient=to.line,
        recipient_id=to.ade or (box_of(find_unit(to.unit)) if to.unit else to.line),
        sender=unit.title,
        sender_id=box_of(unit),
        delivered_at=at,
        made_at=act.at,
        document=IUUID(letter),
        notes=tuple((name, text) for name, text in notes if text),
        digests=tuple((each.filename, each.sha256) for each in letter.enclosures),
        kind=KIND,
        case_sign=letter.case_sign,
    )
    made = Evidence(identifier, KIND, at, receipt_file(receipt, unit), letter.rpw_number)
    letter.evidences = (*letter.evidences, made)
    letter.reindexObject()
    note_in_case(letter, act, "letter_certified", f"{KIND} z {at.astimezone(WARSAW):%d.%m.%Y, %H:%M}")
    act.write("outgoing.certified", letter, certificate=identifier)
    return made
