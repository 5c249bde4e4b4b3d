"""Letters not fully scanned, carriers outside the system, papers lent: a register."""

from infostrada.site import _
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.records.browser.paper.words import SCANS
from infostrada.site.records.browser.registers.choices import years
from infostrada.site.records.browser.registers.columns import in_year
from infostrada.site.records.browser.registers.columns import number
from infostrada.site.records.listings import NOT_SCANNED
from typing import Any


class NotScannedPage(RegisterPage):
    """One row per letter whose paper still matters, newest number first; a row leads to the paper."""

    name = "not-scanned"
    leads_to = "@@paper"
    heading = _("Paper outside the system")
    lead = _("Letters not fully scanned, carriers that were not copied, papers lent from the store.")
    caption = _("Letters")
    listing = NOT_SCANNED
    columns = (
        number(_("RPW number")),
        Shown("title", _("Title of the letter"), plain("title")),
        Shown("scan", _("Scan"), lambda row, page: {"text": SCANS[row["scan"]]}),
        Shown("note", _("What is missing"), plain("scan_note")),
        Shown("media", _("Carriers outside the system"), plain("media")),
        Shown("place", _("Place in the store"), plain("shelf"), once=True),
        Shown("who", _("Borrower"), plain("borrower")),
    )
    choices = (
        Choice(
            "which",
            _("Paper"),
            fixed(
                Option("", _("letters not fully in the system"), {"outside": "yes"}),
                Option("lent", _("letters whose paper is lent"), {"lent": "yes"}),
            ),
        ),
        Choice("year", _("Year"), years),
    )
    views = (
        View(_("Not fully scanned"), {}),
        View(_("Lent"), {"which": "lent"}),
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """Labels of the store's boxes."""
        if not self.may("infostrada.site: Register letters"):
            return []
        return [{"label": _("Labels of boxes"), "url": f"{self.unit.absolute_url()}/@@store"}]

    def head(self, row: dict[str, Any]) -> str:
        """The number of the RPW."""
        return in_year(row)
