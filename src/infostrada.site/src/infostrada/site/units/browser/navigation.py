"""The unit's own screens in the bar of the work desk."""

from infostrada.site import _
from infostrada.site.theme.desk import PageLinks
from infostrada.site.units.interfaces import IUnit
from zope.component import adapter


@adapter(IUnit)
class UnitPeople(PageLinks):
    """Who works here."""

    position = 63
    group = _("The office")
    pages = (("staff", _("Staff"), "infostrada.site: View staff"),)


@adapter(IUnit)
class UnitScreens(PageLinks):
    """What administrators set."""

    position = 90
    group = _("Administration")
    pages = (
        ("unit-settings", _("Unit settings"), "infostrada.site: Administer unit"),
        ("edit-accessibility", _("Accessibility statement"), "infostrada.site: Administer unit"),
    )
