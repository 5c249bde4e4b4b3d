"""Messages of the box into the office's RPW, each once, with its evidences; answers into their cases."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.operations.filing import take_letter_in
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.client import moment
from infostrada.site.records.correspondence.edelivery.names import original_name
from infostrada.site.records.correspondence.edelivery.sending import channel
from infostrada.site.records.correspondence.edelivery.sending import new_evidences
from infostrada.site.records.correspondence.operations import enter_letter
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.find import record_at
from infostrada.site.records.texts import made_writable
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from typing import Any


METHOD = "e-Doręczenia"
# How far back the box is looked through each time: longer than any outage that is likely.
LOOK_BACK = timedelta(days=30)
# A message cannot be turned away: whatever it carries, its day of receipt counts.
MOST_FILES = 500
LONGEST_REMARKS = 5000
BODY = "tresc-wiadomosci.txt"
KNOWN = """
    SELECT own.message_id FROM site.letter_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND own.message_id = ANY(%(ids)s)
"""
OURS = """
    SELECT own.case_uid FROM site.outgoing_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND own.message_id = %(message)s AND own.case_uid IS NOT NULL LIMIT 1
"""


def unseen(unit_id: str, client: Client) -> list[str]:
    """Ids of messages in the box that the RPW does not have, the oldest first."""
    since = (polish_today() - LOOK_BACK).isoformat()
    listed = [
        str(message.get("messageMetadata", {}).get("messageId") or "")
        for message in client.messages("INBOX", eventDateFrom=f"{since}T00:00:00Z")
        if (message.get("messageControlData") or {}).get("messageType", "Message") == "Message"
    ]
    wanted = list(dict.fromkeys(filter(None, reversed(listed))))
    pending.flush()
    held = {row["message_id"] for row in rows(KNOWN, {"unit": unit_id, "ids": wanted})}
    return [message_id for message_id in wanted if message_id not in held]


def take_message(unit: Any, client: Client, message_id: str) -> Letter:
    """Register one message of the box; a message that came before gives the letter it became then."""
    message = made_writable(client.message(message_id))
    metadata = message.get("messageMetadata") or {}
    sender = metadata.get("from") or {}
    act = channel(unit.unit_id)
    received = moment(metadata.get("receiptDate")) or moment(metadata.get("eventDate"))
    sent = moment(metadata.get("submissionDate")) or received
    on = min(received.astimezone(WARSAW).date(), act.at.date()) if received else act.at.date()
    sent_on = min(sent.astimezone(WARSAW).date(), on) if sent else on
    data = {
        "title": str(metadata.get("subject") or "Wiadomość bez tematu")[:1000],
        **_sender(sender),
        "letter_date": sent_on.isoformat(),
        "posting_date": sent_on.isoformat(),
        "received_date": on,
        "delivery_method": METHOD,
        "sender_reference": str(metadata.get("caseId") or "")[:200],
    }
    told = [_upload(client, message_id, each) for each in (message.get("attachments") or [])[:MOST_FILES]]
    data["remarks"], uploads = _contents(str(message.get("textBody") or ""), told)
    data["attachment_count"] = max(len(uploads) - 1, 0)
    letter = enter_letter(unit, data, uploads, act, f"ade:{message_id}")
    letter.message_id, letter.thread_id = message_id, str(metadata.get("threadId") or "")
    letter.sender_ade = str(sender.get("eDeliveryAddress") or "")
    letter.evidences = (
        *letter.evidences,
        *new_evidences(letter.evidences, client.evidences(message_id), client, "purde"),
    )
    letter.reindexObject()
    _into_its_case(letter, unit, str(metadata.get("refToMessageId") or ""))
    return letter


def _contents(body: str, told: list[Upload]) -> tuple[str, list[Upload]]:
    """Remarks and files: empty attachments are named in the remarks, a body too long for them is a file of its own."""
    empty = ", ".join(each.filename for each in told if not each.size)
    kept = [each for each in told if each.size]
    note = f"Załączniki bez zawartości: {empty}\n"[:LONGEST_REMARKS] if empty else ""
    if len(note) + len(body) > LONGEST_REMARKS:
        kept.append(Upload(BODY, body.encode(), "text/plain"))
    return (note + body)[:LONGEST_REMARKS], kept


def _sender(sender: dict[str, Any]) -> dict[str, str]:
    who, at = sender.get("contributor") or {}, sender.get("address") or {}
    names = {
        "sender_org_name": " ".join(
            filter(None, (str(who.get("companyName") or ""), str(who.get("companyNameContinued") or "")))
        )[:500],
        "sender_surname": str(who.get("lastName") or "")[:200],
        "sender_given_names": str(who.get("firstName") or "")[:200],
    }
    if names["sender_surname"] and not names["sender_given_names"]:
        names = {"sender_org_name": names["sender_org_name"] or names["sender_surname"]}
    if not names.get("sender_org_name") and not names.get("sender_surname"):
        names["sender_org_name"] = str(sender.get("eDeliveryAddress") or "Nadawca nieznany")
    country = str(at.get("country") or "PL").upper()
    return {
        **names,
        "street": str(at.get("street") or "")[:200],
        "building": str(at.get("buildingNumber") or ""),
        "apartment": str(at.get("houseNumber") or ""),
        "postal_code": str(at.get("postalCode") or ""),
        "city": str(at.get("city") or "nie podano")[:200],
        "country": country if len(country) == 2 and country.isascii() and country.isalpha() else "PL",
    }


def _upload(client: Client, message_id: str, told: dict[str, Any]) -> Upload:
    about = (told.get("file") or {}).get("fileMetadata") or {}
    name = str(about.get("filename") or "zalacznik")
    data = client.attachment(message_id, str(told.get("attachmentId") or ""))
    name = original_name(name, str(about.get("description") or ""))
    return Upload(name, data, str(about.get("contentType") or ""))


def _into_its_case(letter: Letter, unit: Any, answered: str) -> None:
    """A reply to a letter of ours joins that letter's case, when the case is still open."""
    if not answered or letter.case_uid is not None:
        return
    found = rows(OURS, {"unit": unit.unit_id, "message": answered})
    case = record_at(found[0]["case_uid"]) if found else None
    if case is not None and state_of(letter) == "registered":
        take_letter_in(case, letter, channel(unit.unit_id))
