"""Register incoming letters in the office's one RPW."""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.envelope_settings import unopened_by
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.rules import letter_faults
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.correspondence.sender_acts import others_faults
from infostrada.site.records.correspondence.sender_acts import REGISTER
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import LetterRegistered
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import by_uid
from infostrada.site.records.numbering.entries import entry_of
from infostrada.site.records.numbering.holding import held
from infostrada.site.records.numbering.holding import taken
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import file_object
from infostrada.site.records.store import LETTERS
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import shard
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from typing import Any
from zope.event import notify


DEFAULTS: dict[str, Any] = {"country": "PL", "access": "not_public", "dcmi_type": "Text"}


def rpw(unit_id: str, year: int) -> numbers.Series:
    """The series of the office's register of incoming letters for a year."""
    return numbers.Series(unit_id, "rpw", year)


def register_letter(
    context: Any,
    data: Mapping[str, Any],
    uploads: Sequence[Upload] = (),
    *,
    idempotency_key: str | None = None,
    reserved: str = "",
) -> Letter:
    """Register a letter and give it the next number of the RPW, or the `reserved` one (`12/2026`).

    `data` holds fields of metadata set A (`content.FIELDS`); `received_date` is a date. `unopened` names
    the kind of a parcel registered from its envelope, `envelope` the words on it, `other_senders` who
    the letter is from beside the first sender (`senders.Sender`). With an `idempotency_key` used before, the
    letter registered then is returned. Needs the right to register letters in the unit; raises InvalidData with
    every fault.
    """
    require(REGISTER, context)
    return enter_letter(context, data, uploads, deed(context), idempotency_key, reserved)


def enter_letter(
    context: Any,
    data: Mapping[str, Any],
    uploads: Sequence[Upload],
    act: Deed,
    idempotency_key: str | None,
    reserved: str = "",
) -> Letter:
    """Register a letter a channel brings by itself: no person, so no right, is asked for.

    `act` names the channel as the actor. Whoever calls this has settled that the letter is for
    this office.
    """
    series = rpw(act.unit, act.at.year)
    earlier = numbers.find(series, idempotency_key) if idempotency_key else None
    if earlier is not None:
        found: Letter = by_uid(earlier.uid, ILetter, near=context)
        return found
    number = held(unit_of(context), series, reserved)
    letter = _make(context, data, uploads, act)
    _number(letter, series, act, idempotency_key, number)
    notify(LetterRegistered(letter, act.actor))
    return letter


def _make(context: Any, data: Mapping[str, Any], uploads: Sequence[Upload], act: Deed) -> Letter:
    closed = unopened_by(context, data)
    known = {name: data[name] for name in FIELDS if data.get(name) not in (None, "")}
    known = {**DEFAULTS, **known}
    known.setdefault("received_date", act.at.date())
    known.setdefault("attachment_count", max(len(uploads) - 1, 0))
    if closed is not None:
        known.setdefault("title", closed.kind)
        known.setdefault("letter_date", "")
    others = tuple(data.get("other_senders") or ())
    faults: list[Any] = letter_faults(known, today=polish_today(), from_envelope=closed is not None)
    faults += others_faults(context, known.get("party", ""), others)
    faults += _class_faults(context, known.get("foreseen_class", ""))
    if faults:
        raise InvalidData(faults)
    draft = Letter(**known)
    draft.year, draft.registered_at, draft.other_senders = act.at.year, act.at, others
    draft.files = tuple(stored(upload) for upload in uploads)
    if closed is not None:
        draft.unopened, draft.scan_note = closed, closed.kind
    uid = new_uid()
    folder = shard(context, LETTERS, act.at.year, uid)
    letter: Letter = file_object(folder, draft, "records_letter", uid=uid)
    act.write(
        "letter.registered",
        letter,
        year=letter.year,
        files=[item.sha256 for item in letter.files],
        **({"unopened": closed.kind} if closed is not None else {}),
    )
    return letter


def _class_faults(context: Any, symbol: str) -> list[Fault]:
    plan = plan_on(context, polish_today()) if symbol else None
    if not symbol or (plan is not None and plan.takes_cases(symbol)):
        return []
    if plan is None:
        return [Fault("foreseen_class", "no_plan")]
    return [Fault("foreseen_class", "class_not_final" if plan.get(symbol) is not None else "class_unknown")]


def _number(
    letter: Letter, series: numbers.Series, act: Deed, key: str | None, reserved: numbers.Held | None
) -> None:
    """The number comes last: from here on other registrations in the office wait."""
    letter.number = taken(letter, series, {**entry_of(letter), "by": act.actor.name}, key, reserved)


def add_attachment(letter: Letter, upload: Upload) -> RecordFile:
    """Add a file to a letter that is not closed yet, for example a scan made afterwards."""
    require(REGISTER, letter)
    if state_of(letter) not in OPEN:
        raise Blocked([], reason="state_forbids")
    act = deed(letter)
    added = stored(upload)
    letter.files = (*letter.files, added)
    letter.reindexObject()
    act.write("letter.file", letter, file=added.uid, sha256=added.sha256)
    return added


def stored(upload: Upload) -> RecordFile:
    """The file to keep; InvalidData when it is empty or too large."""
    if fault := fault_of(upload):
        raise invalid("files", fault)
    return upload.stored()


def void_letter(letter: Letter, reason: str) -> None:
    """Mark a registration made by mistake; the row keeps its number for ever (EOD-04)."""
    _end(letter, "void", "letter.void", reason)


def return_letter(letter: Letter, reason: str) -> None:
    """Send a letter that is not for this office back to its sender; the row stays."""
    _end(letter, "return", "letter.returned", reason)


def _end(letter: Letter, transition: str, action: str, reason: str) -> None:
    require(REGISTER, letter)
    if not reason.strip():
        raise invalid("reason", "required")
    act = deed(letter)
    letter.remarks = "\n".join(filter(None, (letter.remarks, reason.strip())))
    move(letter, transition)
    letter.reindexObject()
    act.write(action, letter, reason=reason.strip())
