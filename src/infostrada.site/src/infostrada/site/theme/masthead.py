"""The default masthead: what the portal itself says in the head and foot of its pages."""

from infostrada.site.theme.interfaces import IBulletinAddress
from infostrada.site.theme.interfaces import IInboxAddress
from infostrada.site.theme.interfaces import IMasthead
from plone.base.interfaces import INavigationRoot
from plone.registry.interfaces import IRegistry
from zope.component import adapter
from zope.component import getUtility
from zope.interface import implementer


@implementer(IMasthead)
@adapter(INavigationRoot)
class PortalMasthead:
    """Head and foot of the region's own pages, from the site settings."""

    def __init__(self, context: INavigationRoot) -> None:
        self.context = context
        self.url: str = context.absolute_url()

    @property
    def name(self) -> str:
        """The title of the site or of any other navigation root."""
        title: str = self.context.Title()
        return title

    @property
    def region(self) -> str:
        """The region's name where it is another than the office's."""
        return ""

    @property
    def logo_url(self) -> str | None:
        """Coat of arms or logo."""
        return None

    @property
    def address(self) -> tuple[str, ...]:
        """Lines of the postal address."""
        return ()

    @property
    def phone(self) -> str:
        """The telephone."""
        return ""

    @property
    def ade(self) -> str:
        """Address for electronic delivery."""
        return ""

    @property
    def office_hours(self) -> str:
        """When the office is open."""
        return ""

    @property
    def bip_url(self) -> str | None:
        """Address of the office's bulletin."""
        address = IBulletinAddress(self.context, None)
        return address.url if address is not None else None

    @property
    def inbox_url(self) -> str | None:
        """Address of the form for letters to the office."""
        address = IInboxAddress(self.context, None)
        return address.url if address is not None else None

    @property
    def email(self) -> str:
        """The address the site sends its mail from, which is also the one to write to."""
        return getUtility(IRegistry).get("plone.email_from_address") or ""

    @property
    def statement_url(self) -> str:
        """The accessibility statement every navigation root has."""
        return f"{self.url}/accessibility-info"
