"""The way of an office without a participatory budget to the page that opens one."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.operations import BOARD
from infostrada.site.theme.desk import PageLinks
from infostrada.site.units.interfaces import IUnit
from typing import Any
from zope.component import adapter


@adapter(IUnit)
class UnitBudget(PageLinks):
    """Offered until the office has its budget."""

    position = 96
    group = _("Administration")
    pages = (("open-budget", _("Open the participatory budget"), "infostrada.site: Administer unit"),)

    def links(self) -> list[dict[str, Any]]:
        """None for an office that has one."""
        return [] if BOARD in self.context else super().links()
