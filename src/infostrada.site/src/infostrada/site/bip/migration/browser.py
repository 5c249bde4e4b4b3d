"""The page of imports of archives: a file to look at, the report row by row, taking over, going on after a stop."""

from functools import cached_property
from infostrada.core.jobs.rows import Job
from infostrada.site import _
from infostrada.site.bip.migration.operations import carry_out_archive
from infostrada.site.bip.migration.operations import is_ready
from infostrada.site.bip.migration.operations import is_stopped
from infostrada.site.bip.migration.operations import kept_import
from infostrada.site.bip.migration.operations import mapping_in
from infostrada.site.bip.migration.operations import order_archive
from infostrada.site.bip.migration.operations import REGISTER
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.report import ImportPage
from infostrada.site.bip.registers.imports.report import SHOWN
from infostrada.site.bip.registers.imports.report import STATES
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import unit_of
from typing import Any
from zExceptions import NotFound


class ArchiveImport(ImportPage):
    """`<bulletin>/@@archive-import`, with `?id=` the report of one import."""

    states = {
        **STATES,
        "checked": ("done", _("looked at, nothing made yet")),
        "refused": ("warn", _("no row can be taken over")),
        "done": ("done", _("taken over")),
        "stopped": ("warn", _("stopped before the end")),
    }
    public_words = _("public entries at once; drafts where something looks like personal data")
    label = _("Taking over the archive of a bulletin")
    button = _("Look at the archive")
    lead = _(
        "Entries of another bulletin with their files. Every row is looked at first and nothing is made; rows with a fault are "
        "left out, the others can be taken over."
    )

    def __call__(self) -> Any:
        """The page, or a report as a file."""
        if self.request.method == "GET" and self.request.form.get("file") == "report":
            if self.one is None:
                raise NotFound("archive-import")
            return self.faults_file(self.one, "archiwum-bledy")
        return super().__call__()

    def act(self) -> str:
        """Look at an archive, or take over one that was looked at."""
        if number := self.text("carry-out"):
            ordered = carry_out_archive(self.context, number)
        else:
            mapping = next(iter(self.uploads("mapping")), None)
            ordered = order_archive(
                self.context,
                next(iter(self.uploads("archive")), None),
                mapping_in(mapping.data) if mapping else None,
                publish=self.text("publish") == "tak",
            )
        return self.address(ordered.number)

    def fields(self) -> list[dict[str, Any]]:
        """What an import has to be told beside its files."""
        return [self.publish_field()]

    @cached_property
    def one(self) -> store.Import | None:
        """The import whose report is asked for; NotFound for one that is not this unit's."""
        wanted = str(self.request.form.get("id", ""))
        if not wanted:
            return None
        try:
            return kept_import(wanted, unit_of(self.context).unit_id)
        except InvalidData as problem:
            raise NotFound("archive-import") from problem

    @cached_property
    def job(self) -> Job | None:
        """The job of that import."""
        return store.job_of(self.one) if self.one else None

    def imported(self) -> str:
        """What stands in the place of a register."""
        return REGISTER

    def state_of(self, known: store.Import) -> str:
        """Where an import stands; one whose job ended before it was through has stopped."""
        return "stopped" if is_stopped(known) else known.state

    def report(self) -> dict[str, Any] | None:
        """State, progress, faults and drafts of the import asked for."""
        told, known = super().report(), self.one
        if told is None or known is None:
            return None
        job, state = self.job, told["at"]
        return {
            **told,
            "ready": is_ready(known) and state == "checked",
            "stopped": state == "stopped",
            "progress": job if state == "making" and job and job.total else None,
            "error": job.error if state == "stopped" and job else "",
            "drafts": [
                {"line": row["line"], "title": row["title"], "url": self._url(row["path"])}
                for row in store.drafts(known.id, SHOWN)
            ],
        }

    def _url(self, path: str) -> str:
        return str(self.request.physicalPathToURL(path.split("/")))
