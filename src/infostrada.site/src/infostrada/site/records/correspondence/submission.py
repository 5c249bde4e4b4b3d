"""The office's electronic inbox (ESP): a letter handed in by somebody logged in, with its receipt (UPP) at once.

Source: act of 17 February 2005 on informatisation (art. 16), KPA art. 63 § 1 and 61 § 3a (an electronic letter
is received on the day it enters the office's system).
"""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import Actor
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.content import SENDER
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.operations import enter_letter
from infostrada.site.records.correspondence.receipts import box_of
from infostrada.site.records.correspondence.receipts import Receipt
from infostrada.site.records.correspondence.receipts import receipt_file
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import now
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


SUBMIT = "infostrada.site: Submit letters"
METHOD = "formularz portalu"
TOLD = ("title", *SENDER, "email", "document_kind", "sender_reference", "matter")
MOST_FILES = 20


def submit_letter(
    context: Any, data: Mapping[str, Any], uploads: Sequence[Upload], *, idempotency_key: str | None = None
) -> Letter:
    """Put a letter of the person logged in into the RPW and give the receipt for it.

    The letter counts as received at this moment. `data` are fields of metadata set A the sender may tell, `other_senders`
    who signed it as well.
    """
    require(SUBMIT, context)
    if not uploads:
        raise invalid("file", "file_missing")
    if len(uploads) > MOST_FILES:
        raise invalid("file", "too_many_files")
    unit, user = unit_of(context), api.user.get_current()
    account, at = str(user.getId()), now()
    told = {name: data[name] for name in TOLD if data.get(name) not in (None, "")}
    told["other_senders"] = data.get("other_senders")
    today = polish_today()
    told |= {
        "letter_date": today.isoformat(),
        "received_date": today,
        "delivery_method": METHOD,
        "attachment_count": len(uploads) - 1,
    }
    act = Deed(Actor(account, user.getProperty("fullname", "") or account, ""), unit.unit_id, at)
    letter = enter_letter(unit, told, uploads, act, f"esp:{idempotency_key}" if idempotency_key else None)
    if not letter.evidences:
        letter.submitted_by = account
        letter.evidences = (_receipt(letter, unit, account),)
        letter.reindexObject()
    return letter


def _receipt(letter: Letter, unit: Any, account: str) -> Evidence:
    uid, at = IUUID(letter), letter.registered_at or now()
    receipt = Receipt(
        identifier=f"UPP-{uid}",
        recipient=unit.title,
        recipient_id=box_of(unit),
        sender=letter.from_whom,
        sender_id=account,
        delivered_at=at,
        made_at=now(),
        document=uid,
        notes=(("Numer RPW", letter.rpw_number), ("Tytuł pisma", letter.title)),
        digests=tuple((file.filename, file.sha256) for file in letter.files),
    )
    return Evidence(receipt.identifier, "UPP", at, receipt_file(receipt, unit), f"RPW {letter.rpw_number}")


def submitted(unit: Any, uid: str) -> Letter | None:
    """A letter the person logged in has handed in here; None for anybody else's and for none."""
    letter = record_at(uid)
    user = api.user.get_current().getId()
    mine = isinstance(letter, Letter) and bool(user) and letter.submitted_by == user
    return letter if mine and unit_of(letter).unit_id == unit.unit_id else None
