"""What the head and foot of a page say: for the portal itself and for each unit."""

from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.units.interfaces import IUnit
from plone.base.interfaces import INavigationRoot
from plone.registry.interfaces import IRegistry
from zope.component import adapter
from zope.component import getUtility
from zope.component.hooks import getSite
from zope.interface import implementer


class Masthead:
    """What all navigation roots have in common."""

    region = ""
    phone = ""
    address: tuple[str, ...] = ()
    logo_url: str | None = None

    def __init__(self, context: INavigationRoot) -> None:
        self.context = context
        self.url: str = context.absolute_url()

    @property
    def name(self) -> str:
        """Title of the navigation root."""
        title: str = self.context.Title()
        return title

    @property
    def bip_url(self) -> str | None:
        """The bulletin that lies in this navigation root under its customary id."""
        bulletin = self.context.get("bip")
        return bulletin.absolute_url() if bulletin is not None else None

    @property
    def statement_url(self) -> str:
        """The accessibility statement every navigation root has."""
        return f"{self.url}/accessibility-info"


@implementer(IMasthead)
@adapter(INavigationRoot)
class PortalMasthead(Masthead):
    """Head and foot of the region's own pages, from the site settings."""

    @property
    def email(self) -> str:
        """The address the site sends its mail from, which is also the one to write to."""
        return getUtility(IRegistry).get("plone.email_from_address") or ""


@implementer(IMasthead)
@adapter(IUnit)
class UnitMasthead(Masthead):
    """Head and foot of a unit's pages, from the unit's own fields."""

    @property
    def region(self) -> str:
        """The title of the region's site."""
        title: str = getSite().Title()
        return title

    @property
    def logo_url(self) -> str | None:
        """The unit's coat of arms, when it has one."""
        return f"{self.url}/@@images/logo" if self.context.logo else None

    @property
    def address(self) -> tuple[str, ...]:
        """Street, then postcode and town."""
        town = f"{self.context.postcode or ''} {self.context.city or ''}".strip()
        return tuple(line for line in (self.context.street, town) if line)

    @property
    def phone(self) -> str:
        return self.context.phone or ""

    @property
    def email(self) -> str:
        return self.context.email or ""
