"""The register of parties in the bar of the work desk."""

from infostrada.site import _
from infostrada.site.theme.desk import PageLinks
from infostrada.site.units.interfaces import IUnit
from zope.component import adapter


@adapter(IUnit)
class UnitParties(PageLinks):
    """The register."""

    pages = (("parties", _("Register of parties"), "infostrada.site: View parties"),)
