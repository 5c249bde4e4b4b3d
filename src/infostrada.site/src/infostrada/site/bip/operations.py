"""One function for each thing done to a bulletin; page, REST service and command call the same."""

from collections.abc import Iterable
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from infostrada.core import journal
from infostrada.site.bip import log
from infostrada.site.bip.content import Bulletin
from infostrada.site.bip.content import Change
from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Proposal
from infostrada.site.bip.content import Section
from infostrada.site.bip.events import EntryPublished
from infostrada.site.bip.events import EntryWithdrawn
from infostrada.site.bip.gate.decisions import Decision
from infostrada.site.bip.gate.decisions import Judged
from infostrada.site.bip.gate.decisions import judged
from infostrada.site.bip.gate.decisions import personal
from infostrada.site.bip.gate.decisions import personal_keys
from infostrada.site.bip.gate.decisions import PUBLIC
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.menu import MENU
from infostrada.site.bip.rules import change_waits
from infostrada.site.bip.rules import missing
from infostrada.site.bip.rules import same_as_original
from infostrada.site.bip.rules import second_person_needed
from infostrada.site.bip.scan import scan
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.bip.timing.rules import last_day
from infostrada.site.bip.timing.rules import service_date
from infostrada.site.bip.timing.rules import term_of
from infostrada.site.bip.words import as_html
from infostrada.site.bip.words import entry_id
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.files import MAX_BYTES
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.dexterity.utils import createContent
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.event import notify


BULLETIN = "bip"
EDIT = "infostrada.site: Edit bulletin"
PUBLISH = "infostrada.site: Publish in bulletin"
CHANGEABLE = ("title", "description", "body", "files")
RESULT = "recruitment_result"


class EntryData(NamedTuple):
    """What an editor says of an entry; `until` is the last day it stays public, None without end."""

    title: str
    kind: str
    content_author: str
    created_on: date | None
    description: str = ""
    body: str = ""
    files: tuple[Upload, ...] = ()
    until: date | None = None


class PersonalData(InvalidData):
    """Publishing was stopped by spots nobody decided about; `found` lists them, and what is only worth a look."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.found = list(found)
        super().__init__([Fault("confirmation", "personal_data_found")])


def open_bulletin(
    unit: Any, editor_name: str = "", editor_phone: str = "", editor_email: str = ""
) -> Bulletin:
    """Give a unit its bulletin with the subject menu of the law."""
    require("infostrada.site: Administer unit", unit)
    if BULLETIN in unit:
        raise Blocked([], reason="bulletin_exists")
    values = {"editor_name": editor_name, "editor_phone": editor_phone, "editor_email": editor_email}
    bulletin: Bulletin = _add(
        unit, "bip_bulletin", BULLETIN, title="Biuletyn Informacji Publicznej", **values
    )
    for group, items in MENU.items():
        for item in items:
            words = {"description": item.description, "basis": item.basis, "group": group}
            _add(bulletin, "bip_section", item.name, title=item.title, **words)
    return bulletin


def draft_entry(section: Section, data: EntryData) -> Entry:
    """Write an entry nobody outside sees yet."""
    require(EDIT, section)
    return _draft(section, data, None)


def draft_from_document(section: Section, document: Any, data: EntryData) -> Entry:
    """Write an entry from an accepted document of a case; the original stays where it is.

    Whoever has grounds to read the document may propose; publishing is up to the bulletin's people.
    The files are public renditions made for the bulletin. One that is the original byte for byte is
    refused unless the document's access is "public".
    """
    require("View", document)
    if state_of(document) != "accepted":
        raise Blocked([], reason="document_not_final")
    original = document.versions[-1].file.sha256
    for upload in data.files:
        if same_as_original(upload.stored().sha256, original, document.access):
            raise invalid("files", "rendition_is_original")
    return _draft(section, data, IUUID(document))


def _draft(section: Section, data: EntryData, source_uid: str | None) -> Entry:
    _check(missing(data.title, data.content_author, data.created_on, data.kind), data.files)
    act = deed(section)
    values = {name: getattr(data, name) for name in EntryData._fields if name != "files"}
    entry: Entry = _add(
        section, "bip_entry", entry_id(section, data.title, act.at.date()), **values,
        html=as_html(data.body), files=tuple(upload.stored() for upload in data.files),
        author=act.actor, source_uid=source_uid,
    )  # fmt: skip
    enter(act, "drafted", entry)
    return entry


def publish_entry(entry: Entry, confirmation: str = "") -> None:
    """Make an entry public.

    Raises `PersonalData` when something looks like personal data and nobody decided about it; a `confirmation`
    decides about all of it at once: it may be public, and why. Blocked when personal data was found and the
    entry's own author publishes.
    """
    require(PUBLISH, entry)
    act = deed(entry)
    found = approve(entry, act, confirmation)
    make_public(entry, act, confirmed=len(found))


def approve(entry: Entry, act: Deed, confirmation: str) -> list[Judged]:
    """Everything an entry has to pass before it may become public, now or later; what was decided about findings."""
    _check(missing(entry.title, entry.content_author, entry.created_on, entry.kind), ())
    return _pass_gate(entry, act, confirmation)


def release(entry: Entry) -> None:
    """Make a planned entry public, on behalf of whoever approved it; called by the worker when its moment has come."""
    approver = entry.approved_by
    if state_of(entry) != "planned" or approver is None:
        raise Blocked([], reason="state_forbids")
    make_public(entry, deed(entry)._replace(actor=approver), planned=True)


def make_public(entry: Entry, act: Deed, **data: Any) -> None:
    """Put an entry that passed everything before the public."""
    move(entry, "publish")
    entry.published_by, entry.published_at = act.actor, act.at
    entry.setEffectiveDate(DateTime(act.at.isoformat()))
    _end_by_law(entry, act.at.date())
    note_public(entry, act, "published", "")
    enter(act, "published", entry, **data)
    notify(EntryPublished(entry, act.actor, served_on(entry)))


def _end_by_law(entry: Entry, published: date) -> None:
    """Set the last day the law leaves the entry public, or the editor's own when that is sooner.

    A notice stays at least until it counts as served, whatever the editor said.
    """
    if entry.kind == "notice" and entry.until is not None:
        entry.until = max(entry.until, service_date(published))
    term = term_of(entry.kind, published)
    days = [entry.until, last_day(published, term.months) if term else None]
    if known := [day for day in days if day is not None]:
        entry.until = min(known)
        end = datetime.combine(entry.until + timedelta(days=1), time(), WARSAW)
        entry.setExpirationDate(DateTime(end.isoformat()))


def expire_entry(entry: Entry) -> None:
    """Withdraw an entry whose last day is over; its tombstone says why."""
    act = deed(entry)._replace(actor=Actor("", "Infostrada", ""))
    term = term_of(entry.kind, entry.published_at.date()) if entry.published_at else None
    reason = f"Upłynął czas publikacji ({term.basis})." if term else "Upłynął czas publikacji."
    _take_down(entry, act, "expired", reason)


def change_entry(
    entry: Entry, changes: dict[str, Any], reason: str, confirmation: str = "", hide: bool = False
) -> bool:
    """Change a public entry; what it said before is kept, and the reason is public.

    With `hide` the former edition is kept out of sight because it held personal data; its row in the log stays.
    Returns whether the change is public: one with personal data in it waits for a second person.
    """
    require(PUBLISH, entry)
    if not is_public(entry):
        raise Blocked([], reason="entry_not_public")
    if not reason.strip():
        raise invalid("reason", "required")
    if unknown := set(changes) - set(CHANGEABLE):
        raise invalid(sorted(unknown)[0], "not_in_list")
    return put_change(entry, deed(entry), changes, reason, confirmation, hide)


def put_change(
    entry: Entry, act: Deed, changes: dict[str, Any], reason: str, confirmation: str = "", hide: bool = False
) -> bool:
    """Carry a change out, or keep it for a second person; False when it waits. What a public entry said is kept."""
    if entry.proposal is not None:
        raise Blocked([], reason="change_waits")
    proposed = _proposed(entry, changes)
    items = _judge(entry, act, confirmation, proposed)
    before = {item.key for item in entry.decisions}
    decisions = tuple(item.decision for item in items if item.decision is not None)
    wanted = Proposal(act.at, act.actor, reason.strip(), proposed, decisions, hide)
    if not change_waits(personal_keys(items), before, hide):
        carry_out_change(entry, act, wanted)
        return True
    entry.proposal = wanted
    enter(act, "change_proposed", entry)
    return False


def carry_out_change(entry: Entry, act: Deed, wanted: Proposal) -> None:
    """Put a change that passed everything before the public."""
    result = entry.kind != RESULT and wanted.values.get("kind") == RESULT
    entry.earlier = (*entry.earlier, entry.edition(act.at, wanted.hide))
    entry.decisions = wanted.decisions
    for name, value in wanted.values.items():
        setattr(entry, name, value)
    if result:
        _end_by_law(entry, act.at.date())
    note_public(entry, act, "changed", wanted.reason)
    enter(act, "changed", entry, hidden=wanted.hide)


def withdraw_entry(entry: Entry, reason: str) -> None:
    """Take an entry's content out of public sight; its tombstone with the reason stays."""
    require(PUBLISH, entry)
    if not reason.strip():
        raise invalid("reason", "required")
    _take_down(entry, deed(entry), "withdrawn", reason.strip())


def _take_down(entry: Entry, act: Deed, word: str, reason: str) -> None:
    move(entry, "withdraw")
    entry.withdrawn_reason, entry.proposal = reason, None
    # The tombstone stays in lists for good.
    entry.setExpirationDate(None)
    note_public(entry, act, word, reason)
    enter(act, word, entry)
    notify(EntryWithdrawn(entry, act.actor))


def enter(act: Deed, word: str, entry: Entry, **data: Any) -> None:
    """Write an act to the journal."""
    journal.append(f"bip.entry.{word}", unit=act.unit, uid=IUUID(entry), data=data or None)


def _add(container: Any, portal_type: str, name: str, **values: Any) -> Any:
    content = createContent(portal_type, **values)
    content.id = name
    return container._getOb(container._setObject(name, content))


def _check(faults: Iterable[tuple[str, str]], files: tuple[Upload, ...]) -> None:
    found = [Fault(field, reason) for field, reason in faults]
    for upload in files:
        if not upload.data:
            found.append(Fault("files", "file_missing"))
        elif len(upload.data) > MAX_BYTES:
            found.append(Fault("files", "file_too_large"))
    if found:
        raise InvalidData(found)


def _pass_gate(entry: Entry, act: Deed, confirmation: str) -> list[Judged]:
    """What was decided about everything found in a draft, once nothing stands against it; changes nothing before."""
    items = _judge(entry, act, confirmation, {})
    if second_person_needed(personal(items), entry.author.id, act.actor.id):
        raise Blocked([], reason="second_person_needed")
    entry.decisions = tuple(item.decision for item in items if item.decision is not None)
    return [item for item in items if item.decision is not None]


def _judge(entry: Entry, act: Deed, confirmation: str, proposed: dict[str, Any]) -> list[Judged]:
    """Everything found in the entry as it would be, each decided about where that is needed; changes nothing."""
    found = scan(entry, proposed)
    decisions = {item.key: item for item in entry.decisions}
    if confirmation.strip():
        decisions = {**_decided(found, act, confirmation.strip()), **decisions}
    items = judged(found, decisions)
    if any(item.stops for item in items):
        raise PersonalData(item.finding for item in items if item.decision is None)
    return items


def _decided(found: Iterable[Finding], act: Deed, reason: str) -> dict[str, Decision]:
    """One decision about all findings that need one: it may be public."""
    return {
        item.key: Decision(item.key, item.kind, PUBLIC, reason, act.actor, act.at)
        for item in found
        if item.severity != LOW
    }


def _proposed(entry: Entry, changes: dict[str, Any]) -> dict[str, Any]:
    """New values of the entry, checked; the entry itself stays as it is."""
    if not (changes.get("title", entry.title) or "").strip():
        raise invalid("title", "required")
    files = changes.get("files", ())
    _check((), tuple(item for item in files if isinstance(item, Upload)))
    proposed = dict(changes)
    if "files" in changes:
        proposed["files"] = tuple(item.stored() if isinstance(item, Upload) else item for item in files)
    proposed["html"] = as_html(changes.get("body", entry.body))
    return proposed


def note_public(entry: Entry, act: Deed, action: str, reason: str) -> None:
    """Enter a public act in the entry and in the change log of its bulletin."""
    change = Change(act.at, act.actor, action, reason)
    entry.changes = (*entry.changes, change)
    entry.setModificationDate(DateTime(act.at.isoformat()))
    entry.reindexObject()
    log.write(entry, act.unit, change)
