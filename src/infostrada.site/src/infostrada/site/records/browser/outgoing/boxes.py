"""Labels of the boxes of the chronological store: office, store, year, range of numbers."""

from infostrada.core.errors import BadRequest
from infostrada.site import _
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.correspondence.labels import box_label
from infostrada.site.records.correspondence.labels import labels_pdf
from infostrada.site.records.correspondence.rules import SEQUENCES
from infostrada.site.units.lookup import unit_of
from Products.Five import BrowserView


class BoxLabel(BrowserView):
    """`<unit>/@@box-label?sequence=full&year=2026&first=1&last=250`: the label of one box."""

    def __call__(self) -> bytes:
        """A PDF of one page."""
        form, unit = self.request.form, unit_of(self.context)
        sequence = str(form.get("sequence") or "")
        numbers = [str(form.get(name) or "") for name in ("year", "first", "last")]
        if sequence not in SEQUENCES:
            raise BadRequest(_("Choose a value from the list."), field="sequence", reason="not_in_list")
        if not all(each.isdecimal() and len(each) < 9 for each in numbers):
            raise BadRequest(_("Give a whole number, zero or more."), field="first", reason="not_a_count")
        year, first, last = map(int, numbers)
        if not 1900 < year < 2200 or not 0 < first <= last:
            raise BadRequest(_("Give a whole number, zero or more."), field="last", reason="not_a_count")
        data = labels_pdf([box_label(unit.title, unit.unit_id, sequence, year, first, last)])
        return sent(self, data, f"pudlo-{sequence}-{year}-{first}-{last}.pdf")
