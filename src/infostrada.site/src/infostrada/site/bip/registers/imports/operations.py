"""Ordering an import, and carrying out one that was checked."""

from infostrada.core import journal
from infostrada.core.jobs import enqueue
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.job import NAME
from infostrada.site.bip.registers.operations import register
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from typing import Any
from typing import NamedTuple
from uuid import UUID


MOST_BYTES = 50_000_000


class Ordered(NamedTuple):
    """An import and the job that works on it."""

    number: UUID
    job: str


def order_import(
    section: Any,
    name: str,
    upload: Upload | None,
    author: str = "",
    *,
    publish: bool = False,
    dry_run: bool = True,
) -> Ordered:
    """Keep the file and let the worker check it; without `dry_run` entries are made when nothing is wrong.

    Raises InvalidData for a register that is kept elsewhere or a file that is none or too large.
    """
    require(EDIT, section)
    if publish:
        require(PUBLISH, section)
    kind = register(name)
    if kind.section != section.getId():
        raise invalid("register", "not_in_list")
    if upload is None:
        raise invalid("file", "file_missing")
    if fault := fault_of(upload, MOST_BYTES):
        raise invalid("file", fault)
    act = deed(section)
    options = {"author": author.strip(), "publish": publish, "dry_run": dry_run}
    number = store.put(act.unit, name, upload.filename[:200], upload.data, options, act.actor.name)
    return _enqueued(act.unit, number, {"register": name, **options})


def carry_out(section: Any, number: str) -> Ordered:
    """Make the entries of an import that was checked without a fault; the rows are judged again first."""
    require(EDIT, section)
    act = deed(section)
    known = store.get(number, act.unit)
    if known is None or register(known.register).section != section.getId():
        raise invalid("import", "import_unknown")
    if known.state != "checked":
        raise Blocked([], reason="import_not_checked")
    if known.options.get("publish"):
        require(PUBLISH, section)
    store.replace_options(known.id, {**known.options, "dry_run": False})
    return _enqueued(act.unit, known.id, {"register": known.register, "checked": True})


def _enqueued(unit: str, number: UUID, said: dict[str, Any]) -> Ordered:
    journal.append("bip.import.ordered", unit=unit, data={"import": str(number), **said})
    return Ordered(number, enqueue(NAME, {"import": str(number), "unit": unit}, unit=unit))
