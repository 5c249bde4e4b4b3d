"""The page of imports of archives: a file to look at, the report row by row, taking over, going on after a stop."""

from functools import cached_property
from infostrada.core.jobs.rows import Job
from infostrada.core.record.export import as_csv
from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.migration.operations import carry_out_archive
from infostrada.site.bip.migration.operations import is_ready
from infostrada.site.bip.migration.operations import kept_import
from infostrada.site.bip.migration.operations import mapping_in
from infostrada.site.bip.migration.operations import order_archive
from infostrada.site.bip.migration.operations import REGISTER
from infostrada.site.bip.registers.imports import store
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import unit_of
from typing import Any
from zExceptions import NotFound


SHOWN = 200
STATES = {
    "waiting": ("wait", _("being checked")),
    "checked": ("done", _("looked at, nothing made yet")),
    "refused": ("warn", _("no row can be taken over")),
    "making": ("run", _("entries are being made")),
    "done": ("done", _("taken over")),
    "stopped": ("warn", _("stopped before the end")),
}


class ArchiveImport(Form):
    """`<bulletin>/@@archive-import`, with `?id=` the report of one import."""

    label = _("Taking over the archive of a bulletin")
    button = _("Look at the archive")
    lead = _(
        "A ZIP file with a table of entries (entries.csv) and their files. Every row is looked at first and nothing is made; "
        "rows with a fault are left out, the others can be taken over."
    )

    def __call__(self) -> Any:
        """The page, or a report as a file."""
        if self.request.method == "GET" and self.request.form.get("file") == "report":
            return self._report()
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
        return f"{self.action}?id={ordered.number}"

    def fields(self) -> list[dict[str, Any]]:
        """What an import has to be told beside its files."""
        options = [
            ("nie", _("drafts, to be published one by one")),
            ("tak", _("public entries at once; drafts where something looks like personal data")),
        ]
        return [
            {"name": "publish", "label": _("Make of the rows"), "kind": "select", "required": True,
             "options": [{"value": value, "label": self.say(label)} for value, label in options]},
        ]  # fmt: skip

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

    def report(self) -> dict[str, Any] | None:
        """State, progress, faults and drafts of the import asked for."""
        known = self.one
        if known is None:
            return None
        state = self._state(known, self.job)
        if state in ("waiting", "making"):
            self.request.response.setHeader("Refresh", "3")
        faults = [self._fault(fault) for fault in store.faults(known.id, 0, SHOWN)]
        return {
            **self._summary(known, state),
            "ready": is_ready(known) and state == "checked",
            "stopped": state == "stopped",
            "progress": self.job if state == "making" and self.job and self.job.total else None,
            "error": self.job.error if state == "stopped" and self.job else "",
            "faults": faults,
            "more": known.fault_count > len(faults),
            "drafts": [
                {"line": row["line"], "title": row["title"], "url": self._url(row["path"])}
                for row in store.drafts(known.id, SHOWN)
            ],
        }

    def earlier(self) -> list[dict[str, Any]]:
        """The last imports of archives of this unit."""
        found = store.newest(unit_of(self.context).unit_id, REGISTER)
        return [self._summary(known, self._state(known, store.job_of(known))) for known in found]

    @staticmethod
    def _state(known: store.Import, job: Job | None) -> str:
        stopped = known.state in ("waiting", "making") and job is not None and not job.open
        return "stopped" if stopped else known.state

    def _summary(self, known: store.Import, state: str) -> dict[str, Any]:
        tone, words = STATES[state]
        return {
            "id": str(known.id),
            "url": f"{self.action}?id={known.id}",
            "filename": known.filename,
            "when": moment_words(known.made_at.astimezone(WARSAW)),
            "who": known.made_by,
            "tone": tone,
            "state": self.say(words),
            "rows": str(known.row_count),
            "fault_count": str(known.fault_count),
            "made": str(known.made_count),
        }

    def _fault(self, fault: Any) -> dict[str, Any]:
        return {**fault._asdict(), "words": self.say(refusal(fault.reason))}

    def _url(self, path: str) -> str:
        return str(self.request.physicalPathToURL(path.split("/")))

    def _report(self) -> bytes:
        if self.one is None:
            raise NotFound("archive-import")
        names = ["wiersz", "pole", "wartość", "błąd"]
        rows = [
            dict(
                zip(
                    names,
                    (fault.line, fault.field, fault.value, self.say(refusal(fault.reason))),
                    strict=True,
                )
            )
            for fault in store.faults(self.one.id)
        ]
        answer = self.request.response
        answer.setHeader("Content-Type", "text/csv; charset=utf-8")
        answer.setHeader("Content-Disposition", 'attachment; filename="archiwum-bledy.csv"')
        return as_csv(names, names, rows)
