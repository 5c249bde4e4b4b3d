"""Scan, place and loans of one letter."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import options
from infostrada.site.records.browser.paper.counter import Counter
from infostrada.site.records.browser.paper.counter import Quality
from infostrada.site.records.browser.paper.parts import PaperPart
from infostrada.site.records.browser.paper.words import MATTERS
from infostrada.site.records.browser.paper.words import PROOFS
from infostrada.site.records.browser.paper.words import SCANS
from infostrada.site.records.browser.paper.words import SEQUENCES
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.channels import verdict
from infostrada.site.records.correspondence.counter import is_stamped
from infostrada.site.records.correspondence.counter import stampless_on
from infostrada.site.records.correspondence.paper import lend
from infostrada.site.records.correspondence.paper import note_matter
from infostrada.site.records.correspondence.paper import note_scan
from infostrada.site.records.correspondence.paper import open_loan
from infostrada.site.records.correspondence.paper import shelve
from infostrada.site.records.correspondence.paper import take_back
from infostrada.site.records.correspondence.rules import PAPER_METHODS
from typing import Any


EFFECTIVE = {
    True: _("effective"),
    False: _("not effective: instruct the sender"),
    None: _("to be judged"),
}


class Loans(PaperPart):
    """Who has borrowed the paper from the store."""

    position = 10

    def section(self) -> dict[str, Any]:
        """The loans; lend it while it lies there, note its return while it does not."""
        return {"id": "loans", "title": _("Loans"), "register": self._loans(), "forms": self._forms()}

    def _loans(self) -> dict[str, Any]:
        columns = (
            ("who", _("Borrower")),
            ("purpose", _("Purpose")),
            ("lent", _("Lent")),
            ("back", _("Returned")),
            ("by", _("Lent by")),
        )
        rows = [
            row(
                loan.borrower,
                who=loan.borrower,
                purpose=loan.purpose,
                lent=dated(loan.lent_on, self.request),
                back=dated(loan.returned_on, self.request),
                by=loan.lent_by,
            )
            for loan in self.context.loans
        ]
        in_store = _("The paper has never been lent.")
        empty = (
            in_store
            if self.context.shelf
            else _("The paper has no place in the store yet; put it there to lend it.")
        )
        return {
            **table(_("Loans from the store"), columns, numbered("loan", rows)),
            "quiet": True,
            "empty": empty,
        }

    def _forms(self) -> list[Any]:
        if open_loan(self.context) is not None:
            return [self.form("back", _("Note the return"))]
        if not self.context.shelf:
            return []
        who = {"name": "borrower", "label": _("Borrower"), "required": True}
        purpose = {"name": "purpose", "label": _("Purpose"), "required": True}
        return [self.form("lend", _("Lend the paper"), who, purpose)]

    def do_lend(self) -> str:
        """Lend it."""
        lend(self.context, self.text("borrower"), self.text("purpose"))
        return self.done(_("The loan has been noted."))

    def do_back(self) -> str:
        """It is back."""
        take_back(self.context)
        return self.done(_("The return has been noted."))


class ScanAndPlace(PaperPart):
    """How far it was scanned, where it lies, what kind of matter it is."""

    position = 20

    def section(self) -> dict[str, Any]:
        """Three forms."""
        forms = [self._scan(), self._place(), self._matter()]
        return {"id": "scan", "title": _("Scan and place"), "forms": forms}

    def _scan(self) -> Any:
        letter = self.context
        scans = options({name: SCANS[name] for name in ("full", "partial", "none")})
        hint = _("Needed unless scanned in full: pages, size, form.")
        return self.form(
            "scan",
            _("Note how far it was scanned"),
            _chosen("scan", _("Scan"), letter.scan, scans, required=True),
            {"name": "note", "label": _("What is missing"), "hint": hint, "value": letter.scan_note},
            {"name": "media", "label": _("Carriers outside the system"), "value": letter.media},
        )

    def _place(self) -> Any:
        letter, sequences = self.context, options(SEQUENCES)
        return self.form(
            "shelve",
            _("Put into the store"),
            _chosen("sequence", _("Sequence of the store"), letter.sequence, sequences, required=True),
            {"name": "place", "label": _("Place in the store"), "required": True, "value": letter.shelf},
        )

    def _matter(self) -> Any:
        field = _chosen("matter", _("Matter"), self.context.matter, options(MATTERS))
        return self.form("matter", _("Save the matter"), field)

    def do_scan(self) -> str:
        """How far it was scanned."""
        note_scan(self.context, self.text("scan"), self.text("note"), self.text("media"))
        return self.done(_("The scan has been noted."))

    def do_matter(self) -> str:
        """What kind of matter it is."""
        note_matter(self.context, self.text("matter"))
        return self.done(_("The matter has been noted."))

    def do_shelve(self) -> str:
        """Into the store."""
        shelve(self.context, self.text("sequence"), self.text("place"))
        return self.done(_("The place in the store has been noted."))


def _chosen(name: str, label: Any, value: str, listed: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "kind": "select", "value": value, "options": listed, **more}


class PaperPage(DeskPage):
    """The paper behind a letter."""

    parts = (Loans, ScanAndPlace, Quality, Counter)

    @property
    def heading(self) -> Any:
        """RPW number."""
        return _("Paper of the letter ${number}", mapping={"number": self.context.rpw_number})

    @property
    def lead(self) -> str:
        """The letter's title, for those who may see the letter."""
        return str(self.context.title if self.may("View") else self.context.Title())

    @property
    def links(self) -> list[dict[str, Any]]:
        """The letter and the lists."""
        letter = [{"label": _("Letter"), "url": f"{self.context.absolute_url()}/view"}]
        return [
            *(letter if self.may("View") else []),
            {"label": _("Not fully scanned"), "url": f"{self.unit.absolute_url()}/@@not-scanned"},
        ]

    @property
    def here(self) -> str:
        """The page's own address."""
        return f"{self.context.absolute_url()}/@@paper"

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What is known of the paper, and whether the channel is effective."""
        letter = self.context
        found = verdict(letter.delivery_method or "", letter.matter, letter.received_date)
        return known(
            (
                fact(_("Way of delivery"), letter.delivery_method),
                fact(_("Matter"), MATTERS[letter.matter]),
                fact(_("Handing in this way"), EFFECTIVE[found.effective]),
                fact(_("Proof of receipt"), PROOFS[found.proof]),
                fact(_("Stamp of receipt"), self._stamp()),
                fact(_("Scan"), SCANS[letter.scan_now]),
                fact(_("What is missing"), letter.scan_note),
                fact(_("Carriers outside the system"), letter.media),
                fact(_("Sequence of the store"), SEQUENCES[letter.sequence] if letter.sequence else None),
                fact(_("Place in the store"), letter.shelf),
            )
        )

    def _stamp(self) -> Any:
        """Whether the paper is stamped, and what never is."""
        letter = self.context
        if letter.delivery_method not in PAPER_METHODS:
            return None
        if not is_stamped(letter.document_kind or "", letter.received_date):
            return _("none: this kind of document is not stamped")
        never = ", ".join(stampless_on(letter.received_date))
        return _("yes; never on: ${papers}", mapping={"papers": never})
