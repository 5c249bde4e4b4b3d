"""Labels with barcodes of letters, coming and going."""

from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.labels import code_of
from infostrada.site.records.correspondence.labels import Label
from infostrada.site.records.correspondence.labels import label_page
from infostrada.site.records.correspondence.labels import labels_pdf
from infostrada.site.records.correspondence.outgoing.sight import is_told
from infostrada.site.units.lookup import unit_of
from plone import api
from Products.Five import BrowserView
from typing import Any


class LetterLabel(BrowserView):
    """`<letter>/@@label`: the label of one letter, as PDF; with `print=1` as a page the browser prints."""

    def __call__(self) -> bytes | str:
        """One page."""
        letter, unit = self.context, unit_of(self.context)
        coming = ILetter.providedBy(letter)
        register = "RPW" if coming else "RPWYCH"
        day = letter.received_date if coming else letter.registered_at.date()
        who = letter.from_whom if coming else letter.recipient
        title = letter.title if coming or is_told(letter) else letter.Title()
        if not api.user.has_permission("View", obj=letter):
            # The paper of a letter in a case with special categories of data is found by its number.
            who, title = "", letter.Title()
        label = Label(
            unit.title,
            f"{'RPW' if coming else 'RPWych'} {letter.rpw_number}",
            code_of(register, letter.number, letter.year, unit.unit_id),
            (f"{day:%d.%m.%Y}   {who}".strip(), title, _place(letter) if coming else letter.method),
        )
        if self.request.form.get("print"):
            self.request.response.setHeader("Content-Type", "text/html; charset=utf-8")
            self.request.response.setHeader("Cache-Control", "private, no-store")
            return label_page(label)
        name = f"etykieta-{register.lower()}-{letter.number}-{letter.year}.pdf"
        return sent(self, labels_pdf([label]), name)


def _place(letter: Any) -> str:
    """Where the paper stands in the store."""
    return f"Skład: {letter.shelf}" if letter.shelf else ""
