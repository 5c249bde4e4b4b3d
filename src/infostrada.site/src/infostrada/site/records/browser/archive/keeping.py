"""Keeping of one case: its category, a hold, its packages."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.records.archive import term
from infostrada.site.records.archive.operations import hold
from infostrada.site.records.archive.operations import raise_category
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.workflow import state_of
from typing import Any


CATEGORY = _("A longer category needs a reason, a shorter one the opinion of the state archive too.")
HOLD = _("A case held back is neither destroyed nor given to the state archive while the reason lasts.")


class Category(Part):
    """A longer category, or a shorter one by the state archive's opinion."""

    position = 10

    def section(self) -> dict[str, Any]:
        """The form."""
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        category = {"name": "category", "label": _("New category"), "required": True}
        opinion = {
            "name": "opinion",
            "label": _("Opinion of the state archive (sign and day)"),
            "hint": _("Needed for a shorter category alone."),
        }
        form = self.page.one(
            "category", _("Change the category"), category, reason, opinion, fold=_("Change the category")
        )
        return {"id": "category", "title": _("Archival category"), "text": CATEGORY, "forms": [form]}

    def do_category(self) -> str:
        """Change the category."""
        page = self.page
        raise_category(self.context, page.text("category"), page.text("reason"), page.text("opinion"))
        page.say(_("The category has been changed."))
        return str(self.page.here)


class Hold(Part):
    """Held back from destruction, for as long as there is a reason."""

    position = 20

    def section(self) -> dict[str, Any]:
        """The form."""
        held = {
            "name": "hold",
            "label": _("Reason"),
            "hint": _("Empty ends the hold."),
            "value": self.context.retention_hold,
        }
        form = self.page.one("hold", _("Save the hold"), held, tone="btn-secondary")
        return {"id": "hold", "title": _("Hold"), "text": HOLD, "forms": [form]}

    def do_hold(self) -> str:
        """Set or end the hold."""
        hold(self.context, self.page.text("hold"))
        return str(self.page.here)


class KeepingPage(DeskPage):
    """How long a case is kept, and its packages."""

    parts = (Category, Hold)

    @cached_property
    def offered(self) -> list[Any]:
        """Its own parts alone: what others offer for a case stands on the case's page."""
        return [factory(self.context, self) for factory in self.parts]

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Keeping of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def lead(self) -> str:
        """What the case is about."""
        title: str = self.context.title
        return title

    @property
    def here(self) -> str:
        """The page itself."""
        return f"{self.context.absolute_url()}/@@archival"

    @property
    def links(self) -> list[dict[str, Any]]:
        """The case and its packages."""
        url = self.context.absolute_url()
        return [
            {"label": _("The case"), "url": f"{url}/view"},
            {"label": _("Download the archive package"), "url": f"{url}/@@archive-package"},
            {"label": _("Download the package for a court (eADM)"), "url": f"{url}/@@court-package"},
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Category, hold and the days that follow from them."""
        case, request = self.context, self.request
        facts = [
            fact(_("State"), STATES[state_of(case)][0]),
            fact(_("Archival category"), case.category),
            fact(_("Finally ended"), when(case.closed_on, request)),
            fact(_("To the archive from"), when(term.handover_from(case), request)),
            fact(_("Destruction from"), when(term.destroy_from(case), request)),
            fact(_("To the state archive from"), when(term.transfer_from(case), request)),
            fact(_("Hold"), case.retention_hold),
        ]
        return known(facts)
