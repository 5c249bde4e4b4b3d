"""A parcel registered from its envelope reaches its addressee, who opens it or leaves it closed."""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.errors import Unauthorized
from infostrada.site.records.actor import principals_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.content import Unopened
from infostrada.site.records.correspondence.envelope import CLOSED
from infostrada.site.records.correspondence.envelope import OPENED
from infostrada.site.records.correspondence.envelope import WAITING
from infostrada.site.records.correspondence.operations import stored
from infostrada.site.records.correspondence.rules import FILED
from infostrada.site.records.correspondence.rules import letter_faults
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.correspondence.sender_acts import others_faults
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import HANDLE
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


# The way, day and party of receipt were the registry's to say; what lies inside is the addressee's.
INSIDE = (
    "title",
    "sender_org_name",
    "sender_surname",
    "sender_given_names",
    "city",
    "letter_date",
    "document_kind",
    "sender_reference",
    "attachment_count",
)


def waits(letter: Letter) -> bool:
    """Is the parcel still closed, its addressee not having said anything?"""
    return letter.unopened is not None and letter.unopened.state == WAITING


def may_open(letter: Letter) -> bool:
    """Whoever the letter was given to; neither the registry nor the head by their office alone."""
    if api.user.is_anonymous():
        return False
    if api.user.has_permission(HANDLE, obj=letter):
        return True
    mine = principals_of(api.user.get_current().getId())
    return any(task.assignee in mine for task in tasks_of(letter) if state_of(task) != "withdrawn")


def open_letter(letter: Letter, data: Mapping[str, Any], uploads: Sequence[Upload] = ()) -> None:
    """Say that the parcel was opened, and what lay inside: metadata now complete, scans if there are any."""
    act, closed = _begin(letter)
    told = {name: data[name] for name in INSIDE if data.get(name) not in (None, "")}
    faults: list[Any] = letter_faults(
        {**{name: getattr(letter, name, None) for name in FIELDS}, **told}, today=polish_today()
    )
    if faults:
        raise InvalidData(faults)
    given = data.get("other_senders")
    others = letter.other_senders if given is None else tuple(given)
    if faults := others_faults(letter, letter.party, others):
        raise InvalidData(faults)
    files = tuple(stored(upload) for upload in uploads)
    for name, value in told.items():
        setattr(letter, name, value)
    letter.files, letter.other_senders = (*letter.files, *files), others
    if letter.scan_note == closed.kind:
        letter.scan_note = ""
    _end(letter, closed, act, OPENED, str(data.get("note") or "").strip(), [file.sha256 for file in files])


def leave_closed(letter: Letter, note: str) -> None:
    """Say why the parcel stays closed in the system: it is private, secret, or kept elsewhere."""
    act, closed = _begin(letter)
    if not note.strip():
        raise invalid("note", "required")
    _end(letter, closed, act, CLOSED, note.strip(), [])


def _begin(letter: Letter) -> tuple[Deed, Unopened]:
    if not may_open(letter):
        raise Unauthorized() if api.user.is_anonymous() else Forbidden()
    closed = letter.unopened
    if closed is None or closed.state != WAITING:
        raise Blocked([], reason="not_closed")
    if state_of(letter) not in OPEN | FILED:
        raise Blocked([], reason="state_forbids")
    return deed(letter), closed


def _end(letter: Letter, closed: Unopened, act: Deed, state: str, note: str, digests: list[str]) -> None:
    letter.unopened = closed._replace(
        state=state, by=act.actor.name, post=act.actor.post, at=act.at, note=note
    )
    letter.reindexObject()
    case = record_at(letter.case_uid)
    if ICase.providedBy(case):
        case.step(act.at, act.actor, f"letter_{state}", IUUID(letter), f"RPW {letter.rpw_number}")
    act.write(f"letter.{state}", letter, kind=closed.kind, note=note, files=digests)
