"""REST: an archive taken over, its report, and whole bulletins as files."""

from infostrada.core import journal
from infostrada.core.jobs import enqueue
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.bundle import write_bundle
from infostrada.site.bip.migration.job import NAME
from infostrada.site.bip.migration.job import REGISTER
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.operations import MOST_BYTES
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import say
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from infostrada.site.units.lookup import unit_of
from Products.Five.browser import BrowserView
from tempfile import TemporaryFile
from threading import Lock
from typing import Any
from zExceptions import NotFound

import zipfile


SHOWN = 1000
_alone = Lock()


class ArchiveImportPost(WritingService):
    """`POST <bulletin>/@archive-import`: take an archive over. Body: `file` (ZIP), `mapping`, `publish`, `dry_run` (true unless said)."""

    def answer(self) -> dict[str, Any]:
        """202 with the numbers of the import and of its job."""
        body = self.body
        for name in ("publish", "dry_run"):
            if not isinstance(body.get(name, False), bool):
                raise invalid(name, "not_in_list")
        publish, dry_run = body.get("publish", False), body.get("dry_run", True)
        require(EDIT, self.context)
        if publish:
            require(PUBLISH, self.context)
        upload = from_json(body.get("file"), "file")
        if len(upload.data) > MOST_BYTES:
            raise invalid("file", "file_too_large")
        mapping = body.get("mapping") or {}
        try:
            reading = Reading.of(mapping)
        except ValueError as error:
            raise invalid("mapping", str(error)) from error
        try:
            Archive(upload.data).read(reading.entries)
        except (zipfile.BadZipFile, KeyError) as error:
            raise invalid("file", "file_missing") from error
        act = deed(self.context)
        options = {"mapping": mapping, "publish": publish, "dry_run": dry_run}
        number = store.put(act.unit, REGISTER, upload.filename[:200], upload.data, options, act.actor.name)
        journal.append("bip.archive.ordered", unit=act.unit, data={"import": str(number), "publish": publish})
        job = enqueue(NAME, {"import": str(number), "unit": act.unit}, unit=act.unit)
        self.request.response.setStatus(202)
        return {"import": str(number), "job": job}


class ArchiveImportGet(RecordService):
    """`GET <bulletin>/@archive-import?id=<import>`: how far it is, and what is wrong row by row."""

    def answer(self) -> dict[str, Any]:
        """State, counts and at most a thousand faults."""
        known = store.get(str(self.request.form.get("id", "")), unit_of(self.context).unit_id)
        if known is None or known.register != REGISTER:
            raise invalid("id", "import_unknown")
        return {
            "id": str(known.id),
            "state": known.state,
            "rows": known.row_count,
            "faults_total": known.fault_count,
            "taken_over": known.made_count,
            "faults": [
                {**fault._asdict(), "message": say(refusal(fault.reason), self.request)}
                for fault in store.faults(known.id, 0, SHOWN)
            ],
        }


class BundleFile(BrowserView):
    """`<bulletin>/bundle.zip?year=2026`: public entries with histories and files, as an import reads them.

    Written to a file on the disk and sent from there, so a slow reader holds no thread and a large bulletin no memory;
    one is written at a time, others are asked to come again.
    """

    def __call__(self) -> Any:
        """The file; NotFound for a year that is none, 503 while another is being written."""
        year = str(self.request.form.get("year") or "0")
        if not (year.isdecimal() and len(year) <= 4):
            raise NotFound("bundle.zip")
        response = self.request.response
        if not _alone.acquire(blocking=False):
            response.setStatus(503)
            response.setHeader("Retry-After", "30")
            return b""
        try:
            out = TemporaryFile()  # noqa: SIM115 - the server closes it when it is sent
            write_bundle(self.context, out, int(year))
        finally:
            _alone.release()
        size = out.tell()
        out.seek(0)
        response.setHeader("Content-Type", "application/zip")
        response.setHeader("Content-Length", str(size))
        name = f"{unit_of(self.context).unit_id}{f'-{year}' if int(year) else ''}.zip"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setBody(out)
        return response
