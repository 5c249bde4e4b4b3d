"""Move a case into the class it belongs to."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.letter.outside import class_options
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.workflow import state_of
from typing import Any


class OtherClass(Part):
    """For the co-ordinator of office activities and the head of the department."""

    position = 35

    def section(self) -> dict[str, Any] | None:
        """The form, while the case is open and stands alone."""
        case = self.context
        alone = not case.is_group and case.sign is not None and case.sign.inside is None
        if not alone or state_of(case) not in OPEN or not self.page.may(REOPEN):
            return None
        text = _(
            "The case gets the next sign of the right class; everything in it stays. The old sign stays in its list with "
            "the way to the new one."
        )
        symbol = {
            "name": "class_symbol",
            "label": _("Right class"),
            "kind": "select",
            "required": True,
            "options": class_options(self.page.unit),
        }
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        form = self.page.one("reclassify", _("Move to this class"), symbol, reason, tone="btn-secondary")
        return {"id": "other-class", "title": _("Wrong class of the plan"), "text": text, "forms": [form]}

    def do_reclassify(self) -> str:
        """Move it."""
        reclassify(self.context, self.page.text("class_symbol"), self.page.text("reason"))
        sign = str(self.context.sign)
        self.page.say(_("The case has the sign ${sign}.", mapping={"sign": sign}))
        return str(self.page.here)
