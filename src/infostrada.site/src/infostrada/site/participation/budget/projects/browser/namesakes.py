"""People from paper lists who may support the project already: an official says who is another person."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects.lists import doubts_of
from infostrada.site.participation.budget.projects.lists import list_name
from infostrada.site.participation.budget.projects.lists import settle_doubts
from infostrada.site.participation.budget.support.namesakes import Kept
from infostrada.site.participation.budget.support.namesakes import PAPER
from infostrada.site.records.workflow import state_of
from typing import Any


ANSWERS = (("other", _("Another person: count")), ("same", _("The same person: do not count")))


class SettleNamesakes(Form):
    """Each person in doubt beside those they may be; an answer for each, all or some at a time."""

    label = _("People of one name")
    lead = _(
        "These people from paper lists may support the project already. They are not counted until you have decided. Look at the scans: addresses and signatures tell people of one name apart."
    )
    button = _("Save the decisions")

    def rows(self) -> list[dict[str, Any]]:
        """People in doubt with those they may be."""
        return [self._row(kept, others) for kept, others in doubts_of(self.context)]

    def _row(self, kept: Kept, others: list[Kept]) -> dict[str, Any]:
        person = bytes(kept.row.person).hex()
        sent = self.text(f"person-{person}")
        answers = [
            {"id": f"{value}-{person}", "value": value, "label": self.say(label),
             "checked": "checked" if value == sent else None}
            for value, label in ANSWERS
        ]  # fmt: skip
        said = [self.told(other) for other in others]
        return {"field": f"person-{person}", "who": self.told(kept), "others": said, "answers": answers}

    def told(self, kept: Kept) -> str:
        """Somebody with all that is known, and where from."""
        if kept.row.method == PAPER:
            source = list_name(self.context, kept.source) or self.say(_("entered by the author"))
        else:
            source = self.say(_("supported on-line"))
        born = f"{kept.born:%d.%m.%Y}" if kept.born else ""
        known = ", ".join(part for part in (kept.name, kept.address, born) if part)
        return f"{known} ({source})"

    def open(self) -> bool:
        """Can it still be decided?"""
        return state_of(self.context) in ("submitted", "amend")

    def act(self) -> str:
        decided = {}
        for name in self.request.form:
            if name.startswith("person-") and self.text(name) in dict(ANSWERS):
                decided[name.removeprefix("person-")] = self.text(name) == "other"
        settle_doubts(self.context, decided)
        left = doubts_of(self.context)
        return f"{self.context.absolute_url()}{'/@@namesakes' if left else ''}"
