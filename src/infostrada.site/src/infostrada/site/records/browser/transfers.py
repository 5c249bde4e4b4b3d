"""Pages of the transfer to the state archive."""

from base64 import b64encode
from infostrada.core import accesslog
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.records.archive.content import Answer
from infostrada.site.records.archive.content import Row
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.application import application
from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.archive.transfer import confirm_transfer
from infostrada.site.records.archive.transfer import note_application
from infostrada.site.records.archive.transfer import note_consent
from infostrada.site.records.archive.transfer import OPEN
from infostrada.site.records.archive.transfer import order_package
from infostrada.site.records.archive.transfer import refuse_transfer
from infostrada.site.records.archive.transfer import transfer_entries
from infostrada.site.records.browser.archive import case_rows
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.problems import Blocked
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from tempfile import TemporaryFile
from typing import Any
from ZPublisher.Iterators import filestream_iterator

import os


class TransferPage(DeskPage):
    """A transfer: its cases, the state archive's answers, the package."""

    @property
    def lead(self) -> str:
        """Which archive."""
        text: str = self.context.archive
        return text

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive, the list and the application; the package when it was made."""
        url = self.context.absolute_url()
        found = [
            {"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"},
            {"label": _("List as XML"), "url": f"{url}/@@handover-xml"},
            {"label": _("Application as XML"), "url": f"{url}/@@application-xml"},
        ]
        if self.context.parcel is not None and self.may(KEEP):
            found.append({"label": _("Download the package"), "url": f"{url}/@@transfer-package"})
        return found

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Where the transfer is."""
        record, request = self.context, self.request
        parcel = record.parcel
        return [
            fact(_("State"), STATES[state_of(record)][0]),
            fact(_("By whom"), record.made_by.name),
            fact(_("Application"), self._told(record.application)),
            fact(_("Consent"), self._told(record.consent)),
            fact(_("Package made"), when(parcel.made_at, request) if parcel else None),
            fact(_("Size in bytes"), str(parcel.size) if parcel else None),
            fact(_("Digest of the package (SHA-256)"), parcel.sha256 if parcel else None),
            fact(_("Receipt"), self._told(record.receipt)),
            fact(_("Remarks"), record.remark),
        ]

    def _told(self, answer: Answer | None) -> str | None:
        if answer is None:
            return None
        parts = (answer.reference, when(answer.day, self.request), answer.remark)
        return ", ".join(part for part in parts if part)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Cases, then the next step."""
        parts = [{"id": "rows", "title": _("Cases"), "register": case_rows(self.context.rows, self.request)}]
        if state_of(self.context) in OPEN and self.may(KEEP):
            parts.append({"id": "next", "title": _("State archive"), "forms": self._forms()})
        return parts

    def _forms(self) -> list[Any]:
        state = state_of(self.context)
        sign = {"name": "reference", "label": _("Sign of the letter"), "required": True}
        day = {"name": "day", "label": _("Day"), "kind": "date", "required": True}
        remark = {"name": "remark", "label": _("Remarks")}
        forms = []
        if state == "proposed":
            forms.append(self.one("apply", _("Note that the application was sent"), sign, day))
        if state == "applied":
            forms.append(self.one("agree", _("Note the consent"), sign, day, remark))
        if state in ("agreed", "packed"):
            label = _("Make the package") if state == "agreed" else _("Make the package again")
            forms.append(
                self.one("package", label, tone="btn-primary" if state == "agreed" else "btn-secondary")
            )
        if state == "packed":
            forms.append(self.one("confirm", _("Note the receipt of the package"), sign, day))
        refused = {**remark, "required": True}
        forms.append(self.one("refuse", _("Refused by the state archive"), refused, tone="btn-danger"))
        return forms

    def do_apply(self) -> str:
        """The application went out."""
        note_application(self.context, self.text("reference"), self.day("day"))
        return self.here

    def do_agree(self) -> str:
        """The state archive agreed."""
        note_consent(self.context, self.text("reference"), self.day("day"), self.text("remark"))
        return self.here

    def do_package(self) -> str:
        """Order the package and show the progress."""
        return f"{self.unit.absolute_url()}/@@job/{order_package(self.context)}"

    def do_confirm(self) -> str:
        """The archive has the package; the cases are moved."""
        job = confirm_transfer(self.context, self.text("reference"), self.day("day"))
        return f"{self.unit.absolute_url()}/@@job/{job}"

    def do_refuse(self) -> str:
        """The archive refused."""
        refuse_transfer(self.context, self.text("remark"))
        return self.here


def handed(row: Row) -> HandedOver:
    """A row of a list as the spis zdawczo-odbiorczy has it."""
    return HandedOver(
        row.sign, row.class_title, row.title, row.started_on, row.closed_on, row.documents, row.remarks
    )


class TransferList(BrowserView):
    """`<transfer>/@@handover-xml`: spis zdawczo-odbiorczy of the transfer."""

    def __call__(self) -> bytes:
        """The XML."""
        return _xml(self, "spis-zdawczo-odbiorczy.xml", handover_list(map(handed, self.context.rows)))


class TransferApplication(BrowserView):
    """`<transfer>/@@application-xml`: the application (wniosek) to the state archive."""

    def __call__(self) -> bytes:
        """The XML."""
        record = self.context
        sign = record.application.reference if record.application else f"{record.number}/{record.year}"
        data = application(sign, record.made_at, [handed(row) for row in record.rows], record.title)
        return _xml(self, "wniosek.xml", data)


def _xml(view: BrowserView, name: str, data: bytes) -> bytes:
    response = view.request.response
    response.setHeader("Content-Type", "application/xml")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    return data


class TransferPackage(BrowserView):
    """`<transfer>/@@transfer-package`: the package of all cases of the list."""

    def __call__(self) -> Any:
        """The package, once it was made and checked; it must still have the digest noted then."""
        record = self.context
        if record.parcel is None:
            raise Blocked([], reason="package_missing")
        return sent_package(self, transfer_entries(record), record.parcel.sha256)


def sent_package(view: BrowserView, entries: list[Entry], digest: str = "") -> Any:
    """A package streamed as an attachment, with the reading noted in the access log."""
    record = view.context
    with TemporaryFile() as out:
        found = write_package(out, entries)
        if digest and found != digest:
            raise Blocked([], reason="package_changed")
        size = out.tell()
        out.seek(0)
        # The iterator closes its own descriptor when the answer is sent.
        stream = filestream_iterator(os.dup(out.fileno()), "rb")
    accesslog.note(
        "records.package", uid=IUUID(record), unit=unit_id_of(record), outcome="granted", reason=found
    )
    response = view.request.response
    response.setHeader("Content-Type", "application/x-tar")
    response.setHeader("Content-Length", str(size))
    response.setHeader("Repr-Digest", f"sha-256=:{b64encode(bytes.fromhex(found)).decode()}:")
    response.setHeader("Content-Disposition", f'attachment; filename="{IUUID(record)}.tar"')
    response.setHeader("Cache-Control", "private, no-store")
    return stream
