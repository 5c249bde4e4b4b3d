"""Letters out of the outbox into the box, and what their evidences say of them later.

A message carries our own key. When an attempt is repeated, the sent folder is asked for that key first, so
a lost answer, a killed worker and a doubled attempt all lead to the same one message.
"""

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.records.actor import Actor
from infostrada.site.records.correspondence.edelivery.client import Carried
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.client import moment
from infostrada.site.records.correspondence.edelivery.client import OWN_KEY
from infostrada.site.records.correspondence.edelivery.client import RefusedError
from infostrada.site.records.correspondence.edelivery.client import ServiceError
from infostrada.site.records.correspondence.edelivery.names import plain_names
from infostrada.site.records.correspondence.edelivery.settings import box_of
from infostrada.site.records.correspondence.edelivery.status import advance
from infostrada.site.records.correspondence.edelivery.status import CHECKED
from infostrada.site.records.correspondence.edelivery.status import code_of
from infostrada.site.records.correspondence.edelivery.status import DEEMED
from infostrada.site.records.correspondence.edelivery.status import DELIVERED
from infostrada.site.records.correspondence.edelivery.status import FINAL
from infostrada.site.records.correspondence.edelivery.status import NOT_SENT
from infostrada.site.records.correspondence.edelivery.status import PASSED_ON
from infostrada.site.records.correspondence.edelivery.status import QUEUED
from infostrada.site.records.correspondence.edelivery.status import REFUSED
from infostrada.site.records.correspondence.edelivery.status import status_of
from infostrada.site.records.correspondence.edelivery.status import UNDELIVERED
from infostrada.site.records.correspondence.edelivery.status import WAITING
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.dispatch import gone
from infostrada.site.records.correspondence.outgoing.networks import note_not_sent
from infostrada.site.records.correspondence.outgoing.networks import TOPIC
from infostrada.site.records.correspondence.outgoing.operations import file_of
from infostrada.site.records.correspondence.outgoing.proofs import served
from infostrada.site.records.correspondence.outgoing.proofs import undelivered
from infostrada.site.records.correspondence.outgoing.service import deemed_in_box
from infostrada.site.records.correspondence.outgoing.ways import HYBRID
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.interface import implementer

import hashlib


LAW = "ustawa o doręczeniach elektronicznych"
RECEIVED_BASIS, DEEMED_BASIS = f"{LAW} art. 41", f"{LAW} art. 42"
HYBRID_BASIS = "KPA art. 39 § 2, art. 46 § 1"
AT_ONCE = 200
RUNNING = """
    SELECT own.uid FROM site.outgoing_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND record.state IN ('ready', 'sent')
        AND own.channel_status <> '' AND own.channel_status <> %(queued)s AND own.channel_status <> ALL(%(final)s)
    ORDER BY own.year, own.number LIMIT %(limit)s
"""
GIVEN_UP = """
    SELECT own.uid, message.error FROM site.outgoing_listing AS own JOIN core.record AS record USING (uid)
    JOIN core.outbox AS message ON message.key = %(topic)s || ':' || own.uid
    WHERE own.channel_status = %(queued)s AND record.state = 'ready' AND message.state = 'dead'
    ORDER BY own.uid LIMIT %(limit)s
"""


def channel(unit_id: str) -> Deed:
    """An act of the service itself: no person stands behind it."""
    return Deed(Actor("", "e-Doręczenia", ""), unit_id, now())


@implementer(IOutboxHandler)
class SendLetter:
    """Topic `edelivery.send`: hand one letter over to the office's box."""

    def deliver(self, message: Any) -> None:
        """Once, however often it is tried; raises when it is worth another try."""
        letter = record_at(message.payload["letter"])
        if letter is None or state_of(letter) != "ready" or letter.task_id or letter.message_id:
            return
        unit = unit_of(letter)
        box = box_of(unit)
        if box is None:
            raise ServiceError(f"unit {unit.unit_id} has no box kept")
        hand_over(letter, Client(box), again=message.attempt > 1 or letter.tried_before)


def hand_over(letter: Outgoing, client: Client, *, again: bool) -> None:
    """Send the letter unless the service has it already; a refusal for good ends its way."""
    act = channel(unit_of(letter).unit_id)
    known = client.sent_under(IUUID(letter)) if again else None
    if known is not None:
        letter.message_id = str(known.get("messageMetadata", {}).get("messageId") or "")
        _advance(letter, CHECKED, PASSED_ON)
        letter.reindexObject()
        return
    message = compose(letter, client.box.ade)
    if message is None:
        refuse(letter, act, "plik przesyłki został zniszczony na podstawie protokołu")
        return
    try:
        letter.task_id = client.send(message)
    except RefusedError as refusal:
        refuse(letter, act, str(refusal))
        return
    _advance(letter, CHECKED)
    letter.reindexObject()
    act.write("outgoing.handed_over_to_service", letter, task=letter.task_id)


def refuse(letter: Outgoing, act: Deed, why: str) -> None:
    """The service took the letter not at all, or rejected it."""
    letter.channel_status = REFUSED
    letter.remarks = "\n".join(filter(None, (letter.remarks, why)))
    undelivered(letter, act, why)


def compose(letter: Outgoing, ade: str) -> dict[str, Any] | None:
    """The letter as the contract's `Message`; None when a file is no more."""
    files = [file_of(each) for each in letter.enclosures]
    if not all(isinstance(file, RecordFile) for file in files):
        return None
    names = plain_names(file.filename for file in files)
    hybrid = letter.method == HYBRID
    metadata: dict[str, Any] = {
        "from": {"eDeliveryAddress": ade},
        "to": [_recipient(letter, hybrid)],
        "subject": letter.title[:500],
        "caseId": letter.case_sign,
        "shippingService": "hybrid" if hybrid else "electronic",
        "additionalData": {OWN_KEY: IUUID(letter)},
    }
    if answered := _answered(letter):
        metadata["refToMessageId"] = answered
    if hybrid:
        metadata["hybridShipment"] = {
            "categoryService": "economic",
            "printingMode": "duplex",
            "overprintMode": "monochrome",
            "returnService": "returntosender",
            "procedingType": "administrative",
            "shippingMode": "registered",
            "proofOfDelivery": True,
            "caseContent": f"{letter.document_kind} {letter.case_sign}"[:255],
        }
    return {
        "messageMetadata": metadata,
        "textBody": f"{letter.title}\nZnak sprawy: {letter.case_sign}"[:5000],
        "attachments": [
            _attachment(place, name, file)
            for place, (name, file) in enumerate(zip(names, files, strict=True), 1)
        ],
    }


def _recipient(letter: Outgoing, hybrid: bool) -> dict[str, Any]:
    to = letter.addressee
    contributor = (
        {"companyName": to.org_name[:1900]}
        if to.org_name
        else {"firstName": to.given_names, "lastName": to.surname}
    )
    if not hybrid:
        return {"eDeliveryAddress": to.ade, "contributor": contributor}
    if to.org_name:
        contributor = {"companyName": to.org_name[:50], "companyNameContinued": to.org_name[50:150]}
    address = {
        "country": to.country,
        "street": to.street or to.city,
        "postalCode": to.postal_code,
        "city": to.city,
        "buildingNumber": to.building,
        "houseNumber": to.apartment,
    }
    return {"address": address, "contributor": contributor}


def _answered(letter: Outgoing) -> str:
    """The message of this addressee the case began with, so that the answer joins its thread."""
    case = record_at(letter.case_uid)
    if case is None or not letter.addressee.ade:
        return ""
    for found in map(record_at, reversed(case.letters)):
        if found is not None and found.sender_ade == letter.addressee.ade and found.message_id:
            return str(found.message_id)
    return ""


def _attachment(order: int, name: str, file: Any) -> dict[str, Any]:
    with file.open() as content:
        digest = hashlib.file_digest(content, "sha3_256").hexdigest()
    metadata = {
        "fileId": file.uid,
        "filename": name,
        "contentType": file.contentType,
        "size": file.getSize(),
        "alg": "SHA-3",
        "hash": digest,
        "description": file.filename,
    }
    return {
        "order": order,
        "attachmentId": file.uid,
        "file": {"fileMetadata": metadata, "file": Carried(file)},
    }


# what comes back


def running(unit_id: str) -> list[str]:
    """UIDs of letters handed over whose way has not ended."""
    pending.flush()
    given = {"unit": unit_id, "queued": QUEUED, "final": sorted({*FINAL, NOT_SENT}), "limit": AT_ONCE}
    return [row["uid"] for row in rows(RUNNING, given)]


def given_up() -> list[tuple[str, str]]:
    """Letters of all offices the outbox has given up, and its last fault."""
    pending.flush()
    found = rows(GIVEN_UP, {"topic": TOPIC, "queued": QUEUED, "limit": AT_ONCE})
    return [(row["uid"], row["error"]) for row in found]


def give_back(uid: str, why: str) -> None:
    """A letter given up comes back to the desk."""
    letter = record_at(uid)
    if letter is not None:
        note_not_sent(letter, channel(unit_of(letter).unit_id), why)


def follow(letter: Outgoing, client: Client) -> None:
    """Ask what became of a letter, keep new evidences once, move the letter on."""
    act = channel(unit_of(letter).unit_id)
    if not letter.message_id and not _find_message(letter, client, act):
        return
    _keep_new(letter, client, client.evidences(letter.message_id))
    _conclude(letter, act)
    letter.reindexObject()


def _find_message(letter: Outgoing, client: Client, act: Deed) -> bool:
    results = client.task(letter.task_id)
    if not results:
        return False
    result = results[0]
    if result.get("error"):
        refuse(letter, act, str(result.get("error_description") or result["error"]))
        return False
    letter.message_id = str(result.get("messageId") or "")
    _advance(letter, PASSED_ON)
    return bool(letter.message_id)


def _keep_new(letter: Outgoing, client: Client, found: Iterable[dict[str, Any]]) -> None:
    kind = "puh" if letter.method == HYBRID else "purde"
    letter.evidences = (*letter.evidences, *new_evidences(letter.evidences, found, client, kind))


def new_evidences(
    held: Iterable[Evidence], found: Iterable[dict[str, Any]], client: Client, kind: str
) -> list[Evidence]:
    """Evidences not kept yet, each once however often the service repeats it, with their files."""
    known = {each.id for each in held}
    kept = []
    for told in found:
        identifier, at = str(told.get("evidenceId") or ""), moment(told.get("eventDate"))
        if not identifier or identifier in known or at is None:
            continue
        known.add(identifier)
        code = code_of(str(told.get("type") or ""))
        pdf = code in ("BP.WP", "BP.OP")
        name = f"{code.replace('.', '-')}-{identifier}.{'pdf' if pdf else 'xml'}"
        data = client.evidence_file(kind, identifier)
        file = RecordFile(data, name, "application/pdf" if pdf else "text/xml")
        detail = "; ".join(map(str, told.get("reasonDetails") or ()))
        kept.append(Evidence(identifier, code, _local(at), file, detail))
    return kept


def _conclude(letter: Outgoing, act: Deed) -> None:
    at = {each.code: each.at for each in sorted(letter.evidences, key=lambda each: each.at, reverse=True)}
    status = status_of(at)
    if status == DEEMED and not _fiction_over(at):
        status = WAITING
    if status:
        _advance(letter, status)
    if letter.channel_status == REFUSED:
        refuse(letter, act, _detail(letter, ("A.2", "H.DW")))
        return
    posted = at.get("A.1") or at.get("H.PN")
    if posted is not None and state_of(letter) == "ready":
        gone(letter, act, posted.date())
    if state_of(letter) != "sent":
        return
    if letter.channel_status == DELIVERED:
        moment_of = at.get("E.1") or at["H.EPO"]
        basis = HYBRID_BASIS if letter.method == HYBRID else RECEIVED_BASIS
        served(letter, act, moment_of.date(), basis, at=moment_of)
    elif letter.channel_status == DEEMED:
        served(letter, act, _deemed_on(at), DEEMED_BASIS, deemed=True)
    elif letter.channel_status == UNDELIVERED:
        undelivered(letter, act, _detail(letter, ("B.2", "B.3", "D.2", "E.2")))


def _fiction_over(at: dict[str, datetime]) -> bool:
    """Has the confirmation of receipt come only after the fourteen days in the box?"""
    return at["BP.OX"].date() >= _deemed_on(at)


def _deemed_on(at: dict[str, datetime]) -> date:
    return deemed_in_box(at["D.1"].date()).end if "D.1" in at else at["BP.OX"].date()


def _detail(letter: Outgoing, codes: tuple[str, ...]) -> str:
    told = [each.detail or each.code for each in letter.evidences if each.code in codes]
    return "; ".join(told) or letter.channel_status


def _advance(letter: Outgoing, *statuses: str) -> None:
    for status in statuses:
        letter.channel_status = advance(letter.channel_status, status)


def _local(at: datetime) -> datetime:
    """In Polish time with a fixed offset, as objects keep moments."""
    found = at.astimezone(WARSAW)
    return found.replace(tzinfo=timezone(found.utcoffset() or timedelta()), microsecond=0)
