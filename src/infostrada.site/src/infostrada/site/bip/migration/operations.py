"""Ordering the import of an archive, and carrying out one that was looked at or stopped; page, service and command call the same."""

from infostrada.core import journal
from infostrada.core.jobs import enqueue
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.operations import MOST_BYTES
from infostrada.site.bip.registers.imports.operations import Ordered
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload
from typing import Any
from uuid import UUID

import yaml
import zipfile


NAME = "bip.archive.import"
REGISTER = "archive"
MOST_MAPPING = 200_000


def order_archive(
    bulletin: Any, upload: Upload | None, mapping: Any = None, *, publish: bool = False, dry_run: bool = True
) -> Ordered:
    """Keep an archive and let the worker judge every row; without `dry_run` it makes the entries too.

    Raises InvalidData for a file that is no ZIP file with the table in it, or a mapping that is none.
    """
    act = begin(bulletin, publish)
    if upload is None:
        raise invalid("file", "file_missing")
    if fault := fault_of(upload, MOST_BYTES):
        raise invalid("file", fault)
    reading = reading_of(mapping)
    try:
        Archive(upload.data).read(reading.entries)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise invalid("file", "archive_unreadable") from error
    except KeyError as error:
        raise invalid("file", "table_missing") from error
    number = keep(act, upload.filename, upload.data, mapping, publish=publish, dry_run=dry_run)
    return _enqueued(act.unit, number)


def carry_out_archive(bulletin: Any, number: str) -> Ordered:
    """Make the entries of an import whose report was looked at, or go on with one that stopped.

    Only what is not there yet is made. Blocked while the import is under way, or when none of its rows can be taken over.
    """
    act = begin(bulletin, publish=False)
    known = kept_import(number, act.unit)
    if not is_ready(known) and not is_stopped(known):
        raise Blocked([], reason="import_not_ready")
    if known.options.get("publish"):
        require(PUBLISH, bulletin)
    store.replace_options(known.id, {**known.options, "dry_run": False})
    journal.append("bip.archive.ordered", unit=act.unit, data={"import": str(known.id), "checked": True})
    return _enqueued(act.unit, known.id)


def begin(bulletin: Any, publish: bool) -> Deed:
    """Ask for the rights an import takes."""
    require(EDIT, bulletin)
    if publish:
        require(PUBLISH, bulletin)
    return deed(bulletin)


def keep(act: Deed, filename: str, data: bytes, mapping: Any, *, publish: bool, dry_run: bool) -> UUID:
    """Note an import; `data` is empty when whoever orders it carries it out himself."""
    options = {"mapping": mapping or {}, "publish": publish, "dry_run": dry_run}
    number = store.put(act.unit, REGISTER, filename[:200], data, options, act.actor.name)
    said = {"import": str(number), "publish": publish, "dry_run": dry_run}
    journal.append("bip.archive.ordered", unit=act.unit, data=said)
    return number


def kept_import(number: str | UUID, unit: str) -> store.Import:
    """The import of an archive; InvalidData when there is none."""
    known = store.get(number, unit)
    if known is None or known.register != REGISTER:
        raise invalid("import", "import_unknown")
    return known


def is_ready(known: store.Import) -> bool:
    """Was it looked at without being carried out, and can some of its rows be taken over?"""
    return known.state == "checked" and bool(known.options.get("job"))


def is_stopped(known: store.Import) -> bool:
    """Did its job end before it was through?"""
    job = store.job_of(known)
    return known.state in ("waiting", "making") and job is not None and not job.open


def reading_of(mapping: Any) -> Reading:
    """The mapping as it is used; InvalidData."""
    try:
        return Reading.of(mapping or {})
    except ValueError as error:
        raise invalid("mapping", str(error)) from error


def mapping_in(text: bytes) -> Any:
    """What a mapping file (YAML or JSON) says; InvalidData for one that cannot be read."""
    if len(text) > MOST_MAPPING:
        raise invalid("mapping", "file_too_large")
    try:
        return yaml.load(text, Loader=_Plain) or {}  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise invalid("mapping", "mapping_unreadable") from error


class _Plain(yaml.SafeLoader):
    """Without references of YAML, by which a small text stands for an endless one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


def _enqueued(unit: str, number: UUID) -> Ordered:
    job = enqueue(NAME, {"import": str(number), "unit": unit}, unit=unit)
    store.note_job(number, job)
    return Ordered(number, job)
