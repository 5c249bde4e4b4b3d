"""Letters between offices of this platform: out of one register and into the other in one step.

The sending office's letter, the receiving office's letter with its RPW number, the proof of receipt
on both sides, both journals: all of it is committed together or not at all. A process killed between
the two stores leaves a number that the repetition takes over (`infostrada.core.numbers`).
"""

from datetime import datetime
from infostrada.site.records.actor import Actor
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.operations import enter_letter
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.dispatch import gone
from infostrada.site.records.correspondence.outgoing.operations import file_of
from infostrada.site.records.correspondence.outgoing.proofs import served
from infostrada.site.records.correspondence.receipts import box_of
from infostrada.site.records.correspondence.receipts import Receipt
from infostrada.site.records.correspondence.receipts import receipt_file
from infostrada.site.records.deed import Deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.upload import Upload
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any


BASIS = "urzędowe poświadczenie przedłożenia"
METHOD = "między urzędami platformy"


def deliver_here(letter: Outgoing, act: Deed) -> Letter:
    """Put the letter into the RPW of the office it is for; served at that moment.

    For callers that asked for the right. Repeated, the letter registered then is returned.
    """
    target, sender = find_unit(letter.addressee.unit), unit_of(letter)
    uploads = []
    for enclosure in letter.enclosures:
        file = file_of(enclosure)
        if file is None:
            raise Blocked([], reason="file_gone")
        uploads.append(Upload(file.filename, file.open(), file.contentType))
    data = {
        "title": letter.title,
        "sender_org_name": sender.title,
        "postal_code": sender.postcode or "",
        "city": sender.city or sender.title,
        "street": sender.street or "",
        "email": sender.email or "",
        "letter_date": letter.letter_date,
        "posting_date": act.at.date().isoformat(),
        "received_date": act.at.date(),
        "document_kind": letter.document_kind,
        "access": letter.access,
        "delivery_method": METHOD,
        "sender_reference": letter.case_sign,
        "matter": "between_authorities",
    }
    arrival = Deed(Actor("", sender.title, ""), target.unit_id, act.at)
    received = enter_letter(target, data, uploads, arrival, f"platform:{IUUID(letter)}")
    proof = _proof(letter, received, sender, target, act.at)
    received.evidences = (*received.evidences, proof)
    received.message_id, received.sender_ade = IUUID(letter), sender.ade or ""
    received.reindexObject()
    letter.evidences = (*letter.evidences, proof)
    letter.message_id, letter.channel_status = IUUID(received), f"RPW {received.rpw_number}"
    gone(letter, act, act.at.date())
    served(letter, act, act.at.date(), BASIS, at=act.at)
    return received


def _proof(letter: Outgoing, received: Letter, sender: Any, target: Any, at: datetime) -> Evidence:
    """The receiving office's receipt (UPP); one evidence held by both letters."""
    receipt = Receipt(
        identifier=f"UPP-{IUUID(received)}",
        recipient=target.title,
        recipient_id=box_of(target),
        sender=sender.title,
        sender_id=box_of(sender),
        delivered_at=at,
        made_at=at,
        document=IUUID(letter),
        notes=(("Numer RPW", received.rpw_number), ("Znak sprawy nadawcy", letter.case_sign)),
        digests=tuple((each.filename, each.sha256) for each in letter.enclosures),
    )
    return Evidence(
        receipt.identifier, "UPP", at, receipt_file(receipt, target), f"RPW {received.rpw_number}"
    )
