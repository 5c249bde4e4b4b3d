"""One function for each thing done to an entry of a register; form, service, import and command call the same."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from dateutil.relativedelta import relativedelta
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.operations import put_change
from infostrada.site.bip.operations.common import check
from infostrada.site.bip.registers.content import RegisterEntry
from infostrada.site.bip.registers.fields import faults_and_values
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.listing import key_of
from infostrada.site.bip.registers.rules import faults
from infostrada.site.bip.registers.rules import vote_faults
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.bip.rules import missing
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.bip.uploads import stored
from infostrada.site.bip.words import as_html
from infostrada.site.bip.words import entry_id
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import file_object
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


class RegisterData(NamedTuple):
    """What an editor says of an entry: the fields of its register and the fact sheet."""

    values: Mapping[str, Any]
    content_author: str
    created_on: date | None = None
    description: str = ""
    body: str = ""
    files: tuple[Upload, ...] = ()
    until: date | None = None


def register(name: str) -> Kind:
    """A register by its name; InvalidData."""
    if name not in KINDS:
        raise invalid("register", "not_in_list")
    return in_polish(name)


def draft_register_entry(section: Any, name: str, data: RegisterData) -> RegisterEntry:
    """Write an entry of a register nobody outside sees yet; raises InvalidData with everything that is wrong."""
    require(EDIT, section)
    kind = register(name)
    values = checked(kind, data.values, unit_of(section).unit_id)
    if taken(kind, unit_of(section).unit_id, [key_of(kind, values)]):
        raise invalid(kind.key[0], "entry_exists")
    return put_draft(section, kind, values, data, deed(section))


def put_draft(
    section: Any,
    kind: Kind,
    values: Mapping[str, Any],
    data: RegisterData,
    act: Deed,
    *,
    indexed: bool = True,
    uid: str = "",
) -> RegisterEntry:
    """File an entry whose values are checked; whoever publishes it at once need not index the draft.

    `uid` is given by who may have to make the same entry again.
    """
    created = data.created_on or date.fromisoformat(values[kind.day])
    check(missing(kind.title(values), data.content_author, created, kind.entry_kind), data.files)
    entry = RegisterEntry()
    title = kind.title(values)
    for attribute, value in {
        "title": title,
        "description": data.description,
        "kind": entry_kind(kind, values),
        "body": data.body,
        "html": as_html(data.body) if data.body else "",
        "content_author": data.content_author,
        "created_on": created,
        "author": act.actor,
        "files": stored(data.files),
        "until": _until(kind, values, data.until),
        "particulars": dict(values),
    }.items():
        setattr(entry, attribute, value)
    filed: RegisterEntry = file_object(
        section, entry, kind.portal_type, entry_id(section, title, date.fromisoformat(values[kind.day])), uid
    )
    if indexed:
        filed.reindexObject()
    enter(act, "drafted", filed)
    return filed


def change_register_entry(
    entry: RegisterEntry,
    given: Mapping[str, Any],
    reason: str,
    confirmation: str = "",
    files: tuple[Upload, ...] | None = None,
    hide: bool = False,
    words: Mapping[str, str] | None = None,
) -> bool:
    """Change fields of a draft or, with a public reason, of a public entry; fields not given stay.

    Returns False when the change waits for a second person.
    """
    state = state_of(entry)
    require(EDIT if state == "draft" else PUBLISH, entry)
    kind, unit = in_polish(kind_of(entry).name), unit_of(entry).unit_id
    values = checked(kind, {**entry.particulars, **given}, unit)
    if taken(kind, unit, [key_of(kind, values)], but=IUUID(entry)):
        raise invalid(kind.key[0], "entry_exists")
    changes: dict[str, Any] = {
        **(words or {}),
        "particulars": values,
        "title": kind.title(values),
        "kind": entry_kind(kind, values),
    }
    if files is not None:
        changes["files"] = files
    if state == "draft":
        _revise(entry, changes)
        return True
    if not is_public(entry):
        raise Blocked([], reason="entry_not_public")
    if not reason.strip():
        raise invalid("reason", "required")
    return put_change(entry, deed(entry), changes, reason, confirmation, hide)


def _revise(entry: RegisterEntry, changes: dict[str, Any]) -> None:
    """Change a draft; nobody outside saw it, so nothing is kept."""
    act = deed(entry)
    uploads = changes.get("files", ())
    check((), uploads)
    for name, value in changes.items():
        setattr(entry, name, stored(value) if name == "files" else value)
    entry.html = as_html(entry.body or "")
    entry.reindexObject()
    enter(act, "revised", entry)


def entry_kind(kind: Kind, values: Mapping[str, Any]) -> str:
    """Which kind of bulletin entry this is: the result of a recruitment has a term of its own."""
    if kind.name == "recruitment" and values.get("status") == "settled":
        return "recruitment_result"
    return kind.entry_kind


def _until(kind: Kind, values: Mapping[str, Any], asked: date | None) -> date | None:
    if not kind.until_years:
        return asked
    end: date = date.fromisoformat(values[kind.day]) + relativedelta(years=kind.until_years)
    return min(end, asked) if asked else end


def checked(kind: Kind, given: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """The values of an entry; InvalidData with everything that is wrong."""
    found, values = faults_and_values(kind.fields, given)
    if not found:
        found = [*faults(kind.name, values), *context_faults(kind, values, unit)]
    if found:
        raise InvalidData([Fault(field, reason) for field, reason in found])
    return values


def context_faults(
    kind: Kind,
    values: Mapping[str, Any],
    unit: str,
    terms: dict[str, Mapping[str, Any] | None] | None = None,
) -> Iterable[tuple[str, str]]:
    """What is wrong beside other entries of the unit: a vote against the roster of its term. `terms` is kept by imports."""
    if kind.name != "vote":
        return ()
    known = {} if terms is None else terms
    number = str(values["term"])
    if number not in known:
        known[number] = particulars_of("term", unit, number)
    return vote_faults(values, known[number])


def particulars_of(name: str, unit: str, number: str) -> Mapping[str, Any] | None:
    """The values of an entry by its number; of the present transaction too."""
    pending.flush()
    found = rows(
        "SELECT data FROM site.bip_register WHERE unit = %(unit)s AND register = %(name)s AND number = %(number)s"
        " AND data <> '{}'::jsonb ORDER BY day DESC LIMIT 1",
        {"unit": unit, "name": name, "number": number},
    )
    return found[0]["data"] if found else None


def taken(kind: Kind, unit: str, keys: list[str], but: str = "") -> set[str]:
    """Those keys another entry of the register has; withdrawn ones do not count."""
    pending.flush()
    found = rows(
        "SELECT own.key FROM site.bip_register AS own JOIN core.record AS record ON record.uid = own.uid"
        " WHERE own.unit = %(unit)s AND own.register = %(name)s AND own.key = ANY(%(keys)s)"
        " AND own.uid <> %(but)s AND record.state <> 'withdrawn'",
        {"unit": unit, "name": kind.name, "keys": keys, "but": but},
    )
    return {row["key"] for row in found}
