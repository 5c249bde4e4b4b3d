"""The office's electronic inbox: hand a letter in, take the receipt."""

from functools import cached_property
from infostrada.core.errors import NotFound
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import sized
from infostrada.site.desk.words import when
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.picking import address_fields
from infostrada.site.records.browser.picking import EMAIL
from infostrada.site.records.browser.picking import name_fields
from infostrada.site.records.browser.picking import others_field
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.submission import submit_letter
from infostrada.site.records.correspondence.submission import submitted
from infostrada.site.records.correspondence.submission import TOLD
from infostrada.site.records.correspondence.typed_senders import typed_senders
from infostrada.site.records.files import RecordFile
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.upload import all_from_form
from plone.uuid.interfaces import IUUID
from typing import Any


class SubmitPage(DeskPage):
    """One form; afterwards the number in the RPW and the receipt of whoever handed the letter in."""

    desk = False

    @property
    def heading(self) -> Any:
        """What the page is for; afterwards that it is done."""
        if self._letter is not None:
            return _("Your letter has been received")
        return _("Hand a letter in: ${unit}", mapping={"unit": self.context.title})

    @property
    def lead(self) -> Any:
        """What becomes of the letter."""
        if self._letter is not None:
            return _(
                "Keep the receipt: it proves what you handed in and when. The office answers in its term."
            )
        return _("The letter gets its number at once, and you get the official receipt (UPP).")

    @property
    def links(self) -> list[dict[str, Any]]:
        """Once a letter was handed in: its receipt, and the empty form."""
        if self._letter is None:
            return []
        form = f"{self.context.absolute_url()}/{self.address}"
        return [
            {"label": _("Download the receipt (UPP)"), "url": self._receipt, "main": True},
            {"label": _("Hand another letter in"), "url": form},
        ]

    @property
    def _receipt(self) -> str:
        return f"{self.context.absolute_url()}/@@submission-receipt/{IUUID(self._letter)}"

    @cached_property
    def _letter(self) -> Any:
        return submitted(self.context, str(self.form.get("receipt") or ""))

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The letter just handed in."""
        letter = self._letter
        if letter is None:
            return []
        return [
            fact(_("RPW number"), letter.rpw_number),
            fact(_("Title of the letter"), letter.title),
            fact(_("Received"), when(letter.registered_at, self.request)),
            fact(_("Receipt (UPP)"), letter.evidences[0].file.filename, self._receipt),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, or the files that were handed in."""
        if self._letter is not None:
            return [{"id": "files", "title": _("Files you handed in"), "register": self._files()}]
        groups = [
            (
                _("Letter"),
                [
                    {"name": "title", "label": _("Title of the letter"), "required": True},
                    {"name": "document_kind", "label": _("Kind of document"), "kind": "select",
                     "options": choices(DOCUMENT_KINDS, _("choose"))},
                    {"name": "sender_reference", "label": _("Sign of your case, if there is one")},
                    {"name": "file", "label": _("Letter as a file"), "kind": "file", "required": True},
                    {"name": "attachment", "label": _("Attachments"), "kind": "file", "multiple": True,
                     "hint": _("You may choose several files at once.")},
                ],
            ),
            (
                _("Sender"),
                [
                    *name_fields(hint=True),
                    *address_fields(),
                    EMAIL,
                    others_field(),
                ],
            ),
        ]  # fmt: skip
        return [
            {"id": "submit", "title": _("Letter"), "quiet": True, "forms": [self.one("submit", _("Hand in"), groups=groups)]}
        ]  # fmt: skip

    def _files(self) -> dict[str, Any]:
        """Names and digests as the receipt has them, so that a file can be compared with it."""
        rows = [
            row(
                file.filename,
                name=file.filename,
                size=sized(file.getSize(), self.request),
                digest=file.sha256,
            )
            for file in self._letter.files
        ]
        columns = (
            ("name", _("File")),
            ("size", _("Size")),
            ("digest", _("Digest of the file (SHA-256)")),
        )
        return table(_("Files of the letter"), columns, numbered("file", rows))

    def do_submit(self) -> str:
        """Register it and show the receipt."""
        sent = [upload for name in ("file", "attachment") for upload in all_from_form(self.form.get(name))]
        told: dict[str, Any] = {name: self.text(name) for name in TOLD}
        told["other_senders"] = typed_senders(self.text("others"))
        letter = submit_letter(self.context, told, sent, idempotency_key=self.attempt)
        self.say(
            _(
                "The letter has been received under the number ${number}.",
                mapping={"number": letter.rpw_number},
            )
        )
        return f"{self.context.absolute_url()}/{self.address}?receipt={IUUID(letter)}"


class SubmissionReceipt(Download):
    """`<unit>/@@submission-receipt/<uid>`: the receipt, for whoever handed the letter in."""

    def file(self) -> RecordFile | None:
        """The receipt's file."""
        letter = submitted(self.context, self.name)
        if letter is None:
            raise NotFound()
        found: RecordFile | None = letter.evidences[0].file
        return found
