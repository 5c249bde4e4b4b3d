"""Head and foot of a unit's pages."""

from infostrada.site.theme.masthead import PortalMasthead
from infostrada.site.units.interfaces import IUnit
from plone import api
from zope.component import adapter


@adapter(IUnit)
class UnitMasthead(PortalMasthead):
    """What the unit's own settings say."""

    @property
    def region(self) -> str:
        """The region's name, which is the title of the whole site."""
        title: str = api.portal.get().Title()
        return title

    @property
    def logo_url(self) -> str | None:
        """The unit's coat of arms or logo."""
        return f"{self.url}/@@images/logo" if self.context.logo else None

    @property
    def address(self) -> tuple[str, ...]:
        """Street, and postcode with the town."""
        unit = self.context
        town = " ".join(part for part in (unit.postcode, unit.city) if part)
        return tuple(line for line in (unit.street, town) if line)

    @property
    def phone(self) -> str:
        """The unit's telephone."""
        return self.context.phone or ""

    @property
    def email(self) -> str:
        """The unit's own address, else the site's."""
        return self.context.email or super().email

    @property
    def ade(self) -> str:
        """The unit's address for electronic delivery."""
        return self.context.ade or ""

    @property
    def office_hours(self) -> str:
        """When the unit is open."""
        return self.context.office_hours or ""
