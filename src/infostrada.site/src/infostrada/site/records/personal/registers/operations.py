"""Keep the registers: file, change, close; nothing is ever taken out."""

from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.core import journal
from infostrada.core.errors import NotFound
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.records import listings
from infostrada.site.records.actor import actor
from infostrada.site.records.archive.term import destroy_from
from infostrada.site.records.archive.term import lawful_category
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.rules import due_at
from infostrada.site.records.personal.registers.rules import missing
from infostrada.site.records.personal.registers.rules import read
from infostrada.site.records.personal.registers.rules import restricts
from infostrada.site.records.personal.registers.rules import Wrong
from infostrada.site.records.personal.registers.store import about
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.personal.registers.store import insert
from infostrada.site.records.personal.registers.store import one
from infostrada.site.records.personal.registers.store import update
from infostrada.site.records.personal.report import cases_naming
from infostrada.site.records.personal.report import REPORT
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import new_uid
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import find_employee
from plone.uuid.interfaces import IUUID
from typing import Any

import hashlib


def add_entry(unit: Any, register: str, given: Mapping[str, Any], key: str | None = None) -> Entry:
    """File an entry; with the same `key` the one filed before is answered.

    Raises NotFound for no such register, InvalidData with everything that is wrong, Blocked for a key used otherwise.
    """
    require(REPORT, unit)
    _known(register)
    at = now()
    data = _checked(unit, register, given)
    _forbid_erasure(unit, register, data)
    uid = hashlib.sha256(f"{unit.unit_id}:{key}".encode()).hexdigest()[:32] if key else new_uid()
    by = actor(unit.unit_id).name
    number = insert(uid, unit.unit_id, register, data, at, by, due_at(register, data, WARSAW))
    filed = entry_of(unit, uid)
    if number is None:
        if (filed.register, filed.data) != (register, data):
            raise Blocked([], reason="entry_key_reused")
        return filed
    told = {"register": register, "number": filed.label}
    journal.append("personal.entry.added", unit=unit.unit_id, uid=uid, data=told)
    return filed


def change_entry(unit: Any, uid: str, given: Mapping[str, Any]) -> Entry:
    """Say the entry anew as a whole; what it said before stays with it. A closed entry opens again.

    The journal names the fields alone: it is never erased, so it holds no personal data.
    """
    require(REPORT, unit)
    held = _held(unit, uid)
    data = _checked(unit, held.register, given)
    _forbid_erasure(unit, held.register, data)
    _write(unit, held, data, closed=False)
    changed = sorted(name for name in {**held.data, **data} if held.data.get(name) != data.get(name))
    told = {"register": held.register, "number": held.label, "changed": changed}
    journal.append("personal.entry.changed", unit=unit.unit_id, uid=uid, data=told)
    return entry_of(unit, uid)


def close_entry(unit: Any, uid: str) -> Entry:
    """Mark an entry as done with; InvalidData names what must be said before."""
    require(REPORT, unit)
    held = _held(unit, uid)
    lacking = missing(held.register, held.data)
    if lacking:
        raise InvalidData([Fault(name, "required") for name in lacking])
    _write(unit, held, held.data, closed=True)
    told = {"register": held.register, "number": held.label}
    journal.append("personal.entry.closed", unit=unit.unit_id, uid=uid, data=told)
    return entry_of(unit, uid)


def entry_of(unit: Any, uid: str) -> Entry:
    """An entry; raises NotFound."""
    require(REPORT, unit)
    found = one(unit.unit_id, uid)
    if found is None:
        raise NotFound(field="entry", reason="unknown_object")
    return found


def restrictions(unit_id: str, parties: Iterable[str]) -> list[Entry]:
    """Requests that restrict the processing of these persons' data now (art. 18); whoever may see the case sees that."""
    return [entry for entry in about(unit_id, parties, ("requests",)) if restricts(entry.data)]


def _write(unit: Any, held: Entry, data: Mapping[str, Any], *, closed: bool) -> None:
    due = None if closed else due_at(held.register, data, WARSAW)
    update(held, data, closed, now(), actor(unit.unit_id).name, due)


def _held(unit: Any, uid: str) -> Entry:
    found = one(unit.unit_id, uid, locked=True)
    if found is None:
        raise NotFound(field="entry", reason="unknown_object")
    return found


def _known(register: str) -> None:
    if register not in REGISTERS:
        raise NotFound(field="register", reason="unknown_object")


def _checked(unit: Any, register: str, given: Mapping[str, Any]) -> dict[str, Any]:
    data, wrong = read(register, given, now())
    wrong += [Wrong(name, reason) for name, reason in _unknown(unit, register, data)]
    if wrong:
        raise InvalidData([Fault(each.field, each.reason) for each in wrong])
    return data


def _unknown(unit: Any, register: str, data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What the entry names must be there, in this unit."""
    for field in REGISTERS[register]:
        value = data.get(field.name)
        if value is None:
            continue
        if field.kind == "case" and listings.case_by_sign(unit.unit_id, value) is None:
            yield field.name, "case_unknown"
        if field.kind == "party" and not _is_party(unit, value):
            yield field.name, "unknown_object"
        if field.kind == "person" and find_employee(unit, value) is None:
            yield field.name, "principal_unknown"


def _is_party(unit: Any, uid: str) -> bool:
    found = record_at(uid)
    return IPartyObject.providedBy(found) and unit_id_of(found) == unit.unit_id


def _forbid_erasure(unit: Any, register: str, data: Mapping[str, Any]) -> None:
    """Data in cases whose archival category runs are not erased (art. 17(3)(b, d)): Blocked names the cases."""
    if register != "requests" or data.get("right") != "erasure" or data.get("outcome") != "granted":
        return
    party = record_at(data.get("party"))
    found = [record_at(uid) for uid in cases_naming(party)] if party is not None else []
    keeping = [case for case in found if case is not None and _kept(case)]
    if keeping:
        raise Blocked([Blocker("retention_runs", IUUID(case), str(case.sign)) for case in keeping])


def _kept(case: Case) -> bool:
    """Does an archival category keep the case? Only what was lawfully destroyed is kept no longer."""
    first = destroy_from(case)
    due = first is not None and first <= now().date() and lawful_category(case) != "A"
    return state_of(case) != "destroyed" and not due
