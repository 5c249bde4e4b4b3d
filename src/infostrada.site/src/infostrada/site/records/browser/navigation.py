"""The records desk in the bar of the work desk."""

from infostrada.site import _
from infostrada.site.records.store import is_shard
from infostrada.site.theme.desk import PageLinks
from infostrada.site.theme.interfaces import IDeskLinks
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import units_of_user
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFPlone.browser.navigation import PhysicalNavigationBreadcrumbs
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@adapter(IUnit)
class UnitDesk(PageLinks):
    """Lists and forms of the unit's records."""

    position = 10
    pages = (
        ("my-work", _("My work"), "infostrada.site: Use the records desk"),
        ("cases", _("Cases"), "infostrada.site: Use the records desk"),
        ("tasks", _("Tasks"), "infostrada.site: Use the records desk"),
        ("documents", _("Documents"), "infostrada.site: Use the records desk"),
        ("case-list", _("Spis spraw"), "infostrada.site: Use the records desk"),
        ("terms", _("Terms"), "infostrada.site: Use the records desk"),
        ("figures", _("Figures of the office"), "infostrada.site: View figures of the office"),
        ("archive", _("Archive"), "infostrada.site: Use the records desk"),
        ("letters", _("Register of letters"), "infostrada.site: View the register of letters"),
        ("outgoing", _("Register of outgoing letters"), "infostrada.site: View the register of letters"),
        ("register-letter", _("Register a letter"), "infostrada.site: Register letters"),
        ("register-mail", _("Register an e-mail"), "infostrada.site: Register letters"),
        ("scans", _("Batch scans"), "infostrada.site: Register letters"),
        ("not-scanned", _("Paper outside the system"), "infostrada.site: View the register of letters"),
        ("do-not-open", _("Parcels not opened"), "infostrada.site: Keep the list of parcels not opened"),
        ("case-types", _("Types of cases"), "infostrada.site: Use the records desk"),
        ("templates", _("Templates"), "infostrada.site: Use the records desk"),
        ("routing", _("Rules and absences"), "infostrada.site: Use the records desk"),
        ("authorisations", _("Authorisations"), "infostrada.site: Use the records desk"),
        ("edelivery-box", _("e-Doręczenia"), "infostrada.site: Administer unit"),
        ("ade-account", _("Account at the ADE"), "infostrada.site: Administer unit"),
        ("person-search", _("Personal data"), "infostrada.site: Report personal data"),
        ("personal-registers", _("Registers of personal data"), "infostrada.site: Report personal data"),
        ("bundles", _("Bundles of records"), "infostrada.site: Exchange records"),
        ("webhooks", _("Webhooks"), "infostrada.site: Administer unit"),
        ("plans", _("Plan (JRWA)"), "infostrada.site: Use the records desk"),
    )


@implementer(IDeskLinks)
@adapter(IPloneSiteRoot)
class ToOwnUnits:
    """On the region's pages: the way to the desks of the units a person works in."""

    position = 10

    def __init__(self, context: Any) -> None:
        self.context = context

    def links(self) -> list[dict[str, Any]]:
        """One link for each unit."""
        units = (find_unit(unit_id) for unit_id in sorted(units_of_user(api.user.get_current())))
        return [
            {
                "label": _("My work: ${unit}", mapping={"unit": unit.title}),
                "url": f"{unit.absolute_url()}/@@my-work",
            }
            for unit in units
        ]


class StoreCrumbs(PhysicalNavigationBreadcrumbs):  # type: ignore[misc]
    """The way to a folder of records, without the sixteen folders a year is dealt out to."""

    def breadcrumbs(self) -> tuple[dict[str, Any], ...]:
        """The folder itself is left out when it is one of them."""
        found: tuple[dict[str, Any], ...] = super().breadcrumbs()
        return found[:-1] if is_shard(self.context) else found
