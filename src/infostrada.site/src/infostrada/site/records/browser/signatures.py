"""Signatures on the pages of documents and letters."""

from infostrada.core.addressed import TakesNames
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import invalid
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.content import signed_files
from infostrada.site.records.signatures.operations import ACCEPTING
from infostrada.site.records.signatures.operations import attach_signature
from infostrada.site.records.signatures.operations import check_letter_file
from infostrada.site.records.signatures.operations import seal_document
from infostrada.site.records.signatures.operations import validate_again
from infostrada.site.records.signatures.paper import note_of
from infostrada.site.records.signatures.paper import print_of
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.sealing import has_seal
from infostrada.site.records.signatures.words import REASONS
from infostrada.site.records.signatures.words import VERDICTS
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from plone.protect.interfaces import IDisableCSRFProtection
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any
from zope.interface import alsoProvides


COLUMNS = (
    ("file", _("File")),
    ("signer", _("Signed by")),
    ("when", _("Signed on")),
    ("verdict", _("Signature")),
    ("reason", _("Why")),
    ("checked", _("Checked")),
)
FILE = {"name": "file", "label": _("File"), "kind": "file", "required": True}


def signature_rows(
    key: str, name: str, report: Report, request: Any, url: str | None
) -> list[dict[str, Any]]:
    """A row for every signature of a file, or one that says why there is none."""
    listed = report.signatures or (SignatureReport(report.verdict, report.reason),)
    if report.binds is False:
        listed = tuple(one._replace(verdict=report.verdict, reason=report.reason) for one in listed)
    rows = []
    for place, one in enumerate(listed):
        text, tone = VERDICTS[one.verdict]
        stamped = word(_("timestamp"), request) if one.stamped_at else ""
        moment = one.stamped_at or one.signed_at
        rows.append(
            {
                "id": f"{key}-{place}",
                "title": name,
                "url": url,
                "cells": {
                    "file": {"text": name},
                    "signer": {"text": one.person or one.signer},
                    "when": {"text": " · ".join(filter(None, (when(moment, request), stamped)))},
                    "verdict": {"text": text, "tone": tone},
                    "reason": {"text": REASONS[one.reason]},
                    "checked": dated(report.checked_at, request),
                },
            }
        )
    return rows


class Signatures(Part):
    """On a document: what came back signed; the way out and back; the office's seal."""

    position = 60

    def section(self) -> dict[str, Any] | None:
        """Rows of signatures and the forms that add one; nothing before acceptance."""
        document = self.context
        if state_of(document) != "accepted":
            return None
        url = document.absolute_url()
        rows: list[dict[str, Any]] = []
        for place, item in enumerate(signed_files(document)):
            link = f"{url}/@@signed/{place + 1}"
            rows += signature_rows(f"signed-{place}", item.file.filename, item.report, self.request, link)
        register = table(_("Signed files of the document"), COLUMNS, rows)
        part: dict[str, Any] = {"id": "signatures", "title": _("Signatures"), "register": register}
        forms = self._forms()
        text = _(
            "Download the newest version, sign it with your card, podpis zaufany or a seal, and bring the "
            "signed file back: only a signature of exactly this version is taken."
        )
        return {**part, "text": text, "forms": forms} if forms else part

    def _forms(self) -> list[Any]:
        if state_of(case_of(self.context)) not in FILING:
            return []
        forms = []
        if self.page.may(WORK_ON):
            forms.append(self.page.one("signature", _("Keep the signed file"), FILE))
        if self.page.may(ACCEPTING) and has_seal(self.page.unit):
            forms.append(self.page.one("seal", _("Put the office's seal on it"), tone="btn-secondary"))
        if signed_files(self.context) and self.page.may(WORK_ON):
            forms.append(self.page.one("recheck", _("Validate the signatures again"), tone="btn-secondary"))
        return forms

    def do_signature(self) -> str:
        """Keep a signed file."""
        upload = from_form(self.page.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        made = attach_signature(self.context, upload)
        self.page.say(REASONS[made.report.reason])
        return str(self.page.here)

    def do_seal(self) -> str:
        """Seal the document."""
        seal_document(self.context)
        self.page.say(_("The seal has been put on the document."))
        return str(self.page.here)

    def do_recheck(self) -> str:
        """Validate again."""
        validate_again(self.context)
        return str(self.page.here)


class LetterSignatures(Part):
    """On a letter: what the signatures of its files are worth."""

    position = 15

    def section(self) -> dict[str, Any] | None:
        """Reports kept with the letter and the form that asks for one."""
        letter = self.context
        names = {file.uid: file.filename for file in letter.files}
        if not names or state_of(letter) == "destroyed":
            return None
        rows: list[dict[str, Any]] = []
        for uid, report in letter_reports(letter).items():
            if uid in names:
                note = f"{letter.absolute_url()}/@@signature-note/{uid}"
                rows += signature_rows(f"checked-{uid}", names[uid], report, self.request, note)
        field = {
            "name": "signed_file",
            "label": _("File"),
            "kind": "select",
            "required": True,
            "options": options(names),
        }
        words = _("Check the signatures")
        form = self.page.one("check-signature", words, field, tone="btn-secondary", fold=words)
        part: dict[str, Any] = {"id": "signatures", "title": _("Signatures"), "forms": [form]}
        if rows:
            part["text"] = _(
                "A row leads to the note for the print of the file: day, what the signature is worth, who printed."
            )
            part["register"] = table(_("Signatures of the letter's files"), COLUMNS, rows)
        return part

    def do_check_signature(self) -> str:
        """Check one file."""
        check_letter_file(self.context, self.page.text("signed_file"))
        return str(self.page.here)


class SignedVersion(Download):
    """A signed file of a document, by its place counted from 1."""

    def file(self) -> RecordFile | None:
        """The signed file."""
        held = signed_files(self.context)
        place = int(self.name) if self.name.isdigit() else 0
        return held[place - 1].file if 0 < place <= len(held) else None


class CertifiedPrint(BrowserView):
    """`<document>/@@certified-print`: the signed document for the post."""

    def __call__(self) -> bytes:
        """A PDF."""
        return _pdf(self, print_of(self.context), f"wydruk-{IUUID(self.context)[:8]}.pdf")


class SignatureNote(TakesNames, BrowserView):
    """`<letter>/@@signature-note/<file>`: what the signatures of a file were worth, for its print."""

    def __call__(self) -> bytes:
        """A PDF."""
        return _pdf(self, note_of(self.context, self.name), f"weryfikacja-{self.name[:8]}.pdf")


def _pdf(view: Any, data: bytes, name: str) -> bytes:
    # A print is a sight of the record, and says in the journal that it was made.
    alsoProvides(view.request, IDisableCSRFProtection)
    return sent(view, data, name, noted="records.print")
