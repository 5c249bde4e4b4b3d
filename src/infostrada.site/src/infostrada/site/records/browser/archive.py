"""Pages of the archive: what is due, lists of handover and destruction, packages."""

from infostrada.core import jobs
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.records.archive import listing
from infostrada.site.records.archive.destruction import SAMPLE
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import approve_disposal
from infostrada.site.records.archive.operations import exclude
from infostrada.site.records.archive.operations import hold
from infostrada.site.records.archive.operations import LARGEST_LIST
from infostrada.site.records.archive.operations import note_consent
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.operations import raise_category
from infostrada.site.records.archive.operations import refuse_handover
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.lists import check_list
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.archive.package.words import WORDS
from infostrada.site.records.archive.rules import GROUPS
from infostrada.site.records.archive.services import destroy
from infostrada.site.records.archive.state import archive_of
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.browser.tables import files
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from Products.Five import BrowserView
from typing import Any


HAND_OVER = "infostrada.site: Hand over to the archive"
KEEP = "infostrada.site: Keep the archive"
APPROVE = "infostrada.site: Approve destruction"
DUE = {
    "handover": _("to be handed over"),
    "transfer": _("to the state archive"),
    "destroy": _("to be destroyed"),
    "held": _("held back"),
    "none": _("nothing yet"),
}


class ArchivePage(DeskPage):
    """The office's archive."""

    heading = _("Archive")
    lead = _("Ended cases you may see: what is due today, and the lists of the archive.")

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.report: Any = None

    @property
    def links(self) -> list[dict[str, Any]]:
        """The retention report as a file."""
        return files(self.unit, "retention")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Counts, lists, package check."""
        unit = self.unit.unit_id
        handovers = self._lists(listing.lists(listing.HANDOVERS, unit), _("Handover lists of the office"))
        transfers = self._lists(
            listing.lists(listing.TRANSFERS, unit), _("Transfers of the office to the state archive")
        )
        disposals = self._lists(listing.lists(listing.DISPOSALS, unit), _("Destruction lists of the office"))
        return [
            {"id": "counts", "title": _("Categories"), "register": self._counts()},
            {
                "id": "handovers",
                "title": _("Handover lists"),
                "register": handovers,
                "forms": self._handover_forms(),
            },
            {
                "id": "transfers",
                "title": _("Transfers to the state archive"),
                "register": transfers,
                "forms": self._transfer_forms(),
            },
            {
                "id": "disposals",
                "title": _("Destruction lists"),
                "register": disposals,
                "forms": self._disposal_forms(),
            },
            self._check_section(),
        ]

    def _counts(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"count-{number}",
                "title": row["category"] or "–",
                "cells": {
                    "category": {"text": row["category"] or "–"},
                    "state": tagged(row["state"]),
                    "due": {"text": DUE[row["due"]]},
                    "cases": {"text": str(row["cases"])},
                },
            }
            for number, row in enumerate(listing.counts(self.unit.unit_id))
        ]
        columns = (
            ("category", _("Archival category")),
            ("state", _("State")),
            ("due", _("What is due")),
            ("cases", _("Cases")),
        )
        return table(_("Ended cases by category"), columns, rows)

    def _lists(self, found: list[dict[str, Any]], caption: Any) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": row["title"],
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/view",
                "cells": {"title": {"text": row["title"]}, "state": tagged(row["state"])},
            }
            for row in found
        ]
        return table(caption, (("title", _("Title")), ("state", _("State"))), rows)

    def _handover_forms(self) -> list[Any]:
        if not self.may(HAND_OVER):
            return []
        org = {
            "name": "org_symbol",
            "label": _("Symbol of the organisational unit"),
            "hint": _("Ended cases whose two full years are over are listed."),
            "required": True,
        }
        return [self.one("handover", _("Make a handover list"), org, tone="btn-secondary")]

    def _transfer_forms(self) -> list[Any]:
        if not self.may(KEEP):
            return []
        archive = {
            "name": "archive",
            "label": _("State archive"),
            "hint": _("Archived cases of category A whose ten years are over are listed."),
            "value": archive_of(self.unit.teryt or ""),
            "required": True,
        }
        return [self.one("transfer", _("List what goes to the state archive"), archive, tone="btn-secondary")]

    def _disposal_forms(self) -> list[Any]:
        if not self.may(KEEP):
            return []
        group = {
            "name": "group",
            "label": _("Group"),
            "kind": "select",
            "required": True,
            "options": choices(GROUPS),
        }
        declaration = {
            "name": "declaration",
            "label": _("Declaration"),
            "hint": _("That the time of keeping is over and the records are no longer needed."),
            "kind": "textarea",
            "required": True,
        }
        return [
            self.one("disposal", _("List what may be destroyed"), group, declaration, tone="btn-secondary"),
            self.one("sample", _("Check a sample of this year"), tone="btn-secondary"),
        ]

    def _check_section(self) -> dict[str, Any]:
        file = {
            "name": "package",
            "label": _("Package (tar or zip) or handover list (xml)"),
            "kind": "file",
            "required": True,
        }
        section: dict[str, Any] = {
            "id": "check",
            "title": _("Check a package"),
            "forms": [self.one("check", _("Check the package"), file, tone="btn-secondary")],
        }
        if self.report is not None:
            rows = [
                {
                    "id": f"finding-{number}",
                    "title": finding.where,
                    "cells": {
                        "where": {
                            "text": f"{finding.where}:{finding.line}" if finding.line else finding.where
                        },
                        "reason": {
                            "text": WORDS[finding.reason],
                            "tone": "warn" if finding.blocking else "wait",
                        },
                        "detail": {"text": finding.detail},
                    },
                }
                for number, finding in enumerate(self.report.findings)
            ]
            columns = (("where", _("Where")), ("reason", _("What")), ("detail", _("Detail")))
            section["register"] = table(_("Findings"), columns, rows)
            section["text"] = (
                _("The package is valid.") if self.report.valid else _("The package is not valid.")
            )
        return section

    def do_handover(self) -> str:
        """Make a handover list and show it."""
        made = propose_handover(self.context, self.text("org_symbol"))
        return f"{made.absolute_url()}/view"

    def do_transfer(self) -> str:
        """List the archival material whose time has come."""
        made = propose_transfer(self.context, self.text("archive"))
        return f"{made.absolute_url()}/view"

    def do_disposal(self) -> str:
        """List everything of the group that may be destroyed."""
        group = self.text("group")
        uids = listing.due_uids(self.unit.unit_id, group, LARGEST_LIST)
        made = propose_disposal(self.context, group, uids, self.text("declaration"))
        return f"{made.absolute_url()}/view"

    def do_sample(self) -> str:
        """Order the yearly check and show its progress."""
        if not self.may(KEEP):
            raise invalid("do", "not_in_list")
        unit = self.unit.unit_id
        job = jobs.enqueue(SAMPLE, {"unit": unit, "year": polish_today().year, "size": 50}, unit=unit)
        return f"{self.unit.absolute_url()}/@@job/{job}"

    def do_check(self) -> None:
        """Check a package and show what was found."""
        sent = self.form.get("package")
        if not getattr(sent, "filename", ""):
            raise invalid("package", "file_missing")
        is_list = sent.filename.lower().endswith(".xml")
        self.report = (check_list if is_list else check_package)(sent, sent.filename)


class HandoverPage(DeskPage):
    """A handover list: its cases, accepted or refused by the archive."""

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Who made it and what came of it."""
        record, request = self.context, self.request
        return [
            fact(_("State"), STATES[state_of(record)][0]),
            fact(_("Organisational unit"), record.org_symbol),
            fact(_("By whom"), record.made_by.name),
            fact(_("Given"), when(record.made_at, request)),
            fact(_("Accepted"), when(record.accepted_at, request)),
            fact(_("Remarks"), record.remark),
        ]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive and the list as XML."""
        return [
            {"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"},
            {"label": _("Download as XML"), "url": f"{self.context.absolute_url()}/@@handover-xml"},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The cases, then the archivist's forms."""
        parts = [{"id": "rows", "title": _("Cases"), "register": case_rows(self.context.rows, self.request)}]
        if state_of(self.context) == "proposed" and self.may(KEEP):
            remark = {"name": "remark", "label": _("Remarks"), "required": True}
            forms = [
                self.one("accept", _("Take into the archive")),
                self.one("refuse", _("Send back with remarks"), remark, tone="btn-danger"),
            ]
            parts.append({"id": "end", "title": _("Acceptance"), "forms": forms})
        return parts

    def do_accept(self) -> str:
        """Take the cases in."""
        accept_handover(self.context)
        return f"{self.context.absolute_url()}/view"

    def do_refuse(self) -> str:
        """Send the list back."""
        refuse_handover(self.context, self.text("remark"))
        return f"{self.context.absolute_url()}/view"


def case_rows(found: Any, request: Any) -> dict[str, Any]:
    """The rows of a list as a register."""
    rows = [
        {
            "id": row.uid,
            "title": row.sign,
            "cells": {
                "sign": {"text": row.sign},
                "class": {"text": f"{row.class_symbol} {row.class_title}"},
                "title": {"text": row.title},
                "category": {"text": row.category},
                "started": dated(row.started_on, request),
                "closed": dated(row.closed_on, request),
                "documents": {"text": str(row.documents)},
                "remarks": {"text": row.remarks},
            },
        }
        for row in found
    ]
    columns = (
        ("sign", _("Sign of the case")),
        ("class", _("Class of the plan")),
        ("title", _("Title of the case")),
        ("category", _("Archival category")),
        ("started", _("Start of the case")),
        ("closed", _("Finally ended")),
        ("documents", _("Documents")),
        ("remarks", _("Remarks")),
    )
    return table(_("Cases of the list"), columns, rows)


class HandoverFile(BrowserView):
    """`<handover>/@@handover-xml`: spis zdawczo-odbiorczy for the state archive's tools."""

    def __call__(self) -> bytes:
        """The XML."""
        rows = [
            HandedOver(
                row.sign,
                row.class_title,
                row.title,
                row.started_on,
                row.closed_on,
                row.documents,
                row.remarks,
            )
            for row in self.context.rows
        ]
        response = self.request.response
        response.setHeader("Content-Type", "application/xml")
        response.setHeader("Content-Disposition", 'attachment; filename="spis-zdawczo-odbiorczy.xml"')
        return handover_list(rows)


class DisposalPage(DeskPage):
    """A destruction list: approvals, consent, protocol."""

    @property
    def lead(self) -> str:
        """The declaration."""
        text: str = self.context.declaration
        return text

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive."""
        return [{"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"}]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Where the list is."""
        record, request = self.context, self.request
        consent, protocol = record.consent, record.protocol
        approvals = "; ".join(f"{one.actor.name}, {when(one.at, request)}" for one in record.approvals)
        return [
            fact(_("State"), STATES[state_of(record)][0]),
            fact(_("Group"), record.group),
            fact(_("By whom"), record.made_by.name),
            fact(_("Approvals"), approvals),
            fact(
                _("Consent"), f"{consent.reference}, {when(consent.given_on, request)}" if consent else None
            ),
            fact(_("Expert opinion"), record.opinion),
            fact(_("Protocol"), when(protocol.destroyed_on, request) if protocol else None),
            fact(_("Way of destruction"), protocol.method if protocol else None),
            fact(_("Witnesses"), protocol.witnesses if protocol else None),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Cases, those taken off, forms."""
        record, state = self.context, state_of(self.context)
        parts = [{"id": "rows", "title": _("Cases"), "register": case_rows(record.rows, self.request)}]
        if record.excluded:
            register = case_rows(record.excluded, self.request)
            parts.append({"id": "excluded", "title": _("Taken off the list"), "register": register})
        if state == "proposed" and self.may(APPROVE):
            parts.append(
                {"id": "approval", "title": _("Approval"), "forms": [self.one("approve", _("Approve"))]}
            )
        if state in ("proposed", "approved") and self.may(KEEP):
            parts.append({"id": "archivist", "title": _("State archive"), "forms": self._forms(state)})
        return parts

    def _forms(self, state: str) -> list[Any]:
        cases = [{"value": row.uid, "label": row.sign} for row in self.context.rows]
        forms = [
            self.one(
                "consent",
                _("Note the consent"),
                {"name": "reference", "label": _("Sign of the consent"), "required": True},
                {"name": "given_on", "label": _("Day of the consent"), "kind": "date", "required": True},
                {"name": "opinion", "label": _("Expert opinion"), "hint": _("Needed for the group BE.")},
                tone="btn-secondary",
            ),
            self.one(
                "exclude",
                _("Take off the list"),
                {"name": "uid", "label": _("Case"), "kind": "select", "required": True, "options": cases},
                {"name": "category", "label": _("New category"), "required": True},
                {"name": "reason", "label": _("Reason"), "required": True},
                tone="btn-secondary",
            ),
        ]
        if state == "approved":
            forms.append(
                self.one(
                    "destroy",
                    _("Destroy the records"),
                    {"name": "method", "label": _("Way of destruction"), "required": True},
                    {"name": "witnesses", "label": _("Witnesses"), "required": True},
                    tone="btn-danger",
                )
            )
        return forms

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/view"

    def do_approve(self) -> str:
        """One of the two approvals."""
        approve_disposal(self.context)
        return self._here

    def do_consent(self) -> str:
        """Note the consent of the state archive."""
        opinion = self.text("opinion")
        note_consent(self.context, self.text("reference"), self.day("given_on"), opinion=opinion)
        return self._here

    def do_exclude(self) -> str:
        """Take a case off."""
        exclude(self.context, self.text("uid"), self.text("category"), self.text("reason"))
        return self._here

    def do_destroy(self) -> str:
        """Write the protocol; the job destroys."""
        job = destroy(self.context, self.text("method"), self.text("witnesses"))
        return f"{self.unit.absolute_url()}/@@job/{job}"


class ArchivalPage(DeskPage):
    """Category and hold of one case, and its package."""

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Keeping of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def links(self) -> list[dict[str, Any]]:
        """The case and its package."""
        url = self.context.absolute_url()
        return [
            {"label": _("The case"), "url": f"{url}/view"},
            {"label": _("Download the archive package"), "url": f"{url}/@@archive-package"},
            {"label": _("Download the package for a court (eADM)"), "url": f"{url}/@@court-package"},
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Category and hold."""
        return [
            fact(_("Archival category"), self.context.category),
            fact(_("Hold"), self.context.retention_hold),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Two forms."""
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        category = {"name": "category", "label": _("New category"), "required": True}
        held = {
            "name": "hold",
            "label": _("Hold"),
            "hint": _("Empty ends the hold."),
            "value": self.context.retention_hold,
        }
        forms = [
            self.one("category", _("Raise the category"), category, reason, tone="btn-secondary"),
            self.one("hold", _("Save the hold"), held, tone="btn-secondary"),
        ]
        return [{"id": "keeping", "title": _("Keeping"), "forms": forms}]

    def do_category(self) -> str:
        """Raise the category."""
        raise_category(self.context, self.text("category"), self.text("reason"))
        return f"{self.context.absolute_url()}/@@archival"

    def do_hold(self) -> str:
        """Set or end the hold."""
        hold(self.context, self.text("hold"))
        return f"{self.context.absolute_url()}/@@archival"
