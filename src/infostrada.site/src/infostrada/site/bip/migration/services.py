"""REST: an archive taken over, its report, and whole bulletins as files."""

from infostrada.site.bip.migration.bundle import write_bundle
from infostrada.site.bip.migration.operations import carry_out_archive
from infostrada.site.bip.migration.operations import is_stopped
from infostrada.site.bip.migration.operations import kept_import
from infostrada.site.bip.migration.operations import order_archive
from infostrada.site.bip.registers.imports import store
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import say
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from infostrada.site.units.lookup import unit_of
from Products.Five.browser import BrowserView
from tempfile import TemporaryFile
from threading import Lock
from typing import Any
from zExceptions import NotFound


SHOWN = 1000
_alone = Lock()


class ArchiveImportPost(WritingService):
    """`POST <bulletin>/@archive-import`: take an archive over. Body: `file` (ZIP), `mapping`, `publish`, `dry_run` (true unless said); or `import`: carry one out."""

    def answer(self) -> dict[str, Any]:
        """202 with the numbers of the import and of its job."""
        body = self.body
        if "import" in body:
            ordered = carry_out_archive(self.context, text(body, "import"))
        else:
            for name in ("publish", "dry_run"):
                if not isinstance(body.get(name, False), bool):
                    raise invalid(name, "not_in_list")
            ordered = order_archive(
                self.context,
                from_json(body.get("file"), "file"),
                body.get("mapping"),
                publish=body.get("publish", False),
                dry_run=body.get("dry_run", True),
            )
        self.request.response.setStatus(202)
        return {"import": str(ordered.number), "job": ordered.job}


class ArchiveImportGet(RecordService):
    """`GET <bulletin>/@archive-import?id=<import>`: how far it is, what is wrong row by row, which drafts wait for a person."""

    def answer(self) -> dict[str, Any]:
        """State, counts, at most a thousand faults and as many drafts."""
        known = kept_import(str(self.request.form.get("id", "")), unit_of(self.context).unit_id)
        write = self.request.physicalPathToURL
        return {
            "id": str(known.id),
            "state": "stopped" if is_stopped(known) else known.state,
            "rows": known.row_count,
            "faults_total": known.fault_count,
            "taken_over": known.made_count,
            "faults": [
                {**fault._asdict(), "message": say(refusal(fault.reason), self.request)}
                for fault in store.faults(known.id, 0, SHOWN)
            ],
            "drafts": [
                {"line": row["line"], "title": row["title"], "@id": write(row["path"].split("/"))}
                for row in store.drafts(known.id, SHOWN)
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
