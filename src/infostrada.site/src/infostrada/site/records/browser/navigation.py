"""The records desk in the bar of the work desk."""

from infostrada.site import _
from infostrada.site.records.store import ARCHIVE
from infostrada.site.records.store import BUNDLES
from infostrada.site.records.store import CASES
from infostrada.site.records.store import DISPATCH
from infostrada.site.records.store import LETTERS
from infostrada.site.records.store import PLANS
from infostrada.site.records.store import TASKS
from infostrada.site.records.store import TEMPLATES
from infostrada.site.records.store import TYPES
from infostrada.site.theme.desk import PageLinks
from infostrada.site.theme.interfaces import IDeskLinks
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.lookup import units_of_user
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFPlone.browser.navigation import PhysicalNavigationBreadcrumbs
from typing import Any
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer


REGISTERS = {
    LETTERS: ("letters", _("Register of letters")),
    DISPATCH: ("outgoing", _("Register of outgoing letters")),
    CASES: ("cases", _("Cases")),
    TASKS: ("tasks", _("Tasks")),
    PLANS: ("plans", _("Plan (JRWA)")),
    ARCHIVE: ("archive", _("Archive")),
    TEMPLATES: ("templates", _("Templates")),
    TYPES: ("case-types", _("Types of cases")),
    BUNDLES: ("bundles", _("Bundles of records")),
}
"""Where the way to a record leads, by the room of the desk it lies in."""
USE = "infostrada.site: Use the records desk"
REGISTER = "infostrada.site: Register letters"
VIEW_REGISTER = "infostrada.site: View the register of letters"
ADMINISTER = "infostrada.site: Administer unit"


@adapter(IUnit)
class UnitDesk(PageLinks):
    """What people of the office open every day."""

    position = 10
    pages = (
        ("my-work", _("My work"), USE),
        ("register-letter", _("Register a letter"), REGISTER),
        ("letters", _("Register of letters"), VIEW_REGISTER),
        ("outgoing", _("Outgoing letters"), VIEW_REGISTER),
        ("cases", _("Cases"), USE),
        ("tasks", _("Tasks"), USE),
        ("documents", _("Documents"), USE),
        ("archive", _("Archive"), USE),
    )


@adapter(IUnit)
class UnitRegistry(PageLinks):
    """Other ways for letters to come in, and what lies outside the system."""

    position = 60
    group = _("Registry")
    pages = (
        ("register-mail", _("Register an e-mail"), REGISTER),
        ("unregistered-mail", _("E-mails not registered"), VIEW_REGISTER),
        ("scans", _("Batch scans"), REGISTER),
        ("dispatch-lists", _("Dispatch lists"), VIEW_REGISTER),
        ("not-scanned", _("Paper outside the system"), VIEW_REGISTER),
        ("do-not-open", _("Parcels not opened"), "infostrada.site: Keep the list of parcels not opened"),
        ("numbers", _("Reserved numbers"), USE),
    )


@adapter(IUnit)
class UnitOverviews(PageLinks):
    """Lists and reports over all cases."""

    position = 61
    group = _("Overviews")
    pages = (
        ("terms", _("Terms"), USE),
        ("case-list", _("Spis spraw"), USE),
        ("folders", _("Folders of papers (teczki)"), USE),
        ("figures", _("Figures of the office"), "infostrada.site: View figures of the office"),
        ("timeliness", _("Cases in time"), "infostrada.site: View figures of terms"),
        ("person-search", _("Personal data"), "infostrada.site: Report personal data"),
        ("personal-registers", _("Registers of personal data"), "infostrada.site: Report personal data"),
        ("special-data", _("Special categories of data"), "infostrada.site: Report personal data"),
        ("access-log", _("Access log"), "Infostrada: View access log"),
    )


@adapter(IUnit)
class UnitRules(PageLinks):
    """What the office works by."""

    position = 62
    group = _("The office")
    pages = (
        ("plans", _("Plan (JRWA)"), USE),
        ("class-marks", _("Cases led elsewhere"), USE),
        ("case-types", _("Types of cases"), USE),
        ("templates", _("Templates"), USE),
        ("routing", _("Rules and absences"), USE),
        ("authorisations", _("Authorisations"), USE),
        ("acts", _("Acts of law (ELI)"), USE),
        ("clauses", _("Clauses (RODO art. 13)"), USE),
    )


@adapter(IUnit)
class UnitExchange(PageLinks):
    """Connections with other systems."""

    position = 95
    group = _("Administration")
    pages = (
        ("edelivery-box", _("e-Doręczenia"), ADMINISTER),
        ("ade-account", _("Account at the ADE"), ADMINISTER),
        ("scan-folder", _("Folder of scans"), ADMINISTER),
        ("bundles", _("Bundles of records"), "infostrada.site: Exchange records"),
        ("webhooks", _("Webhooks"), ADMINISTER),
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


class StoreCrumbs(PhysicalNavigationBreadcrumbs):
    """The way to a folder of records: the register people know, not the folders of years, classes and sixteen parts."""

    def breadcrumbs(self) -> tuple[dict[str, Any], ...]:
        """The unit's own way, then the register of the room the folder belongs to."""
        unit = unit_of(self.context)
        view = getMultiAdapter((unit, self.request), name="breadcrumbs_view")
        found: tuple[dict[str, Any], ...] = view.breadcrumbs()
        steps = self.context.getPhysicalPath()[len(unit.getPhysicalPath()) :]
        name, title = REGISTERS.get(steps[1], ("", "")) if len(steps) > 1 else ("", "")
        if not name:
            return found
        return (
            *found,
            {
                "absolute_url": f"{unit.absolute_url()}/@@{name}",
                "Title": translate(title, context=self.request),
            },
        )
