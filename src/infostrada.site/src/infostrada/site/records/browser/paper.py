"""Pages of paper and e-mail: register a message, what was not scanned, the chronological store."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import options
from infostrada.site.records import listings
from infostrada.site.records.browser.tables import files
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.channels import verdict
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.paper import lend
from infostrada.site.records.correspondence.paper import note_matter
from infostrada.site.records.correspondence.paper import note_scan
from infostrada.site.records.correspondence.paper import open_loan
from infostrada.site.records.correspondence.paper import shelve
from infostrada.site.records.correspondence.paper import take_back
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import from_form
from typing import Any


SCANS = {
    "full": _("scanned in full"),
    "partial": _("scanned in part"),
    "none": _("not scanned"),
    "electronic": _("electronic"),
}
SEQUENCES = {
    "full": _("fully scanned"),
    "partial": _("not fully scanned"),
    "internal": _("internal"),
    "receipts": _("proofs of delivery"),
    "returns": _("returns"),
    "invoices": _("invoices"),
    "media": _("data carriers"),
}
MATTERS = {
    "application": _("application or other letter in proceedings"),
    "public_information": _("request for public information"),
    "petition": _("petition"),
    "complaint": _("complaint or motion (part VIII of the code)"),
    "court_complaint": _("complaint to the administrative court"),
    "reuse": _("request for re-use"),
    "between_authorities": _("letter of another public body"),
}
PROOFS = {
    "": _("none"),
    "none": _("none"),
    "receipt": _("proof of receipt"),
    "own_receipt": _("receipt of the office's own system"),
    "upp": _("UPP"),
    "stamp": _("stamp of receipt, proof of posting"),
    "protocol": _("protocol"),
    "system": _("record of the system"),
}


class MailPage(DeskPage):
    """Register a message of e-mail."""

    heading = _("Register an e-mail")
    lead = _(
        "The message is kept whole, its attachments in their own formats. Sent twice, it stays one letter."
    )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """One form."""
        form = self.one(
            "mail",
            _("Register"),
            {"name": "file", "label": _("Message (.eml)"), "kind": "file", "required": True},
            {"name": "city", "label": _("Town"), "required": True},
            {
                "name": "title",
                "label": _("Title of the letter"),
                "hint": _("Empty: the subject of the message."),
            },
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "options": choices(DOCUMENT_KINDS, _("choose")),
            },
            {"name": "matter", "label": _("Matter"), "kind": "select", "options": options(MATTERS)},
        )
        return [{"id": "message", "title": _("Message"), "forms": [form]}]

    def do_mail(self) -> str:
        """Register it and show the letter."""
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        names = ("city", "title", "document_kind", "matter")
        letter = register_mail(self.context, upload, {name: self.text(name) for name in names})
        self.say(_("The letter has the number ${number}.", mapping={"number": letter.rpw_number}))
        return f"{letter.absolute_url()}/view"


class PaperPage(DeskPage):
    """Scan, place and loans of one letter."""

    @property
    def heading(self) -> Any:
        """RPW number."""
        return _("Paper of the letter ${number}", mapping={"number": self.context.rpw_number})

    @property
    def lead(self) -> str:
        """The letter's title."""
        title: str = self.context.title
        return title

    @property
    def links(self) -> list[dict[str, Any]]:
        """The letter and the lists."""
        return [
            {"label": _("Letter"), "url": f"{self.context.absolute_url()}/view"},
            {"label": _("Not fully scanned"), "url": f"{self.unit.absolute_url()}/@@not-scanned"},
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What is known of the paper, and whether the channel is effective."""
        letter = self.context
        found = verdict(letter.delivery_method or "", letter.matter, letter.received_date)
        words = {
            True: _("effective"),
            False: _("not effective: instruct the sender"),
            None: _("to be judged"),
        }
        return [
            fact(_("Way of delivery"), letter.delivery_method),
            fact(_("Matter"), MATTERS[letter.matter]),
            fact(_("Handing in this way"), words[found.effective]),
            fact(_("Proof of receipt"), PROOFS[found.proof]),
            fact(_("Scan"), SCANS[letter.scan_now]),
            fact(_("What is missing"), letter.scan_note),
            fact(_("Carriers outside the system"), letter.media),
            fact(_("Sequence of the store"), SEQUENCES[letter.sequence] if letter.sequence else None),
            fact(_("Place in the store"), letter.shelf),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Loans and the forms."""
        return [
            {"id": "loans", "title": _("Loans"), "register": self._loans(), "forms": self._loan_forms()},
            {"id": "scan", "title": _("Scan and place"), "forms": self._forms()},
        ]

    def _loans(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"loan-{number}",
                "title": loan.borrower,
                "cells": {
                    "who": {"text": loan.borrower},
                    "purpose": {"text": loan.purpose},
                    "lent": dated(loan.lent_on, self.request),
                    "back": dated(loan.returned_on, self.request),
                    "by": {"text": loan.lent_by},
                },
            }
            for number, loan in enumerate(self.context.loans)
        ]
        columns = (
            ("who", _("Borrower")),
            ("purpose", _("Purpose")),
            ("lent", _("Lent")),
            ("back", _("Returned")),
            ("by", _("By whom")),
        )
        return table(_("Loans from the store"), columns, rows)

    def _loan_forms(self) -> list[Any]:
        if open_loan(self.context) is not None:
            return [self.one("back", _("Note the return"), tone="btn-secondary")]
        if not self.context.shelf:
            return []
        who = {"name": "borrower", "label": _("Borrower"), "required": True}
        purpose = {"name": "purpose", "label": _("Purpose"), "required": True}
        return [self.one("lend", _("Lend"), who, purpose, tone="btn-secondary")]

    def _forms(self) -> list[Any]:
        letter = self.context
        scans = {name: SCANS[name] for name in ("full", "partial", "none")}
        scan = self.one(
            "scan",
            _("Save the scan"),
            {
                "name": "scan",
                "label": _("Scan"),
                "kind": "select",
                "required": True,
                "value": letter.scan,
                "options": options(scans),
            },
            {
                "name": "note",
                "label": _("What is missing"),
                "hint": _("Needed unless scanned in full: pages, size, form."),
                "value": letter.scan_note,
            },
            {"name": "media", "label": _("Carriers outside the system"), "value": letter.media},
            tone="btn-secondary",
        )
        matter = self.one(
            "matter",
            _("Save the matter"),
            {
                "name": "matter",
                "label": _("Matter"),
                "kind": "select",
                "value": letter.matter,
                "options": options(MATTERS),
            },
            tone="btn-secondary",
        )
        place = self.one(
            "shelve",
            _("Put into the store"),
            {
                "name": "sequence",
                "label": _("Sequence of the store"),
                "kind": "select",
                "required": True,
                "value": letter.sequence,
                "options": options(SEQUENCES),
            },
            {"name": "place", "label": _("Place in the store"), "required": True, "value": letter.shelf},
            tone="btn-secondary",
        )
        return [scan, place, matter]

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/@@paper"

    def do_scan(self) -> str:
        """How far it was scanned."""
        note_scan(self.context, self.text("scan"), self.text("note"), self.text("media"))
        return self._here

    def do_matter(self) -> str:
        """What kind of matter it is."""
        note_matter(self.context, self.text("matter"))
        return self._here

    def do_shelve(self) -> str:
        """Into the store."""
        shelve(self.context, self.text("sequence"), self.text("place"))
        return self._here

    def do_lend(self) -> str:
        """Lend it."""
        lend(self.context, self.text("borrower"), self.text("purpose"))
        return self._here

    def do_back(self) -> str:
        """It is back."""
        take_back(self.context)
        return self._here


class NotScannedPage(DeskPage):
    """Letters not fully scanned, carriers outside the system, papers lent."""

    heading = _("Paper outside the system")
    lead = _("Letters not fully scanned, carriers that were not copied, papers lent from the store.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list as a file."""
        return files(self.unit, "not_scanned", outside="yes")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Two tables."""
        unit = self.unit.unit_id
        outside, lent = listings.not_scanned(unit), listings.lent(unit)
        return [
            {"id": "outside", "title": _("Not fully scanned"), "register": self._table(outside)},
            {"id": "lent", "title": _("Lent"), "register": self._table(lent)},
        ]

    def _table(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": f"{row['number']}/{row['year']}",
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/@@paper",
                "cells": {
                    "number": {"text": f"{row['number']}/{row['year']}"},
                    "title": {"text": row["title"]},
                    "scan": {"text": SCANS[row["scan"]]},
                    "note": {"text": row["scan_note"]},
                    "media": {"text": row["media"]},
                    "place": {"text": row["shelf"]},
                    "who": {"text": row["borrower"]},
                },
            }
            for row in found
        ]
        columns = (
            ("number", _("RPW number")),
            ("title", _("Title of the letter")),
            ("scan", _("Scan")),
            ("note", _("What is missing")),
            ("media", _("Carriers outside the system")),
            ("place", _("Place in the store")),
            ("who", _("Borrower")),
        )
        return table(_("Letters"), columns, rows)
