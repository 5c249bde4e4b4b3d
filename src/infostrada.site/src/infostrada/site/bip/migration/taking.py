"""Taking over the entries of an archive: judged first, then made batch by batch; once made never made twice.

An entry's UID is made of its unit and its id in the archive, so a killed import is simply started again. Nothing is
dated back: the change log gets one row of today, "taken over"; what the former bulletin said of days, people and
changes is kept beside it as its word (`Entry.former`).
"""

from collections.abc import Iterable
from collections.abc import Iterator
from DateTime import DateTime
from infostrada.core import journal
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.bip import log
from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Former
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.table import Item
from infostrada.site.bip.migration.table import items
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import note_public
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.operations.publishing import end_by_law
from infostrada.site.bip.registers.content import RegisterEntry
from infostrada.site.bip.registers.fields import faults_and_values
from infostrada.site.bip.registers.imports.check import RowFault
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.scan import scan
from infostrada.site.bip.uploads import refusal
from infostrada.site.bip.uploads import stored
from infostrada.site.bip.words import as_html
from infostrada.site.bip.words import entry_id
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import require
from infostrada.site.records.store import file_object
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import in_bulk
from infostrada.site.records.workflow import move
from infostrada.site.units.lookup import unit_of
from plone.app.redirector.interfaces import IRedirectionStorage
from typing import Any
from typing import NamedTuple
from urllib.parse import unquote
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL
from uuid import uuid5
from zope.component import getUtility


BATCH = 50
# What became of an entry that stays public, and the step that leads there.
AFTERWARDS = {"archived": "archive", "superseded": "supersede"}


class Report(NamedTuple):
    """What came out: rows of the table, entries made now, those there already, drafts a person must look at, faults."""

    rows: int
    made: int
    known: int
    drafts: tuple[tuple[int, str], ...]
    faults: tuple[RowFault, ...]


def judged(bulletin: Any, archive: Archive, reading: Reading) -> tuple[list[Item], list[RowFault]]:
    """Every row looked at: fields, section, register, files; nothing is made."""
    try:
        table = archive.read(reading.entries)
    except KeyError:
        return [], [RowFault(1, reading.entries, "file_missing", "")]
    found = list(items(table, archive.optional(reading.history), reading))
    good = [item for item in found if isinstance(item, Item)]
    faults = [fault for fault in found if isinstance(fault, RowFault)]
    for item in good:
        faults += _faults(bulletin, archive, reading, item)
    wrong = {fault.line for fault in faults}
    return [item for item in good if item.line not in wrong], sorted(faults, key=lambda fault: fault.line)


def _faults(bulletin: Any, archive: Archive, reading: Reading, item: Item) -> Iterator[RowFault]:
    if item.section not in bulletin:
        yield RowFault(item.line, "section", "not_in_list", item.section)
    if item.register:
        kind = KINDS.get(item.register)
        if kind is None or kind.section != item.section:
            yield RowFault(item.line, "register", "not_in_list", item.register)
        elif item.state != "withdrawn":
            for name, reason in faults_and_values(kind.fields, item.values)[0]:
                yield RowFault(item.line, name, reason, str(item.values.get(name, ""))[:60])
    for name in item.names:
        if not archive.has(_path(reading, name)):
            yield RowFault(item.line, "files", "file_missing", name)
        elif refused := refusal(_upload(archive, reading, name)):
            yield RowFault(item.line, "files", refused, name)


def take_over(
    bulletin: Any, archive: Archive, reading: Reading, chosen: Iterable[Item], *, publish: bool
) -> list[tuple[Item, str]]:
    """Make entries of items not taken over yet; gives each with `made`, `known` or `draft` (a person must look).

    Journal, change log and index take all of them together.
    """
    require(EDIT, bulletin)
    if publish:
        require(PUBLISH, bulletin)
    act, unit, wanted = deed(bulletin), unit_of(bulletin), list(chosen)
    there = known(uid_of(unit.unit_id, item.id) for item in wanted)
    found = []
    with journal.gathering(), log.gathering(), in_bulk():
        for item in wanted:
            uid = uid_of(unit.unit_id, item.id)
            if uid in there:
                found.append((item, "known"))
                continue
            entry = _made(bulletin, archive, reading, item, act, uid)
            clean = publish and not _personal(entry)
            if clean:
                _publish(entry, item, act, reading)
            else:
                entry.reindexObject()
                enter(act, "taken_over", entry)
            _redirect(unit, entry, item.addresses)
            found.append((item, "made" if clean or not publish else "draft"))
    return found


def uid_of(unit: str, known_as: str) -> str:
    """The UID an entry of an archive gets: always the same."""
    return uuid5(NAMESPACE_URL, f"urn:infostrada:archive:{unit}:{known_as}").hex


def known(uids: Iterable[str]) -> set[str]:
    """Those of them that have been made."""
    pending.flush()
    found = rows("SELECT uid FROM core.record WHERE uid = ANY(%(uids)s)", {"uids": list(uids)})
    return {row["uid"] for row in found}


def _made(bulletin: Any, archive: Archive, reading: Reading, item: Item, act: Deed, uid: str) -> Any:
    section = bulletin[item.section]
    entry = RegisterEntry() if item.register else Entry()
    values = {
        "title": item.title,
        "description": item.description,
        "kind": item.kind,
        "body": item.body,
        "html": as_html(item.body) if item.body else "",
        "content_author": item.content_author,
        "created_on": item.created_on,
        "author": act.actor,
        "until": item.until,
        "files": stored(_upload(archive, reading, name) for name in item.names),
        "former": Former(reading.system, item.addresses, item.published_at, item.published_by, item.past),
    }
    if item.register:
        kind = KINDS[item.register]
        values["particulars"] = faults_and_values(kind.fields, item.values)[1]
    for name, value in values.items():
        setattr(entry, name, value)
    day = (item.published_at.date() if item.published_at else None) or item.created_on
    portal_type = f"bip_{item.register}" if item.register else "bip_entry"
    return file_object(section, entry, portal_type, entry_id(section, item.title, day), uid)


def _publish(entry: Any, item: Item, act: Deed, reading: Reading) -> None:
    move(entry, "publish")
    entry.published_at = item.published_at or act.at
    entry.published_by = Actor("", item.published_by, "") if item.published_by else act.actor
    entry.setEffectiveDate(DateTime(entry.published_at.isoformat()))
    end_by_law(entry, entry.published_at.date())
    if item.state == "withdrawn":
        move(entry, "withdraw")
        entry.withdrawn_reason = item.reason
        entry.setExpirationDate(None)
    elif item.state in AFTERWARDS:
        move(entry, AFTERWARDS[item.state])
    note_public(entry, act, "taken_over", reading.system)
    enter(act, "taken_over", entry, former=item.id)


def _personal(entry: Any) -> bool:
    return any(item.severity != LOW for item in scan(entry))


def _redirect(unit: Any, entry: Any, addresses: Iterable[str]) -> None:
    """Old addresses lead to the entry once the unit's host answers for the old bulletin's."""
    storage = getUtility(IRedirectionStorage)
    top, new = "/".join(unit.getPhysicalPath()), "/".join(entry.getPhysicalPath())
    for address in addresses:
        parts = urlsplit(address)
        path = unquote(parts.path).rstrip("/")
        if path or parts.query:
            storage.add(f"{top}{path}{f'?{parts.query}' if parts.query else ''}", new, manual=True)


def _upload(archive: Archive, reading: Reading, name: str) -> Upload:
    return Upload(name.rpartition("/")[2], archive.read(_path(reading, name)))


def _path(reading: Reading, name: str) -> str:
    return f"{reading.folder}/{name}" if reading.folder else name
