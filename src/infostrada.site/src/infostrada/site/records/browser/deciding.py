"""What a decision lacks, on its page before it is accepted and signed."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.documents.deciding import decision_report
from infostrada.site.records.workflow import state_of
from typing import Any


PARTS = {
    "authority": _("name of the authority"),
    "day": _("day of the decision"),
    "party": _("name of the party"),
    "basis": _("legal basis"),
    "ruling": _("ruling"),
    "facts": _("reasons: the facts"),
    "law": _("reasons: the law"),
    "appeal": _("instruction on the appeal and its term"),
    "complaint": _("instruction on the complaint and its term, or that there is none"),
    "waiver": _("instruction on the waiver of the appeal"),
    "authorisation": _("authorisation of the person who signs, in the register"),
    "signatory": _("who signs: name and post"),
}


class Wholeness(Part):
    """The parts of the code that were not found; a warning, the person who signs decides."""

    position = 7

    def section(self) -> dict[str, Any] | None:
        """A table of what is missing, or that nothing is; only while something can still be mended."""
        if state_of(self.context) not in ("draft", "submitted", "returned"):
            return None
        report = decision_report(self.context)
        if report is None:
            return None
        part: dict[str, Any] = {"id": "wholeness", "title": _("Parts of the decision by the code")}
        if not report.readable:
            return {**part, "text": _("The newest version has no text to be read: check its parts yourself.")}
        if not report.missing:
            return {**part, "text": _("All parts the code wants were found in the text.")}
        notice = {
            "kind": "warn",
            "title": _("Parts not found in the text"),
            "text": _("The words were looked for by the program: check them before you sign."),
        }
        rows = [
            row(word(PARTS[each.key], self.request), part=PARTS[each.key], basis=each.basis)
            for each in report.missing
        ]
        columns = (("part", _("Part")), ("basis", _("Legal basis")))
        register = table(_("Parts not found in the text"), columns, numbered("part", rows))
        return {**part, "notice": notice, "register": register}
