"""Say that a message needs no registering, take that back, let messages go that were kept for long enough."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from infostrada.core import journal
from infostrada.core import numbers
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.eml import BadMailError
from infostrada.site.records.correspondence.eml import mail_of
from infostrada.site.records.correspondence.intake import mail_key
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.operations import rpw
from infostrada.site.records.correspondence.unregistered import store
from infostrada.site.records.correspondence.unregistered.rules import days_faults
from infostrada.site.records.correspondence.unregistered.rules import faults_of
from infostrada.site.records.correspondence.unregistered.rules import USUAL_DAYS
from infostrada.site.records.correspondence.unregistered.store import Noted
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import now
from infostrada.site.records.files import largest
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import new_uid
from infostrada.site.records.texts import is_writable
from infostrada.site.records.unit_settings import UnitSettings
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any


DAYS = UnitSettings("infostrada.site.unregistered_mail_days")
ADMINISTER = "infostrada.site: Administer unit"
LONGEST_LINE = 500
BATCH = 200


def note_unregistered(context: Any, upload: Upload, kind: str, note: str = "") -> Noted:
    """A message (.eml, .msg) is not registered, for a reason; the same bytes give the same row.

    It is kept whole for the office's number of days. What was registered before is refused. Raises InvalidData or Blocked.
    """
    unit = unit_of(context)
    require(REGISTER, unit)
    faults = [Fault(*each) for each in faults_of(kind, note)]
    if not is_writable(note):
        faults.append(Fault("note", "text_unwritable"))
    if faults:
        raise InvalidData(faults)
    if fault := fault_of(upload, largest()):
        raise invalid("file", fault)
    act, digest = deed(unit), upload.sha256
    if _is_registered(act, digest):
        raise Blocked([], reason="mail_registered")
    earlier = store.same(act.unit, digest)
    if earlier is not None:
        return earlier
    noted = _row(upload, digest, act, kind, note)
    store.add(noted, Upload(noted.filename, upload.source, "application/octet-stream").stored())
    _journal("unregistered", noted, kind=kind)
    return noted


def _is_registered(act: Deed, digest: str) -> bool:
    """Has it a number of this year or of the last one?"""
    years = (act.at.year, act.at.year - 1)
    return any(numbers.find(rpw(act.unit, year), mail_key(digest)) is not None for year in years)


def _row(upload: Upload, digest: str, act: Deed, kind: str, note: str) -> Noted:
    sender, subject, sent_on = _told(upload)
    return Noted(
        uid=new_uid(),
        unit=act.unit,
        noted_at=act.at,
        actor=act.actor.id,
        actor_name=act.actor.name,
        post=act.actor.post,
        kind=kind,
        note=note.strip(),
        sender=sender[:LONGEST_LINE],
        subject=subject[:LONGEST_LINE],
        sent_on=sent_on,
        filename=upload.filename or "wiadomosc.eml",
        size=upload.size,
        sha256=digest,
        keep_until=act.at.date() + timedelta(days=days_kept(act.unit)),
    )


def _told(upload: Upload) -> tuple[str, str, date | None]:
    """Sender, subject and day; nothing of a message no reader understands: spam is often broken, and may be said to be spam."""
    try:
        mail = mail_of(upload)
    except BadMailError:
        return "", "", None
    named = ((mail.sender_name, mail.sender_email), *mail.others)
    sender = ", ".join(" ".join(filter(None, (name, f"<{at}>" if at else ""))) for name, at in named)
    return sender, mail.subject or "", mail.sent_on


def register_after_all(context: Any, uid: str, data: Mapping[str, Any]) -> Letter:
    """The message is registered after all, from what was kept; its row says so. Asked again, the letter it became. Raises InvalidData or Blocked."""
    unit = unit_of(context)
    require(REGISTER, unit)
    noted = store.one(unit.unit_id, uid)
    if noted is None:
        raise invalid("uid", "unknown_object")
    if noted.letter_uid:
        registered: Letter = by_uid(noted.letter_uid, ILetter, near=unit)
        return registered
    file = store.message(uid)
    if file is None:
        raise Blocked([], reason="mail_erased")
    with file.open() as source:
        letter = register_mail(unit, Upload(noted.filename, source), data)
    store.registered(uid, IUUID(letter))
    _journal("registered_after_all", noted, letter=IUUID(letter))
    return letter


def days_kept(unit_id: str) -> int:
    """Days the office keeps such messages."""
    held = DAYS.of(unit_id)
    return USUAL_DAYS if held is None else int(held)


def keep_days(context: Any, days: int) -> None:
    """Keep messages noted from now on for so many days; for the administrator of the office."""
    unit = unit_of(context)
    require(ADMINISTER, unit)
    faults = [Fault(*each) for each in days_faults(days)]
    if faults:
        raise InvalidData(faults)
    DAYS.keep(unit.unit_id, days)
    journal.append("records.mail.days_kept", unit=unit.unit_id, data={"days": days})


def erase_due(today: date, size: int = BATCH) -> int:
    """Let go what was kept for long enough; how many there were. Each leaves its row, its digest and an entry of the journal."""
    found = store.due(today, size)
    for row in found:
        store.erase(row["uid"], now())
        data = {"mail": row["uid"], "sha256": row["sha256"]}
        journal.append("records.mail.erased", unit=row["unit"], data=data)
    return len(found)


def listed(context: Any, size: int, after: str = "", kind: str = "") -> list[Noted]:
    """Messages of the office that were not registered, the newest first."""
    return store.page(unit_of(context).unit_id, size, after, kind)


def _journal(action: str, noted: Noted, **more: Any) -> None:
    data = {"mail": noted.uid, "sha256": noted.sha256, **more}
    journal.append(f"records.mail.{action}", unit=noted.unit, data=data)


def all_noted(context: Any, uploads: Iterable[Upload], kind: str, note: str) -> list[Noted]:
    """Several messages for one reason: all or none."""
    given = list(uploads)
    if not given:
        raise invalid("file", "file_missing")
    return [note_unregistered(context, each, kind, note) for each in given]
