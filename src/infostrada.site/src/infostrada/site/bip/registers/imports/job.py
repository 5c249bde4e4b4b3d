"""The job of an import: all rows are judged first; only when every one is right are entries made."""

from collections.abc import Iterator
from datetime import date
from infostrada.core import journal
from infostrada.core.errors import BadRequest
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.site import _
from infostrada.site.bip import log
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.text import in_text
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import make_public
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.registers.fields import texts
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.check import Item
from infostrada.site.bip.registers.imports.check import judged
from infostrada.site.bip.registers.imports.check import RowFault
from infostrada.site.bip.registers.operations import put_draft
from infostrada.site.bip.registers.operations import register
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.scan import contacts
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import in_bulk
from infostrada.site.units.lookup import find_unit
from plone.uuid.interfaces import IUUID
from typing import Any
from uuid import UUID
from uuid import uuid5
from zope.interface import implementer


NAME = "bip.register.import"
BATCH = 100
JUDGED = 1000


@implementer(IJobHandler)
class ImportJob:
    """Checking, then making batch by batch; a killed job goes on after its last batch."""

    title = _("Import into a register of the bulletin")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Check the import and, when asked to and nothing is wrong, make its entries."""
        unit = find_unit(params["unit"])
        known = store.get(params["import"], params["unit"])
        if known is None or unit is None:
            raise BadRequest(reason="import_unknown")
        section = unit[BULLETIN][register(known.register).section]
        require(EDIT, section)
        if known.options.get("publish"):
            require(PUBLISH, section)
        state = dict(job.checkpoint or {"stage": "checking", "made": 0})
        if state["stage"] == "checking":
            yield check(known, section, state)
        if state["stage"] == "making":
            yield from make(known, section, state, resumed=job.checkpoint is not None)


def check(known: store.Import, section: Any, state: dict[str, Any]) -> Progress:
    """Judge every row in one transaction; what is wrong is kept for the report."""
    kind = register(known.register)
    author = str(known.options.get("author") or "")
    own = contacts(section)
    store.forget(known.id)
    count, wrong = 0, 0
    faults: list[RowFault] = []
    items: list[Item] = []
    lines: set[int] = set()

    def keep() -> None:
        nonlocal count, faults, items
        store.add_faults(known.id, faults)
        store.add_items(known.id, count, items)
        count += len(items)
        faults, items = [], []

    try:
        for found in judged(kind, known.unit, store.content(known.id), author):
            gated = _gate(kind, found, own) if known.options.get("publish") else None
            bad = gated or (found if isinstance(found, RowFault) else None)
            lines.add(found.line)
            if bad is not None:
                faults.append(bad)
                wrong += 1
            elif isinstance(found, Item):
                items.append(found)
            if len(items) + len(faults) >= JUDGED:
                keep()
    except InvalidData as problem:
        faults += [RowFault(1, fault.field, fault.reason, "") for fault in problem.faults]
        wrong += len(problem.faults)
    keep()
    if not wrong and not count:
        store.add_faults(known.id, [RowFault(1, "file", "file_empty", "")])
        wrong = 1
    verdict = "refused" if wrong else "checked" if known.options.get("dry_run") else "making"
    store.tell(known.id, state=verdict, row_count=len(lines), fault_count=wrong, made_count=0)
    state |= {"stage": verdict, "count": count}
    said = _("Rows: ${rows}, faults: ${faults}", mapping={"rows": len(lines), "faults": wrong})
    return Progress(1 if verdict == "making" else 100, 100, dict(state), words(said))


def _gate(kind: Any, found: Any, own: tuple[str, ...]) -> RowFault | None:
    """What publishing at once would need a decision of a person about."""
    if not isinstance(found, Item):
        return None
    fields = [field for field in kind.fields if field.gated]
    spots = [
        *texts(fields, found.values),
        ("body", found.facts["body"]),
        ("description", found.facts["description"]),
    ]
    for name, text in spots:
        for value in own:
            text = text.replace(value, "")
        for spot in in_text(name, text):
            if spot.severity != LOW:
                return RowFault(found.line, name, "personal_data_found", spot.text)
    return None


def make(known: store.Import, section: Any, state: dict[str, Any], *, resumed: bool) -> Iterator[Progress]:
    """Entries of all items, batch by batch; those of the last batch before a kill are looked for first.

    Public ones stay out of the register's lists until the last batch: its commit shows all of them.
    """
    kind, total = register(known.register), state["count"]
    first = state["made"]
    if resumed and first:
        first = max(0, first - BATCH)
    while batch := store.items(known.id, first, BATCH):
        _make_batch(known, kind, section, batch)
        first = batch[-1]["ordinal"] + 1
        if first >= total:
            store.reveal(known.id)
        store.tell(known.id, made_count=first, state="done" if first >= total else "making")
        state |= {"made": first}
        said = _("${count} entries made", mapping={"count": first})
        yield Progress(first, total, dict(state), words(said))


def _make_batch(known: store.Import, kind: Kind, section: Any, batch: list[dict[str, Any]]) -> None:
    act, names, uids = deed(section), {}, []
    publish = bool(known.options.get("publish"))
    with journal.gathering(), log.gathering(), in_bulk():
        for item in batch:
            if item["name"] and item["name"] in section:
                continue
            entry = _make(kind, section, item, act, uid_of(known.id, item["ordinal"]), publish=publish)
            if publish:
                make_public(entry, act, imported=str(known.id))
            names[item["ordinal"]] = entry.getId()
            uids.append(IUUID(entry))
    if names:
        store.name_items(known.id, names)
    if publish and uids:
        store.hold(known.id, uids)


def _make(kind: Kind, section: Any, item: dict[str, Any], act: Deed, uid: str, *, publish: bool) -> Any:
    facts = dict(item["facts"])
    created = facts.pop("created_on", None)
    data = RegisterData(
        values=item["particulars"], created_on=date.fromisoformat(created) if created else None, **facts
    )
    return put_draft(section, kind, item["particulars"], data, act, indexed=not publish, uid=uid)


def uid_of(number: UUID, ordinal: int) -> str:
    """The UID of an item's entry: the same however often a killed import is taken up."""
    return uuid5(number, str(ordinal)).hex
