"""Pages of bundles of records: export and import for administrators."""

from collections.abc import Sequence
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.pages import page
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.browser.archive.checking import findings_table
from infostrada.site.records.browser.archive.checking import left_out
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.bundle.operations import begin_import
from infostrada.site.records.bundle.operations import drop
from infostrada.site.records.bundle.operations import fetched
from infostrada.site.records.bundle.operations import keep_import
from infostrada.site.records.bundle.operations import order_export
from infostrada.site.records.bundle.takeover.converting import Choice
from infostrada.site.records.bundle.takeover.converting import STATES as TAKEN_STATES
from infostrada.site.records.bundle.takeover.opening import is_bundle
from infostrada.site.records.bundle.takeover.opening import PackageRefused
from infostrada.site.records.bundle.target import pairs_of
from infostrada.site.records.bundle.target import Rules
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from typing import Any


BUNDLES = Listing(name="bundles", types=("records_bundle",), permission="infostrada.site: Exchange records")
register_listing(BUNDLES)
TAKEOVER = _(
    "An archive package (paczka archiwalna) or a package for a court, whichever system made it: its cases get new signs here, tied to the old ones."
)
OUT = _(
    "A file with the records and their files is made in the background; it can be downloaded from this page."
)
IN = _("The bundle is checked first; nothing is imported until you say so on its page.")
WAYS = {"export": _("Export"), "import": _("Import")}
UIDS = {"keep": _("kept as they are"), "map": _("all new, following from the old ones")}
NUMBERS = {
    "history": _("entered in the office's own registers"),
    "foreign": _("left to the office they come from"),
}
REFUSED = {
    "stop": _("nothing is imported while there are any"),
    "skip": _("left out, the others are imported"),
}
COUNTS = {
    "plans": _("Plan (JRWA)"),
    "acts": _("Acts of law (ELI)"),
    "modes": _("Exceptions from the way of keeping"),
    "authorisations": _("Authorisations"),
    "wordings": _("Wordings of the clauses"),
    "folders": _("Folders of papers (teczki)"),
    "parties": _("Persons and bodies"),
    "letters": _("Letters"),
    "cases": _("Cases"),
    "documents": _("Documents"),
    "outgoing": _("Outgoing letters"),
    "tasks": _("Tasks"),
    "handovers": _("Handover lists"),
    "metryka": _("Lines of metryka"),
    "new": _("New"),
    "here": _("Here already"),
    "refused": _("Refused lines"),
    "warning": _("Warnings"),
}


class BundlesPage(DeskPage):
    """The unit's bundles."""

    heading = _("Bundles of records")
    lead = _(
        "Records of the office with their files in one archive, to be moved to another system or office."
    )

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.refused: Report | None = None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Bundles so far, two forms."""
        return [
            {"id": "bundles", "title": _("Bundles so far"), "register": self._bundles()},
            {"id": "export", "title": _("Export"), "text": OUT, "forms": [self._export()]},
            {"id": "import", "title": _("Import"), "text": IN, "forms": [self._import()]},
            self._package(),
        ]

    def _bundles(self) -> dict[str, Any]:
        found = page(BUNDLES, principals(), Question(unit=self.unit.unit_id), size=100, counted=False)
        rows = [
            {
                "id": row["uid"],
                "title": row["title"],
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/view",
                "cells": {
                    "title": {"text": row["title"]},
                    "made": dated(row["modified"], self.request),
                    "state": tagged(row["state"]),
                },
            }
            for row in found.rows
        ]
        columns = (("title", _("Title")), ("made", _("Changed")), ("state", _("State")))
        empty = _("No bundle yet. Order an export below, or send a bundle to be imported.")
        return {**table(_("Bundles of the office"), columns, rows), "quiet": True, "empty": empty}

    def _export(self) -> Any:
        cases = {
            "name": "cases",
            "label": _("Signs of cases"),
            "hint": _("One in a line; without any, all records of the office go out."),
            "kind": "textarea",
        }
        return self.one("export", _("Order the export"), cases, fold=_("Export records"))

    def _import(self) -> Any:
        return self.one(
            "import",
            _("Send and check"),
            {"name": "file", "label": _("Bundle (zip)"), "kind": "file", "required": True},
            {
                "name": "numbers",
                "label": _("Numbers and signs"),
                "kind": "select",
                "required": True,
                "options": options(NUMBERS),
                "hint": _("Another office's cases taken over get new signs here, tied to the old ones."),
            },
            {
                "name": "uids",
                "label": _("Identifiers"),
                "kind": "select",
                "required": True,
                "options": options(UIDS),
            },
            {
                "name": "refused",
                "label": _("Lines that are refused"),
                "kind": "select",
                "required": True,
                "options": options(REFUSED),
            },
            {
                "name": "classes",
                "label": _("Classes here for classes there"),
                "hint": _("Of another office's cases: one in a line, the old symbol first, as 6730:6733."),
                "kind": "textarea",
            },
            {
                "name": "orgs",
                "label": _("Organisational units here for those there"),
                "hint": _("Of another office's cases: one in a line, the old symbol first, as GP:PP."),
                "kind": "textarea",
            },
            fold=_("Import a bundle"),
        )

    def _package(self) -> dict[str, Any]:
        part: dict[str, Any] = {
            "id": "package",
            "title": _("Cases of another system"),
            "text": TAKEOVER,
            "forms": [self._package_form()],
        }
        if self.refused is None:
            return part
        text = left_out(self.refused.faults_more)
        notice = {"kind": "warn", "title": _("The package is not valid."), "text": text}
        return {**part, "notice": notice, "register": findings_table(self.refused.faults)}

    def _package_form(self) -> Any:
        orgs = {
            org.symbol: f"{org.symbol} {org.title}" for org in orgs_of(structure_of(self.unit)) if org.symbol
        }
        symbol = {
            "name": "class",
            "label": _("Class of the plan for all cases"),
            "hint": _("Left empty, each case goes into the class its old sign names."),
        }
        return self.one(
            "package",
            _("Send the package and check"),
            {"name": "file", "label": _("Package (tar or zip)"), "kind": "file", "required": True},
            {
                "name": "org",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": options(orgs),
            },
            symbol,
            {
                "name": "state",
                "label": _("State of the cases"),
                "kind": "select",
                "required": True,
                "options": options({name: STATES[name][0] for name in TAKEN_STATES}),
            },
            fold=_("Take cases over"),
            open=bool(self.refused) or self.holds("package"),
        )

    def do_package(self) -> str | None:
        """Make a bundle of the package, order its check, show it."""
        sent: Any = self.form.get("file")
        if not getattr(sent, "filename", ""):
            raise invalid("file", "file_missing")
        if is_bundle(sent):
            raise invalid("file", "not_a_package")
        choice = Choice(self.text("org"), self.text("class"), self.text("state") or "closed")
        try:
            made, _job = keep_import(self.context, sent, sent.filename, choice=choice)
        except PackageRefused as problem:
            self.refused = problem.report
            self.request.response.setStatus(problem.status)
            return None
        self.say(_("The bundle is being checked; nothing has been imported yet."))
        return f"{made.absolute_url()}/view"

    def do_export(self) -> str:
        """Order it and show the progress."""
        _made, job = order_export(self.context, self.text("cases").splitlines())
        return f"{self.unit.absolute_url()}/@@job/{job}"

    def do_import(self) -> str:
        """Keep the file, order its check, show the bundle."""
        sent: Any = self.form.get("file")
        if not getattr(sent, "filename", ""):
            raise invalid("file", "file_missing")
        rules = Rules(
            self.text("uids") or "keep",
            self.text("numbers") or "history",
            self.text("refused") == "skip",
            pairs_of(self.text("classes").splitlines(), "classes"),
            pairs_of(self.text("orgs").splitlines(), "orgs"),
        )
        made, _job = keep_import(self.context, sent, sent.filename, rules)
        self.say(_("The bundle is being checked; nothing has been imported yet."))
        return f"{made.absolute_url()}/view"


class BundlePage(DeskPage):
    """One bundle: what its check found, and what may be done with it."""

    @property
    def links(self) -> list[dict[str, Any]]:
        """All bundles, and the file of an export."""
        found = [{"label": _("Bundles of records"), "url": f"{self.unit.absolute_url()}/@@bundles"}]
        if self.context.way == "export" and self.context.file is not None:
            url = f"{self.context.absolute_url()}/@@bundle-file/{self.context.file.filename}"
            found.insert(0, {"label": _("Download the bundle"), "url": url})
        return found

    @property
    def facts(self) -> list[dict[str, Any]]:
        """State, rules, counts."""
        record, request = self.context, self.request
        shown = [
            fact(_("State"), STATES[state_of(record)][0]),
            fact(_("Direction"), WAYS[record.way]),
            fact(_("Ordered by"), record.made_by.name),
            fact(_("Given"), when(record.made_at, request)),
        ]
        if record.way == "import":
            shown += [
                fact(_("Numbers and signs"), NUMBERS[record.numbers]),
                fact(_("Identifiers"), UIDS[record.uids]),
                fact(_("Lines that are refused"), REFUSED["skip" if record.skips else "stop"]),
                fact(_("Classes here for classes there"), _arrows(record.classes)),
                fact(_("Organisational units here for those there"), _arrows(record.orgs)),
            ]
        shown += [fact(COUNTS[name], str(count)) for name, count in record.counts]
        shown.append(fact(_("Digest of the content"), record.content))
        if record.file is not None:
            shown.append(fact(_("Digest of the file (SHA-256)"), record.file.sha256))
        return shown

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Findings and forms."""
        parts: list[dict[str, Any]] = []
        if self.context.findings:
            parts.append({"id": "findings", "title": _("Findings"), "register": self._findings()})
        state, forms = state_of(self.context), []
        if state == "checked":
            forms.append(self.one("begin", _("Import the records")))
        if state in ("ordered", "checked", "done", "refused"):
            forms.append(self.one("drop", _("Remove the file"), tone="btn-danger"))
        if forms:
            parts.append({"id": "acts", "title": _("What next"), "forms": forms})
        return parts

    def _findings(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"finding-{number}",
                "title": f"{line.member}:{line.line}",
                "cells": {
                    "where": {"text": f"{line.member}:{line.line}"},
                    "what": {
                        "text": COUNTS[line.action],
                        "tone": "warn" if line.action == "refused" else "wait",
                    },
                    "reason": {"text": word(refusal(line.reason), self.request)},
                    "detail": {"text": line.detail or line.uid},
                },
            }
            for number, line in enumerate(self.context.findings)
        ]
        columns = (
            ("where", _("Where")),
            ("what", _("What")),
            ("reason", _("Reason")),
            ("detail", _("Detail")),
        )
        return table(_("The first 200 findings"), columns, rows)

    def do_begin(self) -> str:
        """Import, and show the progress."""
        return f"{self.unit.absolute_url()}/@@job/{begin_import(self.context)}"

    def do_drop(self) -> str:
        """Remove the file."""
        drop(self.context)
        return self.here


def _arrows(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{old} → {new}" for old, new in pairs)


class BundleDownload(Download):
    """`<bundle>/@@bundle-file/<name>`: the archive."""

    def file(self) -> RecordFile | None:
        """The file, whatever it is called in the address."""
        return fetched(self.context)
